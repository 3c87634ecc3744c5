"""Whom the check turns away is counted by round, reason and day, and no more is kept."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.applications.eligibility import Finding
from grantflow.applications.models import TurnedAway
from grantflow.applications.turned_away import count_turned_away, turned_away
from grantflow.db import db, unit_of_work
from grantflow.errors import Reason
from tests.conftest import NOON
from tests.factories import a_round

pytestmark = pytest.mark.usefixtures("app")

FAR, ONE = Finding(Reason("work-elsewhere", {"areas": "Cumbria"})), Finding(Reason("grant-to-one-person"))


def test_one_row_for_each_round_reason_and_day_holds_how_often() -> None:
    first, second = a_round(), a_round()
    with unit_of_work():
        count_turned_away(first.id, [FAR, ONE], NOON)
        count_turned_away(first.id, [FAR], NOON + timedelta(hours=1))
        count_turned_away(first.id, [FAR], NOON + timedelta(days=1))
        count_turned_away(second.id, [ONE], NOON)

    rows = db.session.scalars(
        select(TurnedAway)
        .where(TurnedAway.round_id == first.id)
        .order_by(TurnedAway.counted_on, TurnedAway.reason)
    )
    assert [(each.reason, each.counted_on.day, each.times) for each in rows] == [
        ("grant-to-one-person", 23, 1),
        ("work-elsewhere", 23, 2),
        ("work-elsewhere", 24, 1),
    ]
    assert turned_away(first.id) == {"work-elsewhere": 3, "grant-to-one-person": 1}
    assert turned_away(a_round().id) == {}


def test_several_processes_count_together(app: Flask) -> None:
    round_id, ready = a_round().id, Barrier(4)

    def turn_away() -> None:
        with app.app_context():
            ready.wait(timeout=10)
            for _ in range(5):
                with unit_of_work():
                    count_turned_away(round_id, [FAR], NOON)

    threads = [Thread(target=turn_away) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert turned_away(round_id) == {"work-elsewhere": 20}


def test_the_day_is_londons() -> None:
    """Half past eleven at night in UTC is the next day in June."""
    round = a_round()
    with unit_of_work():
        count_turned_away(round.id, [ONE], NOON.replace(month=6, hour=23, minute=30))

    assert db.session.scalars(select(TurnedAway.counted_on)).one().day == 24
