"""Two people decide at the same moment, in two real transactions, over money that is enough for one."""

import threading
from typing import Any
from uuid import UUID

from flask import Flask

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.assessment import commands, queries, reserves
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable
from grantflow.funds.models import Round
from tests.factories import a_regional_lead, a_round, all_checks, an_application, at_noon

PEOPLE = 4


def test_two_people_deciding_at_once_cannot_spend_the_same_money(app: Flask) -> None:
    round = a_round(budget_pence=1_000_000, max_pence=450_000)
    applications = ready_to_decide(round)

    outcomes = all_at_once(app, applications)

    assert outcomes == ["awarded", "awarded", "over-round-budget", "over-round-budget"]
    assert queries.committed_pence(round.id) == 900_000


def ready_to_decide(round: Round, **given: Any) -> list[UUID]:
    """One for each person, with nothing in its way."""
    found = [an_application(stage="panel", round=round, **given) for _ in range(PEOPLE)]
    for application in found:
        all_checks(application)
    return [application.id for application in found]


def all_at_once(app: Flask, applications: list[UUID], *, reserve_at: int = 0) -> list[str]:
    """Each decided by somebody else, all starting together; what became of them, in order of name."""
    leads = [a_regional_lead().id for _ in range(PEOPLE)]
    db.session.remove()
    ready = threading.Barrier(PEOPLE)
    outcomes: list[str] = []

    def decide(application_id: UUID, lead_id: UUID) -> None:
        with app.app_context():
            occasion = at_noon(db.session.get_one(User, lead_id))
            application = db.session.get_one(Application, application_id)
            ready.wait()
            try:
                with unit_of_work():
                    if reserve_at:
                        reserves.reserve(
                            application,
                            450_000,
                            occasion,
                            place=reserve_at,
                            why="Close.",
                            strength="Known.",
                            change="Say who.",
                        )
                    else:
                        commands.award(application, 450_000, occasion, why="People trust you.")
                outcomes.append("reserved" if reserve_at else "awarded")
            except ActionUnavailable as refusal:
                outcomes.extend(refusal.keys)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(applications, leads, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    return sorted(outcomes)


def test_nor_the_same_money_of_one_region(app: Flask) -> None:
    round = a_round(region_code=None, region_budgets={"B": 500_000})
    applications = ready_to_decide(round, region_code="B")

    outcomes = all_at_once(app, applications)

    assert outcomes == ["awarded", *["over-region-budget"] * (PEOPLE - 1)]
    assert queries.committed_pence(round.id, region_code="B") == 450_000


def test_two_people_at_once_cannot_give_the_same_place_on_the_reserve_list(app: Flask) -> None:
    round = a_round()
    applications = ready_to_decide(round)

    outcomes = all_at_once(app, applications, reserve_at=1)

    assert outcomes == [*["reserve-place-taken"] * (PEOPLE - 1), "reserved"]
    assert reserves.places_taken(round.id) == {1}
