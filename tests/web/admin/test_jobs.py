"""Jobs are seen by state, in words; only one that failed can be tried again."""

from flask.testing import FlaskClient

from grantflow.db import unit_of_work
from grantflow.jobs.commands import enqueue
from grantflow.jobs.queries import list_jobs
from tests.factories import a_round, an_admin, an_officer
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
