"""When a grant is paid and in what parts, and when we ask how it goes. Arithmetic only; money in pence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from grantflow.core.calendar import add_months
from grantflow.core.money import share_out
from grantflow.engine.tiers import Instalment

# A report is due four weeks after its period ends, so that nobody has to write it while the work still runs.
WRITING_TIME = timedelta(weeks=4)


@dataclass(frozen=True)
class PlannedPayment:
    """One part of a grant, numbered from 1."""

    number: int
    amount_pence: int
    due_on: date


@dataclass(frozen=True)
class PlannedReport:
    """One period that we ask about, numbered from 1; both days belong to it."""

    number: int
    period_from: date
    period_to: date

    @property
    def due_on(self) -> date:
        return self.period_to + WRITING_TIME


def plan_payments(
    amount_pence: int, starts_on: date, ends_on: date, instalments: Sequence[Instalment]
) -> list[PlannedPayment]:
    """A grant in parts, as its tier says. The parts always add up to the grant.

    A part that would fall after the end is paid with the one before: four months' work cannot wait six.
    """
    parts = share_out(amount_pence, [each.percent for each in instalments])
    paid: dict[date, int] = {}
    for part, instalment in zip(parts, instalments, strict=True):
        wanted = add_months(starts_on, instalment.after_months)
        due_on = wanted if wanted <= ends_on else max(paid, default=starts_on)
        paid[due_on] = paid.get(due_on, 0) + part
    payable = [(due_on, pence) for due_on, pence in sorted(paid.items()) if pence]
    return [PlannedPayment(number, pence, due_on) for number, (due_on, pence) in enumerate(payable, start=1)]


def plan_reports(starts_on: date, ends_on: date, every_months: int) -> list[PlannedReport]:
    """The periods we ask about, with none left out. `every_months` 0 asks once, about all of it.

    What is left over at the end is a period of its own only when it is at least half as long as the others.
    """
    ends = _period_ends(starts_on, ends_on, every_months) if every_months else [ends_on]
    starts = [starts_on, *(end + timedelta(days=1) for end in ends[:-1])]
    return [
        PlannedReport(number, period_from, period_to)
        for number, (period_from, period_to) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def last_day(starts_on: date, months: int) -> date:
    """The last day of something that lasts so many months."""
    return add_months(starts_on, months) - timedelta(days=1)


def _period_ends(starts_on: date, ends_on: date, every_months: int) -> list[date]:
    ends: list[date] = []
    while (end := last_day(starts_on, every_months * (len(ends) + 1))) < ends_on:
        ends.append(end)
    if ends and (ends_on - ends[-1]) < (ends[-1] - starts_on) / len(ends) / 2:
        ends.pop()
    return [*ends, ends_on]
