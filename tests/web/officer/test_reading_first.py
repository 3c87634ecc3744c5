"""Whoever has still to score an application reads it as an assessor and in no other role.

Its scores, its amount and its name are closed to them on every route, whatever else they are, until theirs are in.
"""

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from grantflow.accounts.models import RoleGrant, User
from grantflow.applications.models import Application
from grantflow.assessment.moderation import write_moderation
from grantflow.db import db, unit_of_work
from grantflow.permissions import Role
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import (
    a_member_of_staff,
    a_panel,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.notices.reading import text_of
from tests.web.browser import sign_in, words_of
from tests.web.officer.test_who_may_see import addresses_of

TITLE, REASON = "Tools and tea", "They say how they know."
ALSO = (Role.OFFICER, Role.PANEL_MEMBER, Role.REGIONAL_LEAD, Role.FINANCE, Role.AUDITOR)


def somebody_who_also_assesses(role: Role) -> User:
    user = a_member_of_staff(role)
    user.roles.append(RoleGrant(role=Role.ASSESSOR, region_code="B"))
    db.session.commit()
    return user


def a_scored_application(stage: str) -> Application:
    application = an_application(
        stage=stage,
        title=TITLE,
        answers=MICRO,
        tier_key="small",
        submitted_at=NOON,
        round=a_round(stage="assessing"),
        organisation=an_organisation(name="Tool Library"),
    )
    an_assessment(application, an_assessor(name="Grace Okafor"), stage="submitted", points=1)
    return application


def in_full(response: TestResponse) -> str:
    """All that was sent, in words: pages, tables, workbooks and papers alike."""
    body = response.get_data()
    if body.startswith(b"%PDF"):
        return text_of(body)
    if body.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(body))
        return " ".join(book.read(name).decode() for name in book.namelist())
    return body.decode()


def lists_of(app: Flask, client: FlaskClient, application: Application) -> dict[str, str]:
    """Every list, paper and copy of the round on which the application may stand."""
    round = f"/officer/rounds/{application.round_id}"
    pages = {
        each: in_full(client.get(each))
        for each in (
            "/officer/",
            "/officer/?kind=assessment",
            "/officer/?words=tools",
            "/officer/?words=thursday",
            f"{round}/ranking",
            f"{round}/panel",
            round,
        )
    }
    pack = client.post(f"{round}/panel/packs").location
    run_jobs(app)
    pages["the pack"] = in_full(client.get(f"{pack}.pdf"))
    copies = {form: in_full(client.post("/officer/export", data={"form": form})) for form in ("csv", "xlsx")}
    return pages | copies


@pytest.mark.parametrize(
    ("role", "stage", "own"),
    [(Role.OFFICER, "assessing", "assigned"), *((role, "panel", "open") for role in ALSO)],
)
def test_every_route_is_closed_to_whoever_has_still_to_score_it(
    app: Flask, client: FlaskClient, role: Role, stage: str, own: str
) -> None:
    application, user = a_scored_application(stage), somebody_who_also_assesses(role)
    a_panel(application.round)
    assessment = an_assessment(application, user, stage=own)
    sign_in(client, user)

    for method, address in addresses_of(app, "application_id", application):
        answer = client.open(address, method=method)
        assert answer.status_code in {404, 409}, (method, address)
        assert TITLE not in in_full(answer), (method, address)
    assert client.get(f"/officer/cases/{application.id}").status_code == 404
    for address, sent in lists_of(app, client, application).items():
        for said in (TITLE, "Tool Library", application.reference, REASON, "Grace Okafor"):
            assert said not in sent, (address, said)
    assert assessment.stage == own


def test_the_same_routes_are_open_once_their_own_scores_are_in(app: Flask, client: FlaskClient) -> None:
    application, user = a_scored_application("panel"), somebody_who_also_assesses(Role.OFFICER)
    an_assessment(application, user, stage="submitted", points=4)
    sign_in(client, user)

    assert "1.00" in words_of(client.get(f"/officer/applications/{application.id}/assessments"))
    for address, sent in lists_of(app, client, application).items():
        if not address.startswith("/officer/?kind=assessment"):
            assert TITLE in sent or address == f"/officer/rounds/{application.round_id}", address


def test_the_page_says_why_and_where_to_go(client: FlaskClient) -> None:
    application, user = a_scored_application("assessing"), somebody_who_also_assesses(Role.OFFICER)
    an_assessment(application, user, stage="open")
    sign_in(client, user)

    page = words_of(client.get(f"/officer/applications/{application.id}"))

    assert "You are assessing this application. Until your scores are in" in page


def test_what_was_written_about_the_scores_is_not_in_the_audit_list_either(client: FlaskClient) -> None:
    application = a_scored_application("assessing")
    an_assessment(application, an_assessor(), stage="submitted", points=5)
    with unit_of_work():
        write_moderation(
            application, at_noon(an_officer()), why_apart="One knew the place.", view_now="A strong plan."
        )
    user = somebody_who_also_assesses(Role.AUDITOR)
    sign_in(client, user)
    assert "A strong plan." in words_of(client.get("/admin/audit"))

    an_assessment(application, user, stage="open")

    assert "A strong plan." not in words_of(client.get("/admin/audit"))


def test_other_applications_of_the_round_stay_open_to_them(client: FlaskClient) -> None:
    application, user = a_scored_application("panel"), somebody_who_also_assesses(Role.OFFICER)
    an_application(stage="panel", title="Bread and books", round=application.round)
    an_assessment(application, user, stage="open")
    sign_in(client, user)

    for page in ("/officer/", f"/officer/rounds/{application.round_id}/ranking"):
        assert "Bread and books" in words_of(client.get(page))


def test_nobody_who_could_look_at_the_scores_is_offered_as_another_assessor(client: FlaskClient) -> None:
    application, user = a_scored_application("assessing"), somebody_who_also_assesses(Role.PANEL_MEMBER)
    user.name = "Asha Bell"
    db.session.commit()
    sign_in(client, an_officer())

    page = words_of(client.get(f"/officer/applications/{application.id}/assessments/ask"))

    assert "Asha Bell also works on this application and can see the scores that are in." in page


def test_a_pack_from_before_closes_to_a_reader_who_is_then_asked_to_assess(
    app: Flask, client: FlaskClient
) -> None:
    application, user = a_scored_application("panel"), somebody_who_also_assesses(Role.PANEL_MEMBER)
    sign_in(client, user)
    pack = client.post(f"/officer/rounds/{application.round_id}/panel/packs").location
    run_jobs(app)
    assert TITLE in in_full(client.get(f"{pack}.pdf"))

    an_assessment(application, user)

    assert client.get(f"{pack}.pdf").status_code == 404
