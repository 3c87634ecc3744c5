"""A letter that cannot be made or sent says so and can be tried again; a private link is kept nowhere."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from grantflow.accounts.acting import actor_of
from grantflow.accounts.links import spend_link
from grantflow.accounts.models import Link, LinkPurpose
from grantflow.casework.commands import take_action
from grantflow.casework.queries import timeline
from grantflow.casework.running import now
from grantflow.db import db, unit_of_work
from grantflow.errors import Forbidden
from grantflow.jobs.commands import enqueue
from grantflow.notices import letters
from grantflow.notices.models import Email, Letter
from grantflow.permissions import Occasion
from tests.factories import an_application, an_officer, an_organisation
from tests.jobs_inline import run_jobs
from tests.notices.cases import MARGARET, a_sent_application, promise, the_letter, told
from tests.notices.mail_server import MailServer


def test_a_letter_that_cannot_be_printed_fails_with_the_reason(
    app: Flask, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = a_sent_application()
    monkeypatch.setattr(letters, "letter_pdf", out_of_ink)
    promise("acknowledgement", application)

    ran = run_jobs(app)

    letter = the_letter(application)
    assert [each.problem for each in ran] == ["", "RuntimeError: out of ink"]
    assert letter.stage == "failed"
    assert letter.document_id is None
    assert timeline([letter.id])[0].note == "RuntimeError: out of ink"
    assert mail.messages == []


def test_an_officer_has_a_failed_letter_made_again(
    app: Flask, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = a_sent_application()
    with monkeypatch.context() as broken:
        broken.setattr(letters, "letter_pdf", out_of_ink)
        promise("acknowledgement", application)
        run_jobs(app)

    retry(the_letter(application))
    run_jobs(app)

    assert the_letter(application).stage == "sent"
    assert len(mail.messages) == 1


def test_a_letter_the_mail_server_refuses_fails_and_keeps_its_bytes(app: Flask, mail: MailServer) -> None:
    application = a_sent_application()
    mail.refuse[MARGARET] = "550 no such person here"
    promise("acknowledgement", application)
    run_jobs(app)
    letter = the_letter(application)
    before = letter.document_id
    assert letter.stage == "failed"
    assert "no such person here" in timeline([letter.id])[0].note

    mail.refuse.clear()
    retry(letter)
    run_jobs(app)

    assert the_letter(application).stage == "sent"
    assert the_letter(application).document_id == before
    assert len(mail.to(MARGARET)) == 1


def test_a_letter_with_nobody_to_write_to_fails_and_says_so(app: Flask, mail: MailServer) -> None:
    application = an_application(stage="submitted", organisation=an_organisation())
    promise("acknowledgement", application)

    run_jobs(app)

    letter = the_letter(application)
    assert letter.stage == "failed"
    assert "nobody-to-write-to" in timeline([letter.id])[0].note


def test_somebody_from_another_region_cannot_try_a_letter_again(
    app: Flask, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = a_sent_application()
    monkeypatch.setattr(letters, "letter_pdf", out_of_ink)
    promise("acknowledgement", application)
    run_jobs(app)
    letter = the_letter(application)

    stranger = an_officer(region="D")
    with pytest.raises(Forbidden), unit_of_work():
        take_action(letter, "retry", Occasion(actor_of(stranger), now()))

    assert the_letter(application).stage == "failed"


def test_printing_holds_no_lock_on_the_database(
    app: Flask, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, print_it = a_sent_application(), letters.letter_pdf
    wrote: list[bool] = []

    def while_somebody_writes(*args: Any, **kwargs: Any) -> bytes:
        with db.engine.connect() as other:
            other.exec_driver_sql("PRAGMA busy_timeout=0") if db.engine.dialect.name == "sqlite" else None
            other.execute(text("UPDATE users SET phone = '0'"))
            other.commit()
        wrote.append(True)
        return print_it(*args, **kwargs)

    monkeypatch.setattr(letters, "letter_pdf", while_somebody_writes)
    told(app, "acknowledgement", application)

    assert wrote == [True]


def test_a_sign_in_link_is_in_the_email_and_nowhere_else(app: Flask, mail: MailServer) -> None:
    as_a_real_service(app)
    with unit_of_work():
        enqueue("sign-in-link", "new@harbour.example", "/applicant/", key="sign-in-link:1")

    assert [ran.problem for ran in run_jobs(app)] == [""]

    [message] = mail.messages
    token = link_in(message.get_content()).rpartition("/")[2]
    email = db.session.scalars(select(Email)).one()
    assert email.secret
    assert email.body == ""
    assert email.sent_at is not None
    with unit_of_work():
        assert spend_link(token, LinkPurpose.SIGN_IN, now()).next_path == "/applicant/"


def test_a_sign_in_link_that_could_not_be_sent_is_made_anew(app: Flask, mail: MailServer) -> None:
    mail.refuse["new@harbour.example"] = "451 try later"
    with unit_of_work():
        enqueue("sign-in-link", "new@harbour.example", "", key="sign-in-link:1")
    run_jobs(app)

    mail.refuse.clear()
    with unit_of_work():
        enqueue("sign-in-link", "new@harbour.example", "", key="sign-in-link:2")
    run_jobs(app)

    [message] = mail.messages
    with unit_of_work():
        token = link_in(message.get_content()).rpartition("/")[2]
        assert spend_link(token, LinkPurpose.SIGN_IN, now()).email == "new@harbour.example"
    assert db.session.scalar(select(func.count()).select_from(Link)) == 2


def test_a_demonstration_keeps_the_text_of_a_private_email(app: Flask, mail: MailServer) -> None:
    with unit_of_work():
        enqueue("sign-in-link", "new@harbour.example", "", key="sign-in-link:1")
    run_jobs(app)

    assert "/sign-in/" in db.session.scalars(select(Email)).one().body


def test_a_new_member_of_staff_is_sent_a_link_to_set_up_their_account(app: Flask, mail: MailServer) -> None:
    officer = an_officer(name="Farida Holroyd")
    with unit_of_work():
        enqueue("staff-set-up-link", str(officer.id), key="staff-set-up-link:1")

    assert [ran.problem for ran in run_jobs(app)] == [""]

    [message] = mail.messages
    assert message["Subject"] == "Set up your account"
    with unit_of_work():
        token = link_in(message.get_content()).rpartition("/")[2]
        assert spend_link(token, LinkPurpose.STAFF_SET_UP, now()).user_id == officer.id


def out_of_ink(*_: Any, **__: Any) -> bytes:
    raise RuntimeError("out of ink")


def retry(letter: Letter) -> None:
    with unit_of_work():
        officer = letter.assigned_to
        assert officer is not None
        take_action(letter, "retry", Occasion(actor_of(officer), now()))


def link_in(body: str) -> str:
    [link] = [line for line in body.splitlines() if line.startswith("http")]
    return link


@pytest.fixture(autouse=True)
def _demonstration_again(app: Flask) -> Any:
    yield
    app.config["DEMO"] = True


def as_a_real_service(app: Flask) -> None:
    app.config["DEMO"] = False
