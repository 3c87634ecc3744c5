"""Scores that are far apart go to no decision until somebody else has written down why; and they stay as they are."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from grantflow.applications.models import Application
from grantflow.assessment import rules
from grantflow.assessment.models import Moderation, Score
from grantflow.assessment.moderation import write_moderation
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.permissions import Role
from tests.conftest import NOON
from tests.factories import (
    a_member_of_staff,
    a_regional_lead,
    all_checks,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    at_noon,
)
from tests.web.browser import clock_at, hidden_fields, sign_in, words_of

NOTE = {"why_apart": "One read the budget as yearly.", "view_now": "It is sound."}


def scored(*points: int, tier_key: str = "small") -> Application:
    application = an_application(stage="assessing", tier_key=tier_key)
    all_checks(application)
    for each in points:
        an_assessment(application, an_assessor(), stage="submitted", points=each)
    return application


def send(application: Application, *, days: int = 0) -> None:
    with unit_of_work():
        take_action(application, "send-to-panel", at_noon(an_officer(), days=days))


@given(st.floats(0, 5), st.floats(0.1, 5))
def test_only_scores_over_the_limit_want_a_note(spread: float, limit: float) -> None:
    missing = rules.moderation_is_written(spread, limit, None, NOON)

    assert missing == ("moderation-missing" if round(spread - limit, 6) > 0 else None)
    assert rules.moderation_is_written(spread, limit, NOON, NOON - timedelta(days=1)) is None


def test_a_score_that_came_after_the_note_asks_for_another() -> None:
    assert rules.moderation_is_written(2, 1, NOON, NOON + timedelta(days=1)) == "moderation-out-of-date"


@pytest.mark.usefixtures("app")
def test_scores_at_the_limit_go_to_a_decision() -> None:
    application = scored(3, 4)

    send(application)

    assert application.stage == "panel"


@pytest.mark.usefixtures("app")
def test_scores_far_apart_wait_for_a_note_and_are_kept() -> None:
    application, officer = scored(1, 4), an_officer()
    with pytest.raises(ActionUnavailable) as refusal:
        send(application)
    assert refusal.value.keys == ["moderation-missing"]
    assert application.stage == "assessing"

    with unit_of_work():
        write_moderation(application, at_noon(officer), **NOTE)
    send(application)

    assert application.stage == "panel"
    assert {each.points for each in db.session.scalars(select(Score))} == {1, 4}
    note = db.session.scalars(select(Moderation)).one()
    assert (note.written_by_id, note.spread) == (officer.id, 3.0)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "moderate")).one()
    assert (entry.note, entry.facts["why_apart"]) == ("It is sound.", "One read the budget as yearly.")


@pytest.mark.usefixtures("app")
def test_a_third_assessor_may_write_it_and_neither_of_the_two_who_differ() -> None:
    application = scored(1, 4)
    officer = an_officer()
    furthest, third = a_member_of_staff(Role.OFFICER), a_member_of_staff(Role.OFFICER)
    an_assessment(application, furthest, stage="submitted", points=5)
    an_assessment(application, third, stage="submitted", points=2)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        write_moderation(application, at_noon(furthest), **NOTE)
    with pytest.raises(Forbidden), unit_of_work():
        write_moderation(application, at_noon(a_regional_lead()), **NOTE)
    assert db.session.scalars(select(Moderation)).all() == []
    with unit_of_work():
        write_moderation(application, at_noon(third), **NOTE)
        write_moderation(application, at_noon(officer, days=1), **NOTE)

    assert refusal.value.keys == ["your-score-is-moderated"]
    assert db.session.scalars(select(Moderation)).one().written_by_id == officer.id


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("points", [(3, 3), (4,), ()])
def test_no_note_is_kept_where_none_is_wanted(points: tuple[int, ...]) -> None:
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        write_moderation(scored(*points), at_noon(an_officer()), **NOTE)

    assert refusal.value.keys == ["scores-are-not-apart"]
    assert db.session.scalars(select(Moderation)).all() == []


@pytest.mark.usefixtures("app")
def test_an_officer_writes_it_on_a_page_and_whoever_decides_reads_it(client: FlaskClient) -> None:
    application = scored(1, 4)
    case = f"/officer/applications/{application.id}"
    with clock_at():
        sign_in(client, an_officer(name="Grace Okafor"))
        assert "The assessors are 3.0 apart, which is more than 1." in words_of(
            client.get(f"{case}/assessments")
        )
        page = client.get(f"{case}/moderation")
        assert "Say what the view is now" in words_of(
            client.post(f"{case}/moderation", data=hidden_fields(page) | {"why_apart": "The budget."})
        )

        answer = client.post(f"{case}/moderation", data=hidden_fields(page) | NOTE)

        assert answer.status_code == 302
        send(application)
        decision = words_of(sign_in(client, a_regional_lead()).get(f"{case}/decision"))
    assert "One read the budget as yearly." in decision
    assert "Grace Okafor" in decision
    assert "1.00 4.00" in decision


@pytest.mark.usefixtures("app")
def test_there_is_no_page_for_a_note_that_nobody_wants(client: FlaskClient) -> None:
    application = scored(3, 3)
    with clock_at():
        sign_in(client, an_officer())
        assert client.get(f"/officer/applications/{application.id}/moderation").status_code == 404
