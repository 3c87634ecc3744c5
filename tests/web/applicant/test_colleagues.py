"""The people of an organisation: asked in by email, given a right, and let go at once."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from grantflow.accounts.models import Invitation, Link, Membership, Organisation, User
from grantflow.audit.models import AuditEntry
from grantflow.db import db
from grantflow.notices.models import Email
from tests.conftest import NOON, Client
from tests.factories import a_member, an_application, an_officer, an_organisation
from tests.jobs_inline import run_jobs
from tests.notices.mail_server import MailServer
from tests.web.browser import clock_at, sign_in, words_of


@pytest.fixture
def house(app: Flask) -> Organisation:
    return an_organisation(name="Harbour House")


@pytest.fixture
def chair(client: FlaskClient, house: Organisation) -> User:
    user = a_member(house, name="Ada Okafor", email="ada@harbour.example")
    sign_in(client, user)
    return user


def test_a_colleague_is_asked_in_at_any_address_and_joins_by_the_link(
    app: Flask, client: FlaskClient, mail: MailServer, house: Organisation, chair: User
) -> None:
    sent = _invite(client, house, "Samina@Gmail.example", "edit")
    assert "We have sent samina@gmail.example a link" in words_of(sent)
    run_jobs(app)
    (message,) = mail.to("samina@gmail.example")
    assert message["Subject"] == "Ada Okafor asks you to join Harbour House"
    assert "There you may read and write, but not send applications." in " ".join(
        message.get_content().split()
    )

    phone, link = _a_browser(app), _link(message.get_content())
    assert "Read and write, but not send" in words_of(phone.get(link))
    assert db.session.scalars(select(User).where(User.email == "samina@gmail.example")).all() == []
    joined = phone.post(link, data={"your_name": "Samina Akhtar"}, follow_redirects=True)

    assert "You now belong to Harbour House." in words_of(joined)
    assert _rights(house) == {"Ada Okafor": "submit", "Samina Akhtar": "edit"}
    assert phone.get(link).status_code == 410
    assert db.session.scalars(select(Invitation)).all() == []
    assert _deeds(house) == [("invite", "Ada Okafor"), ("accept-invitation", "Samina Akhtar")]


def test_the_link_is_in_the_email_and_nowhere_else(
    app: Flask, client: FlaskClient, mail: MailServer, house: Organisation, chair: User
) -> None:
    app.config["DEMO"] = False
    try:
        _invite(client, house, "samina@gmail.example", "edit")
        run_jobs(app)
    finally:
        app.config["DEMO"] = True

    token = _link(mail.to("samina@gmail.example")[0].get_content()).rpartition("/")[2]
    assert db.session.scalars(select(Email.body)).all() == [""]
    assert token not in "".join(db.session.scalars(select(Link.token_hash)))


def test_a_link_that_ran_out_or_was_sent_again_opens_nothing(
    app: Flask, client: FlaskClient, mail: MailServer, house: Organisation, chair: User
) -> None:
    _invite(client, house, "samina@gmail.example", "edit")
    run_jobs(app)
    first = _link(mail.to("samina@gmail.example")[0].get_content())
    invitation = db.session.scalars(select(Invitation)).one()
    with clock_at(NOON + timedelta(days=7)):
        sign_in(client, chair)
        assert _a_browser(app).get(first).status_code == 410
        assert "The link ran out on 30 November 2026" in words_of(client.get(_people(house)))
        client.post(f"/applicant/organisations/{house.id}/invitations/{invitation.id}/send-again")
        run_jobs(app)
        second = _link(mail.to("samina@gmail.example")[1].get_content())

        assert _a_browser(app).post(first, data={"your_name": "Samina"}).status_code == 410
        assert _a_browser(app).post(second, data={"your_name": "Samina"}).status_code == 302
    assert _rights(house) == {"Ada Okafor": "submit", "Samina": "edit"}


def test_an_invitation_that_was_taken_back_opens_nothing(
    app: Flask, client: FlaskClient, mail: MailServer, house: Organisation, chair: User
) -> None:
    _invite(client, house, "samina@gmail.example", "submit")
    run_jobs(app)
    link = _link(mail.to("samina@gmail.example")[0].get_content())
    invitation = db.session.scalars(select(Invitation)).one()

    client.post(f"/applicant/organisations/{house.id}/invitations/{invitation.id}/take-back")

    assert _a_browser(app).post(link, data={"your_name": "Samina"}).status_code == 410
    assert _rights(house) == {"Ada Okafor": "submit"}
    assert [deed for deed, _ in _deeds(house)] == ["invite", "take-invitation-back"]


def test_an_invitation_taken_back_before_its_email_was_written_sends_none(
    app: Flask, client: FlaskClient, mail: MailServer, house: Organisation, chair: User
) -> None:
    _invite(client, house, "samina@gmail.example", "edit")
    invitation = db.session.scalars(select(Invitation)).one()
    client.post(f"/applicant/organisations/{house.id}/invitations/{invitation.id}/take-back")

    assert [ran.problem for ran in run_jobs(app)] == [""]
    assert mail.messages == []


def test_nobody_is_asked_twice(client: FlaskClient, house: Organisation, chair: User) -> None:
    _invite(client, house, "samina@gmail.example", "edit")

    again = _invite(client, house, " SAMINA@gmail.example", "view")
    self_invited = _invite(client, house, "ada@harbour.example", "view")

    assert "samina@gmail.example has been asked already" in words_of(again)
    assert "ada@harbour.example belongs to your organisation already" in words_of(self_invited)
    assert len(db.session.scalars(select(Invitation)).all()) == 1


def test_an_organisation_sends_no_flood_of_invitations(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    answers = [_invite(client, house, f"person{number}@gmail.example", "view") for number in range(21)]

    assert [each.status_code for each in answers[19:]] == [200, 429]
    assert len(db.session.scalars(select(Invitation)).all()) == 20


def test_somebody_who_works_for_the_fund_joins_with_another_address(
    app: Flask, client: FlaskClient, mail: MailServer, house: Organisation, chair: User
) -> None:
    officer = an_officer(name="Joanne Pickering")
    _invite(client, house, officer.email, "view")
    run_jobs(app)
    link, browser = _link(mail.to(officer.email)[0].get_content()), _a_browser(app)

    answers = [browser.get(link), browser.post(link)]

    assert [each.status_code for each in answers] == [403, 403]
    assert browser.get("/officer/").status_code == 302
    assert _rights(house) == {"Ada Okafor": "submit"}


def test_a_right_is_changed_and_the_next_click_follows_it(
    app: Flask, client: FlaskClient, house: Organisation, chair: User
) -> None:
    application = an_application(organisation=house)
    volunteer = a_member(house, "view", name="Samina Akhtar")
    browser = sign_in(_a_browser(app), volunteer)
    address = f"/applicant/applications/{application.id}/sections/money"
    assert browser.get(address).status_code == 403

    client.post(_colleague(house, volunteer), data={"rights": "edit"})

    assert browser.get(address).status_code == 200
    assert _deeds(house) == [("change-rights", "Ada Okafor")]


def test_somebody_who_is_let_go_is_out_with_the_next_click(
    app: Flask, client: FlaskClient, house: Organisation, chair: User
) -> None:
    application = an_application(organisation=house)
    volunteer = a_member(house, "edit", name="Samina Akhtar")
    browser = sign_in(_a_browser(app), volunteer)
    address = f"/applicant/applications/{application.id}"
    assert browser.get(address).status_code == 200

    done = client.post(f"{_colleague(house, volunteer)}/remove", follow_redirects=True)

    assert "Samina Akhtar no longer has access." in words_of(done)
    assert browser.get(address).status_code == 404
    assert browser.get(_people(house)).status_code == 404
    assert _deeds(house) == [("let-go", "Ada Okafor")]


@pytest.mark.parametrize("rights", ["view", "edit"])
def test_the_last_who_may_send_cannot_be_lowered_or_let_go(
    client: FlaskClient, house: Organisation, chair: User, rights: str
) -> None:
    a_member(house, "edit")

    lowered = client.post(_colleague(house, chair), data={"rights": rights})
    gone = client.post(f"{_colleague(house, chair)}/remove")

    for answer in (lowered, gone):
        assert answer.status_code == 409
        assert "Ada Okafor is the only one who may send applications and sign." in words_of(answer)
    assert _rights(house)["Ada Okafor"] == "submit"


def test_one_of_two_who_may_send_can_leave(client: FlaskClient, house: Organisation, chair: User) -> None:
    a_member(house, "submit", name="Samina Akhtar")

    done = client.post(f"{_colleague(house, chair)}/remove", follow_redirects=True)

    assert "You no longer belong to Harbour House." in words_of(done)
    assert _rights(house) == {"Samina Akhtar": "submit"}


@pytest.mark.parametrize("rights", ["view", "edit"])
def test_only_those_who_may_send_manage_people(
    client: FlaskClient, house: Organisation, chair: User, rights: str
) -> None:
    colleague = a_member(house, rights, name="Samina Akhtar")
    sign_in(client, colleague)

    page = client.get(_people(house))
    answers = [
        client.get(f"{_people(house)}/invite"),
        _invite(client, house, "friend@gmail.example", "submit"),
        client.post(_colleague(house, colleague), data={"rights": "submit"}),
        client.post(f"{_colleague(house, chair)}/remove"),
    ]

    assert page.status_code == 200
    assert "Ask somebody in" not in words_of(page)
    assert [each.status_code for each in answers] == [403] * 4
    assert _rights(house) == {"Ada Okafor": "submit", "Samina Akhtar": rights}


def test_another_organisations_people_are_not_found(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    other = an_organisation()
    stranger = a_member(other)

    assert client.get(_people(other)).status_code == 404
    assert _invite(client, other, "friend@gmail.example", "submit").status_code == 404
    # Their membership is not found by way of one's own organisation either.
    across = f"{_people(house)}/{stranger.memberships[0].id}"
    assert client.post(across, data={"rights": "view"}).status_code == 404
    assert client.post(f"{across}/remove").status_code == 404
    assert _rights(other) == {stranger.name: "submit"}


def test_one_person_alone_can_do_everything(client: FlaskClient, house: Organisation, chair: User) -> None:
    page = words_of(client.get(_people(house)))

    assert "Ada Okafor (you)" in page
    assert "One person can do everything." in page


def _invite(client: FlaskClient, house: Organisation, email: str, rights: str) -> TestResponse:
    address = f"{_people(house)}/invite"
    return client.post(address, data={"email": email, "rights": rights}, follow_redirects=True)


def _people(house: Organisation) -> str:
    return f"/applicant/organisations/{house.id}/people"


def _colleague(house: Organisation, user: User) -> str:
    membership: UUID = db.session.scalars(
        select(Membership.id).where(Membership.user_id == user.id, Membership.organisation_id == house.id)
    ).one()
    return f"{_people(house)}/{membership}"


def _a_browser(app: Flask) -> FlaskClient:
    return Client(app, app.response_class)


def _link(body: str) -> str:
    (link,) = re.findall(r"http://localhost(/applicant/join/\S+)", body)
    return str(link)


def _rights(house: Organisation) -> dict[str, str]:
    db.session.expire_all()
    rows = db.session.execute(
        select(User.name, Membership.rights).join(User).where(Membership.organisation_id == house.id)
    )
    return {row.name: row.rights for row in rows}


def _deeds(house: Organisation) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor_name)
        .where(AuditEntry.chain == house.id)
        .order_by(AuditEntry.seq)
    )
    return [(row.action, row.actor_name) for row in rows]
