"""Two people decide at the same moment, in two real transactions, over money that is enough for one."""

import threading
from uuid import UUID

from flask import Flask

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.assessment import commands, queries
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable
from tests.factories import a_regional_lead, a_round, all_checks, an_application, at_noon

PEOPLE = 4


def test_two_people_deciding_at_once_cannot_spend_the_same_money(app: Flask) -> None:
    round = a_round(budget_pence=1_000_000, max_pence=450_000)
    panel = [an_application(stage="panel", round=round) for _ in range(PEOPLE)]
    for application in panel:
        all_checks(application)
    applications = [application.id for application in panel]
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
                    commands.award(application, 450_000, occasion, why="People trust you.")
                outcomes.append("awarded")
            except ActionUnavailable as refusal:
                outcomes.extend(refusal.keys)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(applications, leads, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["awarded", "awarded", "over-round-budget", "over-round-budget"]
    assert queries.committed_pence(round.id) == 900_000
