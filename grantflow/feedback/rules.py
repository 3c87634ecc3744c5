"""What must hold of a call about a decision. A rule gives what is in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from grantflow.core.calendar import LONDON, is_working_day
from grantflow.errors import Reason

# To whom a call is offered: everybody who was not given a grant.
OFFERED_AT = frozenset({"declined", "ineligible", "reserve"})
CALL_MINUTES = 15
DAYS_TO_BOOK = 5  # working days
FEWEST_TIMES, MOST_TIMES = 2, 3
FURTHEST = 30  # days ahead

# Parts of a day, by a London clock: whoever works in the day can be rung in the evening.
PARTS = {
    "morning": (time(9), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(20)),
}


@dataclass(frozen=True)
class Offer:
    """One part of one day."""

    on: date
    part: str

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.part}"

    @classmethod
    def read(cls, kept: str) -> "Offer":
        on, _, part = kept.partition(" ")
        return cls(date.fromisoformat(on), part)


def call_is_offered(stage: str, *, has_open_call: bool) -> Reason | None:
    """After an answer that is not a grant, and one at a time."""
    if stage not in OFFERED_AT:
        return Reason("call-not-offered")
    return Reason("call-asked-already") if has_open_call else None


def times_are_offered(offers: Sequence[Offer], today: date) -> Reason | None:
    """Two or three times that are still to come, on days when somebody is here."""
    if not FEWEST_TIMES <= len(set(offers)) <= MOST_TIMES:
        return Reason("call-times-too-few")
    return next(filter(None, (day_is_good(each.on, today) for each in offers)), None)


def day_is_good(on: date, today: date) -> Reason | None:
    """From tomorrow on, not too far ahead, and a working day."""
    if not 0 < (on - today).days <= FURTHEST:
        return Reason("call-day-not-ahead", {"most": FURTHEST})
    return None if is_working_day(on) else Reason("call-day-not-working")


def call_time_is_ahead(booked_at: datetime | None, at: datetime) -> Reason | None:
    return Reason("call-time-not-ahead") if booked_at is None or booked_at <= at else None


def time_is_in_part(at: datetime, part: str) -> Reason | None:
    """A time that was chosen from an offer lies in the part of the day that was offered."""
    first, last = PARTS[part]
    return None if first <= at.astimezone(LONDON).time() < last else Reason("call-time-not-offered")


def what_was_said_is_written(said: str) -> Reason | None:
    return None if said.strip() else Reason("call-notes-missing")
