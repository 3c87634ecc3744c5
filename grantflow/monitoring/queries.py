"""Find progress reviews, what was reported, and how far people travelled."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.awards import plans
from grantflow.awards.models import Award
from grantflow.awards.queries import tier_of
from grantflow.casework.queries import answers_of, get_visible, visible_to
from grantflow.casework.running import form
from grantflow.db import db
from grantflow.engine.answers import missing
from grantflow.engine.form import Form
from grantflow.errors import NotFound
from grantflow.monitoring import rules
from grantflow.monitoring.distance import COUNTS, Counts, Travelled
from grantflow.monitoring.models import Progress, ProgressReview, WriteUp
from grantflow.permissions import Actor, Permission

REPORT = "report"
# The section of a report's form that asks in which way somebody would tell us.
HOW_TO_TELL = "how-to-tell-us"
REVIEW = "review"
# The counts of a report that has not been sent are nobody's business but the organisation's.
SENT = ("received", "reviewed", "answered")
WAITING_FOR_US = ("received", "reviewed")


def get_review(
    review_id: UUID, viewer: Actor, permission: Permission = Permission.MONITORING_VIEW
) -> ProgressReview:
    """:raises NotFound: if there is none, or the viewer may not know of it"""
    return get_visible(
        ProgressReview, review_id, viewer, permission,
        joinedload(ProgressReview.award).selectinload(Award.outcomes),
        joinedload(ProgressReview.organisation), joinedload(ProgressReview.assigned_to),
        joinedload(ProgressReview.reviewed_by), selectinload(ProgressReview.progress),
        joinedload(ProgressReview.write_up).joinedload(WriteUp.written_by),
    )  # fmt: skip


def get_review_of(award: Award, number: int) -> ProgressReview:
    """:raises NotFound: if this award has no such review"""
    found = db.session.scalar(
        select(ProgressReview)
        .where(ProgressReview.award_id == award.id, ProgressReview.number == number)
        .options(
            selectinload(ProgressReview.progress), joinedload(ProgressReview.organisation),
            joinedload(ProgressReview.reviewed_by), joinedload(ProgressReview.write_up).joinedload(WriteUp.written_by),
        )
    )  # fmt: skip
    if found is None:
        raise NotFound("review", f"{award.reference} {number}")
    found.award = award
    return found


def list_reviews(award_id: UUID, *, counted: bool = True) -> Sequence[ProgressReview]:
    """An award's reviews in order, and (in one statement more) what each counted."""
    query = (
        select(ProgressReview)
        .where(ProgressReview.award_id == award_id)
        .order_by(ProgressReview.number, ProgressReview.id)
    )
    return db.session.scalars(
        query.options(selectinload(ProgressReview.progress)) if counted else query
    ).all()


def stages_of_reviews(award_id: UUID) -> Sequence[str]:
    return db.session.scalars(
        select(ProgressReview.stage)
        .where(ProgressReview.award_id == award_id)
        .order_by(ProgressReview.number)
    ).all()


def list_reviews_at(
    viewer: Actor,
    stages: Sequence[str],
    permission: Permission = Permission.MONITORING_VIEW,
    limit: int = 200,
) -> Sequence[ProgressReview]:
    """The reviews this person may see at these stages, the earliest due first."""
    return db.session.scalars(
        select(ProgressReview)
        .where(visible_to(viewer, permission), ProgressReview.stage.in_(stages))
        .options(joinedload(ProgressReview.award), joinedload(ProgressReview.organisation))
        .order_by(ProgressReview.due_on, ProgressReview.id)
        .limit(limit)
    ).all()


def list_open_reports(viewer: Actor) -> Sequence[ProgressReview]:
    """The reports that the person's own organisations are asked for now, the earliest due first."""
    return db.session.scalars(
        select(ProgressReview)
        .where(
            ProgressReview.organisation_id.in_(list(viewer.organisations)),
            ProgressReview.stage.in_(rules.OPEN_TO_REPORT),
        )
        .options(joinedload(ProgressReview.award))
        .order_by(ProgressReview.due_on, ProgressReview.id)
    ).all()


def report_form(review: ProgressReview) -> Form:
    return form(review.form_key, review.form_version)


def review_form() -> Form:
    return form("progress-review")


def report_gaps(review: ProgressReview, answers: Mapping[str, Any] | None = None) -> tuple[int, list[str]]:
    """How many questions of a report still need an answer, and the outcomes whose counts are still to come."""
    given = answers if answers is not None else answers_of(review.id, REPORT)
    counted = {row.outcome_key for row in review.progress}
    wanted = review.award.outcomes if asks_for_counts(review, given) else []
    uncounted = [outcome.wording for outcome in wanted if outcome.outcome_key not in counted]
    return len(missing(report_form(review), given)), uncounted


def asks_for_counts(review: ProgressReview, answers: Mapping[str, Any]) -> bool:
    called = answers.get("call-instead") == "yes" or review.stage == rules.CALL or review.write_up is not None
    return rules.counts_are_asked(call=called, evaluation=tier_of(review.award).evaluation)


def distance_of_review(review: ProgressReview) -> list[Travelled]:
    """What one report counted, in the order of the outcomes that were agreed."""
    counted = {row.outcome_key: row for row in review.progress}
    return [
        Travelled(
            outcome_key=outcome.outcome_key, wording=outcome.wording, counts=_counts(counted[outcome.outcome_key])
        )
        for outcome in review.award.outcomes
        if outcome.outcome_key in counted
    ]  # fmt: skip


def counted_outcomes(award_id: UUID) -> set[str]:
    """The outcomes that a report of this award has counted people for, sent or not."""
    query = select(Progress.outcome_key).join(ProgressReview, ProgressReview.id == Progress.review_id)
    return set(db.session.scalars(query.where(ProgressReview.award_id == award_id).distinct()))


def distance_of_award(award_id: UUID) -> list[Travelled]:
    """The latest counts of each outcome of an award, from the reports that were sent."""
    return latest(_counted(ProgressReview.award_id == award_id))


def distances_of_round(round_id: UUID) -> list[Travelled]:
    """The latest counts of each outcome of each award in a round; `distance.added_up` makes them one picture.

    What a charity chose for itself is left out: it means something else in each grant, and stands in its own summary.
    """
    found = latest(_counted(ProgressReview.round_id == round_id))
    return [each for each in found if not each.outcome_key.startswith(f"{plans.OWN}-")]


def latest(reviews: Sequence[ProgressReview]) -> list[Travelled]:
    """Of reviews in order. Counts run from a grant's start, so that the newest stands for all before it."""
    newest = {
        (review.award_id, each.outcome_key): each
        for review in reviews
        if review.stage in SENT
        for each in distance_of_review(review)
    }
    return list(newest.values())


def _counted(which: ColumnElement[bool]) -> Sequence[ProgressReview]:
    return db.session.scalars(
        select(ProgressReview)
        .where(which, ProgressReview.stage.in_(SENT))
        .options(
            selectinload(ProgressReview.progress),
            joinedload(ProgressReview.award).selectinload(Award.outcomes),
        )
        .order_by(ProgressReview.award_id, ProgressReview.number, ProgressReview.id)
    ).all()


def _counts(row: Progress) -> Counts:
    return Counts(**{name: getattr(row, name) for name in COUNTS})
