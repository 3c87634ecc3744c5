"""Signing in: by a link that works once, or for staff with a password and a code. Nobody learns who has an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from threading import Barrier, Thread
from time import perf_counter

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from grantflow.accounts.commands import make_sign_in_link
from grantflow.accounts.models import Attempt, RoleGrant, User
from grantflow.accounts.passwords import new_code_secret, set_password
from grantflow.accounts.staff import give_role
from grantflow.casework.running import now
from grantflow.db import db, unit_of_work
from grantflow.jobs.queries import list_jobs
from grantflow.permissions import Role
from grantflow.web.account.sign_in import safe_path
from tests.conftest import Client
from tests.factories import a_member, a_user, an_admin, an_officer, an_organisation, at_noon
from tests.web.browser import clock_at, sign_in

PASSWORD = "three small boats"
A_GUESS = {"password": "guess", "code": "1"}


def a_link(email: str, next_path: str = "") -> str:
    token = make_sign_in_link(email, now(), next_path=next_path)
    db.session.commit()
    return f"/sign-in/{token}"


@pytest.mark.parametrize("page", ["/sign-in", "/staff/sign-in"])
def test_no_address_keeps_the_page_busy(client: FlaskClient, page: str) -> None:
    started = perf_counter()

    answer = client.post(page, data={"email": "a@" + "." * 50_000 + "@", "password": "x", "code": "1"})

    assert "Enter a shorter address" in answer.get_data(as_text=True)
    assert perf_counter() - started < 2
    assert db.session.scalars(select(Attempt)).all() == []


@pytest.mark.parametrize("typed", ["a@b", "a@b.", "a@.b", "a b@c.org", "a@b..org", "@b.org", "a@@b.org"])
def test_what_is_no_address_is_asked_for_again(client: FlaskClient, typed: str) -> None:
    answer = client.post("/sign-in", data={"email": typed})

    assert "Enter an email address like" in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["a@b.org", " Ruth.O'Neil+grants@mail.charity.org.uk "])
def test_what_is_an_address_is_sent_a_link(client: FlaskClient, typed: str) -> None:
    assert "Check your email" in client.post("/sign-in", data={"email": typed}).get_data(as_text=True)


def a_colleague() -> User:
    """An administrator with a password and a phone."""
    user = an_admin(name="Ruth Adeyemi")
    set_password(user, PASSWORD)
    user.totp_secret = new_code_secret()
    db.session.commit()
    return user


def code_of(user: User) -> str:
    return pyotp.TOTP(user.totp_secret or "").at(now())


def is_signed_in(client: FlaskClient) -> bool:
    with client.session_transaction() as session:
        return "user_id" in session


@contextmanager
def forgery_protection(app: Flask) -> Iterator[None]:
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


# ---------------------------------------------------------------------------------------------- asking for a link


def test_known_and_unknown_addresses_get_the_same_answer(client: FlaskClient) -> None:
    known = a_member(an_organisation())

    answers = [
        client.post("/sign-in", data={"email": email}) for email in (known.email, "stranger@example.org")
    ]

    assert {answer.status_code for answer in answers} == {200}
    pages = [answer.text.replace(known.email, "…").replace("stranger@example.org", "…") for answer in answers]
    without_nonces = [[line for line in page.splitlines() if "nonce" not in line] for page in pages]
    assert without_nonces[0] == without_nonces[1]
    assert [job.name for job in list_jobs("waiting")] == ["sign-in-link"] * 2
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_an_address_that_is_none_is_refused_on_the_same_page(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "joan at example"})

    assert "Enter an email address like name@example.com" in answer.text
    assert "Error: Sign in" in answer.text
    assert 'value="joan at example"' in answer.text
    assert list_jobs("waiting") == []


def test_asking_too_often_is_refused_for_a_while(client: FlaskClient) -> None:
    with clock_at():
        answers = [client.post("/sign-in", data={"email": "joan@example.org"}).status_code for _ in range(21)]
        other = client.post("/sign-in", data={"email": "dai@example.org"}).status_code

    assert answers == [200] * 20 + [429]
    assert other == 200


# ---------------------------------------------------------------------------------------------- using a link


def test_looking_at_a_link_signs_nobody_in_and_pressing_the_button_does(client: FlaskClient) -> None:
    joan = a_member(an_organisation())
    link = a_link(joan.email)

    assert joan.email in client.get(link).text
    assert joan.email in client.get(link).text
    assert not is_signed_in(client)

    answer = client.post(link)
    assert answer.headers["Location"] == "/home"
    assert is_signed_in(client)


def test_a_first_visit_makes_an_account(client: FlaskClient) -> None:
    client.post(a_link("New.Person@Example.org"))

    assert db.session.scalars(select(User.email)).all() == ["new.person@example.org"]
    assert is_signed_in(client)


def test_no_address_gives_anybody_the_name_of_the_system(client: FlaskClient) -> None:
    client.post(a_link("grant.flow@example.org"))

    assert db.session.scalars(select(User.name)).all() == ["grant.flow@example.org"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_used_link_shows_how_to_get_another(client: FlaskClient, method: str) -> None:
    link = a_link("joan@example.org")
    client.post(link)
    other = Client(client.application, client.response_wrapper)

    answer = getattr(other, method)(link)

    assert answer.status_code == 410
    assert 'href="/sign-in"' in answer.text
    assert not is_signed_in(other)


def test_an_old_link_and_a_forged_one_are_like_a_used_one(client: FlaskClient) -> None:
    old = a_link("joan@example.org")

    with clock_at(now() + timedelta(minutes=31)):
        assert client.post(old).status_code == 410
    assert client.post("/sign-in/forged-by-somebody").status_code == 410
    assert not is_signed_in(client)


def test_of_two_browsers_with_one_link_one_gets_in(app: Flask) -> None:
    link = a_link("joan@example.org")
    db.session.remove()
    ready, answers = Barrier(2), []

    def press() -> None:
        with app.test_client() as browser:
            ready.wait(timeout=10)
            answers.append(browser.post(link).status_code)

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == [302, 410]
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_someone_who_works_here_is_sent_to_the_staff_page_and_not_let_in(client: FlaskClient) -> None:
    link = a_link(an_officer().email)

    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 403
        assert 'href="/staff/sign-in"' in answer.text
    assert not is_signed_in(client)


def test_someone_whose_account_was_closed_is_not_let_in(client: FlaskClient) -> None:
    link = a_link(a_user("Joan", email="joan@example.org", disabled_at=now()).email)

    assert client.post(link).status_code == 403
    assert not is_signed_in(client)


# ---------------------------------------------------------------------------------------------- where it leads


def test_a_link_leads_back_to_where_it_was_asked_for(client: FlaskClient) -> None:
    client.post("/sign-in?next=/learning?page=2", data={"email": "joan@example.org"})
    assert list_jobs("waiting")[0].args == ("joan@example.org", "/learning?page=2")

    assert client.post(a_link("joan@example.org", "/learning")).headers["Location"] == "/learning"


ELSEWHERE = [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "/\n/evil.example", "javascript:alert(1)", "evil.example", " //evil.example", "/%5c\\evil.example", "", None,
]  # fmt: skip


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_path_leads_to_another_site(path: str | None) -> None:
    assert safe_path(path) == ""


def test_neither_way_to_sign_in_sends_people_elsewhere(client: FlaskClient) -> None:
    colleague = a_colleague()
    client.post("/sign-in?next=//evil.example", data={"email": "joan@example.org"})
    assert list_jobs("waiting")[0].args == ("joan@example.org", "")
    assert client.post(a_link("joan@example.org", "//evil.example")).headers["Location"] == "/home"

    answer = client.post(
        "/staff/sign-in?next=https://evil.example",
        data={"email": colleague.email, "password": PASSWORD, "code": code_of(colleague)},
    )
    assert answer.headers["Location"] == "/home"


# ---------------------------------------------------------------------------------------------- staff


def test_staff_sign_in_with_password_and_code(client: FlaskClient) -> None:
    colleague = a_colleague()

    answer = client.post(
        "/staff/sign-in",
        data={"email": colleague.email.upper(), "password": PASSWORD, "code": code_of(colleague)},
    )

    assert answer.status_code == 302
    assert is_signed_in(client)


def test_a_code_that_was_used_is_refused_even_to_its_owner(client: FlaskClient) -> None:
    colleague = a_colleague()
    typed = {"email": colleague.email, "password": PASSWORD, "code": code_of(colleague)}
    with clock_at(now()):
        typed["code"] = code_of(colleague)
        client.post("/staff/sign-in", data=typed)
        other = Client(client.application, client.response_wrapper)
        answer = other.post("/staff/sign-in", data=typed)

    assert "is not right" in answer.text
    assert not is_signed_in(other)


@pytest.mark.parametrize("wrong", ["email", "password", "code"])
def test_whatever_is_wrong_the_words_are_the_same(client: FlaskClient, wrong: str) -> None:
    colleague = a_colleague()
    typed = {"email": colleague.email, "password": PASSWORD, "code": code_of(colleague)}

    answer = client.post("/staff/sign-in", data=typed | {wrong: "stranger@example.org"})

    assert "The email address, password or code is not right" in answer.text
    assert PASSWORD not in answer.text
    assert not is_signed_in(client)


def test_a_closed_account_and_an_applicant_are_refused_in_the_same_words(client: FlaskClient) -> None:
    colleague = a_colleague()
    colleague.disabled_at = now()
    applicant = a_member(an_organisation())
    db.session.commit()

    for email in (colleague.email, applicant.email):
        typed = {"email": email, "password": PASSWORD, "code": code_of(colleague)}
        assert "is not right" in client.post("/staff/sign-in", data=typed).text
    assert not is_signed_in(client)


def test_guessing_is_stopped_after_ten_tries_even_with_the_right_answer(client: FlaskClient) -> None:
    colleague = a_colleague()
    with clock_at(now()):
        for _ in range(10):
            client.post("/staff/sign-in", data={"email": colleague.email, "password": "guess", "code": "1"})
        typed = {"email": colleague.email, "password": PASSWORD, "code": code_of(colleague)}

        assert client.post("/staff/sign-in", data=typed).status_code == 429
    assert not is_signed_in(client)


def test_a_stranger_elsewhere_locks_nobody_out(client: FlaskClient) -> None:
    colleague = a_colleague()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    with clock_at(now()):
        for _ in range(12):
            client.post(
                "/staff/sign-in", data=A_GUESS | {"email": colleague.email}, environ_overrides=elsewhere
            )
        typed = {"email": colleague.email, "password": PASSWORD, "code": code_of(colleague)}

        assert client.post("/staff/sign-in", data=typed).status_code == 302
    assert is_signed_in(client)


def test_guessing_at_many_accounts_from_one_place_is_stopped(client: FlaskClient) -> None:
    with clock_at(now()):
        answers = [
            client.post("/staff/sign-in", data=A_GUESS | {"email": f"person{number}@example.org"}).status_code
            for number in range(31)
        ]

    assert answers == [200] * 30 + [429]


def test_guessing_at_one_account_from_many_places_is_stopped(client: FlaskClient) -> None:
    colleague = a_colleague()
    with clock_at(now()):
        answers = [
            client.post(
                "/staff/sign-in",
                data=A_GUESS | {"email": colleague.email},
                environ_overrides={"REMOTE_ADDR": f"192.0.2.{number % 10}"},
            ).status_code
            for number in range(51)
        ]

    assert answers == [200] * 50 + [429]


def test_signing_in_well_counts_against_nobody(client: FlaskClient) -> None:
    colleague = a_colleague()
    with clock_at(now()):
        typed = {"email": colleague.email, "password": PASSWORD, "code": code_of(colleague)}
        client.post("/staff/sign-in", data=typed)

    assert set(db.session.scalars(select(Attempt.times))) == {0}


def test_a_stranger_cannot_tell_by_the_clock_who_has_an_account(client: FlaskClient) -> None:
    colleague = a_colleague()
    taken: dict[str, list[float]] = {colleague.email: [], "stranger@example.org": []}
    for _ in range(5):
        for email, times in taken.items():
            began = perf_counter()
            client.post("/staff/sign-in", data={"email": email, "password": "guess", "code": "123456"})
            times.append(perf_counter() - began)

    known, unknown = (median(times) for times in taken.values())
    assert 0.5 < known / unknown < 2


# ---------------------------------------------------------------------------------------------- sessions


def test_signing_in_keeps_nothing_from_before(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["csrf_token"] = "known to somebody else"

    client.post(a_link("joan@example.org"))

    with client.session_transaction() as session:
        assert "planted" not in session
        assert "csrf_token" not in session


def test_a_first_role_ends_a_session_that_began_with_a_link(client: FlaskClient) -> None:
    joan = a_user(email="joan@example.org")
    client.post(a_link(joan.email))

    with unit_of_work():
        give_role(joan, Role.OFFICER, None, at_noon())

    assert client.get("/officer/").location.startswith("/sign-in")


def test_a_session_that_began_with_a_link_gives_nobody_the_powers_of_staff(client: FlaskClient) -> None:
    joan = a_user(email="joan@example.org")
    client.post(a_link(joan.email))
    joan.roles.append(RoleGrant(role=Role.OFFICER))
    db.session.commit()

    assert client.get("/officer/").status_code == 404
    assert client.get("/applicant/").status_code == 200


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    sign_in(client, a_member(an_organisation()))

    client.post("/sign-out")

    assert not is_signed_in(client)
    assert client.get("/sign-out").status_code == 405


def test_signing_out_ends_a_copy_of_the_session_too(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    copied = client.get_cookie("grantflow")
    assert copied is not None

    client.post("/sign-out")
    client.set_cookie("grantflow", copied.value)

    assert client.get("/officer/").location.startswith("/sign-in")


@pytest.mark.parametrize("told", [None, 0, 2])
def test_a_session_from_before_being_signed_out_everywhere_is_over(
    client: FlaskClient, told: int | None
) -> None:
    user = a_user()
    with client.session_transaction() as session:
        session["user_id"], session["epoch"] = str(user.id), told

    assert client.get("/home").headers["Location"].startswith("/sign-in")


def test_a_page_that_needs_signing_in_comes_back_to_itself(client: FlaskClient) -> None:
    assert (
        client.get("/admin/audit?person=Asha").headers["Location"].endswith("next=/admin/audit?person%3DAsha")
    )


def test_a_form_from_another_site_changes_nothing(app: Flask, client: FlaskClient) -> None:
    admin, officer = an_admin(), an_officer()
    sign_in(client, admin)
    with forgery_protection(app):
        answers = [
            client.post("/sign-in", data={"email": "joan@example.org"}),
            client.post(f"/admin/people/{officer.id}/close"),
            client.post("/sign-out"),
            client.post(a_link("joan@example.org")),
        ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert "Nothing has changed" in answers[1].text.replace("nothing has changed", "Nothing has changed")
    db.session.refresh(officer)
    assert officer.disabled_at is None
    assert list_jobs("waiting") == []
    assert is_signed_in(client)


def test_what_nobody_types_is_refused_before_it_reaches_the_database(client: FlaskClient) -> None:
    """PostgreSQL cannot keep a zero byte, and a page that broke on one would be a page that strangers can break."""
    sign_in(client, an_admin())

    answers = [
        client.post("/sign-in", data={"email": "joan\x00@example.org"}),
        client.get("/admin/?name=%00"),
        client.get("/rounds/%00"),
        client.post("/sign-in", data={"\x00": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert "Nothing has changed" in answers[0].text
