"""When a stage's timers remind and act. Pure: the moments go in, the moments come out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from grantflow.core.calendar import add_days, add_working_days
from grantflow.engine.workflow import Timer, Workflow


@dataclass(frozen=True)
class Due:
    """One moment at which a timer does something: `remind` sends its notice, `act` takes its action."""

    timer_key: str
    does: Literal["remind", "act"]
    days_left: int
    due_at: datetime
    notice: str | None = None
    action: str | None = None


def due_times(
    workflow: Workflow, stage: str, entered_at: datetime, dates: Mapping[str, datetime | None]
) -> list[Due]:
    """All that a stage's timers will do, earliest first.

    A timer stands still while the date it counts from is not set. A reminder from before the case came to the
    stage is left out, for there was nobody to remind; an act from before then is due at once.
    """
    dues = [
        due
        for timer in workflow.timers_of(stage)
        if (ends_at := _ends_at(timer, entered_at, dates)) is not None
        for due in _dues(timer, ends_at)
        if due.does == "act" or due.due_at >= entered_at
    ]
    return sorted(dues, key=lambda due: (due.due_at, due.does == "act", due.timer_key))


def _ends_at(timer: Timer, entered_at: datetime, dates: Mapping[str, datetime | None]) -> datetime | None:
    if timer.after_days is not None:
        return _add(timer, entered_at, timer.after_days)
    assert timer.relative_to is not None  # a timer counts from one or the other
    base = dates.get(timer.relative_to)
    return None if base is None else add_days(base, timer.offset_days)


def _dues(timer: Timer, ends_at: datetime) -> Iterator[Due]:
    for days_left in timer.remind:
        yield Due(timer.key, "remind", days_left, _add(timer, ends_at, -days_left), notice=timer.notice)
    if timer.then is not None:
        yield Due(timer.key, "act", 0, ends_at, action=timer.then)


def _add(timer: Timer, at: datetime, days: int) -> datetime:
    return add_working_days(at, days) if timer.working_days else add_days(at, days)
