"""What the actions of assessment and decision do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from sqlalchemy import select

from grantflow.applications.interests import close_to
from grantflow.applications.models import Application
from grantflow.assessment import decision_sheet, queries, rules
from grantflow.assessment.models import Assessment
from grantflow.casework.commands import take_action
from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.core.calendar import add_working_days, local_date
from grantflow.db import db
from grantflow.engine.machine import Step
from grantflow.errors import ActionUnavailable, Reason
from grantflow.funds.models import Round
from grantflow.jobs.commands import enqueue
from grantflow.permissions import SYSTEM, Occasion


def close_every_way(case: Case, step: Step, occasion: Occasion) -> None:
    """Whoever declares an interest sees nothing of the application, nor of what comes of it, again."""
    assessment = of_kind(Assessment, case)
    if assessment.assigned_to_id is not None:
        close_to(assessment.application, assessment.assigned_to_id, occasion)


def keep_when_submitted(case: Case, step: Step, occasion: Occasion) -> None:
    of_kind(Assessment, case).submitted_at = occasion.at


def cancel_assessments(case: Case, step: Step, occasion: Occasion) -> None:
    """Nobody is asked to go on reading what has ended."""
    waiting = db.session.scalars(
        select(Assessment)
        .where(Assessment.application_id == case.id, Assessment.stage.in_(["assigned", "open"]))
        .order_by(Assessment.created_at, Assessment.id)
    ).all()
    for assessment in waiting:
        take_action(assessment, "cancel", Occasion(SYSTEM, occasion.at))


def hold_decision(case: Case, step: Step, occasion: Occasion) -> None:
    """:raises ActionUnavailable: unless a decision that says the same is written down"""
    decision = of_kind(Application, case).decision
    if decision is None or decision.outcome != decision_sheet.OUTCOMES[step.action.key]:
        raise ActionUnavailable([Reason("decision-not-written")])
    decision.decided_at = occasion.at


def take_decision_back(case: Case, step: Step, occasion: Occasion) -> None:
    decision_sheet.clear(of_kind(Application, case), occasion.at)


def mark_decision_told(case: Case, step: Step, occasion: Occasion) -> None:
    decision = of_kind(Application, case).decision
    if decision is None:
        raise ActionUnavailable([Reason("decision-not-written")])
    decision.released_at = occasion.at
    mark_told(case, step, occasion)


def mark_told(case: Case, step: Step, occasion: Occasion) -> None:
    """When they first had an answer. What is said about it later does not move that."""
    application = of_kind(Application, case)
    application.told_at = application.told_at or occasion.at


def end_reserve(case: Case, step: Step, occasion: Occasion) -> None:
    """No money came free: what they were put on the list with is now a refusal, with the feedback written then."""
    decision = of_kind(Application, case).decision
    if decision is None:
        raise ActionUnavailable([Reason("decision-not-written")])
    decision.outcome, decision.amount_pence = "decline", None
    decision.reason_codes, decision.why = [rules.OUTRANKED], ""


def promise_again(case: Case, step: Step, occasion: Occasion) -> None:
    """A decision that is made again has a day of its own, as far off as this size of grant takes."""
    application = of_kind(Application, case)
    days = queries.tier_of(application).decision_working_days
    application.decide_by = local_date(add_working_days(occasion.at, days))


def promise_releases(case: Case, step: Step, occasion: Occasion) -> None:
    """One job for each application, in the same transaction: all of them will be told, each of them once."""
    of_kind(Round, case).released_at = occasion.at
    held = db.session.scalars(
        select(Application.id)
        .where(Application.round_id == case.id, Application.stage.in_(queries.HELD))
        .order_by(Application.id)
    )
    for application_id in held:
        enqueue("release-application", str(application_id), key=f"release:{application_id}")


EFFECTS: Mapping[str, Effect] = {
    "close-every-way": close_every_way,
    "keep-when-submitted": keep_when_submitted,
    "cancel-assessments": cancel_assessments,
    "hold-decision": hold_decision,
    "take-decision-back": take_decision_back,
    "mark-decision-told": mark_decision_told,
    "promise-releases": promise_releases,
    "mark-told": mark_told,
    "end-reserve": end_reserve,
    "promise-again": promise_again,
}
