"""Whose case is whose: other regions, applicants, and people with an interest find nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from grantflow.accounts.models import RoleGrant, User
from grantflow.assessment import commands
from grantflow.casework.models import Case
from grantflow.db import db, unit_of_work
from grantflow.permissions import Role
from tests.applications.filled import MICRO
from tests.factories import (
    a_member,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    at_noon,
)
from tests.web.browser import sign_in, words_of


def addresses_of(app: Flask, argument: str, case: Case) -> list[tuple[str, str]]:
    """Every address of a page for staff about this case, with how it is asked for."""
    more = {"action": "start-checks", "code": "REG", "number": 1, "key": "local-link"}
    adapter = app.url_map.bind("localhost")
    return [
        (method, adapter.build(rule.endpoint, {name: more.get(name, case.id) for name in rule.arguments}))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in {"officer", "assessor"} and argument in rule.arguments
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def an_officer_who_also_assesses() -> User:
    user = an_officer()
    user.roles.append(RoleGrant(role=Role.ASSESSOR, region_code="B"))
    db.session.commit()
    return user


def test_a_declared_interest_closes_every_route_to_the_application(app: Flask, client: FlaskClient) -> None:
    user = an_officer_who_also_assesses()
    application = an_application(stage="assessing", title="Tools and tea", answers=MICRO)
    sign_in(client, user)
    page = f"/officer/applications/{application.id}"
    assert client.get(page).status_code == 200
    assert "Tools and tea" in words_of(client.get("/officer/"))
    assessment = an_assessment(application, user, stage="open")

    with unit_of_work():
        commands.declare_conflict(assessment, at_noon(user), interest="My sister is a trustee.")

    closed = addresses_of(app, "application_id", application) + addresses_of(app, "assessment_id", assessment)
    assert len(closed) > 20
    for method, address in closed:
        assert client.open(address, method=method).status_code == 404, (method, address)
    assert client.get(f"/officer/cases/{application.id}").status_code == 404
    for address in (
        "/officer/",
        "/officer/?kind=assessment",
        "/assessor/",
        f"/officer/rounds/{application.round_id}/ranking",
    ):
        assert "Tools and tea" not in words_of(client.get(address))


def test_a_case_of_another_region_is_not_found(app: Flask, client: FlaskClient) -> None:
    application = an_application(stage="checking", answers=MICRO)
    sign_in(client, an_officer(region="J"))

    for method, address in addresses_of(app, "application_id", application):
        assert client.open(address, method=method).status_code == 404, (method, address)
    assert application.title not in words_of(client.get("/officer/"))
    assert client.get(f"/officer/rounds/{application.round_id}").status_code == 404


@pytest.mark.parametrize("also_assesses", [False, True])
def test_an_applicant_does_not_see_their_application_from_the_officers_side(
    app: Flask, client: FlaskClient, also_assesses: bool
) -> None:
    application = an_application(stage="checking", answers=MICRO)
    assert application.organisation is not None
    member = a_member(application.organisation)
    if also_assesses:
        member.roles.append(RoleGrant(role=Role.ASSESSOR, region_code="B"))
        db.session.commit()
    sign_in(client, member)

    for method, address in addresses_of(app, "application_id", application):
        assert client.open(address, method=method).status_code == 404, (method, address)
    assert client.get("/officer/").status_code == 404


@pytest.mark.parametrize("stage", ["draft", "expired"])
def test_what_was_never_sent_is_its_applicants_own_affair(
    app: Flask, client: FlaskClient, stage: str
) -> None:
    application = an_application(stage=stage, title="Tools and tea", answers=MICRO)
    sign_in(client, an_officer())

    for method, address in addresses_of(app, "application_id", application):
        assert client.open(address, method=method).status_code == 404, (method, address)
    assert client.get(f"/officer/cases/{application.id}").status_code == 404
    for address in ("/officer/", f"/officer/?stage={stage}", "/officer/?words=tools"):
        assert "Tools and tea" not in words_of(client.get(address))


def test_an_assessor_sees_only_their_own_assessments(app: Flask, client: FlaskClient) -> None:
    application = an_application(stage="assessing", round=a_round(stage="assessing"), answers=MICRO)
    theirs = an_assessment(application, an_assessor(), stage="open", points=3)
    sign_in(client, an_assessor())

    for method, address in addresses_of(app, "assessment_id", theirs):
        assert client.open(address, method=method).status_code == 404, (method, address)
    assert application.title not in words_of(client.get("/assessor/"))
