"""Who and what fits a round, over plain values: one set of rules for the check before an account and for officers."""

from dataclasses import replace
from typing import Any

import pytest

from grantflow.applications.eligibility import Asking, Offering, Suggestion, judge, suggest
from grantflow.applications.rules import offered_tiers
from grantflow.content import content_root
from grantflow.engine.library import Library
from grantflow.errors import Reason
from grantflow.web.officer.rounds import TURNED_AWAY
from grantflow.web.phrases import phrase

TIERS = Library.load(content_root()).tiers()
ROUND = Offering(
    min_pence=100_000,
    max_pence=2_500_000,
    sizes=offered_tiers(TIERS, ["micro", "small"]),
    areas={"E23000002": "Cumbria", "E23000006": "Cheshire"},
    outcomes={"housing": "A place to live", "welfare": "Money, benefits and debt"},
    next_door={"E23000003"},
)
FITS = Asking(
    kind="registered-charity",
    income_pence=4_200_000,
    areas=["E23000002"],
    outcomes=["housing"],
    amount_pence=450_000,
    probation="some",
    for_one_person=False,
)


def found(**given: Any) -> list[tuple[str, bool]]:
    """Each reason, and whether it is near, for somebody who would fit but for this."""
    return [(each.reason.key, each.near) for each in judge(replace(FITS, **given), ROUND)]


def test_whoever_fits_is_told_so() -> None:
    assert found() == []


def test_what_is_not_known_is_not_held_against_anybody() -> None:
    assert judge(Asking(), ROUND) == []


@pytest.mark.parametrize(
    "kind", ["registered-charity", "community-interest-company", "company", "group", "cio", "cic"]
)
def test_charities_and_groups_of_every_kind_may_apply(kind: str) -> None:
    assert found(kind=kind) == []


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("business", ("kind-not-funded", False)),
        ("public-body", ("kind-not-funded", False)),
        ("something-else", ("kind-not-clear", True)),
    ],
)
def test_a_business_and_a_public_body_may_not_and_another_kind_is_to_be_talked_about(
    kind: str, reason: tuple[str, bool]
) -> None:
    assert found(kind=kind) == [reason]


@pytest.mark.parametrize(
    ("income", "amount", "reasons"),
    [
        (25_000_000, 450_000, []),
        (25_000_001, 450_000, [("income-above-size", True)]),
        (50_000_000, 450_000, [("income-above-size", True)]),  # the next size would do
        (50_000_000, 2_000_000, []),
        (55_000_000, 2_000_000, [("income-above-size", True)]),  # a tenth above
        (55_000_001, 2_000_000, [("income-above-size", False)]),
    ],
)
def test_an_income_just_above_the_limit_or_within_a_larger_size_is_near(
    income: int, amount: int, reasons: list[tuple[str, bool]]
) -> None:
    assert found(income_pence=income, amount_pence=amount) == reasons


@pytest.mark.parametrize(
    ("areas", "reasons"),
    [
        (["E23000002", "elsewhere"], []),
        (["next-door"], [("work-next-door", True)]),
        (["E23000003"], [("work-next-door", True)]),
        (["elsewhere"], [("work-elsewhere", False)]),
        (["W15000001"], [("work-elsewhere", False)]),
    ],
)
def test_one_area_of_the_round_is_enough_and_the_rest_of_the_region_is_near(
    areas: list[str], reasons: list[tuple[str, bool]]
) -> None:
    assert found(areas=areas) == reasons


def test_an_outcome_outside_and_an_amount_outside_are_near() -> None:
    assert found(outcomes=["none"]) == [("outcome-not-in-round", True)]
    assert found(outcomes=["employment", "welfare"]) == []
    assert found(amount_pence=99_999) == [("amount-below-round", True)]
    assert found(amount_pence=2_500_001) == [("amount-above-round", True)]


def test_nobody_on_probation_and_a_grant_to_one_person_do_not_fit() -> None:
    assert found(probation="no") == [("nobody-on-probation", False)]
    assert found(probation="not-sure") == [("probation-not-clear", True)]
    assert found(for_one_person=True) == [("grant-to-one-person", False)]


def test_everything_that_does_not_fit_is_found_at_once_in_the_order_asked() -> None:
    assert [key for key, _ in found(kind="business", areas=["elsewhere"], probation="no")] == [
        "kind-not-funded",
        "work-elsewhere",
        "nobody-on-probation",
    ]


def test_every_reason_has_words_for_the_person_and_a_line_for_officers() -> None:
    reasons = [
        *judge(replace(FITS, kind="business", income_pence=10**10, areas=["next-door"], outcomes=["none"]), ROUND),
        *judge(replace(FITS, kind="something-else", areas=["elsewhere"], amount_pence=1), ROUND),
        *judge(replace(FITS, probation="no", for_one_person=True, amount_pence=10**8), ROUND),
        *judge(replace(FITS, probation="not-sure"), ROUND),
    ]  # fmt: skip

    assert {each.reason.key for each in reasons} == TURNED_AWAY.keys()
    assert all(phrase(each.reason) for each in reasons)
    assert phrase(next(each.reason for each in reasons if each.reason.key == "outcome-not-in-round")) == (
        "This round is for work that helps people with one or more of these: "
        "a place to live; money, benefits and debt."
    )


def test_an_officers_check_of_income_is_told_what_the_same_rules_find() -> None:
    just_above = Reason("income-above-size", {"income_pence": 25_500_000, "most_pence": 25_000_000})

    assert suggest("BAND", FITS, ROUND) == Suggestion("pass")
    assert suggest("BAND", replace(FITS, income_pence=25_500_000), ROUND) == Suggestion(
        "query", (just_above,)
    )
    far = suggest("BAND", replace(FITS, income_pence=10**10), ROUND)
    assert far is not None
    assert far.result == "fail"
    assert suggest("BAND", replace(FITS, income_pence=None), ROUND) is None


def test_the_rules_alone_never_pass_a_check_that_the_register_decides() -> None:
    assert suggest("REG", FITS, ROUND) is None
    assert suggest("REG", replace(FITS, kind="business"), ROUND) == Suggestion(
        "fail", (Reason("kind-not-funded"),)
    )
    assert suggest("COI", FITS, ROUND) is None
