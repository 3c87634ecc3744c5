"""Deadlines as people in London count them. Every moment in and out is aware UTC."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
# The years that a day somebody types may be in. Another is a slip, and near the end of the calendar no sum works.
YEARS = range(2000, 2100)
MONTHS_IN_A_YEAR = 12
_SATURDAY = 5
MONTHS_IN_A_YEAR = 12


def add_days(at: datetime, days: int) -> datetime:
    """The same time by a London clock, so many days later, or earlier when negative."""
    local = at.astimezone(LONDON)
    # Adding forgets which of the two half past ones it was on the night the clocks go back.
    return (local + timedelta(days=days)).replace(fold=local.fold).astimezone(UTC)


def add_years(at: datetime, years: int) -> datetime:
    """The same day and time by a London clock, so many years later; after 29 February, the day before 1 March."""
    local = at.astimezone(LONDON)
    on = add_months(local.date(), years * MONTHS_IN_A_YEAR)
    return local.replace(year=on.year, month=on.month, day=on.day).astimezone(UTC)


def add_working_days(at: datetime, days: int) -> datetime:
    """The same time by a London clock, so many working days later, or earlier when negative."""
    step = 1 if days > 0 else -1
    start = local_date(at)
    on = start
    for _ in range(abs(days)):
        on += timedelta(days=step)
        while not is_working_day(on):
            on += timedelta(days=step)
    return add_days(at, (on - start).days)


def add_months(on: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it is shorter."""
    years, month = divmod(on.month - 1 + months, MONTHS_IN_A_YEAR)
    year = on.year + years
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`; negative when `end` is the earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def is_working_day(on: date) -> bool:
    """Whether offices in England and Wales are open: not a weekend, nor a bank holiday."""
    return on.weekday() < _SATURDAY and on not in _bank_holidays()


def local_date(at: datetime) -> date:
    """The day it is in London."""
    return at.astimezone(LONDON).date()


def quarter_ends(first: date, before: date) -> list[date]:
    """The last days of quarters that are over before a day, from the quarter of the first day on."""
    year, quarter = first.year, (first.month - 1) // 3
    ends: list[date] = []
    while (end := _last_day(year, quarter)) < before:
        ends.append(end)
        year, quarter = (year + 1, 0) if quarter == 3 else (year, quarter + 1)
    return ends


def london_time(on: date, clock: time) -> datetime:
    """A time by a London clock, as UTC: what someone means by "noon on 3 July"."""
    return datetime.combine(on, clock, tzinfo=LONDON).astimezone(UTC)


def start_of_day(on: date) -> datetime:
    """The first moment of a day in London, as UTC: when something planned for that day comes due."""
    return london_time(on, time(0, 0))


def end_of_day(on: date) -> datetime:
    """The last second of a day in London, as UTC: when a date by which something is due has passed."""
    return london_time(on, time(23, 59, 59))


def _last_day(year: int, quarter: int) -> date:
    return date(year, 3 * quarter + 3, monthrange(year, 3 * quarter + 3)[1])


@cache
def _bank_holidays() -> frozenset[date]:
    # The list inside the package, so that a deadline never waits for a network. It grows when the package is
    # renewed; beyond its last year only weekends are known.
    known = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))
