"""Tables as files that a spreadsheet opens: nothing in them is ever run as a formula.

Both are written some rows at a time. A CSV goes out as it is made; a workbook can only be sent when it is whole,
and lies in a temporary file until then.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from grantflow.reports.export import Cell, Sheet

BOM = "\ufeff"  # tells Excel that a CSV is in UTF-8
# What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767  # characters that Excel has room for
CHUNK = 64 * 1024
ROWS_AT_ONCE = 100


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """In UTF-8 with a mark in front; dates as 2026-11-23; a text that looks like a formula behind an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(map(inert, sheet.heads))
    for number, row in enumerate(sheet.rows, start=1):
        writer.writerow(map(inert, row))
        if number % ROWS_AT_ONCE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def as_xlsx(sheet: Sheet) -> Iterator[bytes]:
    """With real numbers and dates, and heads that stay in view."""
    with TemporaryFile() as file:
        _write_workbook(sheet, file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def inert(cell: Cell) -> Any:
    """A cell of a CSV, such that a spreadsheet shows it and does no more."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else f"{cell:.2f}"
    return "" if cell is None else cell.isoformat()


def _emptied(buffer: io.StringIO) -> bytes:
    made = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return made


def _write_workbook(sheet: Sheet, file: IO[bytes]) -> None:
    book = Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )  # fmt: skip
    page = book.add_worksheet("Cases")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d mmm yyyy", "align": "left"})
    pounds = book.add_format({"num_format": "#,##0.00"})
    page.freeze_panes(1, 1)
    page.set_column(0, max(len(sheet.heads) - 1, 0), 22)
    for column, words in enumerate(sheet.heads):
        page.write_string(0, column, words, head)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            match cell:
                case None | "":
                    continue
                case str():
                    page.write_string(number, column, _fits(cell))
                case date():
                    page.write_datetime(number, column, cell, day)
                case _:
                    page.write_number(number, column, cell, pounds)
    book.close()


def _fits(text: str) -> str:
    if text.startswith("<r>"):
        # The library would take it for XML of its own, and write it as it is.
        text = f" {text}"
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
