"""Tells stories in the order in which they happened: what is due first is told first, and time passes in between."""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import User
from grantflow.accounts.queries import find_user_for_session
from grantflow.core.display import LONDON
from grantflow.db import db, unit_of_work
from grantflow.demo.inline import InlineQueue, StoryClock, fire_timers
from grantflow.permissions import Occasion

Scene = Callable[[], None]


@dataclass
class Teller:
    """The clock, the queue, the staff by their key, and the scenes still to come."""

    clock: StoryClock
    queue: InlineQueue
    staff: Mapping[str, UUID]
    ends_at: datetime
    _scenes: list[tuple[datetime, int, Scene]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def at(self, when: datetime, scene: Scene) -> None:
        """Tell a scene at a time, unless the story has ended by then."""
        if when <= self.ends_at:
            heapq.heappush(self._scenes, (when, next(self._numbers), scene))

    def after(self, days: float, scene: Scene) -> None:
        """Tell a scene some days from now, in office hours."""
        self.at(office_hours(self.clock.now() + timedelta(days=days)), scene)

    def tell(self, say: Callable[[str], None]) -> None:
        """Tell everything, with every timer that comes due in between, and say how far the years have come."""
        year = 0
        while self._scenes:
            when, _, scene = heapq.heappop(self._scenes)
            if when.year != year:
                year = when.year
                say(f"The year is {year}")
            fire_timers(self.clock, self.queue, when)
            self.clock.move_to(when)
            with unit_of_work():
                scene()
            self.queue.do_all()
            db.session.expunge_all()
        fire_timers(self.clock, self.queue, self.ends_at)
        self.clock.move_to(self.ends_at)

    def by(self, user_id: UUID) -> Occasion:
        """This person, now."""
        user = db.session.get_one(User, user_id)
        found = find_user_for_session(user_id, user.session_epoch)
        if found is None:
            raise LookupError(f"{user.name} may not sign in")
        return Occasion(actor_of(found), self.clock.now())

    def staff_member(self, key: str) -> Occasion:
        return self.by(self.staff[key])


def office_hours(at: datetime) -> datetime:
    """The same day between nine and five in London, or the Monday after a weekend."""
    local = at.astimezone(LONDON)
    day: date = local.date()
    while day.weekday() >= 5:
        day += timedelta(days=1)
    hour = 9 + (local.hour * 7 + local.minute) % 8
    return datetime.combine(day, time(hour, local.minute), LONDON)
