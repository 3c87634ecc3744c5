"""From a promise to a letter in somebody's hand: job, letter, PDF, email."""

from flask import Flask

from grantflow.casework.queries import timeline
from grantflow.db import db
from grantflow.documents import store
from grantflow.jobs.queries import list_jobs
from grantflow.jobs.queue import QUEUE, client
from grantflow.notices.queries import find_letter, list_letters
from tests.factories import a_member
from tests.jobs_inline import run_jobs
from tests.notices.cases import a_sent_application, promise, said_in_letter, the_letter, told
from tests.notices.mail_server import MailServer
from tests.notices.reading import faults_of, squeezed, text_of


def test_an_acknowledgement_goes_from_promise_to_pdf_to_inbox(app: Flask, mail: MailServer) -> None:
    application = a_sent_application()

    told(app, "acknowledgement", application)

    letter = the_letter(application)
    assert letter.stage == "sent"
    assert letter.title == "We have your application"
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
    assert letter.assigned_to is not None
    assert message["Reply-To"] == letter.assigned_to.email
    assert f"http://localhost/applicant/applications/{application.id}" in message.get_content()
    assert [entry.action for entry in reversed(timeline([letter.id]))] == ["create", "make", "send"]


def test_a_job_that_runs_twice_makes_one_letter_and_sends_one_email(app: Flask, mail: MailServer) -> None:
    application = a_sent_application()
    done = told(app, "acknowledgement", application)
    sha256 = the_letter(application).document.sha256  # type: ignore[union-attr]

    again(app, *(ran.job.key for ran in done))

    assert len(list_letters([application.id])) == 1
    assert the_letter(application).document.sha256 == sha256  # type: ignore[union-attr]
    assert len(mail.messages) == 1


def test_the_same_promise_is_one_letter_and_another_promise_another(app: Flask, mail: MailServer) -> None:
    application = a_sent_application()
    promise("acknowledgement", application, key="first")
    promise("acknowledgement", application, key="first")
    promise("acknowledgement", application, key="second")

    run_jobs(app)

    assert find_letter("first") is not None
    assert len(list_letters([application.id])) == 2


def test_everyone_who_may_sign_is_told_once(app: Flask, mail: MailServer) -> None:
    application = a_sent_application()
    assert application.organisation is not None
    a_member(application.organisation, "submit", email="treasurer@harbour.example", name="Tomasz Wilk")
    a_member(application.organisation, "view", email="trainee@harbour.example")

    told(app, "acknowledgement", application)

    assert sorted(str(each["To"]) for each in mail.messages) == [
        "Margaret Loveridge <margaret@harbour.example>",
        "Tomasz Wilk <treasurer@harbour.example>",
    ]
    assert the_letter(application).stage == "sent"


def test_a_letter_opens_with_the_same_bytes_after_the_case_has_changed(app: Flask, mail: MailServer) -> None:
    application = a_sent_application()
    told(app, "acknowledgement", application)
    before = said_in_letter(application)

    application.title = "Something else"
    db.session.commit()
    again(app, *(job.key for job in list_jobs("done")))

    assert said_in_letter(application) == before


def again(app: Flask, *keys: str) -> None:
    """Have these jobs done a second time, as after a crash."""
    for key in keys:
        client().rewind_workflow(key, queue_name=QUEUE)
    assert [ran.problem for ran in run_jobs(app)] == [""] * len(keys)
