"""A partner answers by a link, once, without an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose
from grantflow.applications.models import Partner
from grantflow.applications.partners import ask_again, ask_partners
from grantflow.db import db, unit_of_work
from tests.applications.filled import WITH_PARTNERS
from tests.conftest import NOON
from tests.factories import an_application, an_officer, at_noon
from tests.web.browser import clock_at, words_of


@pytest.fixture
def asked(client: FlaskClient) -> Callable[..., tuple[Partner, str]]:
    def ask(stage: str = "submitted") -> tuple[Partner, str]:
        application = an_application(stage=stage, answers=WITH_PARTNERS)
        with unit_of_work():
            ask_partners(application, at_noon())
        db.session.refresh(application, ["partners"])
        partner = application.partners[0]
        with unit_of_work():
            token = make_link(LinkPurpose.PARTNER, partner.contact_email, NOON, case_id=partner.id)
        return partner, f"/partner/{token}"

    return ask


Asked = Callable[..., tuple[Partner, str]]


def test_the_page_says_who_named_them_for_what_and_for_how_much(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked()

    page = words_of(client.get(address))

    for said in (
        partner.application.applicant_name,
        "Cooking together",
        "The room",
        "£500",
        "Carlisle Kitchen",
    ):
        assert said in page


@pytest.mark.parametrize(
    ("choice", "comment", "stage"),
    [
        ("yes", "", "confirmed"),
        ("no", "", "refused"),
        ("not-as-described", "We said two days.", "not-as-described"),
    ],
)
def test_the_answer_is_kept_with_the_name_of_whoever_gave_it(
    client: FlaskClient, asked: Asked, choice: str, comment: str, stage: str
) -> None:
    partner, address = asked()

    done = client.post(
        address, data={"choice": choice, "comment": comment, "name": "Jo Bell"}, follow_redirects=True
    )

    db.session.refresh(partner)
    assert (partner.stage, partner.answer_name, partner.answer_comment) == (stage, "Jo Bell", comment)
    assert partner.answered_at == NOON
    assert "Thank you" in words_of(done)


def test_a_link_is_spent_once_the_partner_is_asked_again(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked()
    partner.stage = "lapsed"
    db.session.commit()
    with unit_of_work():
        ask_again(
            partner, email=partner.contact_email, role="The room", share_pence=0,
            occasion=at_noon(an_officer()), revision=partner.revision,
        )  # fmt: skip

    assert client.get(address).status_code == 410
    assert client.post(address, data={"choice": "yes", "name": "Jo Bell"}).status_code == 410
    db.session.refresh(partner)
    assert (partner.stage, partner.answer_name) == ("asked", "")


def test_a_link_opens_nothing_once_the_address_was_put_right(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked()
    partner.contact_email = "right@example.org"
    db.session.commit()

    assert client.get(address).status_code == 410
    assert client.post(address, data={"choice": "yes", "name": "Jo Bell"}).status_code == 410
    db.session.refresh(partner)
    assert partner.stage == "asked"


def test_an_address_with_capitals_is_the_same_address(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked()
    partner.contact_email = partner.contact_email.upper()
    db.session.commit()

    assert client.get(address).status_code == 200


def test_a_link_is_looked_at_often_and_used_once(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked()
    answer = {"choice": "yes", "name": "Jo Bell"}

    assert client.get(address).status_code == client.get(address).status_code == 200
    assert client.post(address, data=answer).status_code == 302
    assert client.post(address, data=answer | {"choice": "no"}).status_code == 410
    assert client.get(address).status_code == 410
    db.session.refresh(partner)
    assert partner.stage == "confirmed"


def test_a_forged_or_old_link_is_gone(client: FlaskClient, asked: Asked) -> None:
    _, address = asked()

    assert client.get("/partner/nonsense").status_code == 410
    with clock_at(NOON + timedelta(days=61)):
        assert client.get(address).status_code == 410


def test_not_as_described_says_what_is_different(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked()

    page = client.post(address, data={"choice": "not-as-described", "comment": " ", "name": "Jo Bell"})

    assert page.status_code == 200
    assert "Say what is different" in words_of(page)
    assert 'value="Jo Bell"' in page.get_data(as_text=True)
    db.session.refresh(partner)
    assert partner.stage == "asked"
    assert client.get(address).status_code == 200


def test_nobody_is_asked_to_answer_for_what_was_withdrawn(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked("withdrawn")

    assert "There is nothing to answer" in words_of(
        client.post(address, data={"choice": "yes", "name": "Jo Bell"})
    )
    db.session.refresh(partner)
    assert partner.stage == "asked"


def test_hostile_text_is_shown_as_text(client: FlaskClient, asked: Asked) -> None:
    partner, address = asked()
    partner.role = "<script>alert(1)</script>"
    db.session.commit()

    page = client.get(address).get_data(as_text=True)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
