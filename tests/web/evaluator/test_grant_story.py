"""A grant from its offer to what others can learn, through the pages of everybody who has a part in it."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import Organisation, User
from grantflow.awards.models import Award, Payee
from grantflow.awards.queries import list_payments
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.queries import list_reviews
from tests.conftest import NOON
from tests.factories import (
    a_finance_officer,
    a_learning_entry,
    a_member,
    a_payee,
    a_payment,
    a_regional_lead,
    a_review,
    an_award,
    an_evaluator,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.learning.filled import ENTRY
from tests.monitoring.filled import COUNTS, REPORT, REVIEW
from tests.web.browser import hidden_fields, sign_in, words_of

BANK = {"account_name": "Harbour House", "sort_code": "30-94-21", "account_number": "123456"}


@dataclass
class People:
    chair: User
    officer: User
    second: User
    finance: User
    evaluator: User
    lead: User


def test_from_the_offer_to_what_others_can_learn(client: FlaskClient) -> None:
    award = an_award(stage="offered", tier_key="small", amount_pence=1_000_001)
    people = everybody(award)

    it_is_accepted(client, award, people)
    it_is_started(client, award, people)
    it_is_paid(client, award, people)
    it_is_reported_on(client, award, people)
    it_is_reviewed_and_answered(client, award, people)
    it_is_learned_from(client, award, people)


def it_is_accepted(client: FlaskClient, award: Award, people: People) -> None:
    sign_in(client, people.chair)
    offer = words_of(client.get(f"/applicant/grants/{award.id}"))
    assert "We would like to give you £10,000.01" in offer
    assert "21 December 2026" in offer
    accepted = send(client, f"/applicant/grants/{award.id}/accept", name="Ada", position="Chair", agreed="y")
    assert accepted.location.endswith("/bank-details")
    given = send(client, accepted.location, **BANK)
    page = client.get(given.location)
    assert "account ending 456" in words_of(page)
    assert b"00123456" not in page.data
    assert b"309421" not in page.data


def it_is_started(client: FlaskClient, award: Award, people: People) -> None:
    money = case_page(award, "money")
    sign_in(client, people.officer)
    assert "Nobody has checked the bank details yet" in words_of(client.get(money))
    assert b"00123456" in client.get(f"{money}/account").data
    send(client, f"{money}/account", how="Rang the number on the register.")
    send(client, f"{money}/checks/SAFE", result="pass", evidence="Read their policy; their lead is trained.")
    send(client, f"/officer/applications/{award.application_id}/grant/activate")
    assert fresh(award).stage == "active"


def it_is_paid(client: FlaskClient, award: Award, people: People) -> None:
    payment = list_payments(award.id)[0]
    with unit_of_work():
        take_action(payment, "fall-due", at_noon())
    page = case_page(award, "money/1")
    blocked = words_of(client.get(page))
    assert "somebody else has to authorise" in blocked
    sign_in(client, people.second)
    send(client, f"{page}/authorise")
    sign_in(client, people.finance)
    assert "Harbour House" in words_of(client.get(page))
    day = {"paid_on": ["23", "11", "2026"]}
    send(client, f"{page}/pay", **day, bank_reference="GF-0001")
    assert (fresh(payment).stage, payment.bank_reference) == ("paid", "GF-0001")
    assert "GF-0001" in words_of(client.get(case_page(award, "money")))


def it_is_reported_on(client: FlaskClient, award: Award, people: People) -> None:
    [review] = list_reviews(award.id)
    with unit_of_work():
        take_action(review, "announce", at_noon())
    page = f"/applicant/reports/{review.id}"
    sign_in(client, people.chair)
    first = client.get(f"{page}/sections/how-to-tell-us")
    assert "We ask to see how the work is going and to reach you." in words_of(first)
    send(client, f"{page}/sections/how-to-tell-us", **{"call-instead": "no"})
    answers = {key: REPORT[key] for key in ("what-you-did", "what-helped", "what-you-would-change")}
    send(client, f"{page}/sections/what-happened", **answers)
    send(client, f"{page}/sections/money-and-help", spent="4,120")
    wrong = client.post(f"{page}/counts", data=counts_typed(forward=1))
    assert "come to 10, but 18 people were seen at least twice" in words_of(wrong)
    send(client, f"{page}/counts", **counts_typed())
    send(client, page)
    assert fresh(review).stage == "received"
    assert "We have it, thank you" in words_of(client.get(page))


def it_is_reviewed_and_answered(client: FlaskClient, award: Award, people: People) -> None:
    [review] = list_reviews(award.id)
    sign_in(client, people.evaluator)
    assert award.title in words_of(client.get("/evaluator/"))
    page = f"/evaluator/reviews/{review.id}"
    shown = client.get(page)
    assert b"<svg" in shown.data
    assert "of 18 people seen twice, 9 moved forward" in words_of(shown)
    unfinished = client.post(page, data=hidden_fields(shown) | {"record": "1", "method": "call"})
    assert unfinished.status_code == 200
    assert "Select whether the work happened" in words_of(unfinished)
    assert fresh(review).stage == "received"
    send(client, page, record="1", **REVIEW)
    assert (fresh(review).stage, review.reviewed_by_id) == ("reviewed", people.evaluator.id)

    sign_in(client, people.chair)
    send(client, f"/applicant/reports/{review.id}/reply", reply="Two more women joined in June.")
    sign_in(client, people.officer)
    page = case_page(award, "reviews/1")
    assert "Two more women joined in June." in words_of(client.get(page))
    empty = client.post(page, data=hidden_fields(client.get(page)) | {"read": "Thanks.", "what_next": ""})
    assert "Say what will happen" in words_of(empty)
    send(client, page, read="We read of the flooded kitchen.", what_next="We will ring in May.")
    sign_in(client, people.chair)
    answered = words_of(client.get(f"/applicant/reports/{review.id}"))
    assert "We read of the flooded kitchen." in answered
    assert "We will ring in May." in answered


def it_is_learned_from(client: FlaskClient, award: Award, people: People) -> None:
    sign_in(client, people.evaluator)
    drafted = send(client, f"/evaluator/awards/{award.id}/learning")
    entry = db.session.scalars(select(LearningEntry)).one()
    for section in ("the-work", "who-and-where", "context", "what-happened", "why"):
        send(client, f"{drafted.location}/sections/{section}", **ENTRY)
    send(client, f"{drafted.location}/submit-for-review")
    public = f"/learning/{entry.id}"
    assert client.get(public).status_code == 404

    sign_in(client, people.lead)
    waiting = client.post(f"/evaluator/learning/{entry.id}/publish", data={"revision": fresh(entry).revision})
    assert waiting.status_code == 409
    assert "has not agreed to this being published yet" in words_of(waiting)
    sign_in(client, people.chair)
    assert ENTRY["mechanism"] in words_of(client.get(f"/applicant/learning/{entry.id}"))
    send(client, f"/applicant/learning/{entry.id}", answer="yes")
    sign_in(client, people.lead)
    send(client, f"/evaluator/learning/{entry.id}/publish")

    anybody = client.application.test_client()
    page = words_of(anybody.get(public))
    for part in ("title", "context-place", "mechanism", "limits", "what-did-not-work", "credit"):
        assert ENTRY[part] in page
    assert "How would people get to it where you are" in page
    # Of 18 people 4, 3 and 2 moved in ways that are too few to show; the rest is hidden with them.
    assert "too few people went any one way to say how they moved" in page
    assert "18" not in page.split("How many people")[1].split("Numbers are rounded")[0]
    assert entry.title in words_of(anybody.get("/learning?worked=partly&outcome=mental-health"))
    assert "Nothing fits all of that" in words_of(anybody.get("/learning?worked=no"))


OTHERS = (
    "/applicant/grants/{award}", "/applicant/grants/{award}/accept", "/applicant/grants/{award}/turn-down",
    "/applicant/grants/{award}/bank-details", "/applicant/reports/{review}",
    "/applicant/reports/{review}/sections/how-to-tell-us", "/applicant/reports/{review}/counts",
    "/applicant/learning/{entry}", "/evaluator/reviews/{review}", "/evaluator/learning/{entry}",
    "/evaluator/learning/{entry}/sections/why", "/evaluator/learning/{entry}/publish",
    "/officer/applications/{application}/money", "/officer/applications/{application}/money/1",
    "/officer/applications/{application}/money/1/authorise", "/officer/applications/{application}/money/account",
    "/officer/applications/{application}/money/account/again",
    "/officer/applications/{application}/money/checks/SAFE",
    "/officer/applications/{application}/grant/complete", "/officer/applications/{application}/reviews",
    "/officer/applications/{application}/reviews/1", "/officer/applications/{application}/reviews/1/waive",
)  # fmt: skip


@pytest.mark.parametrize("address", OTHERS)
def test_what_is_not_yours_to_see_is_not_there(client: FlaskClient, address: str) -> None:
    award = an_award(tier_key="small")
    a_payee(award.organisation_id)
    a_payment(award)
    review, entry = a_review(award, stage="received"), a_learning_entry(award, stage="in-review")
    path = address.format(award=award.id, review=review.id, entry=entry.id, application=award.application_id)

    for stranger in (a_member(an_organisation()), *staff_elsewhere()):
        assert sign_in(client, stranger).get(path).status_code == 404


@pytest.mark.parametrize("address", [each for each in OTHERS if not each.startswith("/applicant")])
def test_an_organisation_does_not_see_its_own_grant_from_our_side(client: FlaskClient, address: str) -> None:
    award = an_award(tier_key="small")
    a_payee(award.organisation_id)
    a_payment(award)
    review, entry = a_review(award, stage="received"), a_learning_entry(award, stage="in-review")
    path = address.format(award=award.id, review=review.id, entry=entry.id, application=award.application_id)

    assert sign_in(client, everybody(award).chair).get(path).status_code == 404


def test_an_offer_that_changed_meanwhile_is_not_accepted_blindly(client: FlaskClient) -> None:
    award = an_award(stage="offered")
    people = everybody(award)
    sign_in(client, people.chair)
    page = hidden_fields(client.get(f"/applicant/grants/{award.id}/accept"))
    with unit_of_work():
        take_action(award, "give-more-time", at_noon(people.officer), note="They rang.")

    typed = page | {"name": "Ada", "position": "Chair", "agreed": "y"}
    answer = client.post(f"/applicant/grants/{award.id}/accept", data=typed)

    assert answer.status_code == 409
    assert "Chair" in words_of(answer)
    assert fresh(award).stage == "offered"


def test_bank_details_that_cannot_be_read_are_explained_and_nothing_is_kept(client: FlaskClient) -> None:
    award = an_award(stage="accepted", accepted_at=NOON)
    sign_in(client, everybody(award).chair)

    page = client.post(f"/applicant/grants/{award.id}/bank-details", data=BANK | {"sort_code": "30-94"})

    assert "Enter a sort code of six digits" in words_of(page)
    assert b'value="123456"' in page.data
    assert db.session.scalars(select(Payee)).all() == []


def test_somebody_who_may_not_sign_is_told_who_can(client: FlaskClient) -> None:
    award = an_award(stage="offered")
    sign_in(client, everybody(award, rights="edit").chair)

    page = words_of(client.get(f"/applicant/grants/{award.id}"))

    assert "Somebody who may sign for" in page
    assert client.post(
        f"/applicant/grants/{award.id}/accept", data={"name": "Eve", "position": "Chair", "agreed": "y"}
    ).status_code in (403, 404)
    assert fresh(award).stage == "offered"


def test_an_offer_is_turned_down_without_a_reason(client: FlaskClient) -> None:
    award = an_award(stage="offered")
    sign_in(client, everybody(award).chair)

    send(client, f"/applicant/grants/{award.id}/turn-down")

    assert fresh(award).stage == "turned-down"
    assert "You turned this offer down" in words_of(client.get(f"/applicant/grants/{award.id}"))


def test_a_call_is_all_that_some_people_want(client: FlaskClient) -> None:
    award = an_award(tier_key="small")
    review = a_review(award, form_key="monitoring-yearly")
    sign_in(client, everybody(award).chair)
    page = f"/applicant/reports/{review.id}"

    typed = {"call-instead": "yes", "call-times": "Mondays, 01632 960 001"}
    send(client, f"{page}/sections/how-to-tell-us", **typed)
    shown = words_of(client.get(page))
    send(client, page)

    assert "How far people have come" not in shown
    assert "Ask for the call" in shown
    assert fresh(review).stage == "call-wanted"
    assert "You read it and correct it before it counts." in words_of(client.get(page))


def test_a_failure_is_published_like_any_other_learning(client: FlaskClient) -> None:
    entry = a_learning_entry(
        an_award(), stage="published", answers=ENTRY | {"worked": "no"}, worked="no", evidence=2
    )

    for address in ("/learning", f"/learning/{entry.id}"):
        assert "It did not work, and here is why" in words_of(client.get(address))


def test_an_evaluators_judgement_is_public_only_with_the_reply_beside_it(client: FlaskClient) -> None:
    award = an_award()
    a_review(
        award, stage="answered", report=REPORT, review=REVIEW, reviewed_at=NOON,
        grantee_reply="Two more women joined in June.",
    )  # fmt: skip
    a_review(award, number=2, stage="received", report=REPORT, review=REVIEW)
    entry = a_learning_entry(award, stage="published", answers=ENTRY)

    page = words_of(client.get(f"/learning/{entry.id}"))

    judged, reply = page.split("What an evaluator made of it")[1].split("replies")
    assert "One part among several" in judged
    assert "2. What people who take part say" in judged
    assert "Two more women joined in June." in reply
    # Once: what is not recorded yet has not been seen by those it is about.
    assert page.count("One part among several") == 1
    # What an evaluator wrote freely may hold exact numbers.
    assert REVIEW["who-was-reached"] not in page


def test_the_public_never_sees_a_small_number(client: FlaskClient) -> None:
    award = an_award()
    a_review(award, stage="answered", counts=COUNTS | {
        "started": 9, "two_points": 9, "forward": 7, "same": 1, "back": 1, "unknown": 0, "left_early": 0,
    })  # fmt: skip
    entry = a_learning_entry(award, stage="published", answers=ENTRY)

    page = words_of(client.get(f"/learning/{entry.id}"))

    assert "too few people went any one way to say how they moved" in page
    assert "fewer than 10" in page
    assert "moved forward" not in page


def everybody(award: Award, rights: str = "submit") -> People:
    organisation = db.session.get_one(Organisation, award.organisation_id)
    return People(
        chair=a_member(organisation, rights, name="Ada Okafor"),
        officer=an_officer(),
        second=an_officer(),
        finance=a_finance_officer(),
        evaluator=an_evaluator(),
        lead=a_regional_lead(),
    )


def staff_elsewhere() -> list[User]:
    return [an_officer(region="A"), a_finance_officer(region="A"), an_evaluator(region="A")]


def case_page(award: Award, rest: str) -> str:
    return f"/officer/applications/{award.application_id}/{rest}"


def counts_typed(**other: int) -> dict[str, str]:
    return {
        f"mental-health-{name.replace('_', '-')}": str(number) for name, number in (COUNTS | other).items()
    }


def send(client: FlaskClient, address: str, **typed: Any) -> Any:
    """Fill in a page as a browser would: with what it hides, and expecting to be sent on."""
    shown = client.get(address)
    data = (hidden_fields(shown) if shown.status_code == 200 else {}) | typed
    answer = client.post(address, data=data)
    assert answer.status_code == 302, words_of(answer)
    return answer


def fresh(row: Any) -> Any:
    db.session.rollback()
    db.session.refresh(row)
    return row
