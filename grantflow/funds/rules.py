"""What must hold before a round opens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from grantflow.core.calendar import local_date


@dataclass(frozen=True)
class RoundFacts:
    """What a round says of itself. Money in pence; `largest_tier_pence` is the most that its sizes of award reach."""

    summary: str
    who_can_apply: str
    what_we_fund: str
    opens_at: datetime
    closes_at: datetime
    decisions_on: date
    starts_on: date
    max_pence: int
    budget_pence: int
    largest_tier_pence: int
    force_areas: Collection[str]
    areas_of_region: Collection[str]
    outcomes: Collection[str]
    officer_id: UUID | None
    rolling: bool = False


def missing_from_round(facts: RoundFacts, at: datetime) -> list[str]:
    """Everything that keeps a round from opening, by key, in the order of its form. Nothing: it may open."""
    found = {
        "words": not (facts.summary.strip() and facts.who_can_apply.strip() and facts.what_we_fund.strip()),
        "officer": facts.officer_id is None,
        "areas": not facts.force_areas or not set(facts.force_areas) <= set(facts.areas_of_region),
        "outcomes": not facts.outcomes,
        "tiers": facts.largest_tier_pence < facts.max_pence,
        "budget": facts.budget_pence < facts.max_pence,
        "dates": not facts.opens_at < facts.closes_at
        or not local_date(facts.closes_at) <= facts.decisions_on
        # A rolling round decides as applications come, so work may start long before the last decision.
        or not (facts.rolling or facts.decisions_on <= facts.starts_on),
        "closed-already": facts.closes_at <= at,
    }
    return [key for key, wrong in found.items() if wrong]
