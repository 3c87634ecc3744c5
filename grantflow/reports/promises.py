"""How long applicants of a round waited for an answer, beside what was promised; and what was put off, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from statistics import median

from sqlalchemy import select

from grantflow.applications import sizes
from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.casework.running import tiers
from grantflow.core.calendar import local_date, working_days_between
from grantflow.db import db
from grantflow.engine.tiers import Tier
from grantflow.funds.models import Round
from grantflow.reports.round_figures import percent


@dataclass(frozen=True)
class Waited:
    """How long those at one size of grant waited for an answer, in working days.

    `middle` is the median. `standard` is what the size allows, counted from the day a round closes or, where it is
    rolling, from receipt. `within` were told within it; `as_promised` by the day that was first promised to them.
    """

    label: str
    told: int
    middle: int
    longest: int
    standard: int | None
    within: int
    as_promised: int

    @property
    def share_within(self) -> int | None:
        return percent(self.within, self.told)

    @property
    def share_as_promised(self) -> int | None:
        return percent(self.as_promised, self.told)


@dataclass(frozen=True)
class PutOff:
    """How many decisions were put off, and the reasons that were written for everybody to read."""

    applications: int
    reasons: Sequence[str]


def waited(round: Round) -> list[Waited]:
    """A line for each size of grant with an answer that was told, then one for all of them. One statement."""
    rows = db.session.execute(
        select(Application.tier_key, Application.submitted_at, Application.told_at)
        .where(Application.round_id == round.id, Application.told_at.is_not(None))
        .order_by(Application.tier_key, Application.id)
    ).all()
    library = tiers(round.tiers_version)
    days = cache(working_days_between)
    by_tier: dict[str, list[_Wait]] = {}
    for row in rows:
        wait = _wait(round, library.tier(row.tier_key), row.submitted_at, row.told_at, days)
        by_tier.setdefault(row.tier_key, []).append(wait)
    lines = [
        _line(str(tier.label), by_tier[tier.key], tier.decision_working_days)
        for tier in library.tiers
        if tier.key in by_tier
    ]
    everybody = [wait for waits in by_tier.values() for wait in waits]
    return [*lines, *([_line("All sizes", everybody, None)] if everybody else [])]


def put_off(round: Round) -> PutOff:
    """One statement, however many there were."""
    rows = db.session.execute(
        select(AuditEntry.chain, AuditEntry.facts)
        .join(Application, Application.id == AuditEntry.chain)
        .where(Application.round_id == round.id, AuditEntry.action == "delay")
        .order_by(AuditEntry.at, AuditEntry.id)
    ).all()
    reasons = dict.fromkeys(_public_reason(row.facts) for row in rows)
    return PutOff(len({row.chain for row in rows}), [each for each in reasons if each])


@dataclass(frozen=True)
class _Wait:
    days: int
    within: bool
    as_promised: bool


def _wait(
    round: Round,
    tier: Tier,
    submitted_at: datetime | None,
    told_at: datetime,
    days: Callable[[date, date], int],
) -> _Wait:
    """A rolling round counts from receipt. Any other counts from its close, or from what came late with a code."""
    received = submitted_at or round.closes_at
    begun = received if round.rolling else max(received, round.closes_at)
    told_on = local_date(told_at)
    took = max(0, days(local_date(begun), told_on))
    promised = sizes.decide_by(
        tier, decisions_on=round.decisions_on, received_at=received, rolling=round.rolling
    )
    return _Wait(took, took <= tier.decision_working_days, told_on <= promised)


def _line(label: str, waits: Sequence[_Wait], standard: int | None) -> Waited:
    return Waited(
        label=label,
        told=len(waits),
        middle=round_half_up(median(each.days for each in waits)),
        longest=max(each.days for each in waits),
        standard=standard,
        within=sum(each.within for each in waits),
        as_promised=sum(each.as_promised for each in waits),
    )


def round_half_up(days: float) -> int:
    """Half a day more is a day more: nobody is said to have waited less than they did."""
    return int(days + 0.5)


def _public_reason(facts: Mapping[str, object]) -> str:
    return str(facts.get("public_why") or "")
