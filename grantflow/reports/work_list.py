"""The work list: every open case somebody may see, what is due first, a page at a time.

Pages are found by where the last one ended, not by counting rows, so that the last page of 100,000 cases costs
as much as the first of 1,000. For the same reason nothing is counted beyond a thousand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Uuid, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from grantflow.accounts.models import Organisation, User
from grantflow.applications.models import Application
from grantflow.assessment.models import Assessment
from grantflow.casework.models import Case
from grantflow.casework.queries import UNSENT, get_official, official_to
from grantflow.db import UTCDateTime, db
from grantflow.errors import NotFound
from grantflow.permissions import Actor, Permission

PAGE = 25
MOST_COUNTED = 1000

# The beginning of a reference, as people read it out: A-7K3M-Q2PX.
REFERENCE = re.compile(r"[A-Z]{1,2}-[0-9A-Z]{0,4}(-[0-9A-Z]{0,4})?")

# Whose work each kind of case is: who may see it in the list.
KINDS: dict[str, Permission] = {
    "application": Permission.APPLICATION_VIEW,
    "assessment": Permission.ASSESSMENT_VIEW,
    "award": Permission.AWARD_VIEW,
    "payment": Permission.PAYMENT_VIEW,
    "monitoring": Permission.MONITORING_VIEW,
}
# Nobody's work, whatever is asked for.
NOT_WORK = {"application": UNSENT}


@dataclass(frozen=True)
class Filters:
    """What is asked for. `words` are looked for in references, titles and names of organisations."""

    kind: str = "application"
    stage: str = ""
    round_id: UUID | None = None
    region_code: str = ""
    words: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page begins: after a row, before a row, at the end, or (all empty) at the beginning."""

    after: str = ""
    before: str = ""
    last: bool = False


@dataclass(frozen=True)
class Page:
    """One page. `first_row` and `last_row` name its ends, for the pages before and after."""

    rows: Sequence[Row[Any]]
    has_previous: bool
    has_next: bool
    first_row: str
    last_row: str
    count: int

    @property
    def is_counted(self) -> bool:
        return self.count <= MOST_COUNTED


def work_list(viewer: Actor, filters: Filters, place: Place) -> Page:
    """A page of open cases, overdue first. The same two statements, however many there are."""
    wanted = _conditions(viewer, filters)
    backwards = place.last or bool(place.before)
    query = _columns(filters.kind).where(*wanted)
    cursor = _parse(place.before or place.after)
    if cursor is not None and not place.last:
        here, there = tuple_(Case.due_at, Case.id), _row_value(*cursor)
        query = query.where(here < there if place.before else here > there)
    order = (Case.due_at.desc(), Case.id.desc()) if backwards else (Case.due_at, Case.id)
    rows = db.session.execute(query.order_by(*order).limit(PAGE + 1)).all()
    more = len(rows) > PAGE
    rows = rows[:PAGE][::-1] if backwards else rows[:PAGE]
    came_from_before = cursor is not None and not place.last and bool(place.after)
    return Page(
        rows=rows,
        has_previous=more if backwards else came_from_before,
        has_next=bool(place.before and not place.last) if backwards else more,
        first_row=_cursor(rows[0]) if rows else "",
        last_row=_cursor(rows[-1]) if rows else "",
        count=_count(wanted),
    )


def get_case(case_id: UUID, viewer: Actor) -> Case:
    """Any case of a kind that a work list shows.

    :raises NotFound: if there is none, or the viewer may not know of it
    """
    kind = db.session.scalar(select(Case.kind).where(Case.id == case_id))
    if kind not in KINDS:
        raise NotFound("case", case_id)
    found = get_official(Case, case_id, viewer, KINDS[kind])
    if found.stage in NOT_WORK.get(kind, ()):
        raise NotFound("case", case_id)
    return found


@dataclass(frozen=True)
class Assessing:
    """How far the assessing of one application has come."""

    asked: int = 0
    submitted: int = 0


def assessing(application_ids: Sequence[UUID]) -> dict[UUID, Assessing]:
    """How many were asked (and have not stepped aside) and how many have sent scores in, by application."""
    found: dict[UUID, Assessing] = {}
    for application_id, stage, number in db.session.execute(
        select(Assessment.application_id, Assessment.stage, func.count())
        .where(Assessment.application_id.in_(application_ids))
        .group_by(Assessment.application_id, Assessment.stage)
    ):
        if stage in {"assigned", "open", "submitted"}:
            so_far = found.get(application_id, Assessing())
            submitted = so_far.submitted + (number if stage == "submitted" else 0)
            found[application_id] = replace(so_far, asked=so_far.asked + number, submitted=submitted)
    return found


def _conditions(viewer: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    found = [Case.kind == filters.kind, official_to(viewer, KINDS[filters.kind])]
    if (unsent := NOT_WORK.get(filters.kind)) is not None:
        found.append(Case.stage.not_in(unsent))
    if filters.stage:
        # A stage is either open or not, so the index by stage needs nothing more.
        found.append(Case.stage == filters.stage)
    else:
        found.append(Case.is_open.is_(True))
    if filters.round_id is not None:
        found.append(Case.round_id == filters.round_id)
    if filters.region_code:
        found.append(Case.region_code == filters.region_code)
    if filters.mine:
        found.append(Case.assigned_to_id == viewer.user_id)
    if words := filters.words.strip():
        found.append(_mentions(words))
    return found


def _mentions(words: str) -> ColumnElement[bool]:
    """In the title or the organisation's name; or, where it looks like one, at the start of the reference."""
    if REFERENCE.fullmatch(words.upper()):
        beginning = words.upper()
        # A range, which an index can answer; "~" sorts after every letter of a reference.
        return and_(Case.reference >= beginning, Case.reference < f"{beginning}~")
    named = select(Organisation.id).where(Organisation.name.icontains(words, autoescape=True))
    return or_(Case.title.icontains(words, autoescape=True), Case.organisation_id.in_(named))


def _columns(kind: str) -> Select[*tuple[Any, ...]]:
    """What a row of the list shows, and nothing more: whole cases would cost ten times as much."""
    round = aliased(Case, flat=True)
    query: Select[*tuple[Any, ...]] = (
        select(
            Case.id, Case.kind, Case.workflow_version, Case.reference, Case.title, Case.stage, Case.is_open,
            Case.due_at, Case.round_id, Organisation.name.label("organisation"), User.name.label("assigned_to"),
            round.title.label("round"),
        )
        .outerjoin(Organisation, Organisation.id == Case.organisation_id)
        .outerjoin(User, User.id == Case.assigned_to_id)
        .outerjoin(round, round.id == Case.round_id)
    )  # fmt: skip
    if kind == "application":
        # The columns of the kind's own table, without the join that would make it a whole Application.
        own = Application.__table__
        query = query.add_columns(own.c.amount_pence, own.c.tier_key).join(own, own.c.id == Case.id)
    return query


def _count(wanted: Sequence[ColumnElement[bool]]) -> int:
    """How many there are, or a thousand and one for any number beyond a thousand."""
    some = select(literal(1)).select_from(Case).where(*wanted).limit(MOST_COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _cursor(row: Row[Any]) -> str:
    return f"{row.due_at.isoformat()}~{row.id}"


def _parse(cursor: str) -> tuple[datetime, UUID] | None:
    """Where a page ended; an address that somebody has mangled begins at the beginning."""
    due_at, _, case_id = cursor.partition("~")
    try:
        at = datetime.fromisoformat(due_at)
        return (at.astimezone(UTC), UUID(case_id)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _row_value(due_at: datetime, case_id: UUID) -> ColumnElement[Any]:
    return tuple_(literal(due_at, UTCDateTime()), literal(case_id, Uuid()))
