"""Open a case, and move it: the only place where a stage is written."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect

from grantflow.audit.commands import record
from grantflow.casework.models import AnyCase, Case, CaseTimer
from grantflow.casework.running import asking, running, workflow, workflow_of
from grantflow.core.references import new_reference
from grantflow.db import NO_DUE_DATE, db
from grantflow.engine.machine import Step, decide
from grantflow.engine.timers import due_times
from grantflow.errors import ActionUnavailable, Reason, Stale
from grantflow.jobs.commands import enqueue
from grantflow.permissions import NOBODY, Actor, Occasion, require, works_on


def open_case(
    case: AnyCase, occasion: Occasion, *, version: int | None = None, facts: dict[str, Any] | None = None
) -> AnyCase:
    """Put a new case at the start of its workflow, record it and set its timers."""
    definition = workflow(case.kind, version)
    case.workflow_version = definition.version
    case.stage = definition.start
    case.reference = case.reference or new_reference(case.prefix)
    case.stage_entered_at = case.created_at = occasion.at
    db.session.add(case)
    db.session.flush()
    record(case.id, case.kind, "create", occasion, target=case.stage, facts=facts)
    reset_timers(case, occasion.at)
    return case


def take_action(
    case: Case,
    action_key: str,
    occasion: Occasion,
    *,
    note: str = "",
    expected_revision: int | None = None,
    facts: dict[str, Any] | None = None,
) -> Step:
    """Move a case, record it, and promise whatever its workflow says to tell people.

    :raises Stale: if the case has moved on since `expected_revision` was read
    :raises Forbidden: if the actor lacks the permission the workflow asks for
    :raises ActionUnavailable: if the stage, a guard or a missing note refuses; carries every reason
    """
    lock(case, expected_revision, occasion.actor)
    definition = workflow_of(case)
    action = definition.action(action_key)
    require(occasion.actor, action.permission, on=case)
    step = decide(definition, case.stage, action_key, asking(case, occasion))
    if action.note == "required" and not note.strip():
        raise ActionUnavailable([Reason("note-needed", {"action": str(action.label)})])

    case.stage = step.target
    case.stage_entered_at = occasion.at
    case.revision += 1
    record(
        case.id,
        case.kind,
        action_key,
        occasion,
        source=step.source,
        target=step.target,
        note=note,
        facts=facts,
    )
    for effect in action.does:
        running().effects[effect](case, step, occasion)
    reset_timers(case, occasion.at)
    for notice in action.notify:
        # The move and its notices are one fact: the revision makes each of them promised once.
        enqueue("notice", notice, str(case.id), key=f"{notice}:{case.id}:{case.revision}")
    return step


def lock(case: Case, expected_revision: int | None = None, actor: Actor = NOBODY) -> None:
    """Hold the row until the transaction ends, as it is now.

    :param actor: who is told where the case stands now; only somebody whose work it is hears the word for staff
    :raises Stale: if it is no longer the revision somebody read
    """
    db.session.flush()
    # Only the case's own columns: what was loaded along is read again when somebody looks at it, and PostgreSQL
    # cannot lock what comes by an outer join.
    columns = [attribute.key for attribute in inspect(type(case)).column_attrs]
    db.session.refresh(case, columns, with_for_update={"of": Case})
    if expected_revision is not None and case.revision != expected_revision:
        stage = workflow_of(case).stage(case.stage)
        words = stage.label if works_on(actor, case) else stage.applicant_label
        raise Stale([Reason("case-moved-on", {"stage": str(words)})])


def reset_timers(case: Case, at: datetime) -> None:
    """Clear the timers of the stage before and set those of this one. Safe to call again when a date changes."""
    definition = workflow_of(case)
    db.session.execute(delete(CaseTimer).where(CaseTimer.case_id == case.id))
    dues = [
        due
        for due in due_times(definition, case.stage, case.stage_entered_at, case.dates())
        if due.does == "act" or due.due_at > at
    ]
    db.session.add_all(
        CaseTimer(
            case_id=case.id,
            timer_key=due.timer_key,
            does=due.does,
            days_left=due.days_left,
            notice=due.notice,
            action=due.action,
            due_at=due.due_at,
        )
        for due in dues
    )
    case.is_open = definition.stage(case.stage).category not in {"decided", "closed"}
    ends = [due.due_at for due in dues if due.does == "act"]
    case.due_at = (case.promised_at() or min(ends, default=NO_DUE_DATE)) if case.is_open else NO_DUE_DATE
