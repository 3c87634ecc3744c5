"""Jobs are seen by state, in words; only one that failed can be tried again."""

from flask import Flask
from flask.testing import FlaskClient

from grantflow.casework.queries import list_timers
from grantflow.db import db, unit_of_work
from grantflow.jobs.commands import enqueue
from grantflow.jobs.queries import list_jobs
from grantflow.notices.models import Email
from tests.conftest import NOON
from tests.factories import a_round, an_admin, an_application, an_officer
from tests.jobs_inline import run_jobs
from tests.web.browser import sign_in, words_of


def test_a_waiting_job_is_shown_with_what_it_is_about(client: FlaskClient) -> None:
    round, officer = a_round(stage="draft"), an_officer(name="Asha Patel")
    with unit_of_work():
        enqueue("notice", "round-closing", str(round.id), key="one")
        enqueue("staff-set-up-link", str(officer.id), key="two")
    sign_in(client, an_admin())

    page = words_of(client.get("/admin/jobs?state=waiting"))

    assert f"Email or letter round-closing, {round.reference} {round.title}" in page
    assert "Set-up link Asha Patel" in page


def test_empty_lists_say_what_will_be_here(client: FlaskClient) -> None:
    sign_in(client, an_admin())

    assert "Nothing has failed" in client.get("/admin/jobs").text
    assert "Nothing is waiting" in client.get("/admin/jobs?state=waiting").text
    assert "No job has been done yet" in client.get("/admin/jobs?state=done").text
    assert "Nothing has failed" in client.get("/admin/jobs?state=nonsense&from=-7").text


def test_a_job_that_has_not_failed_is_not_tried_again(client: FlaskClient) -> None:
    with unit_of_work():
        enqueue("notice", "x", "y", key="one")
    sign_in(client, an_admin())

    for key in ("one", "no-such-job"):
        answer = client.post("/admin/jobs/retry", data={"key": key})
        assert answer.status_code == 409
        assert "has not failed" in answer.text
    assert [job.key for job in list_jobs("waiting")] == ["one"]


def test_jobs_are_not_there_for_others(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    assert client.get("/admin/jobs").status_code == 404
    assert client.post("/admin/jobs/retry", data={"key": "x"}).status_code == 404


def test_an_administrator_of_a_region_sees_only_jobs_about_its_cases(client: FlaskClient) -> None:
    here, there = an_application(title="Here"), an_application(title="There", region_code="D")
    with unit_of_work():
        for application in (here, there):
            email = Email(
                promise=application.title, notice="x", to_address="x@example.org", subject="x", body="x",
                case_id=application.id, created_at=NOON,
            )  # fmt: skip
            db.session.add(email)
            db.session.flush()
            enqueue("notice", "acknowledgement", str(application.id), key=f"notice {application.title}")
            enqueue("timer", str(list_timers(application.id)[0].id), key=f"timer {application.title}")
            enqueue("send-email", str(email.id), key=f"email {application.title}")
        enqueue("sign-in-link", "joan@example.org", "", key="link")
    sign_in(client, an_admin(region="B"))

    page = client.get("/admin/jobs?state=waiting")

    assert page.get_data(as_text=True).count('<div class="gf-jobs__what">') == 3
    assert "Here" in words_of(page)
    assert "There" not in words_of(page)
    assert "joan@example.org" not in words_of(page)


def test_an_administrator_of_a_region_tries_again_only_jobs_about_its_cases(
    app: Flask, client: FlaskClient
) -> None:
    here, there = an_application(), an_application(region_code="D")
    with unit_of_work():
        enqueue("notice", "no-such-notice", str(here.id), key="here")
        enqueue("notice", "no-such-notice", str(there.id), key="there")
    run_jobs(app)
    sign_in(client, an_admin(region="B"))

    for key in ("there", "no-such-job"):
        assert client.post("/admin/jobs/retry", data={"key": key}).status_code == 404
    assert {job.key for job in list_jobs("failed")} == {"here", "there"}
    assert client.post("/admin/jobs/retry", data={"key": "here"}).status_code == 302
    assert {job.key for job in list_jobs("failed")} == {"there"}
    client.post("/admin/jobs/retry")
    assert {job.key for job in list_jobs("failed")} == {"there"}
    sign_in(client, an_admin()).post("/admin/jobs/retry")
    assert {job.key for job in list_jobs("failed")} == set()
