"""The applicant sees where each partner stands, puts things right and asks again."""

import pytest
from flask.testing import FlaskClient

from grantflow.applications.models import Application, Partner
from grantflow.applications.partners import answer_as_partner, ask_partners
from grantflow.db import db, unit_of_work
from grantflow.permissions import Actor, Grant, Occasion, Role
from tests.applications.filled import WITH_PARTNERS
from tests.conftest import NOON
from tests.factories import a_member, an_application, an_organisation, at_noon
from tests.web.browser import sign_in, words_of


@pytest.fixture
def sent(client: FlaskClient) -> Application:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    application = an_application(stage="submitted", organisation=organisation, answers=WITH_PARTNERS)
    with unit_of_work():
        ask_partners(application, at_noon())
    db.session.refresh(application, ["partners"])
    return application


def test_the_applicant_sees_the_answer_and_not_the_comment(client: FlaskClient, sent: Application) -> None:
    _answers(sent.partners[0], "no", "Between us: they owe us money.")

    page = words_of(client.get(f"/applicant/applications/{sent.id}"))

    assert "Carlisle Kitchen Said no" in page
    assert "Eden Recovery Asked, waiting to hear" in page
    assert "owe us money" not in page


def test_a_partner_is_asked_again_with_what_was_put_right(client: FlaskClient, sent: Application) -> None:
    partner = sent.partners[0]
    _answers(partner, "not-as-described", "Two days, not one.")

    client.post(_address(partner), data=_correction(partner))

    db.session.refresh(partner)
    assert (partner.stage, partner.role, partner.share_pence) == ("asked", "The room, two days", 80_000)
    assert (partner.answer_comment, partner.answered_at) == ("", None)


def test_a_partner_that_is_still_being_asked_is_not_asked_twice(
    client: FlaskClient, sent: Application
) -> None:
    partner = sent.partners[0]

    refused = client.post(_address(partner), data=_correction(partner))

    assert refused.status_code == 409
    db.session.refresh(partner)
    assert (partner.stage, partner.role) == ("asked", "The room")


def test_a_partner_of_another_application_is_not_found(client: FlaskClient, sent: Application) -> None:
    other = an_application(organisation=sent.organisation)

    address = f"/applicant/applications/{other.id}/partners/{sent.partners[0].id}"

    assert client.get(address).status_code == 404


def _answers(partner: Partner, choice: str, comment: str) -> None:
    actor = Actor("Jo Bell", grants=(Grant(Role.PARTNER),), case_id=partner.id)
    with unit_of_work():
        answer_as_partner(partner, choice, "Jo Bell", comment, Occasion(actor, NOON))


def _correction(partner: Partner) -> dict[str, object]:
    return {
        "revision": partner.revision, "email": "office@kitchen.example.org",
        "role": "The room, two days", "share": "800",
    }  # fmt: skip


def _address(partner: Partner) -> str:
    return f"/applicant/applications/{partner.application_id}/partners/{partner.id}"
