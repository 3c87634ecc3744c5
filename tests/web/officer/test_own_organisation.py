"""Somebody who works for the fund and belongs to an organisation that applies: it is theirs, and never their work."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Membership, Organisation, RoleGrant, User
from grantflow.casework.models import Case, Recusal
from grantflow.casework.queries import official_to
from grantflow.db import db
from grantflow.permissions import HOLDINGS, STAFF_ROLES, Permission, Role, allows
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import (
    a_decision,
    a_learning_entry,
    a_panel,
    a_payment,
    a_regional_lead,
    a_review,
    a_round,
    all_checks,
    an_admin,
    an_application,
    an_assessment,
    an_award,
    an_organisation,
)
from tests.web.browser import sign_in, words_of
from tests.web.officer.test_who_may_see import addresses_of

pytestmark = pytest.mark.usefixtures("app")

# What somebody in every role of the fund could do to a case of any kind but their own.
WORK = sorted({each for role in STAFF_ROLES for each in HOLDINGS[role][1]} - {Permission.ASSESSMENT_DECLARE})


def somebody_in_every_role(organisation: Organisation, rights: str = "view") -> User:
    """Every role, everywhere, and a seat among the trustees."""
    user = an_admin()
    kept = {each.role for each in user.roles}
    user.roles += [RoleGrant(role=role) for role in sorted(STAFF_ROLES - {Role.SYSTEM} - kept)]
    user.memberships.append(Membership(organisation=organisation, rights=rights, created_at=NOON))
    db.session.commit()
    return user


def cases_of(organisation: Organisation, user: User) -> list[Case]:
    """One of every kind that belongs to an organisation, the assessment sent in by this person."""
    round = a_round(stage="assessing")
    application = an_application(stage="panel", round=round, organisation=organisation)
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    return [
        application,
        award,
        a_payment(award, stage="authorised"),
        a_review(award, stage="received"),
        a_learning_entry(award, stage="in-review"),
        an_assessment(application, user, stage="submitted"),
    ]


def test_no_role_gives_anything_over_what_belongs_to_ones_own_organisation() -> None:
    theirs, others = an_organisation(), an_organisation()
    user = somebody_in_every_role(theirs)
    official = actor_of(user)
    as_applicant = {each for each in Permission if each in HOLDINGS[Role.APPLICANT][1]}

    for case in cases_of(theirs, user):
        given = {each for each in WORK if allows(official, each, on=case)}
        assert given <= as_applicant, case.kind
    for case in cases_of(others, user):
        assert {Permission.APPLICATION_DECIDE, Permission.PAYMENT_PAY} <= {
            each for each in WORK if allows(official, each, on=case)
        }, case.kind


def test_a_list_leaves_out_what_belongs_to_ones_own_organisation() -> None:
    theirs, others = an_organisation(), an_organisation()
    user = somebody_in_every_role(theirs)
    own, foreign = cases_of(theirs, user), cases_of(others, user)

    seen = set(db.session.scalars(select(Case.id).where(official_to(actor_of(user), Permission.ROUND_VIEW))))

    assert not seen & {each.id for each in own}
    assert {each.id for each in foreign} <= seen
    assert own[0].round_id in seen


def test_every_page_for_staff_about_ones_own_application_is_not_found(
    app: Flask, client: FlaskClient
) -> None:
    organisation = an_organisation()
    user = somebody_in_every_role(organisation, "submit")
    application = an_application(stage="assessing", organisation=organisation, answers=MICRO)
    assessment = an_assessment(application, user, stage="open")
    award = an_award(application=an_application(stage="awarded", organisation=organisation))
    a_payment(award)
    a_review(award, stage="received")
    sign_in(client, user)

    closed = (
        addresses_of(app, "application_id", application)
        + addresses_of(app, "application_id", award.application)
        + [each for each in addresses_of(app, "assessment_id", assessment) if "/declare" not in each[1]]
    )
    for method, address in closed:
        assert client.open(address, method=method).status_code == 404, (method, address)


def test_an_assessor_who_has_joined_the_organisation_can_still_step_aside(client: FlaskClient) -> None:
    organisation = an_organisation()
    user = somebody_in_every_role(organisation)
    assessment = an_assessment(an_application(stage="assessing", organisation=organisation), user)
    sign_in(client, user)

    first = client.get(f"/assessor/assessments/{assessment.id}")
    answer = client.post(
        first.location, data={"revision": "1", "answer": "yes", "interest": "I am a trustee."}
    )

    assert answer.status_code == 302
    assert assessment.stage == "recused"


def test_a_decision_about_ones_own_application_is_read_when_everybody_is_told(client: FlaskClient) -> None:
    organisation = an_organisation(name="Harbour Lights")
    lead = a_regional_lead()
    user = somebody_in_every_role(organisation)
    round = a_round(stage="assessing")
    application = an_application(
        stage="to-award", round=round, organisation=organisation, title="Tools and tea"
    )
    a_decision(application, lead)
    sign_in(client, user)

    for address in (
        f"/officer/rounds/{round.id}/release",
        f"/officer/rounds/{round.id}/ranking",
        f"/admin/audit?reference={application.reference}",
        "/officer/?stage=to-award",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "Harbour Lights" not in words_of(page), address
        assert "Tools and tea" not in words_of(page), address


@pytest.mark.parametrize("recused", [False, True])
def test_no_sum_tells_of_a_held_decision_about_ones_own_application(
    client: FlaskClient, recused: bool
) -> None:
    organisation, lead = an_organisation(), a_regional_lead()
    user = a_regional_lead() if recused else somebody_in_every_role(organisation)
    round = a_round(stage="assessing", budget_pence=1_000_000)
    held = an_application(stage="to-award", round=round, organisation=organisation)
    other = an_application(stage="panel", round=round, amount_pence=900_000, tier_key="small")
    all_checks(other)
    a_panel(round)
    a_decision(held, lead)
    if recused:
        db.session.add(
            Recusal(
                case_id=held.id,
                user_id=user.id,
                organisation_id=organisation.id,
                round_id=round.id,
                declared_at=NOON,
            )
        )
        db.session.commit()
    addresses = (
        f"/officer/rounds/{round.id}",
        f"/officer/rounds/{round.id}/release",
        f"/officer/applications/{other.id}/decision",
        f"/officer/applications/{other.id}/decision/award",
    )

    for address in addresses:
        assert "£5,500" not in words_of(sign_in(client, user).get(address)), address
        assert "£5,500" in words_of(sign_in(client, lead).get(address)), address
    too_much = sign_in(client, user).post(
        addresses[-1], data={"revision": other.revision, "amount": "9,000", "why": "Trusted."}
    )
    assert "The round has less than that left" in words_of(too_much)
    assert other.stage == "panel"


def test_somebody_with_an_interest_in_a_round_does_not_release_it(client: FlaskClient) -> None:
    organisation, lead = an_organisation(), a_regional_lead()
    round = a_round(stage="assessing")
    a_decision(an_application(stage="to-award", round=round, organisation=organisation), lead)
    address = f"/officer/rounds/{round.id}/release"

    sign_in(client, somebody_in_every_role(organisation))
    refused = client.post(address, data={"revision": round.revision})

    assert refused.status_code == 409
    assert "somebody else releases its decisions" in words_of(refused)
    assert round.stage == "assessing"
    sign_in(client, lead)
    assert client.post(address, data={"revision": round.revision}).status_code == 302
