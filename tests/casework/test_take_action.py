"""One function moves every case: what it refuses, in which order, and all that one move brings about."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Membership
from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.queries import get_visible, open_actions
from grantflow.casework.running import workflow_of
from grantflow.db import NO_DUE_DATE, db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, Stale
from grantflow.jobs.queries import list_jobs
from grantflow.permissions import SYSTEM, Permission
from tests.casework.play import Weather, playing
from tests.conftest import NOON
from tests.factories import a_finance_officer, a_member, an_application, an_officer, an_organisation, at_noon


@pytest.fixture
def weather(app: Flask) -> Iterator[Weather]:
    with playing(app) as weather:
        yield weather


def entries_of(case: Application) -> list[AuditEntry]:
    return list(
        db.session.scalars(select(AuditEntry).where(AuditEntry.chain == case.id).order_by(AuditEntry.seq))
    )


def assert_nothing_changed(case: Application, stage: str = "draft") -> None:
    db.session.rollback()
    db.session.refresh(case)
    assert (case.stage, case.revision) == (stage, 1)
    assert [entry.action for entry in entries_of(case)] == ["create"]
    assert list_jobs("waiting") == []


def test_a_move_changes_the_stage_and_says_where_it_led(weather: Weather) -> None:
    case = an_application()

    step = take_action(case, "send", at_noon(an_officer(), days=2))

    assert (step.source, step.target) == ("draft", "sent")
    assert (case.stage, case.revision) == ("sent", 2)
    assert case.stage_entered_at == NOON + timedelta(days=2)


def test_a_move_is_recorded_with_who_when_and_why(weather: Weather) -> None:
    officer = an_officer(name="Asha Patel")
    case = an_application(stage="sent")

    take_action(case, "take-back", at_noon(officer), note="They asked.", facts={"pages": 3})

    entry = entries_of(case)[-1]
    assert (entry.action, entry.source, entry.target) == ("take-back", "sent", "draft")
    assert (entry.actor_id, entry.actor_name, entry.at) == (officer.id, "Asha Patel", NOON)
    assert (entry.note, entry.facts) == ("They asked.", {"pages": 3})


def test_a_page_that_is_too_old_is_refused_before_anything_else(weather: Weather) -> None:
    case = an_application()
    weather.sun = False

    with pytest.raises(Stale) as refusal:
        take_action(case, "no-such", at_noon(a_finance_officer()), expected_revision=7)

    assert refusal.value.keys == ["case-moved-on"]
    assert refusal.value.reasons[0].facts == {"stage": "Draft"}
    assert_nothing_changed(case)


@pytest.mark.parametrize("stage", ["to-award", "to-decline"])
def test_a_stale_page_tells_an_applicant_no_more_than_their_own_pages_do(app: Flask, stage: str) -> None:
    organisation = an_organisation()
    held = an_application(stage=stage, organisation=organisation)
    colleague = an_officer()
    colleague.memberships.append(Membership(organisation=organisation, rights="submit", created_at=NOON))

    for member in (a_member(organisation), colleague):
        with pytest.raises(Stale) as refusal:
            take_action(held, "withdraw", at_noon(member), expected_revision=held.revision + 1)
        assert refusal.value.reasons[0].facts == {"stage": "Being assessed"}


def test_a_stale_page_tells_staff_where_the_case_stands(app: Flask) -> None:
    held = an_application(stage="to-award")

    with pytest.raises(Stale) as refusal:
        take_action(held, "reconsider", at_noon(an_officer()), expected_revision=held.revision + 1)

    label = workflow_of(held).stage("to-award").label
    assert refusal.value.reasons[0].facts == {"stage": str(label)}


def test_an_action_that_does_not_exist_is_refused_before_permission_is_asked(weather: Weather) -> None:
    case = an_application()

    with pytest.raises(ActionUnavailable) as refusal:
        take_action(case, "no-such", at_noon(a_finance_officer()))

    assert refusal.value.keys == ["no-such-action"]
    assert_nothing_changed(case)


def test_permission_is_asked_before_any_guard(weather: Weather) -> None:
    case = an_application()
    weather.sun = False

    with pytest.raises(Forbidden):
        take_action(case, "send", at_noon(a_finance_officer()))

    assert_nothing_changed(case)


def test_permission_in_another_region_is_no_permission(weather: Weather) -> None:
    case = an_application()

    with pytest.raises(Forbidden):
        take_action(case, "send", at_noon(an_officer(region="D")))

    assert_nothing_changed(case)


def test_an_action_that_does_not_leave_this_stage_is_refused_without_asking_guards(weather: Weather) -> None:
    case = an_application(stage="done")
    weather.sun = False

    with pytest.raises(ActionUnavailable) as refusal:
        take_action(case, "send", at_noon(an_officer()))

    assert refusal.value.keys == ["not-at-this-stage"]
    assert_nothing_changed(case, "done")


def test_every_guard_is_asked_and_every_reason_given(weather: Weather) -> None:
    case = an_application()
    weather.sun = weather.tea = False

    with pytest.raises(ActionUnavailable) as refusal:
        take_action(case, "send", at_noon(an_officer()))

    assert refusal.value.keys == ["round-not-open-yet", "form-not-complete"]
    assert_nothing_changed(case)


@pytest.mark.parametrize("note", ["", "  \n "])
def test_a_note_that_is_required_is_asked_for(weather: Weather, note: str) -> None:
    case = an_application(stage="sent")

    with pytest.raises(ActionUnavailable) as refusal:
        take_action(case, "take-back", at_noon(an_officer()), note=note)

    assert refusal.value.keys == ["note-needed"]
    assert_nothing_changed(case, "sent")


def test_effects_happen_with_the_move(weather: Weather) -> None:
    take_action(an_application(), "send", at_noon(an_officer()))

    assert weather.rings == ["draft to sent"]


def test_each_notice_is_promised_once_for_each_time_the_move_is_made(weather: Weather) -> None:
    officer, case = an_officer(), an_application()

    take_action(case, "send", at_noon(officer))
    take_action(case, "take-back", at_noon(officer), note="Not yet.")
    take_action(case, "send", at_noon(officer))
    db.session.commit()

    jobs = list_jobs("waiting")
    assert [(job.name, job.args) for job in jobs] == [("notice", ("acknowledgement", str(case.id)))] * 2
    assert {job.key for job in jobs} == {f"acknowledgement:{case.id}:2", f"acknowledgement:{case.id}:4"}


def test_a_move_that_is_rolled_back_leaves_no_trace(weather: Weather) -> None:
    case = an_application()

    take_action(case, "send", at_noon(an_officer()))

    assert_nothing_changed(case)


def test_arriving_at_a_stage_sets_its_timers_and_leaving_clears_them(weather: Weather) -> None:
    officer, case = an_officer(), an_application()

    take_action(case, "send", at_noon(officer))

    timers = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == case.id).order_by(CaseTimer.due_at)
    ).all()
    assert [(timer.does, timer.days_left, (timer.due_at - NOON).days) for timer in timers] == [
        ("remind", 7, 3),
        ("remind", 3, 7),
        ("act", 0, 10),
    ]
    assert case.due_at == NOON + timedelta(days=10)

    take_action(case, "take-back", at_noon(officer), note="Not yet.")

    assert db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == case.id)).all() == []
    assert case.due_at == NO_DUE_DATE


def test_a_case_that_has_ended_is_no_longer_open(weather: Weather) -> None:
    case = an_application(stage="sent")

    take_action(case, "finish", at_noon(SYSTEM))

    assert not case.is_open
    assert case.due_at == NO_DUE_DATE


def test_blocked_actions_are_shown_with_their_reasons_and_forbidden_ones_are_not_shown(
    weather: Weather,
) -> None:
    weather.tea = False
    officer = an_officer()

    (send,) = open_actions(an_application(), at_noon(officer))
    (take_back,) = open_actions(an_application(stage="sent"), at_noon(officer))

    assert (send.action.key, send.allowed) == ("send", False)
    assert [reason.key for reason in send.reasons] == ["form-not-complete"]
    assert (take_back.action.key, take_back.allowed) == ("take-back", True)


def test_a_case_that_was_read_with_its_people_is_held_all_the_same(weather: Weather) -> None:
    """PostgreSQL cannot lock the far side of an outer join, so what was loaded along must not come into the lock."""
    officer, case = actor_of(an_officer()), an_application(assigned_to_id=None)
    eagerly = joinedload(Application.organisation), joinedload(Application.assigned_to)
    case_id = case.id
    db.session.remove()

    with unit_of_work():
        read = get_visible(Application, case_id, officer, Permission.APPLICATION_CHECK, *eagerly)
        take_action(read, "send", at_noon(officer))

    assert db.session.get_one(Application, case_id).stage == "sent"
