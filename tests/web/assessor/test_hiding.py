"""Where a round hides the amount or the names, no page, list, title or email tells an assessor."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.assessment.models import Assessment, Score
from grantflow.casework.running import tiers
from grantflow.db import db
from grantflow.notices.compose_assessment import assigned_emails, reminder_emails
from tests.applications.filled import WITH_PARTNERS
from tests.conftest import NOON
from tests.factories import (
    a_partner,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_organisation,
)
from tests.web.assessor.test_scoring import page_of
from tests.web.browser import hidden_fields, sign_in, words_of

BUDGET = [{"item": "A cook for £2,345", "cost": 234_500}, {"item": "Food", "cost": 215_500}]
SAID: dict[str, Any] = WITH_PARTNERS | {
    "what-you-will-do": "With £4,500 Harbour House and Eden Recovery cook for twelve people.",
}


def an_application_to_read(**given: Any) -> Application:
    """By Harbour House with Eden Recovery, for £4,500, which it says in its title and in an answer too."""
    round = a_round(stage="assessing", **given)
    application = an_application(
        stage="assessing",
        title="Cooking for £4500 at Harbour House",
        round=round,
        organisation=an_organisation(name="Harbour House"),
        answers=SAID,
    )
    a_partner(application, title="Eden Recovery")
    return application


def a_larger_application() -> Application:
    """One with a budget and a file."""
    answers = SAID | {
        "budget": BUDGET,
        "accounts-on-register": "no",
        "accounts": [{"document": "x", "name": "Accounts for a grant of 4500.pdf", "size": 9}],
    }
    return an_application(
        stage="assessing",
        round=a_round(stage="assessing"),
        organisation=an_organisation(name="Harbour House"),
        answers=answers,
        tier_key="standard",
        form_key="application-standard",
    )


def score(assessment: Assessment, keys: list[str]) -> None:
    kept = {each.criterion_key for each in assessment.scores}
    assessment.scores += [
        Score(criterion_key=key, points=3, reason="They show it.") for key in keys if key not in kept
    ]
    db.session.commit()


QUALITY = [
    "need-and-local-fit",
    "people-and-relationships",
    "seeing-progress",
    "cross-cutting-outcomes",
    "local-link",
    "learning-and-openness",
]


def every_page(client: FlaskClient, assessment: Assessment) -> str:
    """All that this assessor can open of it, as it is sent: its titles, its attributes and its words."""
    addresses = [
        "/assessor/",
        *(page_of(assessment, rest) for rest in ("", "/overall", "/declare", "/others")),
    ]
    addresses += [page_of(assessment, "/amount")]
    addresses += [page_of(assessment, f"/criteria/{each.key}") for each in tiers().criteria]
    return " ".join(client.get(each).get_data(as_text=True) for each in addresses)


def tells_an_amount(pages: str) -> list[str]:
    return re.findall(r"4[,.]?500|4\.5k|2,?345|2,?155|£500\b", pages)


def an_assessor_reading(client: FlaskClient, application: Application) -> tuple[User, Assessment]:
    assessor = an_assessor()
    assessment = an_assessment(application, assessor, stage="open")
    sign_in(client, assessor)
    return assessor, assessment


@pytest.mark.parametrize("make", [an_application_to_read, a_larger_application])
def test_no_page_tells_the_amount_until_every_score_for_quality_is_there(
    client: FlaskClient, make: Any
) -> None:
    _, assessment = an_assessor_reading(client, make())

    for number in range(len(QUALITY) + 1):
        score(assessment, QUALITY[:number])
        assert tells_an_amount(every_page(client, assessment)) == [], number

    assert "[an amount]" in words_of(client.get(page_of(assessment)))


def test_the_same_pages_tell_the_amount_where_it_is_not_hidden(client: FlaskClient) -> None:
    _, assessment = an_assessor_reading(client, an_application_to_read(hide_amount=False))

    page = words_of(client.get(page_of(assessment)))

    assert "Cooking for £4500 at Harbour House" in page
    assert "With £4,500 Harbour House" in page
    assert "How much money do you need from us? £4,500" in page


def test_an_assessor_goes_from_quality_over_one_step_to_the_money(client: FlaskClient) -> None:
    _, assessment = an_assessor_reading(client, an_application_to_read())
    score(assessment, QUALITY[:-1])
    money = page_of(assessment, "/criteria/budget-sense")
    early = client.get(money)
    assert early.status_code == 409
    assert "Score the other criteria first" in words_of(early)
    assert client.get(page_of(assessment, "/amount")).status_code == 409
    assert "Cannot start yet" in words_of(client.get(page_of(assessment)))

    last = page_of(assessment, f"/criteria/{QUALITY[-1]}")
    saved = client.post(
        last, data=hidden_fields(client.get(last)) | {"points": "4", "reason": "They look back."}
    )
    step = client.get(saved.location)
    assert "Once you see the amount your scores stay as they are." in words_of(step)
    assert client.get(money).status_code == 409
    shown = client.post(saved.location, data=hidden_fields(step))

    assert shown.location.endswith("/criteria/budget-sense")
    page = words_of(client.get(shown.location))
    assert "How much money do you need from us? £4,500" in page
    assert "With £4,500 Harbour House" in words_of(client.get(page_of(assessment)))


def test_a_score_for_quality_cannot_be_changed_once_the_amount_is_seen(client: FlaskClient) -> None:
    _, assessment = an_assessor_reading(client, an_application_to_read())
    score(assessment, QUALITY)
    address = page_of(assessment, "/criteria/local-link")
    fields = hidden_fields(client.get(address))
    client.post(
        page_of(assessment, "/amount"), data=hidden_fields(client.get(page_of(assessment, "/amount")))
    )

    refused = client.post(address, data=fields | {"points": "0", "reason": "Too dear."})

    assert refused.status_code == 409
    assert "You have seen the amount, so this score stays as it is." in words_of(refused)
    assert {each.points for each in assessment.scores} == {3}
    assert "/criteria/local-link" not in client.get(page_of(assessment)).get_data(as_text=True)


def test_one_assessors_step_shows_nothing_to_another(client: FlaskClient) -> None:
    application = an_application_to_read()
    other = an_assessment(application, an_assessor(), stage="open", points=3)
    other.amount_shown_at = NOON
    _, own = an_assessor_reading(client, application)

    assert tells_an_amount(every_page(client, own)) == []


def test_emails_that_ask_for_an_assessment_tell_no_amount(app: Flask) -> None:
    assessment = an_assessment(an_application_to_read(), an_assessor())

    [asked] = assigned_emails(assessment.id, NOON)
    [reminded] = reminder_emails(assessment.id, NOON)

    for sent in (asked, reminded):
        assert tells_an_amount(repr(sent)) == []
        assert "[an amount]" in repr(sent)
    assert "Harbour House" in repr(asked)


def test_where_names_are_hidden_only_the_declaration_tells_them(client: FlaskClient) -> None:
    application = an_application_to_read(hide_names=True)
    assessor = an_assessor()
    assessment = an_assessment(application, assessor)
    sign_in(client, assessor)
    queue = client.get("/assessor/").get_data(as_text=True)
    assert "Harbour House" not in queue
    assert application.reference in queue

    asked = client.get(page_of(assessment, "/declare"))
    assert "Harbour House" in words_of(asked)
    assert "It names Eden Recovery as a partner." in words_of(asked)
    assert "Cumbria" in words_of(asked)
    client.post(page_of(assessment, "/declare"), data=hidden_fields(asked) | {"answer": "no"})
    assert assessment.stage == "open"

    score(assessment, QUALITY)
    pages = every_page(client, assessment)
    for name in ("Harbour House", "Eden Recovery", "Carlisle Kitchen", "hello@kitchen.example.org"):
        assert name not in pages, name
    reading = words_of(client.get(page_of(assessment)))
    assert application.reference in reading
    assert "[the organisation] and [a partner] cook for twelve people" in reading
    # The local link is scored by the place, which is told.
    assert "Cumbria" in words_of(client.get(page_of(assessment, "/criteria/local-link")))


def test_names_come_once_everybodys_scores_are_in(client: FlaskClient) -> None:
    application = an_application_to_read(hide_names=True)
    application.tier_key = "small"
    other = an_assessment(application, an_assessor(), stage="open", points=3)
    _, own = an_assessor_reading(client, application)
    own.stage, own.submitted_at, own.recommendation = "submitted", NOON, "fund"
    db.session.commit()
    assert "Harbour House" not in every_page(client, own)

    other.stage = "submitted"
    db.session.commit()

    assert "Harbour House" in words_of(client.get(page_of(own)))
    assert "hello@kitchen.example.org" in words_of(client.get(page_of(own)))


def test_emails_name_nobody_where_names_are_hidden(app: Flask) -> None:
    assessment = an_assessment(an_application_to_read(hide_names=True), an_assessor())

    sent = repr(assigned_emails(assessment.id, NOON)) + repr(reminder_emails(assessment.id, NOON))

    assert "Harbour House" not in sent
    assert assessment.application.reference in sent


def test_whom_to_get_in_touch_with_is_never_told(client: FlaskClient) -> None:
    _, assessment = an_assessor_reading(client, an_application_to_read(hide_amount=False))

    assert SAID["contact-name"] not in every_page(client, assessment)
    assessment.stage, assessment.recommendation = "submitted", "fund"
    db.session.commit()
    assert SAID["contact-name"] not in every_page(client, assessment)
