"""Whatever is done to real cases in whatever order, the record and the stage column agree."""

from datetime import timedelta
from typing import ClassVar

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from grantflow.accounts.acting import actor_of
from grantflow.applications.models import Application
from grantflow.audit.commands import seal_chains
from grantflow.casework.commands import take_action
from grantflow.casework.queries import list_timers
from grantflow.casework.running import workflow_of
from grantflow.casework.timers import fire
from grantflow.casework.verify import everything_wrong
from grantflow.db import db, unit_of_work
from grantflow.errors import Forbidden, Refused
from grantflow.permissions import SYSTEM, Actor
from tests.casework.play import Weather, playing
from tests.conftest import NOON
from tests.factories import a_finance_officer, an_application, an_officer, at_noon

ACTIONS = ("send", "take-back", "finish", "no-such")


class Applications(RuleBasedStateMachine):
    """Three applications, several people, any action at any time, and timers that fire when they please."""

    weather: ClassVar[Weather]

    def __init__(self) -> None:
        super().__init__()
        self.days = 0
        # Put at its start by opening it, so that its record is whole.
        self.cases: list[Application] = [an_application() for _ in range(3)]
        self.people: list[Actor] = [SYSTEM, actor_of(an_officer()), actor_of(a_finance_officer())]

    @rule(
        case=st.integers(0, 2),
        who=st.integers(0, 2),
        action=st.sampled_from(ACTIONS),
        revision=st.sampled_from([None, 1, 2, 3]),
        note=st.sampled_from(["", "Because."]),
    )
    def somebody_tries(self, case: int, who: int, action: str, revision: int | None, note: str) -> None:
        chosen = self.cases[case]
        before = chosen.stage, chosen.revision
        try:
            with unit_of_work():
                step = take_action(
                    chosen,
                    action,
                    at_noon(self.people[who], days=self.days),
                    note=note,
                    expected_revision=revision,
                )
        except (Refused, Forbidden):
            assert (chosen.stage, chosen.revision) == before
        else:
            assert step.source == before[0]
            assert step.source in workflow_of(chosen).action(action).from_
            assert (chosen.stage, chosen.revision) == (step.target, before[1] + 1)

    @rule(shines=st.booleans())
    def the_sky_changes(self, shines: bool) -> None:
        self.weather.sun = shines

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.days += days
        at = NOON + timedelta(days=self.days)
        due = [timer.id for case in self.cases for timer in list_timers(case.id)]
        for timer_id in due:
            with unit_of_work():
                fire(timer_id, at)

    @rule()
    def night_falls(self) -> None:
        with unit_of_work():
            seal_chains(NOON + timedelta(days=self.days))

    @invariant()
    def the_record_agrees(self) -> None:
        db.session.rollback()
        ours = {str(case.id) for case in self.cases} | {case.reference for case in self.cases}
        wrong = [fault for fault in everything_wrong() if any(name in fault.where for name in ours)]
        assert wrong == []

    @invariant()
    def only_an_open_stage_waits(self) -> None:
        for case in self.cases:
            assert case.stage == "sent" or not list_timers(case.id)

    def teardown(self) -> None:
        db.session.rollback()


def test_the_record_and_the_stage_agree_whatever_is_done(app: Flask) -> None:
    with playing(app) as weather:
        Applications.weather = weather
        run_state_machine_as_test(
            Applications,
            settings=settings(
                max_examples=10,
                stateful_step_count=15,
                deadline=None,
                suppress_health_check=[HealthCheck.too_slow],
                database=None,
                derandomize=True,
            ),
        )
