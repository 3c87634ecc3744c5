"""No refusal leaves without feedback, by whichever way; and a reserve list ends by itself, kindly."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.applications.models import Application
from grantflow.assessment import commands
from grantflow.assessment.reserves import reserve
from grantflow.casework.commands import reset_timers, take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.queries import list_timers
from grantflow.casework.timers import fire, list_refused, promise_due
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.funds.models import Round
from grantflow.notices.models import Letter
from tests.conftest import NOON
from tests.factories import (
    a_decision,
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
from tests.notices.cases import said_in_letter
from tests.web.browser import clock_at

WHOLE: dict[str, Any] = {"reason_codes": ["plan-unclear"], "strength": "You know it.", "change": "Say who."}
LACKING = [{"reason_codes": []}, {"reason_codes": ["made-up"]}, {"strength": " "}, {"change": ""}]

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("lacks", LACKING)
def test_a_refusal_that_lacks_anything_is_not_decided(lacks: dict[str, Any]) -> None:
    application = an_application(stage="panel")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.decline(application, at_noon(a_regional_lead()), **WHOLE | lacks)

    assert refusal.value.keys == ["feedback-missing"]
    db.session.expire_all()
    assert (application.stage, application.decision) == ("panel", None)


@pytest.mark.parametrize("lacks", LACKING)
def test_a_refusal_that_lacks_anything_is_not_released_alone_or_with_its_round(lacks: dict[str, Any]) -> None:
    round = a_round(stage="assessing", rolling=True)
    application = an_application(stage="to-decline", round=round)
    a_decision(application, a_regional_lead(), "decline", **lacks)
    lead = a_regional_lead()

    with pytest.raises(ActionUnavailable) as alone, unit_of_work():
        take_action(application, "release-decline", at_noon(lead))
    with pytest.raises(ActionUnavailable) as together, unit_of_work():
        take_action(round, "release-decisions", at_noon(lead))

    assert (alone.value.keys, together.value.keys) == (["feedback-missing"], ["refusals-without-feedback"])
    assert (application.stage, round.stage, round.released_at) == ("to-decline", "assessing", None)


@pytest.mark.parametrize("lacks", LACKING)
def test_nobody_is_taken_off_the_reserve_list_without_feedback(lacks: dict[str, Any]) -> None:
    application = on_the_list()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.decline(application, at_noon(a_regional_lead()), **WHOLE | lacks)

    assert refusal.value.keys == ["feedback-missing"]
    db.session.expire_all()
    assert application.stage == "reserve"


@pytest.mark.parametrize("lacks", [{"strength": ""}, {"change": "  "}])
def test_nobody_is_put_on_the_reserve_list_without_the_feedback_they_may_need(lacks: dict[str, str]) -> None:
    application = an_application(stage="panel")
    said: dict[str, Any] = {"strength": "You know it.", "change": "Say who."} | lacks

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        reserve(application, 450_000, at_noon(a_regional_lead()), place=1, why="Close.", **said)

    assert refusal.value.keys == ["reserve-feedback-missing"]
    db.session.expire_all()
    assert (application.stage, application.decision) == ("panel", None)


def test_a_round_is_not_released_while_a_place_on_its_list_has_no_feedback() -> None:
    round = a_round(stage="assessing")
    held = an_application(stage="to-reserve", round=round)
    a_decision(
        held, a_regional_lead(), "reserve", amount_pence=450_000, reserve_place=1, strength="", change=""
    )

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(round, "release-decisions", at_noon(a_regional_lead()))

    assert refusal.value.keys == ["refusals-without-feedback"]
    assert (held.stage, round.stage) == ("to-reserve", "assessing")


@pytest.mark.parametrize("note", ["", "   "])
def test_nobody_is_told_that_they_are_not_eligible_without_words(note: str) -> None:
    application = an_application(stage="submitted", ineligible_rule="rule-area")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(application, "mark-ineligible", at_noon(an_officer()), note=note)

    assert refusal.value.keys == ["note-needed"]
    assert (application.stage, application.told_at) == ("submitted", None)


# ---------------------------------------------------------------------------------------------- the list ends


def on_the_list(round: Round | None = None, **feedback: str) -> Application:
    """On the list, told at noon on 23 November 2026."""
    round = round or a_round(stage="decisions-released")
    organisation = an_organisation(name="Harbour House")
    a_member(organisation)
    application = an_application(stage="reserve", round=round, organisation=organisation)
    a_decision(
        application, a_regional_lead(), "reserve", released_at=NOON,
        **{"amount_pence": 450_000, "why": "Close.", "reserve_place": 1, "reason_codes": []} | feedback,
    )  # fmt: skip
    application.told_at = NOON
    reset_timers(application, NOON)
    db.session.commit()
    return application


def ending(application: Application) -> CaseTimer:
    [timer] = [each for each in list_timers(application.id) if each.action]
    return timer


def test_a_reserve_list_ends_half_a_year_after_they_heard_or_on_the_rounds_own_day() -> None:
    own = a_round(stage="decisions-released", reserve_ends_on=date(2027, 3, 31))

    assert local_date(ending(on_the_list()).due_at) == date(2027, 5, 23)
    assert local_date(ending(on_the_list(own)).due_at) == date(2027, 3, 31)
    assert ending(on_the_list(own)).action == "end-reserve"


def test_a_release_sets_the_day_on_which_the_list_ends(app: Flask) -> None:
    round, lead = a_round(stage="assessing"), a_regional_lead()
    application = an_application(stage="panel", round=round, answers={"contact-email": "ada@harbour.example"})
    with unit_of_work():
        reserve(
            application, 450_000, at_noon(lead), place=1, why="Close.", strength="Known.", change="Say who."
        )
        take_action(round, "release-decisions", at_noon(lead))
    with clock_at():
        assert [each.problem for each in run_jobs(app, only={"release-application"})] == [""]

    db.session.expire_all()
    assert application.stage == "reserve"
    assert application.told_at == NOON
    assert local_date(ending(application).due_at) == date(2027, 5, 23)


def test_whoever_is_still_on_it_is_told_with_the_feedback_of_a_refusal(app: Flask) -> None:
    application = on_the_list()
    for points, who in ((3, application), *((4, awarded_in(application.round)) for _ in range(3))):
        an_assessment(who, an_assessor(), stage="submitted", points=points)
    end = ending(application).due_at

    with clock_at(end + timedelta(minutes=1)):
        with unit_of_work():
            promise_due(end + timedelta(minutes=1))
        ran = run_jobs(app, only={"timer", "notice", "make-letter"})
        assert [each.problem for each in ran if each.problem] == []

    db.session.expire_all()
    decision = application.decision
    assert decision is not None
    assert (application.stage, decision.outcome, decision.amount_pence) == ("declined", "decline", None)
    assert decision.reason_codes == ["good-but-outranked"]
    assert application.told_at == NOON
    said = said_in_letter(application)
    for expected in (
        "our reserve list ended", "Thank you for waiting so long.", "It was good, and others came out a little ahead",
        "You know the place.", "Say who does what in the first month.", "Need and local fit 3.0 4.0",
        "we received 4 applications", "talk with you for 15 minutes", "Complaining never counts against you.",
    ):  # fmt: skip
        assert expected in said, expected


def test_a_list_does_not_end_for_somebody_who_would_hear_no_feedback() -> None:
    application = on_the_list(strength="", change="")
    timer = ending(application)

    with unit_of_work():
        fire(timer.id, timer.due_at)

    db.session.expire_all()
    assert application.stage == "reserve"
    assert [each.refused_because for each in list_refused([application.id])] == [["reserve-feedback-missing"]]
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_the_officer_hears_two_weeks_before() -> None:
    application = on_the_list()

    [reminder] = [each for each in list_timers(application.id) if not each.action]

    assert (reminder.notice, local_date(reminder.due_at)) == ("reserve-ending", date(2027, 5, 9))


def test_nobody_ends_a_list_by_hand_and_whoever_leaves_it_waits_for_no_day() -> None:
    application = on_the_list()

    with pytest.raises(Forbidden), unit_of_work():
        take_action(application, "end-reserve", at_noon(a_regional_lead()))
    with unit_of_work():
        take_action(application, "withdraw", at_noon(member_of(application)))

    assert application.stage == "withdrawn"
    assert list_timers(application.id) == []


def awarded_in(round: Round) -> Application:
    return an_application(stage="awarded", round=round)


def member_of(application: Application) -> Any:
    assert application.organisation is not None
    return a_member(application.organisation)
