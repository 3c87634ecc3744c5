"""Attempts are counted by the hour, for every process alike."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.accounts.attempts import count_attempt, forget_attempts, forgive_attempt
from grantflow.accounts.models import Attempt
from grantflow.db import db, unit_of_work
from grantflow.errors import TooManyAttempts
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("app")


def test_one_more_than_the_most_is_refused_until_the_next_hour() -> None:
    for _ in range(3):
        count_attempt("sign-in", "joan", NOON, most=3)

    with pytest.raises(TooManyAttempts) as refusal:
        count_attempt("sign-in", "joan", NOON + timedelta(minutes=59), most=3)

    assert refusal.value.until == NOON + timedelta(hours=1)
    count_attempt("sign-in", "joan", NOON + timedelta(hours=1), most=3)


def test_who_tried_is_kept_as_a_hash_however_much_was_typed() -> None:
    count_attempt("sign-in", "joan@example.org" * 10_000, NOON, most=3)

    [who] = db.session.scalars(select(Attempt.who))
    assert len(who) == 64
    assert "joan" not in who


def test_each_person_and_each_thing_is_counted_apart() -> None:
    for what, who in [("sign-in", "joan"), ("sign-in", "dai"), ("link", "joan")]:
        count_attempt(what, who, NOON, most=1)

    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 3


def test_one_that_went_well_is_no_longer_counted() -> None:
    for _ in range(5):
        count_attempt("sign-in", "joan", NOON, most=1)
        forgive_attempt("sign-in", "joan", NOON)

    assert db.session.scalars(select(Attempt.times)).one() == 0


def test_several_processes_count_together(app: Flask) -> None:
    ready = Barrier(4)

    def try_it() -> None:
        with app.app_context():
            ready.wait(timeout=10)
            for _ in range(5):
                with unit_of_work():
                    count_attempt("sign-in", "joan", NOON, most=100)

    threads = [Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert db.session.scalars(select(Attempt.times)).one() == 20


def test_old_counts_are_forgotten() -> None:
    count_attempt("sign-in", "joan", NOON, most=3)
    count_attempt("sign-in", "joan", NOON + timedelta(days=2), most=3)

    forget_attempts(NOON + timedelta(days=1))

    assert db.session.scalars(select(Attempt.begun_at)).all() == [NOON + timedelta(days=2)]
