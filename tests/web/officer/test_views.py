"""Views: filters under a name, for one person alone."""

from flask.testing import FlaskClient

from grantflow.db import db
from grantflow.reports.models import SavedView
from grantflow.reports.rules import MOST_VIEWS
from tests.conftest import NOON
from tests.factories import a_round, an_application, an_officer
from tests.web.browser import sign_in, words_of

ASKED = "stage=checking&small=yes&order=amount&words=cook"


def saved(client: FlaskClient, name: str, asked: str = ASKED) -> SavedView:
    answer = client.post(f"/officer/views/new?{asked}", data={"name": name})
    assert answer.status_code == 302, words_of(answer)
    client.get(answer.headers["Location"])
    return db.session.query(SavedView).order_by(SavedView.id.desc()).first()  # type: ignore[return-value]


def test_filters_are_saved_under_a_name_and_picked_again(client: FlaskClient) -> None:
    an_application(stage="checking", round=a_round(title="Small steps"), submitted_at=NOON)
    sign_in(client, an_officer())
    assert "Save these filters" not in words_of(client.get("/officer/"))
    assert "Save these filters" in words_of(client.get(f"/officer/?{ASKED}"))
    words = words_of(client.get(f"/officer/views/new?{ASKED}"))
    for line in (
        "Stage: Being checked",
        "Small charities only",
        "With the words: cook",
        "First: the largest amount",
    ):
        assert line in words

    view = saved(client, "  To   check ")
    assert view.name == "To check"
    assert view.asked == {"stage": "checking", "small": "yes", "order": "amount", "words": "cook"}
    page = client.get("/officer/")
    assert "To check" in words_of(page)
    assert 'href="/officer/?' in page.get_data(as_text=True)


def test_a_view_is_renamed_and_deleted(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    view = saved(client, "To check")

    client.post(f"/officer/views/{view.id}", data={"name": "To look at"})
    assert "To look at" in words_of(client.get("/officer/views"))
    client.post(f"/officer/views/{view.id}/delete")
    assert "You have none yet" in words_of(client.get("/officer/views"))


def test_a_name_is_needed_and_is_not_given_twice(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    other = saved(client, "Others")
    saved(client, "To check")

    assert "Enter a name" in words_of(client.post(f"/officer/views/new?{ASKED}", data={"name": " "}))
    again = client.post(f"/officer/views/new?{ASKED}", data={"name": "to CHECK"})
    assert "You have a view called “to CHECK” already" in words_of(again)
    assert "You have a view called" in words_of(
        client.post(f"/officer/views/{other.id}", data={"name": "To check"})
    )
    assert "60 characters" in words_of(client.post(f"/officer/views/new?{ASKED}", data={"name": "x" * 61}))
    assert db.session.query(SavedView).count() == 2


def test_there_is_room_for_so_many(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    for number in range(MOST_VIEWS):
        saved(client, f"View {number}")

    assert "Delete one first" in words_of(client.post(f"/officer/views/new?{ASKED}", data={"name": "More"}))
    assert db.session.query(SavedView).count() == MOST_VIEWS


def test_a_view_is_nobody_elses(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    view = saved(client, "To check")
    sign_in(client, an_officer())

    assert "To check" not in words_of(client.get("/officer/"))
    assert client.get(f"/officer/views/{view.id}").status_code == 404
    assert client.post(f"/officer/views/{view.id}", data={"name": "Mine"}).status_code == 404
    assert client.post(f"/officer/views/{view.id}/delete").status_code == 404
    assert db.session.query(SavedView).one().name == "To check"
    saved(client, "To check")
