"""Two people at the same moment: one moves the case, the other is told."""

from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select

from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Stale
from tests.casework.play import playing
from tests.factories import an_application, an_officer, at_noon


def test_of_two_moves_at_once_one_wins_and_one_is_stale(app: Flask) -> None:
    assert both_send(app, expected_revision=1) == ["moved", "stale"]


def test_without_a_revision_the_second_finds_that_the_stage_has_moved_on(app: Flask) -> None:
    assert both_send(app, expected_revision=None) == ["moved", "unavailable"]


def both_send(app: Flask, expected_revision: int | None) -> list[str]:
    outcomes: list[str] = []
    with playing(app):
        occasion = at_noon(an_officer())
        case_id = an_application().id
        db.session.remove()
        ready = Barrier(2)

        def send() -> None:
            with app.app_context():
                case = db.session.get_one(Application, case_id)
                ready.wait(timeout=10)
                try:
                    with unit_of_work():
                        take_action(case, "send", occasion, expected_revision=expected_revision)
                    outcomes.append("moved")
                except Stale:
                    outcomes.append("stale")
                except ActionUnavailable:
                    outcomes.append("unavailable")

        threads = [Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)

        count = select(func.count()).select_from(AuditEntry).where(AuditEntry.chain == case_id)
        assert db.session.scalar(count) == 2
        assert db.session.get_one(Application, case_id).revision == 2
    return sorted(outcomes)
