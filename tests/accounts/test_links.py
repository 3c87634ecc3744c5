"""A link is spent once, whoever is first; then it is like any that was never made."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.links import make_link, read_link, spend_link
from grantflow.accounts.models import Link, LinkPurpose
from grantflow.db import db, unit_of_work
from grantflow.errors import LinkSpent
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("app")


def a_link() -> str:
    token = make_link(LinkPurpose.SIGN_IN, " Joan@Example.org ", NOON)
    db.session.commit()
    return token


def test_a_link_is_kept_only_as_a_hash() -> None:
    token = a_link()

    kept = db.session.scalars(select(Link)).one()

    assert kept.email == "joan@example.org"
    assert token not in repr(vars(kept))


def test_looking_at_a_link_does_not_spend_it() -> None:
    token = a_link()

    read_link(token, LinkPurpose.SIGN_IN, NOON)
    read_link(token, LinkPurpose.SIGN_IN, NOON)

    assert spend_link(token, LinkPurpose.SIGN_IN, NOON).used_at == NOON


def test_a_link_is_good_once() -> None:
    token = a_link()
    spend_link(token, LinkPurpose.SIGN_IN, NOON)

    for use in (read_link, spend_link):
        with pytest.raises(LinkSpent):
            use(token, LinkPurpose.SIGN_IN, NOON)


def test_a_link_runs_out() -> None:
    token = a_link()

    read_link(token, LinkPurpose.SIGN_IN, NOON + timedelta(minutes=29))
    with pytest.raises(LinkSpent):
        spend_link(token, LinkPurpose.SIGN_IN, NOON + timedelta(minutes=30))


def test_a_link_for_one_thing_does_not_open_another() -> None:
    token = a_link()

    with pytest.raises(LinkSpent):
        spend_link(token, LinkPurpose.STAFF_SET_UP, NOON)


@pytest.mark.parametrize("forged", ["", "x", "0" * 43, "é\x00" * 20])
def test_a_forged_link_opens_nothing(forged: str) -> None:
    a_link()

    with pytest.raises(LinkSpent):
        spend_link(forged, LinkPurpose.SIGN_IN, NOON)


def test_of_two_uses_at_once_one_is_refused(app: Flask) -> None:
    token = a_link()
    db.session.remove()
    ready, outcomes = Barrier(2), []

    def use() -> None:
        with app.app_context():
            ready.wait(timeout=10)
            try:
                with unit_of_work():
                    spend_link(token, LinkPurpose.SIGN_IN, NOON)
                outcomes.append("in")
            except LinkSpent:
                outcomes.append("spent")

    threads = [Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["in", "spent"]
