"""A table question: rows of typed cells, such as costs or partners."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from grantflow.core import display, money
from grantflow.engine import reading
from grantflow.engine.form import Column, ColumnKind, Question
from grantflow.engine.words import clean_line
from grantflow.errors import Reason, Refused

Cell = str | int
Rows = Sequence[Mapping[str, Cell]]
TypedRows = Sequence[Mapping[str, str]]

MOST_IN_A_CELL = 250  # characters

_READ: Mapping[ColumnKind, Callable[[str], Cell]] = {
    ColumnKind.TEXT: str,
    ColumnKind.MONEY: reading.read_money,
    ColumnKind.NUMBER: reading.read_number,
    ColumnKind.EMAIL: reading.read_email,
}


def read_rows(question: Question, typed: TypedRows) -> list[dict[str, Cell]]:
    """The rows that have something in them.

    :raises Refused: with the reason of every cell, its row (counted from 1) and its column
    """
    rows: list[dict[str, Cell]] = []
    reasons: list[Reason] = []
    for number, row in enumerate(typed, start=1):
        lines = {column.key: clean_line(row.get(column.key, "")) for column in question.columns}
        if not any(lines.values()):
            continue
        rows.append({})
        for column in question.columns:
            try:
                rows[-1][column.key] = _read_cell(column, lines[column.key])
            except Refused as refusal:
                place: dict[str, str | int] = {"row": number, "column": column.key}
                reasons += [Reason(each.key, {**each.facts, **place}) for each in refusal.reasons]
    if reasons:
        raise Refused(reasons)
    return rows


def type_rows(question: Question, rows: Rows | None) -> list[dict[str, str]]:
    """Rows as they stand in the boxes."""
    return [
        {column.key: _type_cell(column, row[column.key]) for column in question.columns if column.key in row}
        for row in rows or ()
    ]


def show_rows(question: Question, rows: Rows) -> list[str]:
    """One line a row, and the total where there is more than one amount."""
    lines = [
        ", ".join(_show_cell(column, row[column.key]) for column in question.columns if column.key in row)
        for row in rows
    ]
    if question.money_column and len(rows) > 1:
        lines.append(f"Total {display.money(total(question, rows))}")
    return lines


def judge_rows(question: Question, rows: Rows) -> Iterator[Reason]:
    if len(rows) > question.rows_max:
        yield Reason("too-many-rows", {"count": len(rows), "limit": question.rows_max})


def total(question: Question, rows: Rows) -> int:
    """The sum of the money column, in pence."""
    amounts = (row.get(question.money_column or "") for row in rows)
    return sum(amount for amount in amounts if isinstance(amount, int))


def running_total(question: Question, typed: TypedRows) -> int:
    """The sum of what can be read so far, in pence: a half-filled table has a total as well."""
    pence = 0
    for row in typed:
        try:
            pence += money.parse_pounds(row.get(question.money_column or "", ""))
        except ValueError:
            continue
    return pence


def _read_cell(column: Column, line: str) -> Cell:
    if not line:
        raise reading.refused("cell-missing")
    if len(line) > MOST_IN_A_CELL:
        raise reading.refused("cell-too-long", count=f"{len(line):,}", limit=MOST_IN_A_CELL)
    value = _READ[column.type](line)
    if isinstance(value, int) and value < 0:
        raise reading.refused(f"{column.type}-too-small", least=0)
    return value


def _type_cell(column: Column, value: Cell) -> str:
    if column.type is ColumnKind.MONEY and isinstance(value, int):
        return money.as_typed(value)
    return str(value)


def _show_cell(column: Column, value: Cell) -> str:
    if column.type is ColumnKind.MONEY and isinstance(value, int):
        return display.money(value)
    return f"{value:,}" if isinstance(value, int) else value
