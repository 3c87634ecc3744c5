"""From an offer to a grant that has ended: bank details, payments, reports, answers, and what was learned."""

from datetime import time, timedelta
from functools import partial
from uuid import UUID

from grantflow.awards.commands import (
    BankDetails,
    accept_offer,
    check_payee,
    end_early,
    give_bank_details,
    record_payment_check,
)
from grantflow.awards.models import Award, Payment
from grantflow.awards.payments import pay
from grantflow.awards.queries import list_payments, tier_of
from grantflow.awards.rules import BANK
from grantflow.casework.commands import take_action
from grantflow.db import db
from grantflow.demo import learned, planning, reporting
from grantflow.demo.stories import RoundStory, Story, london
from grantflow.demo.telling import Teller
from grantflow.monitoring.queries import list_reviews
from grantflow.monitoring.rules import OPEN_TO_REPORT

LAST_TALK = "They told us all of it when we met to end the grant, and what we heard is written up."
HOW_CHECKED = "Rang the number on the register, not the one in the email. They read the account back to us."


def begin(teller: Teller, found: RoundStory, story: Story) -> None:
    """An offer is answered a week after it came, or not."""
    told = story.told.get("award")
    if told is None or story.ends_at != "awarded" or told["stage"] == "offered":
        return
    if told["stage"] == "turned-down":
        teller.after(5, partial(_turn_down, teller, story))
    elif told["stage"] != "lapsed":
        teller.after(6 * found.pace, partial(_accept, teller, found, story))


def _turn_down(teller: Teller, story: Story) -> None:
    take_action(
        story.award(), "turn-down", teller.by(story.user().id), note=story.told["award"].get("why", "")
    )


def _accept(teller: Teller, found: RoundStory, story: Story) -> None:
    person, organisation, award = story.told["person"], story.organisation(), story.award()
    occasion = teller.by(story.user().id)
    accept_offer(award, person["name"], person["position"], occasion)
    if story.told["award"]["stage"] == "accepted":
        return
    number = sum(organisation.name.encode()) * 7919
    give_bank_details(
        award,
        BankDetails(organisation.name, f"{number % 1_000_000:06d}", f"{number * 31 % 100_000_000:08d}"),
        occasion,
    )
    planning.begin(teller, found, story)
    teller.after(4 * found.pace, partial(_activate, teller, found, story))


def _activate(teller: Teller, found: RoundStory, story: Story) -> None:
    award = story.award()
    officer, lead = teller.staff_member(found.told["officer"]), teller.staff_member(found.told["decider"])
    check_payee(award, HOW_CHECKED, lead)
    for code in tier_of(award).checks_before_payment:
        if code != BANK:
            record_payment_check(
                award, code, "pass", "Seen, in date, and in the organisation's own name.", officer
            )
    take_action(award, "activate", officer)
    for payment in list_payments(award.id):
        due = max(london(payment.due_on, time(9, 30)), teller.clock.now()) + timedelta(days=1)
        teller.at(due, partial(_authorise, teller, found, story, payment.id))
    reporting.plan(teller, found, story)
    learned.plan(teller, found, story)
    _plan_the_end(teller, found, story, award)


def _authorise(teller: Teller, found: RoundStory, story: Story, payment_id: UUID) -> None:
    payment = db.session.get_one(Payment, payment_id)
    if payment.stage == "due":
        take_action(payment, "authorise", teller.staff_member(found.told["officer"]))
        teller.after(2 * found.pace, partial(_pay, teller, payment_id))


def _pay(teller: Teller, payment_id: UUID) -> None:
    payment = db.session.get_one(Payment, payment_id)
    if payment.stage == "authorised":
        now = teller.clock.now()
        pay(payment, now.date(), f"BACS {now:%d%m%y}/{payment.number:02d}", teller.staff_member("finance-1"))


def _plan_the_end(teller: Teller, found: RoundStory, story: Story, award: Award) -> None:
    if story.told["award"]["stage"] == "ended-early":
        ends = award.starts_on + (award.ends_on - award.starts_on) * 0.78
        teller.at(london(ends, time(15, 10)), partial(_end_early, teller, found, story))


def _end_early(teller: Teller, found: RoundStory, story: Story) -> None:
    officer = teller.staff_member(found.told["officer"])
    end_early(story.award(), story.told["award"]["ended_because"], officer)
    for review in list_reviews(story.award().id):
        if review.stage in OPEN_TO_REPORT:
            take_action(review, "waive", officer, note=LAST_TALK)
