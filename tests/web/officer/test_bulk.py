"""One thing done to many: foreseen for each, done to each by itself, and told for each."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from grantflow.accounts.models import Membership
from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.casework.models import Recusal
from grantflow.db import db
from tests.conftest import NOON
from tests.factories import (
    a_regional_lead,
    a_round,
    all_checks,
    an_application,
    an_evaluator,
    an_officer,
)
from tests.web.browser import hidden_fields, sign_in, words_of


def look(client: FlaskClient, deed: str, *applications: Application, **more: Any) -> TestResponse:
    return client.get(
        "/officer/bulk", query_string={"do": deed, "case": [a.id for a in applications], **more}
    )


def press(client: FlaskClient, deed: str, *applications: Application, **more: Any) -> TestResponse:
    page = look(client, deed, *applications)
    revisions = {key: value for key, value in hidden_fields(page).items() if key.startswith("revision:")}
    return client.post(
        "/officer/bulk", data={"do": deed, "case": [a.id for a in applications], **revisions, **more}
    )


def stages(*applications: Application) -> list[str]:
    for each in applications:
        db.session.refresh(each)
    return [each.stage for each in applications]


def test_the_list_offers_what_needs_no_page_of_its_own(client: FlaskClient) -> None:
    an_application(stage="submitted")
    body = sign_in(client, an_officer()).get("/officer/").get_data(as_text=True)

    for key in ("start-checks", "pass-checks", "send-to-panel", "assess-again", "assign"):
        assert f'<option value="{key}">' in body
    for key in (
        "award",
        "decline",
        "delay",
        "ask-for-changes",
        "mark-ineligible",
        "look-again",
        "release-award",
        "submit",
        "withdraw",
        "expire",
    ):
        assert f'<option value="{key}">' not in body


def test_each_row_says_what_will_happen_or_what_is_in_the_way(client: FlaskClient) -> None:
    round = a_round()
    ready = an_application(stage="checking", round=round, title="Tools and tea")
    all_checks(ready)
    unchecked = an_application(stage="checking", round=round, title="Ring craft")
    elsewhere = an_application(stage="panel", round=round, title="Second verse")
    sign_in(client, an_officer())

    words = words_of(look(client, "pass-checks", ready, unchecked, elsewhere))

    happens, left = words.split("Left as they are")
    assert "Tools and tea" in happens
    assert "Being checked → becomes Being assessed" in happens
    assert "Send to assessors: 1 application" in happens
    assert "Checks to settle first" in left
    assert "This is for applications at “Being checked”." in left
    assert stages(ready, unchecked, elsewhere) == ["checking", "checking", "panel"]


def test_one_button_moves_all_of_them_each_with_its_own_record(client: FlaskClient) -> None:
    round = a_round()
    several = [an_application(stage="submitted", round=round) for _ in range(3)]
    officer = an_officer()
    sign_in(client, officer)

    words = words_of(press(client, "start-checks", *several))

    assert "All 3 done." in words
    assert stages(*several) == ["checking"] * 3
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "start-checks")).all()
    assert {each.chain for each in entries} == {each.id for each in several}
    assert {each.actor_id for each in entries} == {officer.id}


def test_what_somebody_else_moved_meanwhile_says_so_and_the_others_are_done(client: FlaskClient) -> None:
    round = a_round()
    fresh, moved = (an_application(stage="submitted", round=round) for _ in range(2))
    sign_in(client, an_officer())
    page = look(client, "start-checks", fresh, moved)
    moved.revision += 1
    db.session.commit()

    revisions = {key: value for key, value in hidden_fields(page).items() if key.startswith("revision:")}
    data = {"do": "start-checks", "case": [fresh.id, moved.id], **revisions}
    words = words_of(client.post("/officer/bulk", data=data))

    assert "1 done, 1 not." in words
    assert "Somebody else has worked on this since you opened it" in words
    assert stages(fresh, moved) == ["checking", "submitted"]
    again = words_of(client.post("/officer/bulk", data=data))
    assert "0 done, 2 not." in again


def test_a_revision_that_is_missing_or_tampered_with_is_never_current(client: FlaskClient) -> None:
    application = an_application(stage="submitted")
    sign_in(client, an_officer())

    for typed in ({}, {f"revision:{application.id}": "x"}):
        words = words_of(
            client.post("/officer/bulk", data={"do": "start-checks", "case": application.id} | typed)
        )
        assert "0 done, 1 not." in words
    assert stages(application) == ["submitted"]


def test_all_on_this_page_needs_no_ticks(client: FlaskClient) -> None:
    round = a_round()
    several = [an_application(stage="submitted", round=round, title=f"Project {n}") for n in range(2)]
    sign_in(client, an_officer())

    page = client.get(
        "/officer/bulk", query_string={"do": "start-checks", "all": "yes", "shown": [a.id for a in several]}
    )
    assert "Start the checks: 2 applications" in words_of(page)


def test_with_nothing_ticked_or_chosen_it_says_what_to_do(client: FlaskClient) -> None:
    application = an_application(stage="submitted")
    sign_in(client, an_officer())

    assert "tick at least one application" in words_of(client.get("/officer/bulk?do=start-checks"))
    assert "choose what to do with it" in words_of(client.get(f"/officer/bulk?case={application.id}"))
    assert client.get(f"/officer/bulk?do=dance&case={application.id}").status_code == 404
    assert client.get(f"/officer/bulk?do=award&case={application.id}").status_code == 404


def test_a_note_that_is_needed_is_asked_for_and_kept_with_each(client: FlaskClient) -> None:
    round = a_round()
    several = [an_application(stage="panel", round=round) for _ in range(2)]
    sign_in(client, an_officer())

    assert "Say why" in words_of(press(client, "assess-again", *several))
    assert stages(*several) == ["panel", "panel"]
    assert "All 2 done." in words_of(press(client, "assess-again", *several, note="News of the lease."))
    assert stages(*several) == ["assessing", "assessing"]
    notes = db.session.scalars(select(AuditEntry.note).where(AuditEntry.action == "assess-again")).all()
    assert list(notes) == ["News of the lease."] * 2


def test_an_officer_takes_on_what_is_assigned_to_them(client: FlaskClient) -> None:
    application, theirs = an_application(stage="submitted"), an_application(stage="panel")
    colleague, elsewhere = an_officer(name="Priya Nair"), an_officer(name="Owen Rees", region="J")
    theirs.assigned_to_id = colleague.id
    db.session.commit()
    sign_in(client, an_officer())

    page = words_of(look(client, "assign", application, theirs))
    assert "Priya Nair" in page
    assert "Owen Rees" not in page
    assert "Choose who takes them on" in words_of(press(client, "assign", application))
    assert press(client, "assign", application, officer=elsewhere.id).status_code == 200
    words = words_of(press(client, "assign", application, theirs, officer=colleague.id))

    assert "1 done, 1 not." in words
    assert "Priya Nair looks after this already." in words
    db.session.refresh(application)
    assert application.assigned_to_id == colleague.id
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "assign")).one()
    assert entry.facts == {"officer": "Priya Nair"}
    assert "Given to an officer: Priya Nair" in words_of(
        client.get(f"/officer/applications/{application.id}/history")
    )


@pytest.mark.parametrize("interest", ["member", "recusal"])
def test_nobody_is_given_what_they_have_an_interest_in(client: FlaskClient, interest: str) -> None:
    application = an_application(stage="submitted")
    colleague, before = an_officer(name="Priya Nair"), application.assigned_to_id
    if interest == "member":
        colleague.memberships.append(
            Membership(organisation_id=application.organisation_id, rights="view", created_at=NOON)
        )
    else:
        db.session.add(Recusal(case_id=application.id, user_id=colleague.id, declared_at=NOON))
    db.session.commit()
    sign_in(client, an_officer())

    words = words_of(press(client, "assign", application, officer=colleague.id))

    assert "0 done, 1 not." in words
    db.session.refresh(application)
    assert application.assigned_to_id == before


def test_what_is_not_theirs_to_see_is_not_there(client: FlaskClient) -> None:
    elsewhere = an_application(stage="submitted", round=a_round(region_code="J"))
    draft = an_application()
    sign_in(client, an_officer())

    for each in (elsewhere, draft):
        assert "tick at least one" in words_of(look(client, "start-checks", each))
        data = {"do": "start-checks", "case": each.id, f"revision:{each.id}": each.revision}
        assert "tick at least one" in words_of(client.post("/officer/bulk", data=data))
    assert stages(elsewhere, draft) == ["submitted", "draft"]


def test_only_those_who_work_on_applications_do_things_to_many(client: FlaskClient) -> None:
    application = an_application(stage="submitted")

    assert look(sign_in(client, an_evaluator()), "start-checks", application).status_code == 404
    assert "With those you ticked" not in words_of(client.get("/officer/"))
    assert look(sign_in(client, a_regional_lead()), "start-checks", application).status_code == 404
    assert look(client, "reconsider", application).status_code == 200


def test_the_way_back_leads_to_a_list_of_ours_and_nowhere_else(client: FlaskClient) -> None:
    application = an_application(stage="submitted")
    sign_in(client, an_officer())

    good = look(client, "start-checks", application, back="/officer/?stage=submitted").get_data(as_text=True)
    assert 'href="/officer/?stage=submitted"' in good
    bad = look(client, "start-checks", application, back="//evil.example").get_data(as_text=True)
    assert "evil.example" not in bad
