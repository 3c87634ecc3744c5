"""Time and the queue while a story is told: the clock stands where the story is, and promised jobs are done at once."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from grantflow.casework import timers
from grantflow.casework.models import CaseTimer
from grantflow.catalogue import JOBS
from grantflow.db import db, unit_of_work
from grantflow.jobs.promise import keeping

# What is set aside where letters are.
PRINTING = ("make-letter", "make-summary")


@dataclass
class StoryClock:
    """Tells the time of the story, which never goes back."""

    at: datetime = datetime(2022, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move_to(self, at: datetime) -> None:
        self.at = max(self.at, at)


@dataclass(frozen=True)
class PutOff:
    """A letter that is printed later, as of the time at which it was promised."""

    at: datetime
    key: str
    job: str
    args: tuple[str, ...]


@dataclass
class InlineQueue:
    """Takes jobs as the real queue does, each key once, and does them when told to.

    With `put_off`, letters and summaries are set aside: printing is most of the work, and no story waits for it.
    """

    clock: StoryClock
    put_off: list[PutOff] | None = None
    waiting: deque[tuple[str, str, tuple[str, ...]]] = field(default_factory=deque)
    keys: set[str] = field(default_factory=set)

    def enqueue_in_transaction(self, _session: Any, options: Mapping[str, Any], *args: str) -> None:
        if options["workflow_id"] not in self.keys:
            self.keys.add(options["workflow_id"])
            self.waiting.append((options["workflow_id"], options["workflow_name"], args))

    def do_all(self) -> None:
        while self.waiting:
            key, job, args = self.waiting.popleft()
            if job in PRINTING and self.put_off is not None:
                self.put_off.append(PutOff(self.clock.now(), key, job, args))
            else:
                self.do(key, job, args)

    def do(self, key: str, job: str, args: tuple[str, ...]) -> None:
        with keeping(key):
            JOBS[job](*args)


def join(app: Flask) -> tuple[StoryClock, InlineQueue]:
    """Let the story's clock and queue stand in for the real ones in this process."""
    clock = StoryClock()
    queue = InlineQueue(clock)
    app.extensions["clock"] = clock
    app.extensions["jobs"] = queue
    return clock, queue


def fire_timers(clock: StoryClock, queue: InlineQueue, until: datetime) -> None:
    """Let every timer fire that comes due by then, each at its own time and in order."""
    while (due_at := _next_due(until)) is not None:
        clock.move_to(due_at)
        with unit_of_work():
            timers.promise_due(clock.now())
        queue.do_all()


def _next_due(until: datetime) -> datetime | None:
    waiting = CaseTimer.due_at <= until, CaseTimer.enqueued_at.is_(None)
    return db.session.scalar(select(func.min(CaseTimer.due_at)).where(*waiting))
