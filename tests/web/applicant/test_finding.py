"""Finding one's organisation: by its charity number, or by telling us what no register knows."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import Organisation, ProfileAnswer, User
from grantflow.accounts.profiles import list_profile_answers
from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.charities.models import RegisterReading
from grantflow.db import db
from grantflow.documents.models import OrganisationDocument
from grantflow.funds.models import Round
from tests.conftest import NOON
from tests.factories import (
    a_charity,
    a_member,
    a_round,
    a_user,
    an_application,
    an_evaluator,
    an_officer,
    an_organisation,
)
from tests.web.browser import sign_in, words_of

PDF = b"%PDF-1.7 rules"
TOLD: dict[str, Any] = {
    "your_name": "Samina Akhtar",
    "name": "Splott Supper Club",
    "kind": "group",
    "income": "£4,100",
    "referee_name": "Cllr Gwen Morris",
    "referee_contact": "01632 960 222",
}


@pytest.fixture
def round(client: FlaskClient) -> Round:
    sign_in(client, a_user("newcomer", email="newcomer@gmail.example"))
    return a_round(officer=an_officer(name="Joanne Pickering"))


def test_a_charity_confirms_with_one_button_and_types_nothing_that_is_known(
    client: FlaskClient, round: Round
) -> None:
    a_charity(number="1155001", name="Harbour House", company_number="01234567", income_pence=4_215_000)
    db.session.add(RegisterReading(made_on=NOON.date(), read_at=NOON, added=1, changed=0, gone=0, refused=0))
    db.session.commit()

    address = f"/applicant/rounds/{round.slug}/start/charities/1155001"
    for typed in ("1155001", "1155 001", "GB-CHC-1155001"):
        assert client.post(_start(round), data={"charity_number": typed}).location == address, typed
    page = client.get(address)
    assert "Income £42,150 in the year to 31 March 2026" in words_of(page)
    assert "From the register of charities of 23 November 2026" in words_of(page)
    chosen = client.post(address, data={"your_name": "Samina Akhtar"})

    organisation = db.session.scalars(select(Organisation)).one()
    assert chosen.location.endswith(f"/start/{organisation.id}")
    assert (organisation.name, organisation.kind) == ("Harbour House", "registered-charity")
    assert (organisation.charity_number, organisation.company_number) == ("1155001", "01234567")
    assert (organisation.income_pence, organisation.postcode) == (4_215_000, "CA1 1ZZ")
    assert str(organisation.income_year_ends_on) == "2026-03-31"
    assert db.session.scalars(select(User.name).where(User.email == "newcomer@gmail.example")).one() == (
        "Samina Akhtar"
    )


def test_whoever_has_told_us_their_name_is_not_asked_again(client: FlaskClient, round: Round) -> None:
    a_charity()
    sign_in(client, a_user("Samina Akhtar"))

    page = client.get(f"/applicant/rounds/{round.slug}/start/charities/1155001")
    chosen = client.post(f"/applicant/rounds/{round.slug}/start/charities/1155001")

    assert "Your full name" not in words_of(page)
    assert chosen.status_code == 302


def test_a_number_that_is_none_is_refused_on_the_page(client: FlaskClient, round: Round) -> None:
    page = client.post(_start(round), data={"charity_number": "Harbour"})

    assert "Enter 6 or 7 figures" in words_of(page)
    assert 'value="Harbour"' in page.text
    assert client.get(f"/applicant/rounds/{round.slug}/start/charities/nonsense").status_code == 404


def test_a_charity_of_its_own_people_leads_straight_on(client: FlaskClient, round: Round) -> None:
    a_charity()
    known = an_organisation(charity_number="1155001")
    sign_in(client, a_member(known))

    assert client.get(f"/applicant/rounds/{round.slug}/start/charities/1155001").location.endswith(
        f"/start/{known.id}"
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1199999", "We cannot find charity 1199999"),
        ("1155003", "Closed Doors is no longer on the register"),
        ("SC012345", "It is a number of Scotland"),
        ("NIC101234", "It is a number of Northern Ireland"),
    ],
)
def test_what_the_register_does_not_have_is_said_plainly_with_a_way_on(
    client: FlaskClient, round: Round, number: str, said: str
) -> None:
    a_charity(number="1155003", name="Closed Doors", status="removed", removed_on=NOON.date())

    address = f"/applicant/rounds/{round.slug}/start/charities/{number}"
    page, pressed = client.get(address), client.post(address)

    for each in (page, pressed):
        assert said in words_of(each)
        assert "Joanne Pickering is glad to help" in words_of(each)
    assert db.session.scalars(select(Organisation)).all() == []


def test_a_group_tells_us_its_name_its_rules_and_who_vouches(client: FlaskClient, round: Round) -> None:
    done = _tell(client, round, TOLD | {"rules": (BytesIO(PDF), "../Our rules.exe")})

    organisation = db.session.scalars(select(Organisation)).one()
    assert done.location.endswith(f"/start/{organisation.id}")
    assert (organisation.name, organisation.kind) == ("Splott Supper Club", "group")
    assert (organisation.income_pence, organisation.charity_number) == (410_000, None)
    document = db.session.scalars(select(OrganisationDocument)).one()
    assert (document.filename, document.content_type) == ("Our rules.pdf", "application/pdf")
    told = {each.question_key: each.value for each in list_profile_answers(organisation.id)}
    assert told["referee-name"] == "Cllr Gwen Morris"
    assert told["referee-contact"] == "01632 960 222"
    assert told["governing-document"][0]["document"] == str(document.id)
    entries = db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain == organisation.id)).all()
    assert entries == ["register", "tell"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose a file with your rules"),
        ({"rules": (BytesIO(b"MZ not a paper"), "rules.pdf")}, "is not a PDF, Word, Excel"),
        ({"rules": (BytesIO(PDF), "a.pdf"), "referee_contact": "Gwen"}, "Enter an email address like"),
        ({"rules": (BytesIO(PDF), "a.pdf"), "referee_name": ""}, "Enter the name of somebody"),
        ({"rules": (BytesIO(PDF), "a.pdf"), "income": "little"}, "Enter pounds in figures"),
        ({"rules": (BytesIO(PDF), "a.pdf"), "kind": "registered-charity"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_or_unclear_is_named_and_nothing_is_kept(
    client: FlaskClient, round: Round, typed: dict[str, Any], said: str
) -> None:
    page = _tell(client, round, TOLD | typed)

    assert page.status_code == 200
    assert said in words_of(page)
    assert 'value="Splott Supper Club"' in page.text
    assert db.session.scalars(select(Organisation)).all() == []
    assert db.session.scalars(select(OrganisationDocument)).all() == []


def test_a_charity_that_is_new_to_the_register_keeps_its_number(client: FlaskClient, round: Round) -> None:
    told = {key: value for key, value in TOLD.items() if key != "kind"}
    _tell(client, round, told | {"rules": (BytesIO(PDF), "rules.pdf")}, number="1199999")

    organisation = db.session.scalars(select(Organisation)).one()
    assert (organisation.kind, organisation.charity_number) == ("registered-charity", "1199999")


def test_a_scottish_charity_needs_nobody_to_vouch(client: FlaskClient, round: Round) -> None:
    page = client.get(_new(round, "SC012345"))
    assert "vouch" not in words_of(page)
    _tell(client, round, {"your_name": "Fiona", "name": "Annan Arms", "income": "9000"}, number="SC012345")

    organisation = db.session.scalars(select(Organisation)).one()
    assert (organisation.kind, organisation.charity_number) == ("registered-charity", "SC012345")
    assert [each.question_key for each in db.session.scalars(select(ProfileAnswer))] == ["income"]


def test_nobody_goes_round_the_register(client: FlaskClient, round: Round) -> None:
    a_charity(number="1155001")

    assert client.get(_new(round, "1155001")).location.endswith("/start/charities/1155001")
    _tell(client, round, TOLD | {"rules": (BytesIO(PDF), "rules.pdf")}, number="1155001")
    assert db.session.scalars(select(Organisation)).all() == []


def test_the_rules_are_for_its_people_and_for_those_who_may_see_what_it_sent(
    client: FlaskClient, round: Round
) -> None:
    _tell(client, round, TOLD | {"rules": (BytesIO(PDF), "rules.pdf")})
    organisation = db.session.scalars(select(Organisation)).one()
    address = f"/documents/{db.session.scalars(select(OrganisationDocument.id)).one()}"
    here, elsewhere = an_evaluator(), an_evaluator(region="D")

    own = client.get(address)
    assert (own.status_code, own.data) == (200, PDF)
    assert own.headers["Content-Disposition"].startswith("attachment")
    for stranger in (a_member(an_organisation()), here):
        sign_in(client, stranger)
        assert client.get(address).status_code == 404
    an_application(stage="submitted", organisation=organisation, round=round)
    sign_in(client, here)
    assert client.get(address).status_code == 200
    sign_in(client, elsewhere)
    assert client.get(address).status_code == 404


def test_a_new_application_takes_over_what_the_register_says_by_now(client: FlaskClient) -> None:
    charity = a_charity(number="1155001", income_pence=4_200_000)
    organisation = an_organisation(charity_number="1155001", income_pence=100_000)
    sign_in(client, a_member(organisation))

    client.post(f"/applicant/rounds/{a_round().slug}/start/{organisation.id}", data={"amount": "4,500"})

    db.session.refresh(organisation)
    assert organisation.income_pence == charity.income_pence
    assert db.session.scalars(select(Application.applicant_income_pence)).one() == 4_200_000
    entries = db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain == organisation.id)).all()
    assert entries == ["read-register"]


def _start(round: Round) -> str:
    return f"/applicant/rounds/{round.slug}/start/organisation"


def _new(round: Round, number: str = "") -> str:
    return f"{_start(round)}/new{f'?number={number}' if number else ''}"


def _tell(client: FlaskClient, round: Round, typed: dict[str, Any], *, number: str = "") -> Any:
    return client.post(_new(round, number), data=typed, content_type="multipart/form-data")
