"""The quarterly digest: one for each reader who asked for it, and none where nothing is new."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from grantflow.db import db, unit_of_work
from grantflow.jobs.commands import enqueue
from grantflow.learning.models import LearningEntry
from grantflow.notices import jobs, readers
from grantflow.notices.models import DigestReader, Email, PrintedSummary
from tests.factories import a_learning_entry, an_application, an_award, an_officer
from tests.jobs_inline import run_jobs
from tests.notices.mail_server import MailServer
from tests.web.browser import clock_at, sign_in, words_of

NEW_YEAR = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)
LEARNED: dict[str, Any] = {
    "for-whom": "Twenty-four men on community orders.",
    "what-happened": "Nine moved forward, three moved back after losing a room.",
    "what-did-not-work": "The evening session. Nobody came after dark.",
}


def a_published_entry(title: str = "Cooking first", **given: Any) -> LearningEntry:
    award = an_award(application=an_application(stage="awarded"), title=title)
    return a_learning_entry(
        award, stage="published", answers=LEARNED, title=title,
        **{"worked": "yes", "published_at": datetime(2026, 11, 2, tzinfo=UTC)} | given,
    )  # fmt: skip


def a_reader(address: str = "sam@example.org", region_code: str | None = None) -> DigestReader:
    with unit_of_work():
        readers.choose_digest(address, region_code, NEW_YEAR)
    found = readers.find_reader(address)
    assert found is not None
    return found


def the_quarter_begins(app: Flask, night: str = "2027-01-04") -> None:
    with clock_at(NEW_YEAR):
        jobs.look_at_quarter(night)
        assert [ran.problem for ran in run_jobs(app) if ran.problem] == []


def test_a_reader_gets_what_is_new_and_the_mail_program_can_stop_it(app: Flask, mail: MailServer) -> None:
    entry = a_published_entry()
    a_reader()

    the_quarter_begins(app)

    [message] = mail.to("sam@example.org")
    said = message.get_content()
    assert message["Subject"] == "What we learned, October to December 2026"
    for expected in (
        "MENTAL HEALTH AND WELLBEING", "* Cooking first", "Cumbria. Twenty-four men on community orders.",
        "It worked, much as hoped. Nine moved forward", f"/learning/{entry.id}",
    ):  # fmt: skip
        assert expected in said, expected
    stop = str(message["List-Unsubscribe"]).strip().strip("<>")
    assert stop in said
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_did_not_work_is_said_first_and_plainly(app: Flask, mail: MailServer) -> None:
    a_published_entry("It went well")
    a_published_entry("It went badly", worked="no")
    a_reader()

    the_quarter_begins(app)

    said = mail.to("sam@example.org")[0].get_content()
    assert said.index("It went badly") < said.index("It went well")
    assert "It did not work. Nine moved forward, three moved back after losing a room." in said


def test_nothing_new_is_no_email(app: Flask, mail: MailServer) -> None:
    a_published_entry(published_at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    a_published_entry("Of this quarter", published_at=datetime(2027, 1, 2, tzinfo=UTC))
    a_reader()

    the_quarter_begins(app)

    assert mail.messages == []


def test_only_the_region_that_was_chosen(app: Flask, mail: MailServer) -> None:
    a_published_entry("In the north west")
    a_reader("north@example.org", "B")
    a_reader("wales@example.org", "D")

    the_quarter_begins(app)

    assert len(mail.to("north@example.org")) == 1
    assert mail.to("wales@example.org") == []


def test_a_job_that_runs_twice_sends_one_digest(app: Flask, mail: MailServer) -> None:
    a_published_entry()
    reader = a_reader()

    the_quarter_begins(app)
    the_quarter_begins(app, "2027-01-05")
    with unit_of_work():
        # What a worker that died after its work would do again.
        enqueue("learning-digest", "2026-Q4", str(reader.id), key=f"learning-digest:2026-Q4:{reader.id}")
    run_jobs(app)

    assert len(mail.messages) == 1


def test_nothing_is_promised_before_the_first_working_day(app: Flask, mail: MailServer) -> None:
    a_published_entry()
    a_reader()

    the_quarter_begins(app, "2027-01-03")

    assert mail.messages == []
    assert db.session.scalar(select(func.count()).select_from(PrintedSummary)) == 0


def test_each_theme_and_region_with_anything_published_is_printed_anew_once(
    app: Flask, mail: MailServer
) -> None:
    a_published_entry()

    the_quarter_begins(app)
    the_quarter_begins(app, "2027-01-05")

    rows = db.session.scalars(select(PrintedSummary).order_by(PrintedSummary.promise)).all()
    assert [each.promise for each in rows] == [
        "summary:region:B:2027-Q1",
        "summary:theme:mental-health:2027-Q1",
    ]
    assert all(each.made_at and each.sha256 for each in rows)


def test_a_stranger_is_on_the_list_once_they_press_the_button(
    app: Flask, client: FlaskClient, mail: MailServer
) -> None:
    a_published_entry()
    with clock_at(NEW_YEAR):
        client.post("/learning/digest", data={"email": "Sam@Example.org", "region": "B"})
        run_jobs(app)
    [message] = mail.to("sam@example.org")
    link = _link_in(message.get_content(), "/learning/digest/confirm/")

    the_quarter_begins(app)
    assert len(mail.messages) == 1, "nobody has confirmed yet"
    assert "sam@example.org" in client.get(link).text
    assert readers.ids_of_readers() == []

    assert "You will hear from us" in words_of(client.post(link))
    found = readers.find_reader("sam@example.org")
    assert found is not None
    assert found.region_code == "B"
    assert found.confirmed_at is not None


def test_somebody_else_cannot_change_what_a_reader_chose(
    app: Flask, client: FlaskClient, mail: MailServer
) -> None:
    a_reader(region_code="B")

    client.post("/learning/digest", data={"email": "sam@example.org", "region": "D"})
    run_jobs(app)

    found = readers.find_reader("sam@example.org")
    assert found is not None
    assert found.region_code == "B"


def test_one_press_stops_it_without_signing_in_and_the_address_is_forgotten(
    app: Flask, client: FlaskClient, mail: MailServer
) -> None:
    a_published_entry()
    a_reader()
    the_quarter_begins(app)
    stop = urlsplit(str(mail.to("sam@example.org")[0]["List-Unsubscribe"]).strip().strip("<>")).path

    assert "Stop these emails" in client.get(stop).text
    assert readers.find_reader("sam@example.org") is not None, "a scanner that opens the link stops nothing"
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert readers.find_reader("sam@example.org") is None
    assert db.session.scalars(select(Email.to_address)).all() == []
    assert client.post(stop).status_code == 200


def test_an_address_that_nobody_confirmed_is_forgotten_after_a_week(
    app: Flask, client: FlaskClient, mail: MailServer
) -> None:
    with clock_at(datetime(2026, 12, 1, tzinfo=UTC)):
        client.post("/learning/digest", data={"email": "sam@example.org", "region": "all"})
        run_jobs(app)
    link = _link_in(mail.to("sam@example.org")[0].get_content(), "/learning/digest/confirm/")
    with clock_at(datetime(2026, 12, 8, 12, tzinfo=UTC)):
        assert client.post(link).status_code == 410
        jobs.look_at_quarter("2026-12-08")

    assert readers.find_reader("sam@example.org") is None
    assert db.session.scalars(select(Email.to_address)).all() == []


def test_too_many_links_for_one_address_are_refused(app: Flask, client: FlaskClient) -> None:
    data = {"email": "sam@example.org", "region": "all"}
    with clock_at(NEW_YEAR):
        answers = [client.post("/learning/digest", data=data).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize("kind", ["confirm", "stop"])
def test_a_link_that_was_made_up_opens_nothing(client: FlaskClient, kind: str) -> None:
    assert client.get(f"/learning/digest/{kind}/made.up").status_code == 410
    assert client.post(f"/learning/digest/{kind}/made.up").status_code == 410


def test_an_entry_that_is_looked_at_again_is_named(app: Flask, mail: MailServer) -> None:
    a_learning_entry(
        an_award(application=an_application(stage="awarded")), stage="in-review", title="Kettle On",
        published_at=datetime(2024, 11, 2, tzinfo=UTC), consent_given_at=datetime(2024, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    a_reader()

    the_quarter_begins(app)

    said = mail.to("sam@example.org")[0].get_content()
    assert "WE ARE LOOKING AT THIS AGAIN\n* Kettle On" in said


def test_whoever_is_signed_in_chooses_on_a_page_of_their_own(app: Flask, client: FlaskClient) -> None:
    officer = an_officer()
    sign_in(client, officer)

    client.post("/learning/digest", data={"wanted": "yes", "region": "B"})
    found = readers.find_reader(officer.email)
    assert found is not None
    assert found.confirmed_at is not None
    client.post("/learning/digest", data={"wanted": "none", "region": "all"})
    assert readers.find_reader(officer.email) is None


def _link_in(text: str, path: str) -> str:
    [line] = [line for line in text.splitlines() if path in line]
    return urlsplit(line).path
