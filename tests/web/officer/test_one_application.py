"""An officer takes one application from the day it arrives to the day its applicant is told."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from grantflow.accounts.models import User
from grantflow.assessment.models import Assessment
from grantflow.casework.running import tiers
from grantflow.db import db
from tests.applications.filled import MICRO
from tests.factories import a_regional_lead, a_round, an_application, an_assessor, an_officer
from tests.jobs_inline import run_jobs
from tests.web.browser import hidden_fields, sign_in, words_of


def test_an_officer_takes_one_application_from_submitted_to_released(app: Flask, client: FlaskClient) -> None:
    officer, assessor, lead = an_officer(name="Priya Nair"), an_assessor(), a_regional_lead()
    round = a_round(stage="assessing", officer=officer)
    application = an_application(stage="submitted", round=round, answers=MICRO)
    page = f"/officer/applications/{application.id}"
    sign_in(client, officer)

    assert application.title in words_of(client.get("/officer/"))
    press(client, page, f"{page}/act/start-checks")
    for code in ("REG", "BAND", "COI", "LINK"):
        fill(client, f"{page}/checks/{code}", result="pass", evidence="Looked up today.")
    press(client, page, f"{page}/act/pass-checks")
    fill(client, f"{page}/assessments/ask", assessor=str(assessor.id))

    score_everything(client, assessor)

    sign_in(client, officer)
    assert "Rooted here for years." in words_of(client.get(f"{page}/assessments"))
    press(client, page, f"{page}/act/send-to-panel")
    sign_in(client, lead)
    fill(
        client,
        f"{page}/decision/award",
        amount="4,000",
        why="People trust you.",
        why_less="The van can wait.",
    )
    assert "the applicant has not been told" in words_of(client.get(f"{page}/decision"))

    sign_in(client, officer)
    release = f"/officer/rounds/{round.id}/release"
    assert "1 offer, £4,000 in all, and 0 refusals" in words_of(client.get(release))
    fill(client, release)
    problems = [ran for ran in run_jobs(app, only={"release-application"}) if ran.problem]

    assert problems == []
    db.session.expire_all()
    assert (round.stage, application.stage) == ("decisions-released", "awarded")
    assert application.decision is not None
    assert application.decision.released_at is not None
    history = words_of(client.get(f"{page}/history"))
    assert history.index("Tell the applicant: awarded") < history.index("Award the grant by")
    assert history.index("Award the grant by") < history.index("Start the checks by Priya Nair")


def test_a_rolling_round_tells_a_decided_application_at_once(client: FlaskClient) -> None:
    officer, lead = an_officer(), a_regional_lead()
    round = a_round(officer=officer, rolling=True)
    application = an_application(stage="panel", round=round)
    page = f"/officer/applications/{application.id}"
    sign_in(client, lead)

    fill(
        client, f"{page}/decision/decline", reason_codes="plan-unclear",
        strength="You know the place.", change="Say who does what.",
    )  # fmt: skip
    press(client, page, f"{page}/act/release-decline")

    assert application.stage == "declined"


def press(client: FlaskClient, page: str, address: str) -> None:
    """Press the one button of a page's next step."""
    shown = client.get(page)
    assert f'action="{address}"' in shown.get_data(as_text=True), words_of(shown)
    pressed = client.post(address, data=hidden_fields(shown))
    assert pressed.status_code == 302, words_of(pressed)


def fill(client: FlaskClient, address: str, **typed: str) -> TestResponse:
    """Fill a page in and send it."""
    saved = client.post(address, data=hidden_fields(client.get(address)) | typed)
    assert saved.status_code == 302, words_of(saved)
    return saved


def score_everything(client: FlaskClient, assessor: User) -> None:
    sign_in(client, assessor)
    assessment = db.session.scalars(select(Assessment)).one()
    page = f"/assessor/assessments/{assessment.id}"
    fill(client, f"{page}/declare", answer="no")
    for criterion in tiers().criteria:
        if criterion.needs_amount:
            fill(client, f"{page}/amount")
        fill(client, f"{page}/criteria/{criterion.key}", points="4", reason="They show it.")
    fill(client, f"{page}/overall", strengths="Rooted here for years.", recommendation="fund")
    sent = client.post(f"{page}/send", data=hidden_fields(client.get(page)))
    assert sent.status_code == 302, words_of(sent)
