"""The reserve list, and the reasons that are kept when a rule is set aside."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.applications.models import Application, Decision
from grantflow.assessment import commands, departing, queries
from grantflow.assessment.models import Departure
from grantflow.assessment.reserves import list_reserves, next_place, reserve
from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable
from grantflow.funds.models import Round
from grantflow.jobs.queries import list_jobs
from tests.factories import (
    a_decision,
    a_member,
    a_regional_lead,
    a_round,
    all_checks,
    an_application,
    an_assessment,
    an_assessor,
    at_noon,
)
from tests.jobs_inline import run_jobs

FEEDBACK = {
    "reason_codes": ["good-but-outranked"],
    "strength": "You know the place.",
    "change": "Say who does what.",
}


SAID: dict[str, Any] = {"strength": "You know the place.", "change": "Say who does what."}


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def on_reserve(round: Round, place: int, **given: Any) -> Application:
    found = an_application(stage="reserve", round=round, **given)
    all_checks(found)
    a_decision(found, a_regional_lead(), "reserve", amount_pence=450_000, why="Close.", reserve_place=place)
    return found


def test_a_reserve_is_held_with_its_amount_and_place(app: Flask) -> None:
    application = an_application(stage="panel")

    with unit_of_work():
        reserve(application, 400_000, at_noon(a_regional_lead()), place=1, why="Close.", **SAID)

    assert application.stage == "to-reserve"
    assert application.decision is not None
    assert (application.decision.amount_pence, application.decision.reserve_place) == (400_000, 1)
    assert queries.committed_pence(application.round_id) == 0
    assert next_place(application.round.id) == 2


def test_two_cannot_have_the_same_place(app: Flask) -> None:
    round = a_round()
    on_reserve(round, 1)
    application = an_application(stage="panel", round=round)

    for place, why in ((1, "reserve-place-taken"), (0, "reserve-place-below-one")):
        with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
            reserve(application, 450_000, at_noon(a_regional_lead()), place=place, why="Close.", **SAID)
        assert refusal.value.keys == [why]

    assert application.stage == "panel"
    assert rows(Decision) == 1


def test_a_release_tells_those_on_the_list_that_they_are(app: Flask) -> None:
    round, lead = a_round(stage="assessing"), a_regional_lead()
    application = an_application(stage="panel", round=round, answers={"contact-email": "ada@harbour.example"})
    with unit_of_work():
        reserve(application, 450_000, at_noon(lead), place=1, why="Close.", **SAID)
        take_action(round, "release-decisions", at_noon(lead))

    ran = run_jobs(app, only={"release-application"})

    assert [each.problem for each in ran] == [""]
    db.session.expire_all()
    assert application.stage == "reserve"
    assert not application.is_open
    assert application.decision is not None
    assert application.decision.released_at is not None


def test_who_is_on_the_list_is_awarded_when_money_comes_free_and_hears_at_once(app: Flask) -> None:
    round = a_round(stage="decisions-released", budget_pence=900_000, max_pence=450_000)
    taken = an_application(stage="awarded", round=round)
    spent = a_decision(taken, a_regional_lead(), amount_pence=600_000)
    application = on_reserve(round, 1)
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.award(application, 450_000, at_noon(a_regional_lead()), why="Money came free.")
    assert refusal.value.keys == ["over-round-budget"]
    assert application.stage == "reserve"
    spent.given_back_at = spent.decided_at
    db.session.commit()

    with unit_of_work():
        commands.award(application, 450_000, at_noon(a_regional_lead()), why="Money came free.")

    assert application.stage == "awarded"
    assert application.decision is not None
    assert application.decision.released_at is not None
    assert rows(Award) == 1
    assert list_reserves(round.id, at_noon(a_regional_lead()).actor) == []


def test_passing_over_who_is_first_on_the_list_needs_a_reason(app: Flask) -> None:
    round, lead = a_round(stage="decisions-released"), at_noon(a_regional_lead())
    on_reserve(round, 1)
    second = on_reserve(round, 2)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.award(second, 450_000, lead, why="Money came free.")
    assert refusal.value.keys == ["departure-needs-reason"]
    with unit_of_work():
        commands.award(
            second, 450_000, lead, why="Free.", departing_because="The first can start only in May."
        )

    assert [each.rule for each, _ in departing.list_departures(round.id, lead.actor)] == ["reserve-order"]


def test_who_is_taken_off_the_list_hears_why(app: Flask) -> None:
    application = on_reserve(a_round(stage="decisions-released"), 1)

    with unit_of_work():
        commands.decline(application, at_noon(a_regional_lead()), **FEEDBACK)  # type: ignore[arg-type]

    assert application.stage == "declined"
    assert [each.args[0] for each in list_jobs("waiting", limit=10) if each.name == "notice"] == [
        "unsuccessful"
    ]


def test_who_is_on_the_list_may_leave_it(app: Flask) -> None:
    application = on_reserve(a_round(stage="decisions-released"), 1)
    assert application.organisation is not None

    with unit_of_work():
        take_action(application, "withdraw", at_noon(a_member(application.organisation)))

    assert next_place(application.round.id) == 1


def test_an_award_out_of_the_order_of_scores_keeps_why(app: Flask) -> None:
    round, lead = a_round(), at_noon(a_regional_lead())
    high, low = (an_application(stage="panel", round=round) for _ in range(2))
    for application, points in ((high, 5), (low, 2)):
        an_assessment(application, an_assessor(), stage="submitted", points=points)
        all_checks(application)
    with unit_of_work():
        commands.decline(high, lead, **FEEDBACK)  # type: ignore[arg-type]

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.award(low, 450_000, lead, why="Trusted.")
    assert refusal.value.keys == ["departure-needs-reason"]
    assert (low.stage, rows(Departure)) == ("panel", 0)
    with unit_of_work():
        commands.award(low, 450_000, lead, why="Trusted.", departing_because="The only one in Barrow.")

    [(departure, _)] = departing.list_departures(round.id, lead.actor)
    assert (departure.rule, departure.reason) == ("score-order", "The only one in Barrow.")
    with unit_of_work():
        take_action(low, "reconsider", lead, note="New facts.")
    assert departing.list_departures(round.id, lead.actor) == []


def test_an_income_above_the_size_is_awarded_with_a_reason_only(app: Flask) -> None:
    application, lead = (
        an_application(stage="panel", applicant_income_pence=25_000_001),
        at_noon(a_regional_lead()),
    )
    all_checks(application)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.award(application, 450_000, lead, why="Trusted.")
    assert refusal.value.keys == ["departure-needs-reason"]
    with unit_of_work():
        commands.award(
            application, 450_000, lead, why="Trusted.", departing_because="A legacy, this year alone."
        )

    assert [each.rule for each, _ in departing.list_departures(application.round.id, lead.actor)] == [
        "income"
    ]
