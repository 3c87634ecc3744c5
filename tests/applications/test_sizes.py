"""What the amount asked for decides."""

from datetime import date, time

import pytest

from grantflow.applications import sizes
from grantflow.applications.rules import offered_tiers
from grantflow.content import content_root
from grantflow.core.calendar import london_time
from grantflow.engine.library import Library
from grantflow.errors import AmountOutOfRange
from tests.applications.filled import MICRO

LIBRARY = Library.load(content_root())
TIERS = LIBRARY.tiers()
NOON = time(12)


@pytest.mark.parametrize(
    ("pounds", "key"),
    [(1, "micro"), (5_000, "micro"), (5_001, "small"), (25_000, "small"), (75_000, "standard")],
)
def test_the_smallest_size_that_covers_the_amount_is_picked(pounds: int, key: str) -> None:
    assert sizes.pick_tier(pounds * 100, TIERS.tiers).key == key


def test_a_size_that_is_not_on_offer_is_passed_over() -> None:
    assert sizes.pick_tier(100_000, offered_tiers(TIERS, ["small", "standard"])).key == "small"


def test_nothing_and_too_much_are_refused() -> None:
    for pence in (0, -100, 2_500_001):
        with pytest.raises(AmountOutOfRange):
            sizes.pick_tier(pence, offered_tiers(TIERS, ["micro", "small"]))


def test_the_sizes_of_a_round_leave_no_gap_and_stay_within_it() -> None:
    spans = sizes.spans(TIERS.tiers, min_pence=800_000, max_pence=7_000_000)

    assert [(each.tier.key, each.least_pence, each.most_pence) for each in spans] == [
        ("small", 800_000, 2_500_000),
        ("standard", 2_500_100, 7_000_000),
    ]


def test_asking_for_more_adds_questions_and_takes_none_away() -> None:
    found = sizes.difference(LIBRARY.form("application-micro"), LIBRARY.form("application-small"))

    assert "local-link" in {question.key for question in found.added}
    assert found.dropped == ()


def test_the_time_left_is_all_of_it_at_first_and_none_at_the_end() -> None:
    form = LIBRARY.form("application-micro")

    assert sizes.minutes_left(form, {}) == form.minutes
    assert 0 < sizes.minutes_left(form, MICRO | {"what-you-will-do": None}) < form.minutes
    assert sizes.minutes_left(form, MICRO) == 0


def test_a_decision_is_promised_for_the_rounds_day_or_in_working_days_from_receipt() -> None:
    micro, told_on = TIERS.tier("micro"), date(2027, 2, 26)
    received = london_time(date(2026, 12, 11), NOON)

    assert sizes.decide_by(micro, decisions_on=told_on, received_at=received, rolling=False) == told_on
    # Fifteen working days: Christmas Day, Boxing Day (kept on the 28th) and New Year's Day do not count.
    assert sizes.decide_by(micro, decisions_on=told_on, received_at=received, rolling=True) == date(
        2027, 1, 6
    )
