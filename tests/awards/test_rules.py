"""The rules of awards and payments, with plain values."""

from uuid import uuid4

import pytest

from grantflow.awards import rules

ONE, OTHER = uuid4(), uuid4()


def test_an_offer_is_accepted_by_someone_who_may_sign_in_their_own_name() -> None:
    assert rules.signatory_may_sign("submit", "Ada Okafor", "Chair") is None
    assert rules.signatory_may_sign("edit", "Ada Okafor", "Chair") == "not-a-signatory"
    assert rules.signatory_may_sign(None, "Ada Okafor", "Chair") == "not-a-signatory"
    assert rules.signatory_may_sign("submit", " ", "Chair") == "signature-incomplete"
    assert rules.signatory_may_sign("submit", "Ada Okafor", "") == "signature-incomplete"


@pytest.mark.parametrize("result", ["pass", "condition", "not-needed"])
def test_a_check_that_came_out_well_is_settled(result: str) -> None:
    assert rules.checks_still_open(["BANK", "SAFE"], {"SAFE": result}) == []


@pytest.mark.parametrize("results", [{}, {"SAFE": "query"}, {"SAFE": "fail"}])
def test_a_check_that_is_open_is_named_and_the_account_is_not_one_of_them(results: dict[str, str]) -> None:
    assert rules.checks_still_open(["BANK", "SAFE"], results) == ["SAFE"]


def test_a_payee_is_given_and_checked() -> None:
    assert rules.payee_is_checked(given=True, checked=True) is None
    assert rules.payee_is_checked(given=True, checked=False) == "payee-unchecked"
    assert rules.payee_is_checked(given=False, checked=False) == "payee-missing"


def test_two_people_are_two_people() -> None:
    assert rules.authoriser_did_not_prepare(ONE, [OTHER, None]) is None
    assert rules.authoriser_did_not_prepare(ONE, [OTHER, ONE]) == "you-prepared-this"
    assert rules.payer_did_not_authorise(ONE, OTHER) is None
    assert rules.payer_did_not_authorise(ONE, ONE) == "you-authorised-this"
    assert rules.checker_did_not_give(ONE, OTHER) is None
    assert rules.checker_did_not_give(ONE, ONE) == "you-gave-these-details"


def test_an_award_is_spent_to_the_penny_and_not_beyond() -> None:
    assert rules.within_award(400_000, 50_000, 450_000) is None
    assert rules.within_award(400_000, 50_001, 450_000) == "over-the-award"
    assert rules.fits_the_budget(900, 100, 1000) is None
    assert rules.fits_the_budget(901, 100, 1000) == "budget-spent"


def test_a_grant_completes_when_every_payment_is_paid_or_cancelled() -> None:
    assert rules.every_payment_is_settled(["paid", "cancelled"]) is None
    assert rules.every_payment_is_settled([]) is None
    assert rules.every_payment_is_settled(["paid", "held"]) == "payments-open"


def test_nothing_is_paid_of_a_grant_that_is_not_under_way() -> None:
    assert rules.award_is_under_way("active") is None
    assert rules.award_is_under_way("ended-early") == "award-not-under-way"
