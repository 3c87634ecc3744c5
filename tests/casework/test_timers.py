"""Timers come due once, remind or act, and keep what refused them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.applications.models import Application
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.timers import any_due, fire, list_refused, promise_due
from grantflow.db import db, unit_of_work
from grantflow.errors import Forbidden
from grantflow.jobs.queries import list_jobs
from tests.casework.play import BODY, Weather, playing
from tests.conftest import NOON
from tests.factories import an_application, an_officer, at_noon


@pytest.fixture
def weather(app: Flask) -> Iterator[Weather]:
    with playing(app) as weather:
        yield weather


def timers_of(case: Application) -> list[CaseTimer]:
    found = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == case.id).order_by(CaseTimer.due_at)
    )
    return list(found)


def test_a_timer_is_promised_once_when_it_comes_due(weather: Weather) -> None:
    case = an_application(stage="sent")
    timer = timers_of(case)[0]

    assert not any_due(NOON + timedelta(days=2, hours=23))
    assert any_due(NOON + timedelta(days=3))
    with unit_of_work():
        assert promise_due(NOON + timedelta(days=3)) == 1
    with unit_of_work():
        assert promise_due(NOON + timedelta(days=3)) == 0

    assert [(job.name, job.args) for job in list_jobs("waiting")] == [("timer", (str(timer.id),))]


def test_a_reminder_promises_its_notice_and_is_gone(weather: Weather) -> None:
    case = an_application(stage="sent")
    first = timers_of(case)[0]

    with unit_of_work():
        fire(first.id, NOON + timedelta(days=3))
    with unit_of_work():
        fire(first.id, NOON + timedelta(days=3))

    assert [job.args for job in list_jobs("waiting")] == [("draft-reminder", str(case.id))]
    assert [timer.days_left for timer in timers_of(case)] == [3, 0]
    assert case.stage == "sent"


def test_when_time_has_run_out_the_action_is_taken_by_the_system(weather: Weather) -> None:
    case = an_application(stage="sent")
    last = timers_of(case)[-1]

    with unit_of_work():
        fire(last.id, NOON + timedelta(days=10))

    assert case.stage == "done"
    assert timers_of(case) == []


def test_a_timer_does_nothing_before_its_time(weather: Weather) -> None:
    case = an_application(stage="sent")

    with unit_of_work():
        fire(timers_of(case)[-1].id, NOON + timedelta(days=9))

    assert case.stage == "sent"
    assert len(timers_of(case)) == 3


def test_a_timer_whose_case_has_moved_on_does_nothing(weather: Weather) -> None:
    case = an_application(stage="sent")
    last = timers_of(case)[-1].id
    with unit_of_work():
        take_action(case, "take-back", at_noon(an_officer()), note="Not yet.")

    with unit_of_work():
        fire(last, NOON + timedelta(days=10))

    assert case.stage == "draft"


def test_a_refused_timer_is_kept_with_its_reasons_and_changes_nothing(app: Flask) -> None:
    body = BODY.replace(
        'permission = "application:expire"', 'permission = "application:expire"\nguards = ["tea-is-ready"]'
    )
    with playing(app, body) as weather:
        weather.tea = False
        case = an_application(stage="sent")
        last = timers_of(case)[-1].id

        with unit_of_work():
            fire(last, NOON + timedelta(days=10))

        assert (case.stage, case.revision) == ("sent", 1)
        (refused,) = list_refused([case.id])
        assert (refused.id, refused.refused_because) == (last, ["form-not-complete"])


def test_an_action_that_the_system_may_not_take_fails_loudly(app: Flask) -> None:
    with playing(app, BODY.replace("application:expire", "application:decide")):
        case = an_application(stage="sent")

        with pytest.raises(Forbidden), unit_of_work():
            fire(timers_of(case)[-1].id, NOON + timedelta(days=10))

        assert case.stage == "sent"
