"""The work list: every open case somebody may see, what is due first, a page at a time.

Pages are found by where the last one ended, not by counting rows, so that the last page of 100,000 cases costs
as much as the first of 1,000. For the same reason nothing is counted beyond a thousand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, literal, select
from sqlalchemy.orm import aliased

from grantflow.accounts.models import Organisation, User
from grantflow.assessment.models import Assessment
from grantflow.casework.models import Case
from grantflow.casework.queries import UNSENT, get_official, official_to
from grantflow.db import db, unindexed
from grantflow.errors import NotFound
from grantflow.permissions import Actor, Permission, Role
from grantflow.reports.orders import ORDERS, OWN
from grantflow.reports.round_figures import SMALL_BELOW
from grantflow.reports.search import Search, terms
from grantflow.reports.waiting import waits_for

PAGE = 25
MOST_COUNTED = 1000

# The beginning of a reference, as people read it out: A-7K3M-Q2PX.
REFERENCE = re.compile(r"[A-Z]{1,2}-[0-9A-Z]{0,4}(-[0-9A-Z]{0,4})?")

Wanted = list[ColumnElement[bool]]

# Whose work each kind of case is: who may see it in the list.
KINDS: dict[str, Permission] = {
    "application": Permission.APPLICATION_VIEW,
    "assessment": Permission.ASSESSMENT_VIEW,
    "award": Permission.AWARD_VIEW,
    "payment": Permission.PAYMENT_VIEW,
    "monitoring": Permission.MONITORING_VIEW,
    "feedback-call": Permission.FEEDBACK_VIEW,
    "complaint": Permission.COMPLAINT_VIEW,
}
# Nobody's work, whatever is asked for.
NOT_WORK = {"application": UNSENT}


@dataclass(frozen=True)
class Filters:
    """What is asked for, and in which order. `words` are looked for in names, references and answers."""

    kind: str = "application"
    stage: str = ""
    round_id: UUID | None = None
    region_code: str = ""
    tier_key: str = ""
    waits_for: Role | None = None
    words: str = ""
    small: bool = False
    overdue: bool = False
    mine: bool = False
    order: str = "due"

    @cached_property
    def search(self) -> Search | None:
        """What has to be searched for, where something is and it is not the beginning of a reference."""
        if not self.words or REFERENCE.fullmatch(self.words.upper()):
            return None
        return Search(terms(self.words), self.kind)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out of the whole list."""
        return replace(self, order="due") != Filters(self.kind)


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


def work_list(viewer: Actor, filters: Filters, place: Place, at: datetime) -> Page:
    """A page of open cases, overdue first unless asked otherwise. As many statements, however many there are."""
    wanted = conditions(viewer, filters, at)
    count = count_cases(viewer, filters, wanted)
    order = ORDERS[filters.order]
    backwards = place.last or bool(place.before)
    query = in_order(_columns(filters.kind), viewer, filters, wanted, count=count, backwards=backwards)
    cursor = order.parse(place.before or place.after)
    if cursor is not None and not place.last:
        query = query.where(order.beyond(cursor, before=bool(place.before)))
    rows = db.session.execute(query.limit(PAGE + 1)).all()
    more = len(rows) > PAGE
    rows = rows[:PAGE][::-1] if backwards else rows[:PAGE]
    came_from_before = cursor is not None and not place.last and bool(place.after)
    return Page(
        rows=rows,
        has_previous=more if backwards else came_from_before,
        has_next=bool(place.before and not place.last) if backwards else more,
        first_row=order.cursor(rows[0]) if rows else "",
        last_row=order.cursor(rows[-1]) if rows else "",
        count=count,
    )


def count_cases(viewer: Actor, filters: Filters, wanted: Wanted) -> int:
    """How many there are, or a thousand and one for any number beyond a thousand."""
    some = select(literal(1)).select_from(Case).where(*_narrowed(viewer, filters, _leading(filters)), *wanted)
    if filters.tier_key or filters.small:
        some = some.join(OWN, OWN.c.id == Case.id)
    counted = some.limit(MOST_COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def in_order(
    query: Select[Any],
    viewer: Actor,
    filters: Filters,
    wanted: Wanted,
    *,
    count: int,
    backwards: bool = False,
) -> Select[Any]:
    """The rows that are wanted, sorted. Few are found first and sorted then; of many, the order itself is walked."""
    order = ORDERS[filters.order]
    if count <= MOST_COUNTED:
        leading = _leading(filters)
    else:
        leading = frozenset() if order.of_applications else frozenset({"kind"})
    if order.of_applications:
        query = query.where(order.has_a_place())
    found = query.where(*_narrowed(viewer, filters, leading), *wanted)
    return found.order_by(*order.by(backwards=backwards))


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


def conditions(viewer: Actor, filters: Filters, at: datetime) -> Wanted:
    """What a case has to be, besides what it is found by."""
    found = [official_to(viewer, KINDS[filters.kind]), Case.stage.not_in(NOT_WORK.get(filters.kind, ()))]
    if filters.stage:
        found.append(Case.stage == filters.stage)
    if filters.region_code:
        found.append(Case.region_code == filters.region_code)
    if filters.overdue:
        found.append(Case.due_at < at)
    if filters.small and filters.kind == "application":
        found.append(OWN.c.applicant_income_pence < SMALL_BELOW)
    beginning = filters.words.upper()
    if REFERENCE.fullmatch(beginning):
        # A range, which an index can answer; "~" sorts after every letter of a reference.
        found += [Case.reference >= beginning, Case.reference < f"{beginning}~"]
    return found


def _leading(filters: Filters) -> frozenset[str]:
    """By which of its conditions a short list is best found: by whichever leaves the fewest, as far as one can know."""
    if filters.search is not None and not filters.search.is_common:
        return frozenset({"words"})
    if filters.tier_key and not (filters.stage or filters.round_id or filters.mine or filters.waits_for):
        return frozenset({"tier"})
    return frozenset({"kind", "round", "mine", "waits"})


def _narrowed(viewer: Actor, filters: Filters, leading: frozenset[str]) -> Wanted:
    """What a case is found by, where that leads; what does not lead is asked of each case."""
    own = Case.__table__.c

    def seen(name: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return column if name in leading else unindexed(column)

    found = [seen("kind", own.kind) == filters.kind]
    # A stage is either open or not, so where stages lead, their index needs nothing more.
    if not filters.stage and not (filters.waits_for and "waits" in leading):
        found.append(own.is_open.is_(True))
    if filters.round_id is not None:
        found.append(seen("round", own.round_id) == filters.round_id)
    if filters.mine:
        found.append(seen("mine", own.assigned_to_id) == viewer.user_id)
    if filters.waits_for is not None:
        found.append(waits_for(filters.kind, filters.waits_for, seen("waits", own.stage)))
    if filters.tier_key and filters.kind == "application":
        found.append(seen("tier", OWN.c.tier_key) == filters.tier_key)
    if filters.search is not None:
        found.append(filters.search.mentioned(lead="words" in leading))
    return found


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
        query = query.add_columns(
            OWN.c.amount_pence,
            OWN.c.tier_key,
            OWN.c.applicant_name,
            OWN.c.submitted_at,
            OWN.c.eligible_by,
            OWN.c.found_eligible_at,
        ).join(OWN, OWN.c.id == Case.id)
    return query
