"""Every count that was sent, of whichever grants are asked about, in two statements however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from grantflow.awards.models import AgreedOutcome
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.monitoring.distance import COUNTS, Counts
from grantflow.monitoring.models import Progress, ProgressReview
from grantflow.monitoring.queries import SENT

Scope = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one report counted towards one outcome. `sent_on` is the day in London on which we had it."""

    award_id: UUID
    round_id: UUID | None
    region_code: str | None
    outcome_key: str
    wording: str
    number: int
    sent_on: date
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A report that was planned: the days on which it was planned, and on which it came or was waived, if any."""

    number: int
    planned_on: date
    done_on: date | None


def of_award(award_id: UUID) -> Scope:
    return ProgressReview.award_id == award_id


def of_round(round_id: UUID) -> Scope:
    return ProgressReview.round_id == round_id


def of_region(region_code: str) -> Scope:
    return ProgressReview.region_code == region_code


def of_theme(outcome_key: str) -> Scope:
    """Every review of a grant that agreed to this outcome; `list_told` may be asked for the outcome alone."""
    return ProgressReview.award_id.in_(
        select(AgreedOutcome.award_id).where(AgreedOutcome.outcome_key == outcome_key)
    )


def list_told(scope: Scope, outcome_key: str | None = None) -> Sequence[Told]:
    """Each outcome of each report that was sent, by grant, report and outcome."""
    query = (
        select(
            ProgressReview.award_id, ProgressReview.round_id, ProgressReview.region_code, ProgressReview.number,
            ProgressReview.reported_at, Progress.outcome_key, AgreedOutcome.wording,
            *(getattr(Progress, name) for name in COUNTS),
        )
        .join(Progress, Progress.review_id == ProgressReview.id)
        .join(
            AgreedOutcome,
            and_(
                AgreedOutcome.award_id == ProgressReview.award_id,
                AgreedOutcome.outcome_key == Progress.outcome_key,
            ),
        )
        .where(scope, ProgressReview.stage.in_(SENT), ProgressReview.reported_at.is_not(None))
        .order_by(ProgressReview.award_id, ProgressReview.number, Progress.outcome_key)
    )  # fmt: skip
    if outcome_key is not None:
        query = query.where(Progress.outcome_key == outcome_key)
    return [
        Told(
            award_id=row.award_id, round_id=row.round_id, region_code=row.region_code, number=row.number,
            sent_on=local_date(row.reported_at), outcome_key=row.outcome_key, wording=row.wording,
            counts=Counts(**{name: getattr(row, name) for name in COUNTS}),
        )
        for row in db.session.execute(query)
    ]  # fmt: skip


def list_asked(scope: Scope) -> dict[UUID, list[Asked]]:
    """The reports that each grant was to send, in order."""
    query = (
        select(
            ProgressReview.award_id, ProgressReview.number, ProgressReview.stage, ProgressReview.created_at,
            ProgressReview.stage_entered_at, ProgressReview.reported_at,
        )
        .where(scope)
        .order_by(ProgressReview.award_id, ProgressReview.number)
    )  # fmt: skip
    found: dict[UUID, list[Asked]] = {}
    for row in db.session.execute(query):
        done_at = row.stage_entered_at if row.stage == "waived" else row.reported_at
        asked = Asked(
            number=row.number,
            planned_on=local_date(row.created_at),
            done_on=local_date(done_at) if done_at else None,
        )
        found.setdefault(row.award_id, []).append(asked)
    return found
