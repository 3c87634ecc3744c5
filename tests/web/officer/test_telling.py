"""Before everyone is told, each letter can be read; after that, how far the run is."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from grantflow.applications.models import Application
from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.jobs.queries import list_jobs
from grantflow.notices.models import Letter
from tests.applications.filled import MICRO
from tests.factories import (
    a_decision,
    a_regional_lead,
    a_round,
    an_application,
    an_assessor,
    an_officer,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.web.browser import sign_in, words_of


def held(outcome: str, **given: object) -> Application:
    stage = "to-award" if outcome == "award" else "to-decline"
    application = an_application(stage=stage, answers=MICRO, **given)  # type: ignore[arg-type]
    a_decision(application, a_regional_lead(), outcome)
    return application


def test_the_letter_of_a_held_decision_is_read_and_nothing_of_it_is_kept(client: FlaskClient) -> None:
    sign_in(client, a_regional_lead())

    for outcome, words in (("award", "We are offering you"), ("decline", "We cannot fund")):
        application = held(outcome)
        answer = client.get(f"/officer/applications/{application.id}/decision/letter")

        assert answer.mimetype == "application/pdf"
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
        assert words in text
        assert "preview, not sent" in " ".join(text.split())
    assert db.session.query(Award).count() == db.session.query(Letter).count() == 0
    assert list_jobs("waiting") == []


def test_there_is_no_letter_where_nothing_is_held_nor_for_those_who_may_not_release(
    client: FlaskClient,
) -> None:
    application = held("award")
    sign_in(client, an_assessor())
    assert client.get(f"/officer/applications/{application.id}/decision/letter").status_code == 404

    sign_in(client, a_regional_lead())
    undecided = an_application(stage="panel")
    assert client.get(f"/officer/applications/{undecided.id}/decision/letter").status_code == 409


@pytest.fixture
def mail_is_kept(app: Flask) -> Iterator[None]:
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"SMTP_URL": "keep:"})
    yield
    app.extensions["settings"] = before


@pytest.mark.usefixtures("mail_is_kept")
def test_the_run_is_followed_until_everybody_has_a_letter(app: Flask, client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    for outcome in ("award", "decline"):
        held(outcome, round=round)
    lead = sign_in(client, a_regional_lead())
    address = f"/officer/rounds/{round.id}/release/progress"
    with unit_of_work():
        take_action(round, "release-decisions", at_noon(an_officer()))

    assert "0 of 2 letters sent" in words_of(lead.get(address))
    assert "data-look-again" in lead.get(address).get_data(as_text=True)
    run_jobs(app)

    assert "Everyone has been told: 2 letters." in words_of(lead.get(address))
    assert "data-look-again" not in lead.get(address).get_data(as_text=True)


def test_a_round_that_was_given_up_is_never_public(client: FlaskClient) -> None:
    round = a_round(stage="draft")
    with unit_of_work():
        take_action(round, "abandon", at_noon(an_officer()), note="No money this year.")

    assert round.stage == "given-up"
    assert client.get(f"/rounds/{round.slug}").status_code == 404
