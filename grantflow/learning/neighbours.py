"""Find the published entries near one: candidates by what SQL can see, then `nearness` chooses. One statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, Table, and_, case, or_, select, true, union_all

from grantflow.casework.models import Answer, Case
from grantflow.db import db, has
from grantflow.learning import nearness
from grantflow.learning.models import LearningEntry
from grantflow.learning.nearness import Neighbours, Profile, significant
from grantflow.learning.rules import PUBLIC

# How many of each kind are looked at with their words; the nearest by context come first.
CANDIDATES = 20
MECHANISM = "mechanism"

ENTRY: Table = LearningEntry.__table__  # type: ignore[assignment]
LISTS = ("outcomes", "cohorts", "settings", "partner_types")
WORDS = ("rurality", "need_level")
WORTH: Mapping[str, int] = {
    "outcomes": nearness.OUTCOME,
    "cohorts": nearness.COHORT,
    "settings": nearness.SETTING,
    "partner_types": nearness.PARTNER,
    "rurality": nearness.PLACE,
    "need_level": nearness.NEED,
}


@dataclass(frozen=True)
class Nearby:
    """An entry to compare with, and all that are near it. `titles` has a title for each."""

    here: Profile
    found: Neighbours
    titles: Mapping[UUID, str]


def find_neighbours(entry: LearningEntry, mechanism: str) -> Nearby:
    here = _profile(entry, mechanism)
    rows = _candidates(here) if here.outcomes else []
    found = nearness.neighbours(here, [_profile(row, str(row.mechanism or "")) for row in rows])
    return Nearby(here, found, {row.id: row.title for row in rows})


def _candidates(here: Profile) -> list[Row[Any]]:
    """The nearest of those that came out alike and of those that came out otherwise.

    Each kind is cut off by itself: the database keeps the best twenty as it goes, and sorts no thousands.
    """
    worked = ENTRY.c.worked
    otherwise = worked.in_(("partly", "no")) if here.worked == "yes" else worked == "yes"
    kinds = (
        (_nearest(here, otherwise), _nearest(here, ~otherwise)) if here.worked else (_nearest(here, true()),)
    )
    near = union_all(*(select(each) for each in kinds)).subquery()
    answer = and_(Answer.case_id == near.c.id, Answer.part == "main", Answer.question_key == MECHANISM)
    return list(
        db.session.execute(
            select(near, Case.title, Answer.value.label("mechanism"))
            .join(Case, Case.id == near.c.id)
            .outerjoin(Answer, answer)
            .where(Case.stage.in_(PUBLIC))
            .order_by(near.c.score.desc(), near.c.published_at.desc(), near.c.id)
        )
    )


def _nearest(here: Profile, kind: ColumnElement[bool]) -> Subquery:
    score = _score(here).label("score")
    shares_outcome = or_(*(has(ENTRY.c.outcomes, each) for each in sorted(here.outcomes)))
    return (
        select(*(ENTRY.c[name] for name in ("id", "published_at", "worked", *LISTS, *WORDS)), score)
        .where(ENTRY.c.published_at.is_not(None), ENTRY.c.id != here.id, shares_outcome, kind)
        .order_by(score.desc(), ENTRY.c.published_at.desc(), ENTRY.c.id)
        .limit(CANDIDATES)
        .subquery()
    )


def _score(here: Profile) -> ColumnElement[int]:
    """As `nearness.nearness` counts it, but for the words."""
    parts: list[ColumnElement[int]] = []
    for name in LISTS:
        shared = sorted(getattr(here, name) - {"none"})
        parts += [case((has(ENTRY.c[name], value), WORTH[name]), else_=0) for value in shared]
    parts += [
        case((ENTRY.c[name] == value, WORTH[name]), else_=0)
        for name in WORDS
        if (value := getattr(here, name))
    ]
    return sum(parts[1:], parts[0])


def _profile(row: Any, mechanism: str) -> Profile:
    copied: dict[str, Any] = {name: frozenset(getattr(row, name)) for name in LISTS}
    copied |= {name: getattr(row, name) for name in WORDS}
    return Profile(id=row.id, worked=row.worked, words=significant(mechanism), **copied)
