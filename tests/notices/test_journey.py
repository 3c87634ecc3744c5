"""From a promise to a letter in somebody's hand: job, letter, PDF, email."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from grantflow.applications.models import Application
from grantflow.casework.queries import timeline
from grantflow.db import db, unit_of_work
from grantflow.documents import store
from grantflow.jobs.commands import enqueue
from grantflow.notices.queries import list_letters
from tests.factories import a_member, a_round, an_application, an_officer, an_organisation
from tests.jobs_inline import run_jobs
from tests.notices.mail_server import MailServer, a_mail_server
from tests.notices.reading import faults_of, squeezed, text_of

ANSWERS: dict[str, Any] = {
    "project-title": "Cooking together",
    "what-you-will-do": "We cook on Tuesdays and eat what we cook. Everybody washes up.",
    "outcomes": ["mental-health"],
    "how-you-will-know": "People come back, and say why.",
    "who-and-where": "Men who live near Whitehaven and are on probation.",
    "areas": ["E23000002"],
    "people-expected": 40,
    "amount-requested": 450_000,
    "start-date": "2027-04-01",
    "length-months": 12,
    "contact-name": "Margaret Loveridge",
    "contact-email": "margaret@harbour.example",
    "contact-phone": "01946 555 0101",
    "partners-involved": "no",
}


@pytest.fixture
def mail(app: Flask) -> Iterator[MailServer]:
    with a_mail_server() as server:
        before = app.extensions["settings"]
        app.extensions["settings"] = before.model_copy(update={"SMTP_URL": server.url})
        yield server
        app.extensions["settings"] = before


def test_an_acknowledgement_goes_from_promise_to_pdf_to_inbox(app: Flask, mail: MailServer) -> None:
    application = a_sent_application()
    promise("acknowledgement", application)

    assert [ran.problem for ran in run_jobs(app)] == ["", "", ""]

    [letter] = list_letters([application.id])
    assert letter.stage == "sent"
    assert letter.document is not None
    pdf = store.get(letter.document.sha256)
    assert faults_of(pdf) == []
    said = text_of(pdf)
    assert "Thank you for asking us for £4,500 towards Cooking together." in said
    assert "We cook on Tuesdays and eat what we cook." in said
    assert application.reference in said
    assert letter.reference.replace("-", "") in squeezed(said).replace("-", "")
    [message] = mail.messages
    assert message["To"] == "Margaret Loveridge <margaret@harbour.example>"
    assert message["Subject"] == "We have your application for Cooking together"
    body = message.get_content()
    assert f"http://localhost/applicant/applications/{application.id}" in body
    assert [entry.action for entry in reversed(timeline([letter.id]))] == ["create", "make", "send"]


def a_sent_application(**given: Any) -> Application:
    organisation = an_organisation(
        name="Harbour House", address="The Old Chapel\nCastlegate", postcode="CA11 7HR"
    )
    a_member(organisation, email="margaret@harbour.example", name="Margaret L")
    found: Application = an_application(
        stage="submitted", round=a_round(officer=an_officer(name="Farida Holroyd")), organisation=organisation,
        answers=ANSWERS | given.pop("answers", {}), decide_by=date(2027, 1, 15), **given,
    )  # fmt: skip
    return found


def promise(notice: str, case: Any, key: str = "") -> None:
    with unit_of_work():
        enqueue("notice", notice, str(case.id), key=key or f"{notice}:{case.id}:{case.revision}")
    db.session.rollback()
