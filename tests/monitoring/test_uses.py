"""Why each question is asked, who used its answer, and which questions nobody uses."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import Organisation
from grantflow.awards.models import Award
from grantflow.content import content_root
from grantflow.db import db, unit_of_work
from grantflow.engine.library import Library
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.monitoring import uses
from grantflow.monitoring.models import AnswerUse, ProgressReview
from grantflow.monitoring.usefulness import Asked, InRound, Unused
from grantflow.monitoring.uses import Use, record_uses
from grantflow.web.why import why
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_review,
    a_round,
    an_admin,
    an_application,
    an_award,
    an_evaluator,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.monitoring.filled import REPORT, REVIEW
from tests.web.browser import clock_at, hidden_fields, sign_in, words_of
from tests.web.queries import counted

LIBRARY = Library.load(content_root())


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield


def a_sent_report(**given: Any) -> ProgressReview:
    values: dict[str, Any] = {"stage": "received", "report": REPORT, "reported_at": NOON} | given
    return a_review(values.pop("award", None) or an_award(), **values)


def used(review: ProgressReview) -> list[tuple[str, str, str]]:
    rows = db.session.scalars(
        select(AnswerUse).where(AnswerUse.review_id == review.id).order_by(AnswerUse.used_at)
    )
    return sorted((each.question_key, each.how, each.what_for) for each in rows)


def test_every_question_of_a_report_says_why_it_is_asked() -> None:
    silent = [
        f"{form.key}: {question.key}"
        for form in LIBRARY.forms.values()
        if form.key.startswith(("monitoring-", "outcomes-plan"))
        for question in form.questions()
        if not why(question)
    ]
    assert silent == []


def test_a_reply_keeps_which_answers_it_used_and_the_charity_sees_it(client: FlaskClient) -> None:
    award = an_award()
    review = a_sent_report(award=award)
    page = f"/officer/applications/{award.application_id}/reviews/1"
    sign_in(client, an_officer(name="Farida Holroyd"))

    post(client, page, {"read": "The flood.", "what_next": "We ring.", "used": ["what-you-did", "made-up"]})

    assert used(review) == [("what-you-did", "reply", "")]
    theirs = words_of(sign_in(client, the_chair(award)).get(f"/applicant/reports/{review.id}"))
    assert "Used by Farida Holroyd in the reply, 23 November 2026" in theirs


def test_an_evaluators_page_keeps_which_answers_it_used(client: FlaskClient) -> None:
    review = a_sent_report()
    sign_in(client, an_evaluator())

    post(client, f"/evaluator/reviews/{review.id}", REVIEW | {"record": "1", "used": "what-helped"})

    assert used(review) == [("what-helped", "review", "")]


def test_a_draft_of_what_was_learned_keeps_what_it_began_with(client: FlaskClient) -> None:
    award = an_award()
    review = a_sent_report(award=award, stage="answered")
    sign_in(client, an_evaluator())

    client.post(f"/evaluator/awards/{award.id}/learning")

    assert [key for key, how, _ in used(review) if how == "learning"] == [
        "what-helped", "what-you-did", "what-you-would-change",
    ]  # fmt: skip


def test_a_reader_says_what_an_answer_was_used_for(client: FlaskClient) -> None:
    award = an_award()
    review = a_sent_report(award=award)
    sign_in(client, an_officer(name="Farida Holroyd"))
    typed = {"question": "what-helped", "what_for": "Asked the county about the bus", "back": "report"}

    answer = client.post(f"/officer/reports/{review.id}/used", data=typed)

    assert answer.location.endswith("/reviews/1")
    assert used(review) == [("what-helped", "reader", "Asked the county about the bus")]
    shown = words_of(client.get(answer.location))
    assert "Used by Farida Holroyd for this: Asked the county about the bus, 23 November 2026" in shown


@pytest.mark.parametrize(
    ("question", "what_for", "refusal"),
    [("story", "A talk", "answer-not-given"), ("call-instead", "A talk", "answer-not-given"),
     ("what-helped", " ", "use-not-said")],
)  # fmt: skip
def test_a_use_is_of_something_and_for_something(
    app: Flask, question: str, what_for: str, refusal: str
) -> None:
    review = a_sent_report()

    with pytest.raises(ActionUnavailable) as refused, unit_of_work():
        uses.use_answer(review, question, what_for, at_noon(an_officer()))

    assert (refused.value.keys, used(review)) == ([refusal], [])


def test_only_those_who_work_on_a_report_say_that_they_used_it(client: FlaskClient) -> None:
    review = a_sent_report()
    chair = the_chair(review.award)

    for who in (chair, an_officer(region="A"), a_member(an_organisation())):
        with pytest.raises(Forbidden), unit_of_work():
            uses.use_answer(review, "what-helped", "A talk", at_noon(who))
        answer = sign_in(client, who).post(
            f"/officer/reports/{review.id}/used", data={"question": "what-helped"}
        )
        assert answer.status_code == 404

    assert used(review) == []


def test_the_same_use_is_kept_once(app: Flask) -> None:
    review, officer = a_sent_report(), an_officer()

    for _ in range(2):
        with unit_of_work():
            record_uses(review, ["what-helped", "what-helped"], Use.REPLY, at_noon(officer))

    assert used(review) == [("what-helped", "reply", "")]


FORM = LIBRARY.form("monitoring-end")


def asked(*rounds: tuple[int, int, bool], minutes: float = 5.0) -> Asked:
    found = tuple(InRound(f"Round {n}", *each) for n, each in enumerate(rounds))
    return Asked(FORM, FORM.question("story"), minutes, found)


def test_a_question_unused_for_two_rounds_that_are_over_is_to_be_taken_out() -> None:
    assert asked((90, 4, True), (60, 0, True), (70, 0, True)).unused == Unused(people=130, minutes=650)


@pytest.mark.parametrize(
    "rounds",
    [
        [(60, 0, True)],
        [(60, 0, True), (70, 0, False)],
        [(60, 0, True), (70, 1, True)],
        [(60, 1, True), (70, 0, True)],
        [(60, 0, True), (70, 0, True), (5, 1, False)],
        [],
    ],
)
def test_a_question_that_was_used_or_not_asked_long_enough_stays(rounds: list[tuple[int, int, bool]]) -> None:
    assert asked(*rounds).unused is None


def two_rounds_that_are_over() -> list[ProgressReview]:
    reviews = []
    for number in (1, 2):
        round = a_round(stage="learning", title=f"Round {number}")
        for _ in range(2):
            application = an_application(stage="awarded", round=round)
            reviews.append(a_sent_report(award=an_award(application=application), stage="answered"))
    return reviews


def test_the_fund_sees_what_nobody_used_and_what_it_cost(client: FlaskClient) -> None:
    reviews = two_rounds_that_are_over()
    with unit_of_work():
        record_uses(reviews[-1], ["what-you-did"], Use.REPLY, at_noon(an_officer()))

    page = words_of(sign_in(client, an_admin()).get("/officer/questions"))

    to_take_out = page.split("To take out")[1].split("To take a question out")[0]
    assert "What helped, and what got in the way?" in to_take_out
    assert "Nobody used this in the last two rounds: 4 people answered it, about" in to_take_out
    assert "What did you do with the money?" not in to_take_out
    assert "Round 2: 1 of 2" in page


def test_the_page_asks_as_much_of_the_database_for_one_round_as_for_many(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    two_rounds_that_are_over()
    client.get("/officer/questions")
    with counted() as few:
        client.get("/officer/questions")
    for _ in range(3):
        two_rounds_that_are_over()
    with counted() as many:
        client.get("/officer/questions")

    assert len(few) == len(many)


def test_a_charity_does_not_see_the_funds_page(client: FlaskClient) -> None:
    assert sign_in(client, the_chair(an_award())).get("/officer/questions").status_code == 404


def the_chair(award: Award) -> Any:
    return a_member(db.session.get_one(Organisation, award.organisation_id))


def post(client: FlaskClient, page: str, typed: dict[str, Any]) -> Any:
    answer = client.post(page, data=hidden_fields(client.get(page)) | typed)
    assert answer.status_code == 302, words_of(answer)
    return answer
