"""Money leaves when two people say so, and never more than was awarded."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grantflow.awards import commands, queries
from grantflow.awards.models import Award, Payment
from grantflow.awards.payments import pay
from grantflow.casework.commands import take_action
from grantflow.casework.models import Case
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, Refused
from grantflow.jobs.queries import list_jobs
from tests.conftest import NOON
from tests.factories import (
    a_finance_officer,
    a_payee,
    a_payment,
    a_regional_lead,
    a_review,
    an_application,
    an_award,
    an_officer,
    at_noon,
)

TODAY = local_date(NOON)


def a_payable(**given: Any) -> tuple[Award, Payment]:
    """A due payment of a grant under way, into an account that somebody has checked."""
    award = an_award(**given)
    a_payee(award.organisation_id, checked_by=an_officer())
    return award, a_payment(award)


def test_one_authorises_another_pays_and_the_organisation_is_told(app: Flask) -> None:
    _, payment = a_payable()
    officer, finance = an_officer(), a_finance_officer()

    with unit_of_work():
        take_action(payment, "authorise", at_noon(officer))
        pay(payment, TODAY, " GF-0001 ", at_noon(finance))

    assert payment.stage == "paid"
    assert (payment.authorised_by_id, payment.paid_by_id) == (officer.id, finance.id)
    assert (payment.paid_on, payment.bank_reference) == (TODAY, "GF-0001")
    assert ["payment-notice", str(payment.id)] in [list(job.args) for job in list_jobs("waiting")]


def test_whoever_checked_the_account_does_not_authorise(app: Flask) -> None:
    officer = an_officer()
    award = an_award()
    a_payee(award.organisation_id, checked_by=officer)
    payment = a_payment(award)

    assert refused(payment, "authorise", officer) == ["you-prepared-this"]
    assert (payment.stage, payment.authorised_by_id) == ("due", None)


def test_new_bank_details_hold_what_was_authorised_for_the_old_ones(app: Flask) -> None:
    award, payment = a_payable()
    other = a_payment(an_award(application=an_application(stage="awarded", organisation=award.organisation)))
    somebody_elses = a_payable()[1]
    with unit_of_work():
        for each in (payment, other, somebody_elses):
            take_action(each, "authorise", at_noon(an_officer()))

    with unit_of_work():
        commands.ask_for_new_bank_details(award, "They changed banks.", at_noon(a_regional_lead()))

    for each in (payment, other):
        assert (each.stage, each.authorised_by_id) == ("held", None)
    assert queries.held_because([payment])[payment.id] == "New bank details: They changed banks."
    assert somebody_elses.stage == "authorised"


def test_nothing_is_paid_into_an_account_checked_after_it_was_authorised(app: Flask) -> None:
    award, payment = a_payable()
    with unit_of_work():
        take_action(payment, "authorise", at_noon(an_officer()))
    payee = queries.find_payee(award.organisation_id)
    assert payee is not None
    payee.checked_at = NOON + timedelta(seconds=1)
    db.session.commit()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        pay(payment, TODAY, "GF-0001", at_noon(a_finance_officer()))

    assert (refusal.value.keys, payment.stage) == (["authorised-before-account"], "authorised")


@pytest.mark.parametrize("prepared_it_by", ["given_by_id", "checked_by_id"])
def test_nothing_is_paid_when_whoever_authorised_it_prepared_the_account(
    app: Flask, prepared_it_by: str
) -> None:
    award, payment = a_payable()
    authoriser = an_officer()
    with unit_of_work():
        take_action(payment, "authorise", at_noon(authoriser))
    setattr(queries.find_payee(award.organisation_id), prepared_it_by, authoriser.id)
    db.session.commit()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        pay(payment, TODAY, "GF-0001", at_noon(a_finance_officer()))

    assert (refusal.value.keys, payment.stage) == (["authorised-before-account"], "authorised")


def test_whoever_authorised_does_not_pay(app: Flask) -> None:
    _, payment = a_payable()
    both = an_officer()
    both.roles.append(type(both.roles[0])(role="finance", region_code="B"))
    db.session.commit()
    with unit_of_work():
        take_action(payment, "authorise", at_noon(both))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        pay(payment, TODAY, "GF-0001", at_noon(both))

    assert refusal.value.keys == ["you-authorised-this"]
    assert (payment.stage, payment.paid_by_id, payment.bank_reference) == ("authorised", None, "")


@pytest.mark.parametrize(("given", "expected"), [(None, "payee-missing"), (False, "payee-unchecked")])
def test_nothing_is_authorised_into_an_account_nobody_checked(app: Flask, given: Any, expected: str) -> None:
    award = an_award()
    if given is not None:
        a_payee(award.organisation_id)
    payment = a_payment(award)

    assert refused(payment, "authorise", an_officer()) == [expected]
    assert payment.stage == "due"


def test_a_payment_that_would_go_over_the_award_is_refused(app: Flask) -> None:
    award, payment = a_payable()
    a_payment(award, stage="paid", number=2, amount_pence=1)

    assert refused(payment, "authorise", an_officer()) == ["over-the-award"]
    assert payment.stage == "due"


def test_nothing_is_authorised_or_paid_unless_the_grant_is_under_way(app: Flask) -> None:
    _, payment = a_payable(stage="accepted")
    assert refused(payment, "authorise", an_officer()) == ["award-not-under-way"]

    _, authorised = a_payable(stage="ended-early")
    authorised.stage = "authorised"
    db.session.commit()
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        pay(authorised, TODAY, "GF-0001", at_noon(a_finance_officer()))
    assert refusal.value.keys == ["award-not-under-way"]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_payment_was_made_between_its_authorisation_and_today(app: Flask, days: int) -> None:
    _, payment = a_payable()
    with unit_of_work():
        take_action(payment, "authorise", at_noon(an_officer()))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        pay(payment, TODAY + timedelta(days=days), "GF-0001", at_noon(a_finance_officer()))

    assert (refusal.value.keys, payment.stage) == (["paid-on-not-possible"], "authorised")


def test_a_payment_needs_the_banks_reference(app: Flask) -> None:
    _, payment = a_payable()
    with unit_of_work():
        take_action(payment, "authorise", at_noon(an_officer()))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        pay(payment, TODAY, " ", at_noon(a_finance_officer()))

    assert (refusal.value.keys, payment.stage) == (["bank-reference-missing"], "authorised")


def test_a_held_payment_says_why_and_is_authorised_afresh(app: Flask) -> None:
    _, payment = a_payable()
    officer, finance = an_officer(), a_finance_officer()

    with unit_of_work():
        take_action(payment, "authorise", at_noon(officer))
        take_action(payment, "hold", at_noon(finance), note="The chair rang: their account is being moved.")

    assert (payment.stage, payment.authorised_by_id) == ("held", None)
    assert queries.held_because([payment]) == {payment.id: "The chair rang: their account is being moved."}
    with unit_of_work():
        take_action(payment, "release-hold", at_noon(finance))
    assert payment.stage == "due"


def test_a_hold_without_a_reason_changes_nothing(app: Flask) -> None:
    _, payment = a_payable()

    assert refused(payment, "hold", an_officer()) == ["note-needed"]
    assert payment.stage == "due"


def test_what_the_bank_sent_back_is_looked_at_by_both_again(app: Flask) -> None:
    _, payment = a_payable()
    finance = a_finance_officer()
    with unit_of_work():
        take_action(payment, "authorise", at_noon(an_officer()))
        pay(payment, TODAY, "GF-0001", at_noon(finance))
        take_action(payment, "mark-returned", at_noon(finance), note="Account closed.")

    assert (payment.stage, payment.paid_by_id, payment.paid_on) == ("held", None, None)
    assert payment.authorised_by_id is None


def test_ending_early_cancels_what_is_left_and_asks_for_no_more_reports(app: Flask) -> None:
    officer = an_officer()
    award = an_award()
    paid, due, planned = (
        a_payment(award, stage=stage, number=number, amount_pence=150_000)
        for number, stage in enumerate(("paid", "due", "planned"), start=1)
    )
    asked, later = a_review(award), a_review(award, stage="scheduled", number=2)

    with unit_of_work():
        commands.end_early(award, "The kitchen flooded and they closed.", at_noon(officer))

    assert award.stage == "ended-early"
    assert award.ended_because == "The kitchen flooded and they closed."
    assert [paid.stage, due.stage, planned.stage] == ["paid", "cancelled", "cancelled"]
    assert [asked.stage, later.stage] == ["announced", "waived"]


def test_a_grant_completes_once_it_is_paid_and_every_report_has_its_reply(app: Flask) -> None:
    officer = an_officer()
    award = an_award()
    payment, review = a_payment(award), a_review(award, stage="received")
    assert refused(award, "complete", officer) == ["reports-open", "payments-open"]
    assert award.stage == "active"

    payment.stage, review.stage = "paid", "answered"
    db.session.commit()
    with unit_of_work():
        take_action(award, "complete", at_noon(officer))

    assert award.stage == "completed"
    assert ["award-summary", str(award.id)] in [list(job.args) for job in list_jobs("waiting")]


def test_finance_cannot_authorise_nor_an_officer_pay(app: Flask) -> None:
    _, payment = a_payable()

    with pytest.raises(Forbidden), unit_of_work():
        take_action(payment, "authorise", at_noon(a_finance_officer()))
    with unit_of_work():
        take_action(payment, "authorise", at_noon(an_officer()))
    with pytest.raises(Forbidden), unit_of_work():
        pay(payment, TODAY, "GF-0001", at_noon(an_officer()))

    assert payment.stage == "authorised"


def test_the_running_total_leaves_out_what_was_cancelled(app: Flask) -> None:
    award = an_award()
    for number, stage in enumerate(("paid", "cancelled", "due"), start=1):
        a_payment(award, stage=stage, number=number, amount_pence=100)

    listed = queries.list_payments(award.id)

    assert [row.total_pence for row in queries.running_totals(listed)] == [100, None, 200]
    found = queries.figures(award, listed)
    assert (found.awarded, found.paid, found.authorised, found.to_come) == (450_000, 100, 0, 100)


MOVES = st.sampled_from(["authorise", "pay", "hold", "release-hold", "mark-returned", "cancel"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(min_value=1, max_value=300), min_size=1, max_size=3),
    steps=st.lists(st.tuples(st.integers(0, 2), MOVES), max_size=10),
)
def test_no_order_of_steps_pays_more_than_was_awarded(
    app: Flask, amounts: list[int], steps: list[tuple[int, str]]
) -> None:
    award, _ = an_award(amount_pence=300), None
    a_payee(award.organisation_id, checked_by=an_officer())
    payments = [a_payment(award, number=n, amount_pence=pence) for n, pence in enumerate(amounts, start=1)]
    officer, finance = an_officer(), a_finance_officer()

    for place, step in steps:
        payment = payments[place % len(payments)]
        who = officer if step in ("authorise", "cancel", "hold") else finance
        try:
            with unit_of_work():
                if step == "pay":
                    pay(payment, TODAY, "GF", at_noon(who))
                else:
                    take_action(payment, step, at_noon(who), note="Because.")
        except Refused:
            pass
        committed = sum(each.amount_pence for each in payments if each.stage in ("authorised", "paid"))
        assert committed <= award.amount_pence
        assert all(each.authorised_by_id != each.paid_by_id for each in payments if each.stage == "paid")


def refused(case: Case, action: str, who: Any, note: str = "") -> list[str]:
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(case, action, at_noon(who), note=note)
    return refusal.value.keys
