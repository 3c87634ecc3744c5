"""The orders a work list comes in, each with an index to walk and a way to say where a page ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, Uuid, literal, tuple_

from grantflow.applications.models import Application
from grantflow.casework.models import Case

# An application's own columns, without the join that would make each row a whole Application.
OWN: Table = Application.__table__  # type: ignore[assignment]

Cursor = tuple[Any, UUID]


@dataclass(frozen=True)
class Order:
    """Sorted by one column, and by the case where several have the same there. A cursor is one row's place."""

    column: ColumnElement[Any]
    id: ColumnElement[UUID]
    name: str
    read: Callable[[str], Any]
    descending: bool = False

    @property
    def of_applications(self) -> bool:
        return self.id is not _CASE_ID

    def has_a_place(self) -> ColumnElement[bool]:
        """That a row has something to be sorted by; said so that SQLite begins with this order's index."""
        return self.column >= "" if self.read is str else self.column.is_not(None)

    def by(self, *, backwards: bool) -> list[ColumnElement[Any]]:
        down = self.descending != backwards
        return [each.desc() if down else each.asc() for each in (self.column, self.id)]

    def beyond(self, cursor: Cursor, *, before: bool) -> ColumnElement[bool]:
        """The rows after a place, or those before it."""
        here = tuple_(self.column, self.id)
        there = tuple_(literal(cursor[0], self.column.type), literal(cursor[1], Uuid()))
        return here < there if self.descending != before else here > there

    def cursor(self, row: Row[Any]) -> str:
        value = getattr(row, self.name)
        return f"{value.isoformat() if isinstance(value, datetime) else value}~{row.id}"

    def parse(self, cursor: str) -> Cursor | None:
        """Where a page ended; an address that somebody has mangled begins at the beginning."""
        value, _, case_id = cursor.rpartition("~")
        try:
            return self.read(value), UUID(case_id)
        except (ValueError, OverflowError):
            return None


def _moment(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError(value)
    return at.astimezone(UTC)


def _pence(value: str) -> int:
    pence = int(value)
    if not 0 <= pence < 10**15:
        raise ValueError(value)
    return pence


_CASE_ID: ColumnElement[UUID] = Case.__table__.c.id

ORDERS: Mapping[str, Order] = {
    "due": Order(Case.__table__.c.due_at, _CASE_ID, "due_at", _moment),
    "amount": Order(OWN.c.amount_pence, OWN.c.id, "amount_pence", _pence, descending=True),
    "organisation": Order(OWN.c.applicant_name, OWN.c.id, "applicant_name", str),
    "received": Order(OWN.c.submitted_at, OWN.c.id, "submitted_at", _moment, descending=True),
}
