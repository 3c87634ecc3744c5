"""What looks like a particular person is pointed out on every page where people on probation are written about."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from grantflow.accounts.models import Organisation
from grantflow.audit.models import AuditEntry
from grantflow.awards.models import Award
from grantflow.casework.models import Answer
from grantflow.casework.queries import answers_of
from grantflow.core.identity import TAKEN_OUT
from grantflow.db import db, unit_of_work
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.queries import REPORT, REVIEW, report_form
from grantflow.web.filling import filling, keep_posted
from tests.factories import (
    a_learning_entry,
    a_member,
    a_review,
    an_award,
    an_evaluator,
    an_officer,
)
from tests.monitoring.filled import REPORT as FULL_REPORT
from tests.monitoring.filled import REVIEW as FULL_REVIEW
from tests.web.browser import clock_at, hidden_fields, sign_in, words_of

PERSON = "We rang about X123456 in May, and he has a room now."
WITHOUT = f"We rang about {TAKEN_OUT} in May, and he has a room now."


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield


def a_report_being_written(client: FlaskClient) -> tuple[ProgressReview, str]:
    award = an_award()
    review = a_review(award, report={"call-instead": "no"})
    sign_in(client, the_writer(award))
    return review, f"/applicant/reports/{review.id}/sections/what-happened"


def test_it_is_pointed_out_before_it_is_saved_and_stays_on_the_page(client: FlaskClient) -> None:
    review, page = a_report_being_written(client)

    others = {"what-helped": "The bus.", "what-you-would-change": "Start at noon."}
    answer = post(client, page, {"what-you-did": PERSON} | others)

    assert answer.status_code == 200
    assert "This may say who somebody is. It is not saved yet." in words_of(answer)
    assert "We found X123456 , which looks like a case number (CRN)." in words_of(answer)
    assert PERSON in answer.get_data(as_text=True)
    assert "Error:" not in words_of(answer)
    # The rest of the page is not held up by it.
    assert {key: value for key, value in answers_of(review.id, REPORT).items() if value} == {
        "call-instead": "no"
    } | others


def test_leaving_the_choice_as_it_is_takes_it_out(client: FlaskClient) -> None:
    review, page = a_report_being_written(client)
    shown = post(client, page, {"what-you-did": PERSON})

    again(client, page, shown, {"what-you-did": PERSON})

    assert answers_of(review.id, REPORT)["what-you-did"] == WITHOUT
    assert entries(review) == []


def test_somebody_may_say_that_it_is_nobody_and_the_record_does_not_quote_it(client: FlaskClient) -> None:
    review, page = a_report_being_written(client)
    shown = post(client, page, {"what-you-did": PERSON})

    again(client, page, shown, {"what-you-did": PERSON}, keep=True)

    assert answers_of(review.id, REPORT)["what-you-did"] == PERSON
    [entry] = entries(review)
    assert entry.facts == {"questions": ["what-you-did"], "looked_like": ["crn"]}
    assert "X123456" not in f"{entry.note} {entry.facts}"


def test_what_was_said_of_one_find_is_not_said_of_another(client: FlaskClient) -> None:
    review, page = a_report_being_written(client)
    shown = post(client, page, {"what-you-did": PERSON})

    answer = again(client, page, shown, {"what-you-did": PERSON.replace("X123456", "E987654")}, keep=True)

    assert answer.status_code == 200
    assert "what-you-did" not in answers_of(review.id, REPORT)


def test_coming_back_later_does_not_leave_the_page_with_what_is_not_saved(client: FlaskClient) -> None:
    review, page = a_report_being_written(client)

    answer = post(client, page, {"what-you-did": PERSON, "later": "1"})

    assert (answer.status_code, PERSON in answer.get_data(as_text=True)) == (200, True)
    assert "what-you-did" not in answers_of(review.id, REPORT)


def test_a_number_to_ring_the_writer_on_is_no_secret(client: FlaskClient) -> None:
    award = an_award()
    review = a_review(award)
    sign_in(client, the_writer(award))

    typed = {"call-instead": "yes", "call-times": "Mondays, 01632 960 001"}
    answer = post(client, f"/applicant/reports/{review.id}/sections/how-to-tell-us", typed)

    assert answer.status_code == 302
    assert answers_of(review.id, REPORT)["call-times"] == "Mondays, 01632 960 001"


def test_saving_while_somebody_types_does_not_go_round_it(app: Flask) -> None:
    award = an_award()
    review = a_review(award, report={"call-instead": "no"})
    kept: dict[str, Any] = {}
    with app.test_request_context(method="POST", data={"what-you-did": PERSON, "what-helped": "The bus."}):
        page = filling(review.id, report_form(review), ["what-happened"], part=REPORT)
        keep_posted(page, lambda answers, *_: kept.update(answers), finished=False)

    assert kept["what-helped"] == "The bus."
    assert "what-you-did" not in kept
    assert set(page.pointed) == {"what-you-did"}


def test_an_evaluators_page_is_looked_over_too(client: FlaskClient) -> None:
    review = a_review(an_award(), stage="received", report=FULL_REPORT)
    sign_in(client, an_evaluator())
    page = f"/evaluator/reviews/{review.id}"

    answer = post(client, page, FULL_REVIEW | {"surprises": PERSON, "record": "1"})

    assert answer.status_code == 200
    assert (review.stage, "surprises" in answers_of(review.id, REVIEW)) == ("received", False)
    again(client, page, answer, FULL_REVIEW | {"surprises": PERSON, "record": "1"}, name="surprises")
    db.session.refresh(review)
    assert (review.stage, answers_of(review.id, REVIEW)["surprises"]) == ("reviewed", WITHOUT)


def test_a_learning_entry_is_looked_over_too(client: FlaskClient) -> None:
    entry = a_learning_entry(an_award())
    sign_in(client, an_evaluator())
    page = f"/evaluator/learning/{entry.id}/sections/why"

    answer = post(client, page, {"mechanism": PERSON})

    assert answer.status_code == 200
    assert db.session.scalars(select(Answer.value).where(Answer.question_key == "mechanism")).all() == []


def test_a_reply_beside_a_review_is_looked_over_too(client: FlaskClient) -> None:
    award = an_award()
    review = a_review(
        award, stage="reviewed", report=FULL_REPORT, review=FULL_REVIEW, reviewed_at=award.created_at
    )
    sign_in(client, the_writer(award))
    page = f"/applicant/reports/{review.id}"

    answer = client.post(f"{page}/reply", data=hidden_fields(client.get(page)) | {"reply": PERSON})

    assert answer.status_code == 200
    db.session.refresh(review)
    assert review.grantee_reply == ""
    again(client, f"{page}/reply", answer, {"reply": PERSON}, name="reply")
    db.session.refresh(review)
    assert review.grantee_reply == WITHOUT


def test_our_own_reply_is_looked_over_too(client: FlaskClient) -> None:
    award = an_award()
    review = a_review(award, stage="received", report=FULL_REPORT)
    sign_in(client, an_officer())
    page = f"/officer/applications/{award.application_id}/reviews/1"

    answer = post(client, page, {"read": PERSON, "what_next": "Nothing changes."})

    assert answer.status_code == 200
    db.session.refresh(review)
    assert (review.stage, review.answer) == ("received", "")


def test_what_was_found_is_in_no_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    _, page = a_report_being_written(client)

    with caplog.at_level(logging.DEBUG):
        shown = post(client, page, {"what-you-did": PERSON})
        again(client, page, shown, {"what-you-did": PERSON}, keep=True)

    ours = [each.getMessage() for each in caplog.records if not each.name.startswith("sqlalchemy")]
    assert "X123456" not in "\n".join(ours)


def the_writer(award: Award) -> Any:
    return a_member(db.session.get_one(Organisation, award.organisation_id), "edit")


def entries(review: ProgressReview) -> list[AuditEntry]:
    with unit_of_work():
        return list(
            db.session.scalars(
                select(AuditEntry).where(
                    AuditEntry.chain == review.id, AuditEntry.action == "say-it-is-nobody"
                )
            )
        )


def post(client: FlaskClient, page: str, typed: dict[str, Any]) -> TestResponse:
    return client.post(page, data=hidden_fields(client.get(page)) | typed)


def again(
    client: FlaskClient,
    page: str,
    shown: TestResponse,
    typed: dict[str, Any],
    *,
    keep: bool = False,
    name: str = "what-you-did",
) -> TestResponse:
    """Send the page once more, with the choice as the page came or with the other one."""
    chosen = f"people:{name}"
    body = shown.get_data(as_text=True)
    mark = body.split('value="out:')[1].split('"')[0]
    assert body.split('value="out:')[1].split(">")[0].endswith(" checked")
    return client.post(
        page, data=hidden_fields(shown) | typed | {chosen: f"{'keep' if keep else 'out'}:{mark}"}
    )
