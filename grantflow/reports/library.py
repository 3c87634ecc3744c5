"""The library of what was learned: what anybody may read of it, found by its words and by its context.

Nothing here looks at an entry that is not published. What is filtered by are columns of the entry, so that only
the rows that pass are looked up as cases; pages are found by where the last one ended, as in the work list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Table, Uuid, func, literal, select, tuple_

from grantflow.accounts.models import Organisation
from grantflow.casework.models import Answer, Case
from grantflow.db import db, has, unindexed
from grantflow.learning.models import LearningEntry
from grantflow.learning.rules import PUBLIC
from grantflow.reports.search import Search, terms

PAGE = 20
MOST_COUNTED = 200
# Words that more entries have than this are asked of each entry, in the order of the list.
COMMON = 2000
# What a row of the list shows of what was written; of the headings of context, the first that there is.
CONTEXT = "context-"
TOLD = ("for-whom", "where", "what-happened")

ENTRY: Table = LearningEntry.__table__  # type: ignore[assignment]
CASE: Table = Case.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty is not looked at. All but `words` are values of the form's choices."""

    words: str = ""
    outcome: str = ""
    cohort: str = ""
    setting: str = ""
    worked: str = ""
    rurality: str = ""
    need: str = ""
    partner: str = ""
    region: str = ""
    evidence: int | None = None

    @cached_property
    def search(self) -> Search | None:
        return Search(terms(self.words), "learning", COMMON) if self.words else None

    @property
    def narrowed_by(self) -> list[str]:
        """The names of what is looked at, in the order of the page."""
        return [name for name, value in vars(self).items() if value and name in self.__dataclass_fields__]

    def without(self, name: str) -> "Wanted":
        left_out: dict[str, Any] = {name: None if name == "evidence" else ""}
        return replace(self, **left_out)


EVERYTHING = Wanted()
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True)
class Place:
    """Where a page begins: after a row, before a row, or at the beginning."""

    after: str = ""
    before: str = ""


@dataclass(frozen=True)
class Page:
    """One page of entries, newest first, with what was written in each.

    `count` is how many fit in all, or two hundred and one for more; only the first page knows.
    """

    rows: Sequence[Row[Any]]
    told: Mapping[UUID, Mapping[str, Any]]
    count: int | None
    has_previous: bool
    has_next: bool

    @property
    def first_row(self) -> str:
        return _cursor(self.rows[0])

    @property
    def last_row(self) -> str:
        return _cursor(self.rows[-1])


def library(wanted: Wanted = EVERYTHING, place: Place = Place()) -> Page:
    """As many statements, however many entries there are."""
    cursor = _parse(place.before or place.after)
    backwards = bool(place.before) and cursor is not None
    # One walk finds the page and counts: what is beyond the first page is only looked at for that.
    found = _in_order(wanted, cursor, MOST_COUNTED if cursor is None else PAGE, backwards=backwards)
    ids = found[:PAGE]
    rows = db.session.execute(_columns().where(ENTRY.c.id.in_(ids)).order_by(*_newest())).all()
    more = len(found) > PAGE
    return Page(
        rows=rows,
        told=_told(ids),
        count=len(found) if cursor is None else None,
        has_previous=more if backwards else cursor is not None,
        has_next=more or backwards,
    )


def _in_order(wanted: Wanted, cursor: Cursor | None, most: int, *, backwards: bool) -> Sequence[UUID]:
    """Which entries fit, from a place on: so many, and one more where there are more."""
    order = [ENTRY.c.published_at, ENTRY.c.id]
    query = _entries(select(ENTRY.c.id)).where(*_conditions(wanted))
    if cursor is not None:
        here = tuple_(*order)
        there = tuple_(literal(cursor[0], ENTRY.c.published_at.type), literal(cursor[1], Uuid()))
        query = query.where(here > there if backwards else here < there)
    return db.session.scalars(query.order_by(*order if backwards else _newest()).limit(most + 1)).all()


def _newest() -> list[ColumnElement[Any]]:
    return [ENTRY.c.published_at.desc(), ENTRY.c.id.desc()]


def count_without_each(wanted: Wanted) -> dict[str, int]:
    """How many entries there would be without each thing that is asked for: what to widen, where nothing fits.

    One statement; a hundred and one stands for more than a hundred.
    """
    names = wanted.narrowed_by
    return dict(zip(names, _counted([wanted.without(name) for name in names], 100), strict=True))


def _counted(each: Sequence[Wanted], most: int) -> list[int]:
    """How many entries fit each of these, or one more than the most for any number beyond it."""
    counts = [
        select(func.count())
        .select_from(_entries(select(literal(1))).where(*_conditions(wanted)).limit(most + 1).subquery())
        .scalar_subquery()
        for wanted in each
    ]
    return list(db.session.execute(select(*counts)).one()) if counts else []


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """That anybody may read it, and that it fits."""
    found: list[ColumnElement[bool]] = [
        ENTRY.c.published_at.is_not(None),
        unindexed(CASE.c.stage).in_(PUBLIC),
    ]
    lists = {"outcomes": wanted.outcome, "cohorts": wanted.cohort, "settings": wanted.setting,
             "partner_types": wanted.partner}  # fmt: skip
    words = {"worked": wanted.worked, "rurality": wanted.rurality, "need_level": wanted.need}
    found += [has(ENTRY.c[name], value) for name, value in lists.items() if value]
    found += [ENTRY.c[name] == value for name, value in words.items() if value]
    if wanted.evidence:
        found.append(ENTRY.c.evidence >= wanted.evidence)
    if wanted.region:
        found.append(unindexed(CASE.c.region_code) == wanted.region)
    if wanted.search is not None:
        found.append(wanted.search.mentioned(lead=not wanted.search.is_common))
    return found


def _entries(query: Select[Any]) -> Select[Any]:
    return query.select_from(ENTRY).join(CASE, CASE.c.id == ENTRY.c.id)


def _columns() -> Select[Any]:
    """What a row of the list shows, and nothing more."""
    query = select(
        ENTRY.c.id, ENTRY.c.published_at, ENTRY.c.worked, ENTRY.c.evidence, ENTRY.c.outcomes, ENTRY.c.cohorts,
        ENTRY.c.settings, ENTRY.c.rurality, ENTRY.c.need_level, CASE.c.title, CASE.c.region_code, CASE.c.stage,
        Organisation.name.label("organisation"),
    )  # fmt: skip
    return _entries(query).outerjoin(Organisation, Organisation.id == CASE.c.organisation_id)


def _told(entry_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What was written in each of these entries that a row of the list shows some of."""
    rows = db.session.execute(
        select(Answer.case_id, Answer.question_key, Answer.value).where(
            Answer.case_id.in_(entry_ids),
            Answer.part == "main",
            Answer.question_key.in_(TOLD) | Answer.question_key.startswith(CONTEXT),
        )
    )
    found: dict[UUID, dict[str, Any]] = {entry_id: {} for entry_id in entry_ids}
    for case_id, key, value in rows:
        found[case_id][key] = value
    return found


def _cursor(row: Row[Any]) -> str:
    return f"{row.published_at.isoformat()}~{row.id}"


def _parse(cursor: str) -> Cursor | None:
    """Where a page ended; an address that somebody has mangled begins at the beginning."""
    moment, _, entry_id = cursor.rpartition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC), UUID(entry_id)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
