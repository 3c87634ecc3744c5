"""Fire the timers that have come due: remind, or take the action the workflow file names."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grantflow.casework.commands import take_action
from grantflow.casework.models import Case, CaseTimer
from grantflow.db import db
from grantflow.errors import Refused
from grantflow.jobs.commands import enqueue
from grantflow.permissions import SYSTEM, Occasion


def list_due(at: datetime, limit: int = 500) -> list[UUID]:
    """The timers that have come due and were not refused, oldest first."""
    return list(
        db.session.scalars(
            select(CaseTimer.id)
            .where(CaseTimer.due_at <= at, CaseTimer.refused_because.is_(None))
            .order_by(CaseTimer.due_at, CaseTimer.id)
            .limit(limit)
        )
    )


def fire(timer_id: UUID, at: datetime) -> None:
    """Do what one timer promised. A timer that is gone was cleared by an action: there is nothing left to do.

    A timer whose action a guard refuses is kept, with the reasons, for a person to see on the case's page.
    """
    timer = db.session.scalar(select(CaseTimer).where(CaseTimer.id == timer_id).with_for_update())
    if timer is None or timer.due_at > at:
        return
    case = db.session.get_one(Case, timer.case_id)
    if timer.notice is not None:
        enqueue(
            "notice",
            timer.notice,
            str(case.id),
            key=f"{timer.notice}:{case.id}:{case.revision}:{timer.days_left}",
        )
        db.session.delete(timer)
        return
    if timer.action is None:
        raise ValueError(f"timer {timer.timer_key} of {case.reference} neither reminds nor acts")
    try:
        with db.session.begin_nested():
            take_action(case, timer.action, Occasion(SYSTEM, at))
    except Refused as refusal:
        timer.refused_because = [reason.key for reason in refusal.reasons]
