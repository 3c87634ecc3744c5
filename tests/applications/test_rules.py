"""What must hold of an application, over plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from grantflow.applications import rules
from grantflow.content import content_root
from grantflow.engine.library import Library
from grantflow.engine.tiers import Tier
from tests.applications.filled import PARTNERS

CLOSES = datetime(2026, 12, 18, 12, 0, tzinfo=UTC)
OPENS = CLOSES - timedelta(weeks=6)
TIERS = Library.load(content_root()).tiers()


def offered(*keys: str) -> list[Tier]:
    return rules.offered_tiers(TIERS, keys)


def test_a_round_is_open_from_its_first_second_to_its_last() -> None:
    assert _open_at(OPENS) is None
    assert _open_at(CLOSES) is None
    assert _open_at(OPENS - timedelta(seconds=1)) == "round-not-open-yet"
    assert _open_at(CLOSES + timedelta(seconds=1)) == "round-has-closed"


def test_a_round_that_is_being_set_up_is_not_open_whatever_its_dates_say() -> None:
    assert _open_at(OPENS, stage="draft") == "round-not-open-yet"


def test_a_round_that_was_closed_early_takes_nothing_more() -> None:
    assert _open_at(OPENS, stage="closed") == "round-has-closed"


def test_an_applicant_who_was_given_more_time_may_use_it() -> None:
    later = CLOSES + timedelta(days=1)

    assert _open_at(CLOSES + timedelta(hours=1), stage="closed", own=later) is None
    assert _open_at(later + timedelta(seconds=1), stage="closed", own=later) == "round-has-closed"


@pytest.mark.parametrize(
    ("pence", "reason"),
    [
        (None, "amount-not-said"),
        (79_999, "amount-below-round"),
        (80_000, None),
        (2_500_000, None),
        (2_500_001, "amount-above-round"),
    ],
)
def test_an_amount_is_within_what_the_round_gives(pence: int | None, reason: str | None) -> None:
    found = rules.amount_fits(pence, min_pence=80_000, max_pence=7_500_000, offered=offered("micro", "small"))

    assert (found and found.key) == reason


def test_the_most_is_what_the_largest_size_on_offer_gives() -> None:
    found = rules.amount_fits(9_000_000, min_pence=1, max_pence=7_500_000, offered=offered("small", "large"))

    assert found is not None
    assert found.facts == {"max_pence": 7_500_000}


def test_a_large_income_is_said_early_and_no_income_is_no_reason() -> None:
    (micro,) = offered("micro")

    assert rules.income_fits(None, micro) is None
    assert rules.income_fits(25_000_000, micro) is None
    assert rules.income_fits(25_000_001, micro) is not None


def test_partners_can_each_be_asked_by_themselves() -> None:
    assert _named(PARTNERS) is None


def test_partners_are_not_asked_of_those_who_have_none() -> None:
    assert rules.partners_are_named([], involved=False, amount_pence=1, contact_email=None) is None


def test_what_is_wrong_with_partners_is_named() -> None:
    assert _named([]) == "partners-not-named"
    assert _named([*PARTNERS, PARTNERS[0] | {"name": "CARLISLE KITCHEN"}]) == "partner-named-twice"
    assert _named([PARTNERS[0] | {"email": "Samina@Example.org"}]) == "partner-email-is-yours"
    assert _named([PARTNERS[0] | {"share": 450_001}]) == "partner-shares-too-large"


def test_every_partner_that_has_not_said_yes_is_named_with_what_it_said() -> None:
    found = rules.partners_confirmed([
        ("Carlisle Kitchen", "asked", "Asked"),
        ("Eden Recovery", "confirmed", "Confirmed"),
        ("Penrith Arts", "refused", "Said no"),
        ("Kendal Youth", "not-as-described", "Not as described"),
    ])  # fmt: skip

    assert found is not None
    assert (
        found.facts["partners"]
        == "Carlisle Kitchen (asked), Penrith Arts (said no) and Kendal Youth (not as described)"
    )


def test_nobody_named_or_everybody_in_agreement_is_no_reason() -> None:
    assert rules.partners_confirmed([]) is None
    assert rules.partners_confirmed([("A", "confirmed", "Confirmed"), ("B", "removed", "Removed")]) is None


def test_answers_change_only_in_a_draft_and_only_in_time() -> None:
    def reason(stage: str, at: datetime) -> str | None:
        found = rules.answers_may_change(stage, CLOSES, at, wanted=(), sections=["money"])
        return found.key if found else None

    assert reason("draft", CLOSES) is None
    assert reason("draft", CLOSES + timedelta(seconds=1)) == "round-has-closed"
    assert reason("expired", CLOSES) == "round-has-closed"
    assert reason("submitted", OPENS) == "application-is-sent"


def _open_at(at: datetime, *, stage: str = "open", own: datetime = CLOSES) -> str | None:
    found = rules.round_is_open(stage=stage, opens_at=OPENS, round_closes_at=CLOSES, closes_at=own, at=at)
    return found.key if found else None


def _named(rows: list[dict[str, object]]) -> str | None:
    found = rules.partners_are_named(
        rows, involved=True, amount_pence=450_000, contact_email="samina@example.org"
    )
    return found.key if found else None
