"""Find assessments, scores and decisions, as whoever asks may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.applications.models import Application, Decision
from grantflow.assessment.models import Assessment
from grantflow.assessment.rules import LIVE
from grantflow.assessment.scoring import Points, weighted_mean
from grantflow.casework import running
from grantflow.casework.models import Case
from grantflow.casework.queries import UNSENT, get_official, has_no_interest, has_no_recusal, is_open_to
from grantflow.db import db, within_unit_of_work
from grantflow.engine.tiers import Tier, Tiers
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.permissions import DESPITE_AN_INTEREST, Actor, Permission

FOR_STAFF = (
    # Not joined: SQLite would put every case beside every round before it looks for the one.
    selectinload(Application.round).joinedload(Round.fund),
    joinedload(Application.organisation),
    joinedload(Application.assigned_to),
    joinedload(Application.decision),
)
UNDECIDED = ("submitted", "checking", "assessing", "panel", "delayed")
HELD = ("to-award", "to-reserve", "to-decline")
RESERVES = ("to-reserve", "reserve")
SCORED = ("panel", *HELD, "reserve", "awarded", "declined")


@dataclass(frozen=True)
class Sheet:
    """One assessor's scores, in one place: points by criterion, and their weighted mean."""

    assessment: Assessment
    points: Points
    mean: float | None


def get_application(application_id: UUID, viewer: Actor, permission: Permission) -> Application:
    """For a page of staff, with its round, organisation, officer and decision.

    :raises NotFound: if there is none, it was never sent, it is out of the viewer's reach, or they declared an
        interest in it
    """
    found = get_official(Application, application_id, viewer, permission, *FOR_STAFF)
    if found.stage in UNSENT:
        raise NotFound("application", application_id)
    return found


def tiers_of(application: Application) -> Tiers:
    return running.tiers(application.round.tiers_version)


def tier_of(application: Application) -> Tier:
    return tiers_of(application).tier(application.tier_key)


def approver_of(application: Application) -> str:
    """The role that approves a decision: that of the size decided on, or else of the size applied for."""
    decision = application.decision
    if decision is None or decision.amount_pence is None:
        return tier_of(application).approver
    return tiers_of(application).tier_for(decision.amount_pence).approver


def list_assessments(application_id: UUID) -> Sequence[Assessment]:
    """Everyone who was asked, in the order they were, with their scores."""
    return db.session.scalars(
        select(Assessment)
        .where(Assessment.application_id == application_id)
        .options(joinedload(Assessment.assigned_to), selectinload(Assessment.scores))
        .order_by(Assessment.created_at, Assessment.id)
    ).all()


def list_sheets(application_id: UUID, weights: dict[str, int]) -> list[Sheet]:
    """The scores that are in."""
    return [sheet_of(each, weights) for each in list_assessments(application_id) if each.stage == "submitted"]


def sheet_of(assessment: Assessment, weights: dict[str, int]) -> Sheet:
    points = {score.criterion_key: score.points for score in assessment.scores}
    return Sheet(assessment, points, weighted_mean(points, weights))


def get_assessment(assessment_id: UUID, viewer: Actor, permission: Permission) -> Assessment:
    """An assessor's own, and nobody else's; not one of an application in which they declared an interest.

    Whoever has come to belong to the organisation may only say so.

    :raises NotFound: otherwise
    """
    closed_by = has_no_recusal if permission in DESPITE_AN_INTEREST else has_no_interest
    found = db.session.scalar(
        select(Assessment)
        .where(
            Assessment.id == assessment_id,
            Assessment.assigned_to_id == viewer.user_id,
            closed_by(viewer),
        )
        .options(*_FOR_ASSESSOR, selectinload(Assessment.scores))
    )
    if found is None or not viewer.holds(permission):
        raise NotFound("assessment", assessment_id)
    return found


def list_my_assessments(viewer: Actor) -> Sequence[Assessment]:
    """What the viewer was asked to assess and has not stepped aside from: to do first, soonest due first."""
    return db.session.scalars(
        select(Assessment)
        .where(
            Assessment.assigned_to_id == viewer.user_id,
            Assessment.stage.in_(sorted(LIVE)),
            has_no_recusal(viewer),
        )
        .options(*_FOR_ASSESSOR)
        .order_by(Assessment.is_open.desc(), Assessment.due_at, Assessment.id)
        .limit(200)
    ).all()


def stages_of_assessments(application_id: UUID) -> list[str]:
    return list(
        db.session.scalars(
            select(Assessment.stage)
            .where(Assessment.application_id == application_id)
            .order_by(Assessment.created_at, Assessment.id)
        )
    )


def assessor_ids(application_id: UUID) -> set[UUID | None]:
    """Those who read it as an assessor: stepping aside or being let off does not count as assessing."""
    return set(
        db.session.scalars(
            select(Assessment.assigned_to_id).where(
                Assessment.application_id == application_id, Assessment.stage.in_(["open", "submitted"])
            )
        )
    )


def find_decision(application_id: UUID) -> Decision | None:
    return db.session.scalar(select(Decision).where(Decision.application_id == application_id))


def committed_pence(
    round_id: UUID | None, *, besides: UUID | None = None, region_code: str | None = None
) -> int:
    """What has been decided to award in a round, told or not, and not given back, leaving one application out.

    :param region_code: count this region alone
    """
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(Decision.amount_pence), 0))
            .join(Application, Application.id == Decision.application_id)
            .where(
                Application.round_id == round_id,
                Application.stage.in_(["to-award", "awarded"]),
                Decision.given_back_at.is_(None),
                Application.id != besides if besides else Application.id.is_not(None),
                Application.region_code == region_code if region_code else Application.id.is_not(None),
            )
        )
        or 0
    )


def left_in_region(round: Round, region_code: str | None, *, besides: UUID | None = None) -> int | None:
    """What a region may still be awarded; None where the round sets it no budget of its own."""
    budget = round.region_budgets.get(region_code or "")
    if budget is None:
        return None
    return int(budget) - committed_pence(round.id, besides=besides, region_code=region_code)


def hold_round(round: Round) -> None:
    """When something is about to be decided, nobody else decides about this round's money until it is kept."""
    if within_unit_of_work():
        db.session.refresh(round, with_for_update={"of": Case})


def count_applications(round_id: UUID, stages: Sequence[str]) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Application)
            .where(Application.round_id == round_id, Application.stage.in_(stages))
        )
        or 0
    )


def list_held_decisions(round_id: UUID, viewer: Actor | None = None) -> Sequence[Decision]:
    """Decided and not told yet, by name of the applicant.

    :param viewer: leave out what this person has an interest in
    """
    query = (
        select(Decision)
        .join(Application, Application.id == Decision.application_id)
        .where(Application.round_id == round_id, Application.stage.in_(HELD))
    )
    if viewer is not None:
        query = query.where(is_open_to(viewer))
    return db.session.scalars(
        query.options(joinedload(Decision.application)).order_by(
            Decision.outcome, Application.applicant_name, Decision.id
        )
    ).all()


def list_scored(round_id: UUID, viewer: Actor) -> Sequence[Application]:
    """The applications of a round that have been assessed, with their decisions."""
    return db.session.scalars(
        select(Application)
        .where(Application.round_id == round_id, Application.stage.in_(SCORED), is_open_to(viewer))
        .options(joinedload(Application.decision))
        .order_by(Application.applicant_name, Application.id)
    ).all()


_FOR_ASSESSOR = (
    selectinload(Assessment.application).options(
        selectinload(Application.round), selectinload(Application.partners)
    ),
    joinedload(Assessment.organisation),
)
