"""What an organisation tells us once: kept with its date, and asked “Still true?” before an application is sent."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from grantflow.accounts.models import Organisation, ProfileAnswer, User
from grantflow.accounts.profiles import list_profile_answers
from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.db import db
from tests.applications.filled import MICRO
from tests.conftest import NOON, Client
from tests.factories import a_charity, a_member, a_profile, an_application, an_organisation
from tests.web.browser import clock_at, counting, hidden_fields, sign_in, words_of

PDF = b"%PDF-1.7 rules"


@pytest.fixture
def house(client: FlaskClient) -> Organisation:
    return an_organisation(name="Harbour House", charity_number="1155001")


@pytest.fixture
def chair(client: FlaskClient, house: Organisation) -> User:
    user = a_member(house, name="Ada Okafor")
    sign_in(client, user)
    return user


def test_the_page_shows_what_the_register_says_and_what_was_told_with_its_date(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    a_charity(number="1155001", income_pence=4_215_000, trustees=5)
    a_profile(house, days_ago=100, address="1 Quay Street", safeguarding_policy="yes")

    assert "Harbour House" in words_of(client.get("/applicant/"))
    page = words_of(client.get(_address(house)))

    assert "Income £42,150 in the year to 31 March 2026" in page
    assert "Accounts Received 14 September 2026" in page
    assert "Trustees 5" in page
    assert "1 Quay Street Told us on 15 August 2026" in page
    assert "Your income" not in page
    assert "vouches" not in page


def test_an_answer_is_saved_with_its_date_and_the_record_says_who(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    saved = _save(client, house, "place", {"address": "1 Quay Street", "postcode": "CA1 1ZZ"})

    assert saved.location.endswith(_address(house))
    kept = {each.question_key: each for each in list_profile_answers(house.id)}
    assert (kept["address"].value, kept["address"].confirmed_at) == ("1 Quay Street", NOON)
    assert kept["address"].saved_by_id == chair.id
    db.session.refresh(house)
    assert (house.address, house.postcode) == ("1 Quay Street", "CA1 1ZZ")
    assert db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain == house.id)).all() == ["tell"]


def test_an_answer_that_was_left_alone_keeps_its_date(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    a_profile(house, days_ago=100, address="1 Quay Street", postcode="CA1 1ZZ")

    _save(client, house, "place", {"address": "2 Quay Street", "postcode": "CA1 1ZZ"})

    dates = {each.question_key: each.confirmed_at for each in list_profile_answers(house.id)}
    assert dates == {"address": NOON, "postcode": NOON - timedelta(days=100)}


def test_two_colleagues_on_one_page_keep_both_answers_and_a_clash_is_told(
    app: Flask, client: FlaskClient, house: Organisation, chair: User
) -> None:
    a_profile(house, address="1 Quay Street", postcode="CA1 1ZZ")
    address = f"{_address(house)}/sections/place"
    before = hidden_fields(client.get(address))
    client.post(address, data={"address": "2 Quay Street", "postcode": "CA1 1ZZ"} | before)

    other = client.post(address, data={"address": "1 Quay Street", "postcode": "CA2 2ZZ"} | before)
    clash = client.post(address, data={"address": "3 Quay Street", "postcode": "CA1 1ZZ"} | before)

    assert other.status_code == 302
    assert clash.status_code == 409
    assert "What is your address?" in words_of(clash)
    kept = {each.question_key: each.value for each in list_profile_answers(house.id)}
    assert (kept["address"], kept["postcode"]) == ("2 Quay Street", "CA2 2ZZ")


def test_the_register_gives_the_first_answer_where_it_can(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    a_charity(number="1155001", trustees=5)

    page = client.get(f"{_address(house)}/sections/board").text

    assert 'value="5"' in page


def test_what_the_register_answers_is_not_asked(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    asked = [f"{_address(house)}/sections/{key}" for key in ("income", "rules")]
    assert [client.get(each).status_code for each in asked] == [200, 200]

    charity = a_charity(number="1155001")
    assert [client.get(each).status_code for each in asked] == [404, 404]
    # A charity too new to have sent accounts still tells us its income.
    charity.income_pence = None
    db.session.commit()
    assert [client.get(each).status_code for each in asked] == [200, 404]


def test_income_that_was_told_counts_for_the_next_application(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    typed = {"income": "£51,000", "year-ends-on-day": "31", "year-ends-on-month": "3"}
    _save(client, house, "income", typed | {"year-ends-on-year": "2026"})

    db.session.refresh(house)
    assert (house.income_pence, str(house.income_year_ends_on)) == (5_100_000, "2026-03-31")


def test_new_rules_take_the_place_of_the_old(client: FlaskClient, house: Organisation, chair: User) -> None:
    for name in ("Old.pdf", "New.pdf"):
        typed = {"governing-document": (BytesIO(PDF), name), "referee-name": "Gwen Morris"}
        _save(client, house, "rules", typed | {"referee-contact": "gwen@town.example"})

    page = client.get(_address(house))
    assert "New.pdf" in words_of(page)
    assert "Old.pdf" not in words_of(page)


@pytest.mark.parametrize(("rights", "status"), [("view", 403), ("edit", 200), ("submit", 200)])
def test_only_those_who_may_write_change_it(
    client: FlaskClient, house: Organisation, rights: str, status: int
) -> None:
    sign_in(client, a_member(house, rights))

    assert client.get(_address(house)).status_code == 200
    assert client.get(f"{_address(house)}/sections/place").status_code == status
    assert client.get(f"{_address(house)}/sections/nonsense").status_code == (403 if status == 403 else 404)


def test_another_organisation_is_not_found(client: FlaskClient, house: Organisation, chair: User) -> None:
    other = an_organisation()

    assert client.get(_address(other)).status_code == 404
    assert client.get(f"{_address(other)}/sections/place").status_code == 404


def test_what_was_said_a_year_ago_is_asked_before_sending_with_one_button(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    draft = an_application(organisation=house, answers=MICRO)
    _grow_old(house)
    check = f"/applicant/applications/{draft.id}/check"

    assert "Is what you told us still true?" in words_of(client.get(check))
    assert client.post(check).status_code == 409
    page = client.get(f"/applicant/applications/{draft.id}/still-true")
    assert "Cllr Gwen Morris" in words_of(page)
    assert "How many people are on your board" not in words_of(page)
    confirmed = client.post(f"/applicant/applications/{draft.id}/still-true")
    sent = client.post(check)

    assert confirmed.location.endswith("/check")
    assert sent.status_code == 302
    db.session.refresh(draft)
    assert draft.stage == "submitted"
    dates = {each.question_key: each.confirmed_at for each in list_profile_answers(house.id)}
    assert (dates["referee-name"], dates["trustees"]) == (NOON, NOON - timedelta(days=400))


def test_a_bigger_grant_asks_about_what_its_checks_rest_on(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    _grow_old(house)
    standard = an_application(
        organisation=house, tier_key="standard", form_key="application-standard", amount_pence=4_000_000
    )

    page = words_of(client.get(f"/applicant/applications/{standard.id}/still-true"))

    assert "How many people are on your board" in page
    assert "Do you have a safeguarding policy" in page
    assert "What is your postcode" not in page


def test_what_is_no_longer_true_is_changed_on_the_way(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    draft = an_application(organisation=house, answers=MICRO)
    _grow_old(house)
    a_profile(house, governing_document=[{"document": str(house.id), "name": "Rules.pdf", "size": 9}])
    back = f"/applicant/applications/{draft.id}/still-true"

    typed = {"referee-name": "Rev Jo Bell", "referee-contact": "jo@church.example"}
    changed = _save(client, house, f"rules?next={back}", typed)

    assert changed.location.endswith(back)


def test_nothing_is_asked_at_the_start_nor_while_it_is_fresh(
    client: FlaskClient, house: Organisation, chair: User
) -> None:
    draft = an_application(organisation=house, answers=MICRO)
    a_profile(house, days_ago=364, referee_name="Cllr Gwen Morris")

    assert "Still true?" not in words_of(client.get(f"/applicant/applications/{draft.id}"))
    assert client.get(f"/applicant/applications/{draft.id}/still-true").status_code == 302
    assert client.post(f"/applicant/applications/{draft.id}/check").status_code == 302
    assert _stage(draft) == "submitted"


def test_a_colleague_who_may_not_write_says_nothing_is_true(
    app: Flask, client: FlaskClient, house: Organisation, chair: User
) -> None:
    draft = an_application(organisation=house, answers=MICRO)
    _grow_old(house)
    browser = sign_in(Client(app, app.response_class), a_member(house, "view"))

    assert browser.post(f"/applicant/applications/{draft.id}/still-true").status_code == 403
    assert {each.confirmed_at for each in db.session.scalars(select(ProfileAnswer))} == {
        NOON - timedelta(days=400)
    }


def test_the_page_takes_few_statements(client: FlaskClient, house: Organisation, chair: User) -> None:
    a_charity(number="1155001")
    _grow_old(house)
    with clock_at(), counting() as statements:
        client.get(_address(house))

    assert len(statements) <= 12, statements


def _grow_old(house: Organisation) -> None:
    a_profile(
        house, days_ago=400, referee_name="Cllr Gwen Morris", trustees=4, safeguarding_policy="yes",
        postcode="CA1 1ZZ",
    )  # fmt: skip


def _save(client: FlaskClient, house: Organisation, section: str, typed: dict[str, Any]) -> TestResponse:
    address = f"{_address(house)}/sections/{section}"
    return client.post(address, data=typed | hidden_fields(client.get(address)))


def _address(house: Organisation) -> str:
    return f"/applicant/organisations/{house.id}"


def _stage(application: Application) -> str:
    db.session.refresh(application)
    return application.stage
