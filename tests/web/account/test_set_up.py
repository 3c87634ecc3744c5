"""A new colleague chooses a password, sets up their phone, and is in; the link is good once."""

import re
from datetime import timedelta

import pyotp
from flask.testing import FlaskClient

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose, User
from grantflow.accounts.passwords import password_is_right
from grantflow.accounts.staff import disable, enable, make_set_up_link
from grantflow.casework.running import now
from grantflow.db import db, unit_of_work
from tests.conftest import Client
from tests.factories import an_admin, an_officer, at_noon
from tests.web.browser import clock_at

PASSWORD = "three small boats"


def a_link(user: User) -> str:
    token = make_set_up_link(user, now())
    db.session.commit()
    return f"/staff/set-up/{token}"


def key_on(page: str) -> str:
    found = re.search(r'class="gf-key">([A-Z2-7 ]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")


def test_password_then_phone_then_signed_in(client: FlaskClient) -> None:
    officer = an_officer(name="Asha Patel")
    link = a_link(officer)

    assert "step 1 of 2" in client.get(link).text
    answer = client.post(link, data={"password": PASSWORD})
    assert answer.headers["Location"] == f"{link}/codes"
    page = client.get(f"{link}/codes").text
    assert "<svg" in page
    assert officer.totp_secret is None
    code = pyotp.TOTP(key_on(page)).at(now())

    answer = client.post(f"{link}/codes", data={"code": code})

    assert answer.headers["Location"] == "/home"
    db.session.refresh(officer)
    assert password_is_right(officer, PASSWORD)
    assert officer.totp_secret == key_on(page)
    with client.session_transaction() as session:
        assert session["user_id"] == str(officer.id)
        assert "set_up" not in session
    assert client.get(link).status_code == 410


def test_a_newer_link_ends_the_one_before(client: FlaskClient) -> None:
    officer = an_officer()
    older, newer = a_link(officer), a_link(officer)

    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_a_finished_set_up_leaves_no_link_that_works(client: FlaskClient) -> None:
    officer = an_officer()
    tokens = [make_link(LinkPurpose.STAFF_SET_UP, officer.email, now(), user_id=officer.id) for _ in range(2)]
    db.session.commit()
    used, left = (f"/staff/set-up/{token}" for token in tokens)
    client.post(used, data={"password": PASSWORD})
    page = client.get(f"{used}/codes").text
    client.post(f"{used}/codes", data={"code": pyotp.TOTP(key_on(page)).at(now())})

    assert client.get(left).status_code == 410


def test_a_closed_account_leaves_no_link_that_works_when_it_is_opened_again(client: FlaskClient) -> None:
    officer, admin = an_officer(), an_admin()
    link = a_link(officer)
    with unit_of_work():
        disable(officer, at_noon(admin))
        enable(officer, at_noon(admin))

    assert client.get(link).status_code == 410


def test_the_code_that_proved_the_phone_does_not_sign_in_again(client: FlaskClient) -> None:
    officer = an_officer()
    link = a_link(officer)
    with clock_at(now()):
        client.post(link, data={"password": PASSWORD})
        code = pyotp.TOTP(key_on(client.get(f"{link}/codes").text)).at(now())
        client.post(f"{link}/codes", data={"code": code})

        other = Client(client.application, client.response_wrapper)
        typed = {"email": officer.email, "password": PASSWORD, "code": code}
        assert "is not right" in other.post("/staff/sign-in", data=typed).text


def test_a_wrong_code_spends_nothing_and_keeps_the_same_square(client: FlaskClient) -> None:
    officer = an_officer()
    link = a_link(officer)
    client.post(link, data={"password": PASSWORD})
    before = key_on(client.get(f"{link}/codes").text)

    answer = client.post(f"{link}/codes", data={"code": "12"})

    assert "Error: Set up your phone" in answer.text
    assert key_on(answer.text) == before
    db.session.refresh(officer)
    assert officer.totp_secret is None
    assert client.get(link).status_code == 200


def test_a_password_that_is_easy_to_guess_is_refused(client: FlaskClient) -> None:
    officer = an_officer(name="Asha Patel")
    link = a_link(officer)

    for password, words in [
        ("short", "at least 12"),
        ("asha-patel-1", "not your name"),
        ("", "Enter a password"),
    ]:
        answer = client.post(link, data={"password": password})
        assert "Error: Choose a password" in answer.text
        assert words in answer.text
    db.session.refresh(officer)
    assert officer.password_hash is None


def test_the_second_step_needs_the_first_in_the_same_browser(client: FlaskClient) -> None:
    officer = an_officer()
    link, other_link = a_link(officer), a_link(an_officer())
    client.post(other_link, data={"password": PASSWORD})

    assert client.get(f"{link}/codes").headers["Location"] == link
    assert client.post(f"{link}/codes", data={"code": "123456"}).headers["Location"] == link


def test_an_old_link_and_one_for_a_closed_account_are_refused(client: FlaskClient) -> None:
    officer, closed = an_officer(), an_officer()
    link, closed_link = a_link(officer), a_link(closed)
    closed.disabled_at = now()
    db.session.commit()

    assert client.post(closed_link, data={"password": PASSWORD}).status_code == 410
    with clock_at(now() + timedelta(days=3)):
        answer = client.post(link, data={"password": PASSWORD})
    assert answer.status_code == 410
    assert "Ask your administrator" in answer.text
    db.session.refresh(officer)
    assert officer.password_hash is None


def test_a_sign_in_link_does_not_set_up_an_account(client: FlaskClient) -> None:
    token = a_link(an_officer()).rpartition("/")[2]

    assert client.get(f"/sign-in/{token}").status_code == 410
