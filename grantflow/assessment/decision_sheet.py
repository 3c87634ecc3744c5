"""The sheet a decision is written on: begun afresh for each, and taken away when a decision is taken back."""

from datetime import datetime

from grantflow.applications.models import Application, Decision
from grantflow.assessment import departing
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Forbidden, Reason
from grantflow.permissions import Occasion, Permission, require

# Where a decision can be made, and what the action is called there. Who is told already waits for nobody else.
ACTIONS = {
    ("award", "panel"): "award",
    ("reserve", "panel"): "reserve",
    ("decline", "panel"): "decline",
    ("award", "reserve"): "award-from-reserve",
    ("decline", "reserve"): "decline-from-reserve",
}
OUTCOMES = {action: outcome for (outcome, _), action in ACTIONS.items()}


def begin(application: Application, outcome: str, occasion: Occasion) -> Decision:
    """A clean sheet, in place of one that was only proposed. A place on the reserve list is kept until it is used.

    :raises ActionUnavailable: if nothing of the kind can be decided at this stage
    """
    require(occasion.actor, Permission.APPLICATION_DECIDE, on=application)
    if occasion.actor.user_id is None:
        raise Forbidden(Permission.APPLICATION_DECIDE)
    if (outcome, application.stage) not in ACTIONS:
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": application.stage})])
    before = application.decision
    place = before.reserve_place if before and application.stage == "reserve" else None
    clear(application, occasion.at)
    application.decision = Decision(
        outcome=outcome,
        decided_by_id=occasion.actor.user_id,
        decided_at=occasion.at,
        reason_codes=[],
        reserve_place=place,
    )
    return application.decision


def action_for(application: Application, outcome: str) -> str:
    return ACTIONS[outcome, application.stage]


def clear(application: Application, at: datetime) -> None:
    """The record of what was decided stays in the audit entries; the next decision starts from nothing."""
    departing.take_back(application, at)
    if application.decision is not None:
        db.session.delete(application.decision)
        application.decision = None
        db.session.flush()
