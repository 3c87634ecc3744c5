"""What anybody may read of what was learned: of one theme, of one region, or new in some months."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, select
from sqlalchemy.orm import joinedload

from grantflow.awards.models import Award
from grantflow.casework.models import Answer
from grantflow.db import db
from grantflow.learning.models import LearningEntry

# Where an entry stands while everybody may read it: also while somebody looks at it again.
SHOWN = ("published", "looked-at-again")
# Where it stands while somebody looks at it again, whether or not it can be read meanwhile.
AGAIN = ("in-review", "looked-at-again")


@dataclass(frozen=True)
class Learned:
    """A published entry with what is written in it, by question."""

    entry: LearningEntry
    told: Mapping[str, Any]

    @property
    def worked(self) -> str:
        return self.entry.worked

    @property
    def contexts(self) -> list[str]:
        """What was true there, each heading that somebody wrote under."""
        return [
            str(value) for key, value in sorted(self.told.items()) if key.startswith("context-") and value
        ]


def learned_about(outcome_key: str) -> list[Learned]:
    """Of one theme, the strongest evidence first."""
    return _learned(_has_outcome(outcome_key))


def learned_in(region_code: str) -> list[Learned]:
    """In one region, the strongest evidence first."""
    return _learned(LearningEntry.region_code == region_code)


def learned_between(first: datetime, end: datetime, region_code: str | None) -> list[Learned]:
    """Published from one moment until before another, in one region or (none) anywhere."""
    return _learned(
        LearningEntry.published_at >= first, LearningEntry.published_at < end, *_in_region(region_code)
    )


def titles_looked_at_again(first: datetime, end: datetime, region_code: str | None) -> list[str]:
    """What was published before, stands as it was agreed to, and began to be looked at again meanwhile."""
    return list(
        db.session.scalars(
            select(LearningEntry.title)
            .where(
                LearningEntry.published_at.is_not(None), LearningEntry.consent_given_at.is_not(None),
                LearningEntry.stage.in_(AGAIN), LearningEntry.stage_entered_at >= first,
                LearningEntry.stage_entered_at < end, *_in_region(region_code),
            )
            .order_by(LearningEntry.title, LearningEntry.id)
        )
    )  # fmt: skip


def shown_entry_of(award_id: UUID) -> LearningEntry | None:
    """The newest entry of an award that everybody may read."""
    return db.session.scalar(
        select(LearningEntry)
        .where(LearningEntry.award_id == award_id, LearningEntry.stage.in_(SHOWN))
        .order_by(LearningEntry.created_at.desc(), LearningEntry.id.desc())
        .limit(1)
    )


def shown_awards_of(round_id: UUID) -> Sequence[Award]:
    """The awards of a round whose organisation has agreed to what is published of them, by title."""
    shown = select(LearningEntry.award_id).where(
        LearningEntry.round_id == round_id,
        LearningEntry.stage.in_(SHOWN),
        LearningEntry.award_id.is_not(None),
    )
    return db.session.scalars(
        select(Award)
        .where(Award.id.in_(shown))
        .options(joinedload(Award.organisation))
        .order_by(Award.title, Award.id)
    ).all()


def outcomes_shown() -> set[str]:
    """The themes that anything is published about."""
    found = db.session.scalars(select(LearningEntry.outcomes).where(LearningEntry.stage.in_(SHOWN)))
    return {key for outcomes in found for key in outcomes}


def regions_shown() -> set[str]:
    """The regions that anything is published about."""
    found = db.session.scalars(
        select(LearningEntry.region_code).where(LearningEntry.stage.in_(SHOWN)).distinct()
    )
    return {code for code in found if code}


def _learned(*which: ColumnElement[bool]) -> list[Learned]:
    entries = db.session.scalars(
        select(LearningEntry)
        .where(LearningEntry.stage.in_(SHOWN), *which)
        .options(joinedload(LearningEntry.organisation))
        .order_by(LearningEntry.evidence.desc(), LearningEntry.published_at.desc(), LearningEntry.id)
    ).all()
    told = _answers(each.id for each in entries)
    return [Learned(each, told.get(each.id, {})) for each in entries]


def _answers(case_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = {}
    rows = db.session.execute(
        select(Answer.case_id, Answer.question_key, Answer.value)
        .where(Answer.case_id.in_(list(case_ids)), Answer.part == "main")
        .order_by(Answer.case_id, Answer.question_key)
    )
    for row in rows:
        found.setdefault(row.case_id, {})[row.question_key] = row.value
    return found


def _in_region(region_code: str | None) -> list[ColumnElement[bool]]:
    return [LearningEntry.region_code == region_code] if region_code else []


def _has_outcome(outcome_key: str) -> ColumnElement[bool]:
    # A list kept as JSON reads the same as text on both databases: ["employment", "housing"].
    return cast(LearningEntry.outcomes, Text).contains(f'"{outcome_key}"', autoescape=True)


def has_left(
    at: datetime, *, outcome_key: str = "", region_code: str = "", round_id: UUID | None = None
) -> bool:
    """Whether anything of a theme, a region or a round was published once, and since then is not."""
    which = [
        _has_outcome(outcome_key) if outcome_key else None,
        LearningEntry.region_code == region_code if region_code else None,
        LearningEntry.round_id == round_id if round_id else None,
    ]
    found = db.session.scalar(
        select(LearningEntry.id)
        .where(
            LearningEntry.published_at.is_not(None), LearningEntry.stage.not_in(SHOWN),
            LearningEntry.stage_entered_at >= at, *(each for each in which if each is not None),
        )
        .limit(1)
    )  # fmt: skip
    return found is not None
