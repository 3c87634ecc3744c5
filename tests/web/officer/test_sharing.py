"""Share out a round's assessments: what the page says, what the button does, and what is left alone."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from grantflow.accounts.models import User
from grantflow.assessment import commands, queries
from grantflow.assessment.models import Assessment
from grantflow.audit.models import AuditEntry
from grantflow.db import db, unit_of_work
from grantflow.funds.models import Round
from tests.factories import (
    a_member,
    a_regional_lead,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.web.browser import hidden_fields, sign_in, words_of

pytestmark = pytest.mark.usefixtures("app")


def a_trained_assessor(name: str, **given: object) -> User:
    user = an_assessor(name=name, **given)
    user.trained_on = date(2026, 3, 1)
    db.session.commit()
    return user


def a_round_to_share(applications: int) -> Round:
    found = a_round(stage="assessing")
    for number in range(applications):
        an_application(stage="assessing", round=found, tier_key="small", title=f"Project {number}")
    return found


def asked() -> int:
    return db.session.scalar(select(func.count()).select_from(Assessment)) or 0


def test_a_round_is_shared_out_as_the_page_said(app: Flask, client: FlaskClient) -> None:
    found, officer = a_round_to_share(3), an_officer(name="Grace Okafor")
    people = [a_trained_assessor(name) for name in ("Amina", "Bryn", "Cleo")]
    address = f"/officer/rounds/{found.id}/share-out"
    sign_in(client, officer)
    assert "Share out the assessments" in words_of(client.get(f"/officer/rounds/{found.id}"))

    page = client.get(address)
    assert "6 assessments of 3 applications" in words_of(page)
    assert "Amina 0 2 2" in words_of(page)
    assert asked() == 0
    answer = client.post(address, data=hidden_fields(page))
    run_jobs(app)

    assert answer.status_code == 302
    rows = db.session.scalars(select(Assessment)).all()
    assert sorted(each.assigned_to_id for each in rows if each.assigned_to_id) == sorted(
        each.id for each in people for _ in "12"
    )
    assert len({(each.application_id, each.assigned_to_id) for each in rows}) == 6
    names = db.session.scalars(
        select(AuditEntry.actor_name).where(AuditEntry.chain.in_([each.id for each in rows]))
    )
    assert set(names) == {"Grace Okafor"}
    assert "Shared out the assessments" in words_of(client.get(f"/officer/rounds/{found.id}"))
    assert "Everything is shared out" in words_of(client.get(address))


def test_a_plan_that_no_longer_fits_asks_nobody(app: Flask, client: FlaskClient) -> None:
    found = a_round_to_share(1)
    for name in ("Amina", "Bryn"):
        a_trained_assessor(name)
    sign_in(client, an_officer())
    address = f"/officer/rounds/{found.id}/share-out"
    page = client.get(address)
    an_application(stage="assessing", round=found, tier_key="small")

    answer = client.post(address, data=hidden_fields(page))
    run_jobs(app)

    assert answer.status_code == 409
    assert "Something has changed since this plan was made" in words_of(answer)
    assert asked() == 0


def test_whoever_joined_the_organisation_after_the_button_is_not_asked(
    app: Flask, client: FlaskClient
) -> None:
    found = a_round(stage="assessing")
    organisation = an_organisation()
    an_application(stage="assessing", round=found, tier_key="small", organisation=organisation)
    amina, bryn = a_trained_assessor("Amina"), a_trained_assessor("Bryn")
    sign_in(client, an_officer())
    address = f"/officer/rounds/{found.id}/share-out"
    client.post(address, data=hidden_fields(client.get(address)))
    amina.memberships = a_member(organisation).memberships
    db.session.commit()

    assert [ran.problem for ran in run_jobs(app, only={"share-out"})] == [""]

    assert db.session.scalars(select(Assessment.assigned_to_id)).all() == [bryn.id]


def test_what_cannot_be_placed_says_why(client: FlaskClient) -> None:
    found = a_round(stage="assessing")
    organisation = an_organisation(name="Harbour Lights")
    application = an_application(
        stage="assessing", round=found, tier_key="small", organisation=organisation, title="Tools and tea"
    )
    insider = a_trained_assessor("Amina")
    insider.memberships = a_member(organisation).memberships
    stepped_aside = a_trained_assessor("Bryn")
    other = an_application(stage="assessing", round=found, organisation=organisation)
    an_assessment(other, stepped_aside)
    with unit_of_work():
        commands.declare_conflict(
            db.session.scalars(select(Assessment)).one(), at_noon(stepped_aside), interest="My sister’s."
        )
    an_assessor(name="Dilys")
    a_trained_assessor("Elin", region="J")

    page = words_of(sign_in(client, an_officer()).get(f"/officer/rounds/{found.id}/share-out"))

    assert (
        "Tools and tea Harbour Lights. Amina belongs to this organisation, or has an interest in it." in page
    )
    assert "has an interest in it. Bryn has declared an interest in this application. 2 missing" in page
    assert "Left out" in page
    assert "Dilys" in page
    assert "Elin" not in page
    assert queries.list_assessments(application.id) == []


def test_what_is_not_this_officers_is_not_shared_out(client: FlaskClient) -> None:
    found, officer = a_round(stage="assessing"), an_officer()
    organisation = an_organisation()
    an_application(stage="assessing", round=found, organisation=organisation, title="Tools and tea")
    officer.memberships = a_member(organisation).memberships
    db.session.commit()
    address = f"/officer/rounds/{found.id}/share-out"

    page = sign_in(client, officer).get(address)

    assert "Tools and tea" not in words_of(page)
    assert "No application is being assessed" in words_of(page)
    assert client.post(address, data=hidden_fields(page) | {"plan": "x", "revision": "1"}).status_code == 409
    assert sign_in(client, an_officer(region="J")).get(address).status_code == 404
    assert sign_in(client, a_regional_lead()).get(address).status_code == 404
    assert sign_in(client, an_assessor()).get(address).status_code == 404
