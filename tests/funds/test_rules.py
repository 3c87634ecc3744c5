"""What keeps a round from opening."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from grantflow.funds.rules import RoundFacts, missing_from_round
from tests.conftest import NOON

SOUND = RoundFacts(
    summary="Grants for local charities.",
    who_can_apply="Charities in Cumbria.",
    what_we_fund="Work that helps people forward.",
    opens_at=NOON,
    closes_at=NOON + timedelta(weeks=6),
    decisions_on=date(2027, 2, 26),
    starts_on=date(2027, 4, 1),
    max_pence=7_500_000,
    budget_pence=90_000_000,
    largest_tier_pence=7_500_000,
    force_areas=["E23000002"],
    areas_of_region=["E23000002", "E23000006"],
    outcomes=["housing"],
    officer_id=uuid4(),
)


def test_a_round_that_says_everything_may_open() -> None:
    assert missing_from_round(SOUND, NOON) == []


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (replace(SOUND, summary=" "), "words"),
        (replace(SOUND, officer_id=None), "officer"),
        (replace(SOUND, force_areas=[]), "areas"),
        (replace(SOUND, force_areas=["E23000001"]), "areas"),
        (replace(SOUND, outcomes=[]), "outcomes"),
        (replace(SOUND, largest_tier_pence=2_500_000), "tiers"),
        (replace(SOUND, budget_pence=7_000_000), "budget"),
        (replace(SOUND, opens_at=NOON + timedelta(weeks=7)), "dates"),
        (replace(SOUND, decisions_on=date(2026, 12, 1)), "dates"),
        (replace(SOUND, starts_on=date(2027, 2, 1)), "dates"),
    ],
)
def test_what_is_missing_keeps_it_from_opening(facts: RoundFacts, missing: str) -> None:
    assert missing_from_round(facts, NOON) == [missing]


def test_a_round_does_not_open_after_it_has_closed() -> None:
    assert missing_from_round(SOUND, NOON + timedelta(weeks=7)) == ["closed-already"]
