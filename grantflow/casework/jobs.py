"""What the worker does for cases: fire timers as they come due, and seal the record each night."""

from datetime import timedelta
from uuid import UUID

from grantflow.audit.commands import seal_chains
from grantflow.casework.running import now
from grantflow.casework.timers import any_due, fire, promise_due
from grantflow.core.calendar import LONDON
from grantflow.db import unit_of_work
from grantflow.jobs.commands import enqueue
from grantflow.jobs.queries import is_promised

NIGHT_ENDS = 2  # o'clock, in London
NIGHTLY = ("seal", "forget-attempts", "look-at-quarter")


def fire_timer(timer_id: str) -> None:
    """Job: `timer`."""
    at = now()
    with unit_of_work():
        fire(UUID(timer_id), at)


def seal(_night: str) -> None:
    """Job: `seal`."""
    with unit_of_work():
        seal_chains(now())


def promise_due_timers() -> None:
    """Tick: a job for each timer that has come due. Nothing is written while none has."""
    at = now()
    if any_due(at):
        with unit_of_work():
            promise_due(at)


def promise_nightly() -> None:
    """Tick: what is done once for each night, promised as soon as it is two o'clock in London."""
    night = (now().astimezone(LONDON) - timedelta(hours=NIGHT_ENDS)).date().isoformat()
    for job in NIGHTLY:
        key = f"{job}:{night}"
        if not is_promised(key):
            with unit_of_work():
                enqueue(job, night, key=key)
