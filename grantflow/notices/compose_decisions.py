"""Written to applicants who were not funded: why, what was good, and what would help another time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select

from grantflow.accounts.models import User
from grantflow.applications.models import Application, Decision
from grantflow.applications.queries import tier_of
from grantflow.assessment.models import Assessment, Score
from grantflow.assessment.scoring import Points, mean, means_by_criterion
from grantflow.casework.running import tiers
from grantflow.core.calendar import add_working_days, local_date
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.feedback.rules import CALL_MINUTES
from grantflow.funds.models import Round
from grantflow.notices import addresses, emails
from grantflow.notices.correspondence import (
    Correspondence,
    Outgoing,
    Person,
    about_application,
    to_each,
)
from grantflow.notices.data import CriterionScore, RefusalReason, UnsuccessfulLetter
from grantflow.notices.emails_replies import DecidedAgainEmail, ReserveEndingEmail
from grantflow.notices.models import Letter
from grantflow.notices.sender import sentence
from grantflow.reports.round_figures import NOT_RECEIVED

# The mean of fewer would tell what one grantee scored.
FEWEST_FUNDED = 3
DAYS_TO_ASK_FOR_A_REVIEW = 20  # working days
OUT_OF = 5
FUNDED = ("to-award", "awarded")


@dataclass(frozen=True)
class Numbers:
    """What a round received, and how many of it were funded."""

    received: int
    asked_pence: int
    funded: int


def unsuccessful_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    about = about_application(application_id)
    return about.to_each(
        addresses.application(application_id),
        lambda cover: emails.UnsuccessfulEmail(
            cover=cover, project=about.application.title, call_minutes=CALL_MINUTES
        ),
    )


def reserve_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    """:raises NotFound: if it is on no reserve list"""
    about = about_application(application_id)
    decision = about.application.decision
    if decision is None or decision.reserve_place is None:
        raise NotFound("place on the reserve list", about.application.reference)
    place = decision.reserve_place
    return about.to_each(
        addresses.application(application_id),
        lambda cover: emails.ReserveListEmail(
            cover=cover, project=about.application.title, place=place,
            ends_on=about.application.reserve_ends_on,
        ),
    )  # fmt: skip


def reserve_ending_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    """To the officer. Nothing once it is off the list."""
    about = about_application(application_id)
    ends_on = about.application.reserve_ends_on
    if about.application.stage != "reserve" or ends_on is None:
        return []
    return to_each(
        (Person(about.officer.name, about.officer.email),),
        addresses.official_decision(application_id),
        lambda cover: ReserveEndingEmail(
            cover=cover, project=about.application.title, organisation=about.organisation, ends_on=ends_on
        ),
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=about.application.reference,
    )


def decided_again_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    about = about_application(application_id)
    return about.to_each(
        addresses.application(application_id),
        lambda cover: DecidedAgainEmail(
            cover=cover, project=about.application.title, decide_by=about.application.promised_on
        ),
    )


def unsuccessful_letter(letter: Letter) -> UnsuccessfulLetter:
    about = about_application(letter.about_id)
    application, decision = about.application, about.application.decision
    if decision is None:
        raise NotFound("decision", application.reference)
    numbers = _numbers(application.round)
    sheets = _sheets(application.round)
    return UnsuccessfulLetter(
        cover=about.letter_cover(letter, approved_by=decided_by(decision)),
        round_title=application.round.title,
        project=application.title,
        asked_pence=application.amount_pence or 0,
        decided_on=local_date(decision.decided_at),
        stage_reached=_stage_reached(about, len(sheets.get(application.id, ()))),
        received=numbers.received,
        funded=numbers.funded,
        available_pence=application.round.budget_pence,
        asked_in_all_pence=numbers.asked_pence,
        reasons=_reasons(decision),
        strength=decision.strength,
        change=decision.change,
        scores=_scores(application, sheets),
        out_of=OUT_OF,
        call_minutes=CALL_MINUTES,
        may_reapply=may_reapply(application.round, letter.created_at),
        other_funders=(),
        review_by=local_date(add_working_days(letter.created_at, DAYS_TO_ASK_FOR_A_REVIEW)),
        feedback_link=addresses.funder(),
        call_link=addresses.ask_for_call(application.id),
        complain_link=addresses.complain(application.id),
        from_reserve=decision.reserve_place is not None,
    )


def may_reapply(found: Round, at: datetime) -> str:
    """With the next round of the same region to close, if one is open or on its way."""
    other = db.session.scalar(
        select(Round)
        .where(
            Round.id != found.id,
            Round.region_code == found.region_code,
            Round.stage == "open",
            Round.closes_at > at,
        )
        .order_by(Round.closes_at, Round.id)
        .limit(1)
    )
    return sentence("may-reapply", other=other, link=addresses.public_round(other.slug) if other else "")


def decided_by(decision: Decision) -> str:
    """The person who decided, and the second one where there was one."""
    ids = [each for each in (decision.decided_by_id, decision.seconded_by_id) if each]
    names = {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
    return " and ".join(names[each] for each in ids if each in names)


def _numbers(found: Round) -> Numbers:
    row = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Application.amount_pence), 0),
            func.coalesce(func.sum(case((Application.stage.in_(FUNDED), 1), else_=0)), 0),
        ).where(Application.round_id == found.id, Application.stage.not_in(NOT_RECEIVED))
    ).one()
    return Numbers(int(row[0]), int(row[1]), int(row[2]))


def _sheets(found: Round) -> dict[UUID, list[Points]]:
    """Every assessor's scores that are in, by application, over the whole round."""
    rows = db.session.execute(
        select(Assessment.application_id, Score.assessment_id, Score.criterion_key, Score.points)
        .join(Assessment, Assessment.id == Score.assessment_id)
        .where(Assessment.round_id == found.id, Assessment.stage == "submitted")
        .order_by(Assessment.application_id, Score.assessment_id, Score.criterion_key)
    )
    sheets: dict[UUID, dict[UUID, dict[str, int | None]]] = {}
    for application_id, assessment_id, criterion, points in rows:
        sheets.setdefault(application_id, {}).setdefault(assessment_id, {})[criterion] = points
    return {application_id: list(each.values()) for application_id, each in sheets.items()}


def _scores(application: Application, sheets: Mapping[UUID, Sequence[Points]]) -> tuple[CriterionScore, ...]:
    """This application's mean for each criterion, beside that of those funded where they are enough to hide each."""
    ours = means_by_criterion(sheets.get(application.id, ()))
    funded = [means_by_criterion(sheets[each]) for each in _funded_ids(application.round) if each in sheets]
    found = []
    for criterion in tiers(application.round.tiers_version).criteria:
        own = ours.get(criterion.key)
        theirs = [score for each in funded if (score := each.get(criterion.key)) is not None]
        if own is not None:
            shown = mean(theirs) if len(theirs) >= FEWEST_FUNDED else None
            found.append(CriterionScore(criterion=str(criterion.label), score=own, funded_mean=shown))
    return tuple(found)


def _funded_ids(found: Round) -> Sequence[UUID]:
    return db.session.scalars(
        select(Application.id)
        .where(Application.round_id == found.id, Application.stage.in_(FUNDED))
        .order_by(Application.id)
    ).all()


def _reasons(decision: Decision) -> tuple[RefusalReason, ...]:
    """What the decider wrote stands under the first reason; each other one has the sentence that goes with its code."""
    return tuple(
        RefusalReason(
            code=code, detail=decision.why if decision.why and not place else sentence(f"reason-{code}")
        )
        for place, code in enumerate(decision.reason_codes)
    )


def _stage_reached(about: Correspondence, assessors: int) -> str:
    return sentence("stage-reached", assessors=assessors, panel=tier_of(about.application).panel)
