"""An officer sees what an applicant was sent, and has a failed letter made again."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.db import db
from grantflow.notices import letters
from tests.factories import a_review, an_officer
from tests.jobs_inline import run_jobs
from tests.notices.cases import a_grant, a_sent_application, pdf_of, promise, the_letter, told


@pytest.fixture(autouse=True)
def mail(app: Flask) -> Any:
    """Mail that is kept and goes nowhere."""
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"SMTP_URL": "keep:"})
    yield
    app.extensions["settings"] = before


def test_letters_and_emails_about_the_application_and_its_grant_are_listed_and_open(
    app: Flask, client: FlaskClient
) -> None:
    award = a_grant()
    application = award.application
    told(app, "acknowledgement", application)
    told(app, "review-announced", a_review(award))
    told(app, "offer", award)
    sign_in(client, application.assigned_to)

    page = client.get(f"/officer/applications/{application.id}/letters").text
    letter = the_letter(application)
    opened = client.get(f"/documents/{letter.document_id}")

    assert "We have your application (PDF)" in page
    assert "We are offering you £4,500 (PDF)" in page
    assert "Your report is due on" in page
    assert opened.data == pdf_of(application)
    assert opened.mimetype == "application/pdf"


def test_a_failed_letter_says_why_and_is_made_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = a_failed_letter(app, monkeypatch)
    sign_in(client, application.assigned_to)
    page = client.get(f"/officer/applications/{application.id}/letters").text
    assert "It could not be made: RuntimeError: out of ink" in page
    assert "Try again" in page

    letter = the_letter(application)
    answer = client.post(retry_address(application), data={"revision": letter.revision})
    run_jobs(app)

    assert answer.status_code == 302
    assert the_letter(application).stage == "sent"


def test_a_page_that_is_stale_has_nothing_made(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = a_failed_letter(app, monkeypatch)
    sign_in(client, application.assigned_to)

    assert client.post(retry_address(application), data={"revision": "1"}).status_code == 409
    assert the_letter(application).stage == "failed"


def test_a_letter_of_another_region_is_not_found(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = a_failed_letter(app, monkeypatch)
    address = retry_address(application)
    sign_in(client, an_officer(region="D"))

    assert client.post(address, data={"revision": "3"}).status_code == 404
    assert the_letter(application).stage == "failed"


def a_failed_letter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Application:
    application = a_sent_application()
    with monkeypatch.context() as broken:
        broken.setattr(letters, "letter_pdf", out_of_ink)
        promise("acknowledgement", application)
        run_jobs(app)
    return application


def out_of_ink(*_: Any, **__: Any) -> bytes:
    raise RuntimeError("out of ink")


def retry_address(application: Application) -> str:
    return f"/officer/applications/{application.id}/letters/{the_letter(application).id}/retry"


def sign_in(client: FlaskClient, user: User | None) -> None:
    assert user is not None
    with client.session_transaction() as session:
        session["user_id"], session["epoch"] = str(user.id), user.session_epoch
        session["proven"] = True
    db.session.rollback()
