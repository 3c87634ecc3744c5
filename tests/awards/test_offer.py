"""From the decision to the start of a grant."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.models import Organisation
from grantflow.applications.models import CheckResult, Decision
from grantflow.assessment.queries import committed_pence
from grantflow.awards import commands, queries
from grantflow.awards.commands import BankDetails
from grantflow.awards.models import Award, Payment
from grantflow.casework.commands import take_action
from grantflow.casework.models import Answer, CaseTimer
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.funds.models import Round
from grantflow.jobs.queries import list_jobs
from grantflow.monitoring.models import ProgressReview
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_payee,
    a_regional_lead,
    a_round,
    an_application,
    an_award,
    an_officer,
    an_organisation,
    at_noon,
)

DETAILS = BankDetails(account_name="Harbour House", sort_code="309421", account_number="00123456")
ANSWERS = {
    "outcomes": ["mental-health", "housing"],
    "how-you-will-know": "We ask at the start and every eight weeks.",
    "start-date": "2027-05-03",
    "length-months": 6,
}


def an_award_to_release(**decided: Any) -> Any:
    officer = an_officer()
    application = an_application(stage="to-award", answers=ANSWERS, round=a_round(stage="decisions-released"))
    given = {"outcome": "award", "amount_pence": 400_000, "why": "Rooted here.", "conditions": ""} | decided
    db.session.add(
        Decision(application_id=application.id, decided_by_id=officer.id, decided_at=NOON, **given)
    )
    db.session.commit()
    return application, officer


def test_releasing_a_decision_makes_the_award_and_promises_the_offer(app: Flask) -> None:
    application, officer = an_award_to_release()

    with unit_of_work():
        take_action(application, "release-award", at_noon(officer))

    award = db.session.scalars(select(Award)).one()
    assert (award.stage, award.amount_pence, award.tier_key) == ("offered", 400_000, "micro")
    assert (award.starts_on, award.ends_on) == (date(2027, 5, 3), date(2027, 11, 2))
    assert (award.organisation_id, award.region_code) == (application.organisation_id, "B")
    assert (award.round_id, award.assigned_to_id) == (application.round_id, application.assigned_to_id)
    assert award.why == "Rooted here."
    assert [each.outcome_key for each in award.outcomes] == ["mental-health", "housing"]
    assert award.outcomes[0].wording == "Mental health and wellbeing"
    assert award.outcomes[0].how_known == ANSWERS["how-you-will-know"]
    assert ("notice", ["offer", str(award.id)]) in [
        (job.name, list(job.args)) for job in list_jobs("waiting")
    ]


def test_a_start_that_has_passed_is_moved_to_the_day_of_the_offer(app: Flask) -> None:
    application, officer = an_award_to_release()

    with unit_of_work():
        take_action(application, "release-award", at_noon(officer, days=365))

    assert db.session.scalars(select(Award)).one().starts_on == date(2027, 11, 23)


def test_a_start_at_the_end_of_the_calendar_gives_way_to_the_rounds(app: Flask) -> None:
    application, officer = an_award_to_release()
    [answer] = db.session.scalars(select(Answer).where(Answer.question_key == "start-date"))
    answer.value = "9999-12-31"
    db.session.commit()

    with unit_of_work():
        take_action(application, "release-award", at_noon(officer))

    assert db.session.scalars(select(Award)).one().starts_on == application.round.starts_on


def test_an_offer_runs_out_after_28_days_with_two_reminders(app: Flask) -> None:
    award = an_award(stage="offered")

    timers = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == award.id).order_by(CaseTimer.due_at)
    ).all()

    assert [(each.does, (each.due_at - NOON).days) for each in timers] == [
        ("remind", 14), ("remind", 25), ("act", 28),
    ]  # fmt: skip
    assert timers[-1].action == "lapse"


def test_accepting_plans_the_payments_of_the_tier(app: Flask) -> None:
    award = an_award(stage="offered", tier_key="small", amount_pence=1_000_001)
    chair = a_signatory(award)

    with unit_of_work():
        commands.accept_offer(award, " Ada Okafor ", "Chair", at_noon(chair))

    payments = queries.list_payments(award.id)
    assert award.stage == "accepted"
    assert (award.accepted_name, award.accepted_position, award.accepted_at) == ("Ada Okafor", "Chair", NOON)
    assert [(each.stage, each.amount_pence) for each in payments] == [
        ("planned", 500_000),
        ("planned", 500_001),
    ]
    assert [each.organisation_id for each in payments] == [award.organisation_id] * 2


def test_a_payment_falls_due_by_itself_on_its_day(app: Flask) -> None:
    award = an_award(stage="offered")

    with unit_of_work():
        commands.accept_offer(award, "Ada Okafor", "Chair", at_noon(a_signatory(award)))

    [payment] = queries.list_payments(award.id)
    timer = db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == payment.id)).one()
    # In London it is summer time by then, so the day begins an hour before midnight in Greenwich.
    assert (timer.action, timer.due_at.isoformat()) == ("fall-due", "2027-03-31T23:00:00+00:00")


def test_somebody_who_may_only_edit_cannot_accept(app: Flask) -> None:
    award = an_award(stage="offered")
    editor = a_signatory(award, rights="edit")

    with pytest.raises(Forbidden), unit_of_work():
        commands.accept_offer(award, "Ada Okafor", "Chair", at_noon(editor))

    assert (award.stage, award.accepted_name) == ("offered", "")
    assert db.session.scalars(select(Payment)).all() == []


def test_accepting_without_a_position_changes_nothing(app: Flask) -> None:
    award = an_award(stage="offered")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.accept_offer(award, "Ada Okafor", "", at_noon(a_signatory(award)))

    assert refusal.value.keys == ["signature-incomplete"]
    assert (award.stage, award.accepted_at) == ("offered", None)


def test_bank_details_are_asked_for_after_acceptance_and_locked_once_checked(app: Flask) -> None:
    award = an_award(stage="offered")
    chair, officer = a_signatory(award), an_officer()
    with pytest.raises(ActionUnavailable) as too_soon, unit_of_work():
        commands.give_bank_details(award, DETAILS, at_noon(chair))

    with unit_of_work():
        commands.accept_offer(award, "Ada Okafor", "Chair", at_noon(chair))
        commands.give_bank_details(award, DETAILS, at_noon(chair))
        commands.check_payee(award, "Rang the number on the register.", at_noon(officer))
    with pytest.raises(ActionUnavailable) as locked, unit_of_work():
        commands.give_bank_details(award, DETAILS, at_noon(chair))

    payee = queries.find_payee(award.organisation_id)
    assert payee is not None
    assert (payee.account_number, payee.given_by_id, payee.checked_by_id) == (
        "00123456",
        chair.id,
        officer.id,
    )
    assert (too_soon.value.keys, locked.value.keys) == (["offer-not-accepted"], ["payee-locked"])


def test_nobody_checks_the_account_they_gave(app: Flask) -> None:
    officer = an_officer()
    award = an_award(stage="accepted")
    payee = a_payee(award.organisation_id, given_by_id=officer.id)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.check_payee(award, "I know it.", at_noon(officer))

    assert refusal.value.keys == ["you-gave-these-details"]
    assert payee.checked_at is None


def test_new_details_have_to_be_checked_again(app: Flask) -> None:
    officer = an_officer()
    award = an_award(stage="active")
    payee = a_payee(award.organisation_id, checked_by=officer)

    with unit_of_work():
        commands.ask_for_new_bank_details(award, "They changed banks; the chair rang.", at_noon(officer))

    assert (payee.checked_at, payee.checked_by_id, payee.checked_how) == (None, None, "")


def test_a_grant_starts_when_checks_and_account_are_settled(app: Flask) -> None:
    officer = an_officer()
    award = an_award(stage="accepted", tier_key="small", amount_pence=1_000_000)
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(award, "activate", at_noon(officer))
    assert (sorted(refusal.value.keys), award.stage) == (["payee-missing", "payment-checks-open"], "accepted")

    a_payee(award.organisation_id, checked_by=officer)
    with unit_of_work():
        commands.record_payment_check(award, "SAFE", "pass", "Read their policy.", at_noon(officer))
        take_action(award, "activate", at_noon(officer))

    assert award.stage == "active"
    assert db.session.scalars(select(CheckResult)).one().result == "pass"
    [review] = db.session.scalars(select(ProgressReview)).all()
    assert (review.stage, review.form_key, review.due_on) == (
        "scheduled", "monitoring-yearly", date(2028, 4, 28),
    )  # fmt: skip


def test_a_report_is_asked_for_eight_weeks_before_it_is_due(app: Flask) -> None:
    officer = an_officer()
    award = an_award(stage="accepted")
    a_payee(award.organisation_id, checked_by=officer)

    with unit_of_work():
        take_action(award, "activate", at_noon(officer))

    review = db.session.scalars(select(ProgressReview)).one()
    timer = db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == review.id)).one()
    assert (timer.action, (review.due_on - timer.due_at.date()).days) == ("announce", 56)


def test_an_offer_that_ran_out_is_made_again_only_within_the_budget(app: Flask) -> None:
    officer = an_officer()
    round = a_round(budget_pence=500_000)
    award = an_award(stage="lapsed", application=an_application(stage="awarded", round=round))
    an_award(stage="active", application=an_application(stage="awarded", round=round), amount_pence=100_000)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(award, "offer-again", at_noon(officer), note="They rang.")
    assert (refusal.value.keys, award.stage) == (["budget-spent"], "lapsed")
    assert refusal.value.reasons[0].facts == {"left_pence": 400_000}

    with unit_of_work():
        db.session.get_one(Round, round.id).budget_pence = 550_000
        take_action(award, "offer-again", at_noon(officer), note="They rang.")
    assert award.stage == "offered"


def test_turning_down_gives_the_money_back_to_the_round(app: Flask) -> None:
    award = an_award(stage="offered")

    with unit_of_work():
        take_action(award, "turn-down", at_noon(a_signatory(award)))

    assert award.stage == "turned-down"
    assert committed_pence(award.round_id) == 0


def test_a_lead_of_another_region_cannot_start_it(app: Flask) -> None:
    award = an_award(stage="accepted")
    elsewhere = a_regional_lead(region="A")

    with pytest.raises(Forbidden), unit_of_work():
        take_action(award, "activate", at_noon(elsewhere))

    assert award.stage == "accepted"


def a_signatory(award: Award, rights: str = "submit") -> Any:
    organisation = db.session.get_one(Organisation, award.organisation_id)
    return a_member(organisation, rights)


def test_an_organisation_of_their_own_gives_nobody_another_ones_offer(app: Flask) -> None:
    award = an_award(stage="offered")
    stranger = a_member(an_organisation())

    with pytest.raises(Forbidden), unit_of_work():
        commands.accept_offer(award, "Eve", "Chair", at_noon(stranger))

    assert award.stage == "offered"
