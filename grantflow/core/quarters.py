"""Quarters of the year as people in London count them, by a short name that fits a key: 2027-Q1."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grantflow.core.calendar import is_working_day, start_of_day
from grantflow.core.display import month

MONTHS = 3
QUARTERS = 4


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; `number` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def first_working_day(self) -> date:
        on = self.first_day
        while not is_working_day(on):
            on += timedelta(days=1)
        return on

    @property
    def before(self) -> "Quarter":
        return quarter_of(self.first_day - timedelta(days=1))

    @property
    def after(self) -> "Quarter":
        at = self.number % QUARTERS
        return Quarter(self.year + (at == 0), at + 1)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first that is no longer in it, as UTC."""
        return start_of_day(self.first_day), start_of_day(self.after.first_day)

    @property
    def words(self) -> str:
        """October to December 2026."""
        last = self.after.first_day - timedelta(days=1)
        return f"{month(self.first_day).split()[0]} to {month(last)}"


def quarter_of(on: date) -> Quarter:
    return Quarter(on.year, (on.month - 1) // MONTHS + 1)


def read_quarter(name: str) -> Quarter:
    """:raises ValueError: unless it is the name of one"""
    year, _, number = name.partition("-Q")
    found = Quarter(int(year), int(number))
    if found.number not in range(1, QUARTERS + 1):
        raise ValueError(name)
    return found
