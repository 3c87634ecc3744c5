"""The amount asked picks the tier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.content import content_root
from grantflow.engine.library import Library, parse_tiers
from grantflow.engine.tiers import Tiers
from grantflow.errors import AmountOutOfRange, ContentError, NotFound

FILE = "workflows/tiers/1.toml"
BODY = (content_root() / FILE).read_text(encoding="utf-8")


def the_tiers() -> Tiers:
    return parse_tiers(BODY, FILE)


def the_refusal_of(body: str) -> str:
    with pytest.raises(ContentError) as refusal:
        parse_tiers(body, FILE)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("pounds", "tier"),
    [
        (1, "micro"),
        (5_000, "micro"),
        (5_001, "small"),
        (25_000, "small"),
        (25_001, "standard"),
        (75_000, "standard"),
        (75_001, "large"),
        (250_000, "large"),
    ],
)
def test_the_amount_asked_picks_the_tier(pounds: int, tier: str) -> None:
    assert the_tiers().tier_for(pounds * 100).key == tier


def test_a_penny_over_is_the_next_tier() -> None:
    assert the_tiers().tier_for(5_000_01).key == "small"


@pytest.mark.parametrize("pence", [-1, 0, 250_000_01])
def test_an_amount_that_no_tier_covers_is_refused_with_the_most(pence: int) -> None:
    with pytest.raises(AmountOutOfRange) as refusal:
        the_tiers().tier_for(pence)

    assert refusal.value.amount_pence == pence
    assert refusal.value.most_pence == 250_000_00


@given(st.integers(1, 250_000_00), st.integers(1, 250_000_00))
def test_more_money_never_means_less_care_and_less_money_never_more_work(one: int, other: int) -> None:
    tiers = the_tiers()
    lesser, greater = tiers.tier_for(min(one, other)), tiers.tier_for(max(one, other))

    assert lesser.applicant_hours <= greater.applicant_hours
    assert lesser.assessors <= greater.assessors
    assert lesser.decision_working_days <= greater.decision_working_days
    assert set(lesser.checks_before_offer) <= set(greater.checks_before_offer)
    assert lesser.reporting.minutes <= greater.reporting.minutes


def test_parts_are_found_by_key() -> None:
    tiers = the_tiers()

    assert tiers.tier("small").assessors == 2
    assert tiers.criterion("local-link").weight == 10
    assert tiers.check("BANK").source == "call"
    assert tiers.tier("large").second_approver_over_pence == 100_000_00
    with pytest.raises(NotFound):
        tiers.tier("huge")


def test_every_score_of_every_criterion_is_said_in_words() -> None:
    for criterion in the_tiers().criteria:
        assert len({str(anchor) for anchor in criterion.anchors}) == 6


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("weight = 25", "weight = 30", "the criteria weigh 105 together"),
        ("up_to = 25_000", "up_to = 2_500", "the tiers are not in order of size"),
        ("percent = 50, after_months = 0", "percent = 60, after_months = 0", "the payments come to 110%"),
        ("up_to = 25_000", 'up_to = "25,000"', "Write a whole number, without quotes"),
    ],
)
def test_a_file_that_does_not_add_up_is_refused(right: str, wrong: str, said: str) -> None:
    assert said in the_refusal_of(BODY.replace(right, wrong, 1))


def test_the_newest_tiers_are_used_unless_a_version_is_asked_for() -> None:
    assert Library.load(content_root()).tiers() == the_tiers()
