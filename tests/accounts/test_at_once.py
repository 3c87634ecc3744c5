"""Two first visits at the same moment make one account, and one organisation with one of them in it."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import select

from grantflow.accounts import commands
from grantflow.accounts.models import Membership, Organisation, User
from grantflow.accounts.organisations import join_or_register
from grantflow.accounts.queries import get_user
from grantflow.db import db, unit_of_work
from grantflow.errors import Refused
from tests.conftest import NOON
from tests.factories import a_user, at_noon

PEOPLE = 4


def test_first_sign_ins_at_once_make_one_account(app: Flask) -> None:
    def sign_in(_: int) -> str:
        return str(commands.find_or_make_user("Joan@Example.org", NOON).id)

    made = at_once(app, sign_in)

    [user_id] = db.session.scalars(select(User.id))
    assert made == [str(user_id)] * PEOPLE


def test_of_newcomers_for_one_charity_at_once_one_is_let_in(app: Flask) -> None:
    people = [a_user().id for _ in range(PEOPLE)]

    def register(number: int) -> str:
        user = get_user(people[number])
        try:
            join_or_register(
                user, at_noon(user), name="Harbour", kind="registered-charity", charity_number="1155001",
                income_pence=100,
            )  # fmt: skip
        except Refused as refusal:
            return refusal.keys[0]
        return "in"

    assert at_once(app, register) == ["in"] + ["organisation-has-people"] * (PEOPLE - 1)
    assert len(db.session.scalars(select(Organisation)).all()) == 1
    assert len(db.session.scalars(select(Membership)).all()) == 1


def at_once(app: Flask, do: Callable[[int], str]) -> list[str]:
    """What each of four threads made of it, in a transaction of its own."""
    outcomes: list[str] = []
    ready = Barrier(PEOPLE)
    db.session.remove()

    def begin(number: int) -> None:
        with app.app_context():
            ready.wait(timeout=10)
            with unit_of_work():
                found = do(number)
            outcomes.append(found)
            db.session.remove()

    threads = [Thread(target=begin, args=[number]) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes, key=lambda each: each != "in")
