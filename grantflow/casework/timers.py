"""Fire the timers that have come due: remind, or take the action the workflow file names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grantflow.casework.commands import lock, take_action
from grantflow.casework.models import Case, CaseTimer
from grantflow.db import db
from grantflow.errors import Refused
from grantflow.jobs.commands import enqueue
from grantflow.permissions import SYSTEM, Occasion

AT_ONCE = 500


def any_due(at: datetime) -> bool:
    """Whether a timer has come due that nobody has promised to fire. One look at an index."""
    due = CaseTimer.due_at <= at, CaseTimer.enqueued_at.is_(None)
    return db.session.scalar(select(CaseTimer.id).where(*due).limit(1)) is not None


def promise_due(at: datetime) -> int:
    """Promise a job for each timer that has come due, oldest first. Two workers never promise the same one."""
    timers = db.session.scalars(
        select(CaseTimer)
        .where(CaseTimer.due_at <= at, CaseTimer.enqueued_at.is_(None))
        .order_by(CaseTimer.due_at, CaseTimer.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for timer in timers:
        timer.enqueued_at = at
        enqueue("timer", str(timer.id), key=f"timer:{timer.id}")
    db.session.flush()
    return len(timers)


def fire(timer_id: UUID, at: datetime) -> None:
    """Do what one timer promised. A timer that is gone was cleared by an action: there is nothing left to do.

    A timer whose action a guard refuses is kept, with the reasons, for a person to see on the case's page.
    """
    case = _hold_case_of(timer_id)
    timer = db.session.get(CaseTimer, timer_id, populate_existing=True)
    if case is None or timer is None or timer.due_at > at:
        return
    if timer.action is None:
        _remind(case, timer)
        return
    try:
        with db.session.begin_nested():
            take_action(case, timer.action, Occasion(SYSTEM, at))
    except Refused as refusal:
        timer.refused_because = [reason.key for reason in refusal.reasons]


def list_refused(case_ids: Sequence[UUID]) -> Sequence[CaseTimer]:
    """Timers whose action was refused: somebody has to look."""
    return db.session.scalars(
        select(CaseTimer)
        .where(CaseTimer.case_id.in_(case_ids), CaseTimer.refused_because.is_not(None))
        .order_by(CaseTimer.due_at, CaseTimer.id)
    ).all()


def _hold_case_of(timer_id: UUID) -> Case | None:
    """The case before its timer, as every action does, so that the two never wait for one another."""
    case = db.session.scalar(
        select(Case).join(CaseTimer, CaseTimer.case_id == Case.id).where(CaseTimer.id == timer_id)
    )
    if case is not None:
        lock(case)
    return case


def _remind(case: Case, timer: CaseTimer) -> None:
    if timer.notice is None:
        raise ValueError(f"timer {timer.timer_key} of {case.reference} neither reminds nor acts")
    # The same reminder at the same revision is one promise, even when the timers were set again in between.
    key = f"{timer.notice}:{case.id}:{case.revision}:{timer.timer_key}:{timer.days_left}"
    enqueue("notice", timer.notice, str(case.id), key=key)
    db.session.delete(timer)
    db.session.flush()
