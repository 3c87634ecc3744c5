"""Two people of one organisation at the same moment never leave it with nobody who may send."""

from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.colleagues import invite, let_go
from grantflow.accounts.models import Invitation, Membership
from grantflow.db import db, unit_of_work
from grantflow.errors import Forbidden, GrantFlowError
from grantflow.permissions import Occasion
from tests.factories import a_member, an_organisation, at_noon


def test_of_two_who_take_each_other_out_one_stays(app: Flask) -> None:
    house = an_organisation()
    pairs = [(at_noon(user), user.memberships[0].id) for user in (a_member(house), a_member(house))]
    whom = [pairs[1][1], pairs[0][1]]
    db.session.remove()
    ready, outcomes = Barrier(2), []

    def take_out(occasion: Occasion, membership_id: UUID) -> None:
        with app.app_context():
            membership = db.session.get_one(Membership, membership_id)
            ready.wait(timeout=10)
            try:
                with unit_of_work():
                    let_go(membership, occasion)
                outcomes.append("let go")
            except GrantFlowError as refusal:
                outcomes.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [
        Thread(target=take_out, args=(occasion, each))
        for (occasion, _), each in zip(pairs, whom, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["Forbidden", "let go"]
    assert len(db.session.scalars(select(Membership)).all()) == 1


def test_somebody_let_go_a_moment_ago_asks_nobody_in(app: Flask) -> None:
    house = an_organisation()
    chair, leaving = a_member(house), a_member(house)
    occasion = at_noon(leaving)
    with unit_of_work():
        let_go(leaving.memberships[0], at_noon(chair))

    with pytest.raises(Forbidden), unit_of_work():
        invite(house, "friend@gmail.example", "submit", occasion)

    assert db.session.scalars(select(Invitation)).all() == []
