"""Have an application assessed, decide about it, and tell the applicant."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app

from grantflow.accounts.models import User
from grantflow.applications.models import Application, Decision
from grantflow.assessment import assessors, decision_sheet, departing, queries, rules
from grantflow.assessment.models import Assessment, Score
from grantflow.audit.commands import record
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.casework.running import tiers
from grantflow.core.calendar import add_days, local_date
from grantflow.core.display import day
from grantflow.db import db, unit_of_work
from grantflow.engine.machine import Step
from grantflow.errors import ActionUnavailable, Reason
from grantflow.jobs.commands import enqueue
from grantflow.permissions import SYSTEM, Occasion, Permission, require

DAYS_TO_ASSESS = 19  # five to declare, fourteen to score


def assign_assessor(application: Application, assessor: User, occasion: Occasion) -> Assessment:
    """Ask somebody to read and score an application.

    :raises ActionUnavailable: with everything against asking this person
    """
    require(occasion.actor, Permission.ASSESSMENT_ASSIGN, on=application)
    lock(application)
    if reasons := against(application, assessor):
        raise ActionUnavailable(reasons)
    assessment = Assessment(
        title=application.title,
        application_id=application.id,
        round_id=application.round_id,
        region_code=application.region_code,
        organisation_id=application.organisation_id,
        assigned_to_id=assessor.id,
        due_on=local_date(add_days(occasion.at, DAYS_TO_ASSESS)),
    )
    facts: dict[str, Any] = {"assessor": assessor.name}
    if not rules.training_is_current(assessor.trained_on, local_date(occasion.at)):
        facts["training_overdue"] = True
    version = pinned_version(application.round_id, "workflow", "assessment")
    open_case(assessment, occasion, version=version, facts=facts)
    enqueue("notice", "assessment-assigned", str(assessment.id), key=f"assessment-assigned:{assessment.id}")
    return assessment


def against(application: Application, assessor: User) -> list[Reason]:
    """Everything against asking this person to assess this application."""
    if application.stage != "assessing":
        return [Reason("not-at-this-stage", {"stage": application.stage})]
    asked = queries.list_assessments(application.id)
    live = [each for each in asked if each.stage in rules.LIVE]
    places_left = rules.places_left([each.stage for each in live], queries.tier_of(application).assessors)
    keys = rules.may_assess(
        application.organisation_id,
        assessors.organisations_of(assessor.id),
        already_asked=any(each.assigned_to_id == assessor.id for each in live),
        stepped_aside=assessor.id in assessors.stepped_aside(application),
        could_look=any(each.stage == "submitted" for each in asked)
        and assessor.id in assessors.who_see_scores([assessor.id], application.region_code),
        places_left=places_left,
    )
    if assessor.id not in {each.id for each in assessors.list_assessors(application.region_code)}:
        keys.append("not-an-assessor-here")
    return [Reason(key, {"name": assessor.name}) for key in keys]


def declare_conflict(assessment: Assessment, occasion: Occasion, *, interest: str) -> Step:
    """Step aside. From now on this person can open nothing of the application."""
    step = take_action(assessment, "declare-conflict", occasion, note=interest)
    assessment.conflict = interest
    return step


def save_score(
    assessment: Assessment, criterion_key: str, points: int | None, reason: str, occasion: Occasion
) -> Score:
    """Keep 0 to 5, or None for "does not apply", with the reason.

    :raises ActionUnavailable: once the scores are sent, or before interests are declared; and where the amount is
        hidden, about quality once it has been seen, and about the money before
    """
    _open_for_scoring(assessment, occasion)
    found = assessment.application.round
    criterion = tiers(found.tiers_version).criterion(criterion_key)
    shown = assessment.amount_shown_at is not None
    if key := rules.score_can_be_given(
        hides=found.hide_amount, shown=shown, needs_amount=criterion.needs_amount
    ):
        raise ActionUnavailable([Reason(key)])
    score = next((each for each in assessment.scores if each.criterion_key == criterion_key), None)
    if score is None:
        score = Score(criterion_key=criterion_key)
        assessment.scores.append(score)
    score.points, score.reason = points, reason
    db.session.flush()
    return score


def save_overall_view(
    assessment: Assessment, occasion: Occasion, *, strengths: str, concerns: str, recommendation: str
) -> None:
    _open_for_scoring(assessment, occasion)
    assessment.strengths, assessment.concerns = strengths, concerns
    assessment.recommendation = recommendation
    db.session.flush()


def award(
    application: Application,
    amount_pence: int,
    occasion: Occasion,
    *,
    why: str,
    why_less: str = "",
    conditions: str = "",
    departing_because: str = "",
    expected_revision: int | None = None,
) -> Decision:
    """Decide to award or, where one person may not, propose it to a second.

    One person may not above the approval limit, nor without the role that approves that size of grant.

    :param why_less: what the applicant reads where it is less than they asked for
    :param departing_because: why rules are set aside, where any are
    :raises ActionUnavailable: with every reason, and nothing is kept
    """
    lock(application, expected_revision, occasion.actor)
    decision = decision_sheet.begin(application, "award", occasion)
    asked = application.amount_pence or 0
    if key := rules.award_is_in_order(amount_pence, asked) or rules.less_is_explained(
        amount_pence, asked, why_less
    ):
        raise ActionUnavailable([Reason(key, {"asked_pence": asked})])
    decision.amount_pence, decision.why, decision.conditions = amount_pence, why, conditions
    decision.why_less = why_less if amount_pence < asked else ""
    db.session.flush()
    aside = departing.rules_in_the_way(application, awarded=True)
    departing.set_aside(application, aside, departing_because, occasion)
    facts = {"amount_pence": amount_pence, "why": why}
    tier = queries.tiers_of(application).tier_for(amount_pence)
    limit, held = tier.second_approver_over_pence, occasion.actor.roles_in(application.region_code)
    if (limit is not None and amount_pence > limit) or rules.approver_agrees(tier.approver, held):
        record(application.id, application.kind, "propose-award", occasion, facts=facts)
        application.revision += 1
    else:
        take_action(application, decision_sheet.action_for(application, "award"), occasion, facts=facts)
    return decision


def second_award(
    application: Application, occasion: Occasion, *, expected_revision: int | None = None
) -> Decision:
    """Agree to an award above the approval limit that somebody else has proposed."""
    lock(application, expected_revision, occasion.actor)
    require(occasion.actor, Permission.APPLICATION_DECIDE, on=application)
    decision = application.decision
    if decision is None or decision.outcome != "award":
        raise ActionUnavailable([Reason("decision-not-written")])
    decision.seconded_by_id = _person(occasion)
    db.session.flush()
    facts = {"amount_pence": decision.amount_pence, "seconded": True}
    take_action(application, decision_sheet.action_for(application, "award"), occasion, facts=facts)
    return decision


def decline(
    application: Application,
    occasion: Occasion,
    *,
    reason_codes: list[str],
    strength: str,
    change: str,
    why: str = "",
    departing_because: str = "",
    expected_revision: int | None = None,
) -> Decision:
    """Decide to decline, with the feedback that the applicant will be sent."""
    lock(application, expected_revision, occasion.actor)
    decision = decision_sheet.begin(application, "decline", occasion)
    decision.reason_codes, decision.strength, decision.change = reason_codes, strength, change
    decision.why = why
    db.session.flush()
    aside = departing.rules_in_the_way(application, awarded=False)
    departing.set_aside(application, aside, departing_because, occasion)
    action = decision_sheet.action_for(application, "decline")
    take_action(application, action, occasion, facts={"reasons": reason_codes})
    return decision


def delay(
    application: Application,
    decide_by: date,
    occasion: Occasion,
    *,
    why: str,
    public_why: str = "",
    expected_revision: int | None = None,
) -> Step:
    """Put a decision off, and promise the applicant another date.

    :param public_why: what the round's page says of it, once its decisions are out
    :raises ActionUnavailable: unless the date is still to come, and after the one they were promised
    """
    lock(application, expected_revision, occasion.actor)
    promised = application.promised_on
    if key := rules.new_date_is_later(decide_by, promised, local_date(occasion.at)):
        raise ActionUnavailable([Reason(key, {"promised_on": day(promised)})])
    application.decide_by = decide_by
    facts = {"decide_by": decide_by.isoformat(), "promised_on": promised.isoformat()}
    if public_why.strip():
        facts["public_why"] = public_why.strip()
    return take_action(application, "delay", occasion, note=why, facts=facts)


def release_application(application_id: str) -> None:
    """The job that tells one applicant. Run again, it finds that it is done and does nothing."""
    with unit_of_work():
        application = db.session.get_one(Application, UUID(application_id))
        lock(application)
        action = RELEASED_BY.get(application.stage)
        if action is not None:
            take_action(application, action, Occasion(SYSTEM, current_app.extensions["clock"].now()))


RELEASED_BY = {
    "to-award": "release-award", "to-reserve": "release-reserve", "to-decline": "release-decline",
}  # fmt: skip


def _open_for_scoring(assessment: Assessment, occasion: Occasion) -> None:
    require(occasion.actor, Permission.ASSESSMENT_SCORE, on=assessment)
    lock(assessment)
    if assessment.stage != "open":
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": assessment.stage})])


def _person(occasion: Occasion) -> UUID:
    if occasion.actor.user_id is None:
        raise ValueError("only a person can decide")
    return occasion.actor.user_id
