"""Into the rest of the system, through the pages of who asks, who decides, and everybody."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose
from grantflow.db import db, unit_of_work
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.models import LearningEntry
from grantflow.notices.models import Email
from tests.conftest import NOON, Client
from tests.factories import (
    a_decision_to_take_up,
    a_learning_entry,
    a_regional_lead,
    an_assessor,
    an_award,
    an_evaluator,
    an_officer,
)
from tests.jobs_inline import run_jobs
from tests.learning.filled import ENTRY
from tests.web.browser import counting, hidden_fields, sign_in, words_of

OUTSIDE = {
    "region": "B", "part": "commissioning", "part_words": "", "owner": "outside", "name": "Gwen Morris",
    "role": "Head of commissioning", "email": "gwen@region.example",
    "decide_by": ["15", "1", "2027"],
}  # fmt: skip


@pytest.fixture
def entry(app: Flask) -> LearningEntry:
    return a_learning_entry(an_award(), stage="published", answers=ENTRY)


def the_only() -> EmbeddingDecision:
    db.session.rollback()
    return db.session.scalars(select(EmbeddingDecision)).one()


def send(client: FlaskClient, path: str, **typed: Any) -> Any:
    return client.post(path, data=hidden_fields(client.get(path)) | typed)


def test_an_owner_outside_decides_by_a_link_and_everybody_reads_role_and_reason(
    app: Flask, client: FlaskClient, entry: LearningEntry
) -> None:
    sign_in(client, a_regional_lead(name="Ruth Adeyemi"))
    asked = send(client, f"/evaluator/learning/{entry.id}/take-up", **OUTSIDE)
    assert asked.location == f"/evaluator/embedding/{the_only().id}"
    run_jobs(app, only={"notice", "send-email"})
    email = db.session.scalars(select(Email).where(Email.notice == "embedding-asked")).one()
    [link] = re.findall(r"/take-up/\S+", email.body)

    owner = Client(app, app.response_class)
    assert ENTRY["limits"] in words_of(owner.get(link))
    reason = "We can do it in two of our three offices."
    assert owner.post(link, data={"choice": "adapt", "reason": reason}).status_code == 302
    assert owner.post(link, data={"choice": "adopt", "reason": reason}).status_code == 410
    assert the_only().stage == "adapted"

    page = words_of(owner.get(f"/learning/{entry.id}"))
    for said in ("Taken up with changes: Commissioning, North West", reason, "Head of commissioning"):
        assert said in page
    assert "Gwen Morris" not in page


def test_an_owner_who_signs_in_decides_on_the_page(client: FlaskClient, entry: LearningEntry) -> None:
    officer = an_officer(name="Joanne Pickering")
    decision = a_decision_to_take_up(entry, owner_id=officer.id, owner_name=officer.name)
    address = f"/evaluator/embedding/{decision.id}"
    sign_in(client, a_regional_lead())
    assert "What do you decide?" not in words_of(client.get(address))
    send(client, address, choice="adopt", reason="I think so.")
    assert the_only().stage == "asked"

    sign_in(client, officer)
    assert "1 decision waits for you" in words_of(client.get("/evaluator/embedding"))
    unsaid = send(client, address, choice="watch", reason="Not yet.")
    assert "Enter the day on which to look at it again." in words_of(unsaid)
    assert the_only().stage == "asked"
    send(client, address, choice="watch", reason="Not yet.", look_again=["1", "6", "2027"])

    assert the_only().stage == "watching"
    assert "To be looked at again on 1 June 2027" in words_of(client.get(f"/learning/{entry.id}"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"part": "other"}, "Say which part of the system"),
        ({"name": ""}, "Enter their name"),
        ({"email": "gwen"}, "Enter an email address"),
        ({"role": " "}, "Enter their role"),
        ({"owner": ""}, "Choose who decides"),
        ({"decide_by": ["", "", ""]}, "Enter the day by which they decide"),
        ({"region": "A"}, "Not a valid choice"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(
    client: FlaskClient, entry: LearningEntry, typed: dict[str, Any], said: str
) -> None:
    sign_in(client, an_evaluator())

    page = send(client, f"/evaluator/learning/{entry.id}/take-up", **(OUTSIDE | typed))

    assert page.status_code == 200
    assert said in words_of(page)
    assert db.session.scalars(select(EmbeddingDecision)).all() == []


def test_an_owner_is_asked_only_where_they_decide(client: FlaskClient, entry: LearningEntry) -> None:
    away = an_officer(region="A", name="Aled Price")
    sign_in(client, an_evaluator(region=None))

    page = send(client, f"/evaluator/learning/{entry.id}/take-up", **(OUTSIDE | {"owner": str(away.id)}))

    assert "Aled Price does not decide in that region" in words_of(page)
    assert db.session.scalars(select(EmbeddingDecision)).all() == []


def test_the_page_says_how_long_each_has_waited_the_oldest_first(
    client: FlaskClient, entry: LearningEntry
) -> None:
    a_decision_to_take_up(entry, days_ago=3, part_words="Kendal office")
    a_decision_to_take_up(entry, days_ago=47, stage="overdue")
    sign_in(client, an_evaluator())

    page = words_of(client.get("/evaluator/embedding"))

    assert page.index("Waiting 47 days") < page.index("Waiting 3 days")
    assert "Kendal office, North West" in page
    assert "Was to be decided by" in page


def test_others_find_nothing(client: FlaskClient, entry: LearningEntry) -> None:
    decision = a_decision_to_take_up(entry)
    address = f"/evaluator/embedding/{decision.id}"

    for who in (an_evaluator(region="A"), an_assessor()):
        sign_in(client, who)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/withdraw", data={"note": "x"}).status_code == 404
    sign_in(client, an_officer())
    assert client.get(f"/evaluator/learning/{entry.id}/take-up").status_code == 404
    assert client.get(f"{address}/withdraw").status_code == 404
    sign_in(client, an_evaluator())
    for action in ("adopt", "pass-date", "nonsense"):
        assert client.post(f"{address}/{action}", data={"note": "x"}).status_code == 404
    assert the_only().stage == "asked"


def test_whoever_asks_can_stop_asking_and_its_link_is_spent(
    client: FlaskClient, entry: LearningEntry
) -> None:
    decision = a_decision_to_take_up(entry)
    with unit_of_work():
        link = make_link(LinkPurpose.OWNER, decision.owner_email, NOON, case_id=decision.id)
    assert client.get(f"/take-up/{link}").status_code == 200
    sign_in(client, an_evaluator())

    send(client, f"/evaluator/embedding/{decision.id}/withdraw", note="She has left.")

    assert the_only().stage == "withdrawn"
    assert client.get(f"/take-up/{link}").status_code == 410
    assert client.post(f"/take-up/{link}", data={"choice": "adopt", "reason": "Yes."}).status_code == 410


def test_a_link_sent_to_another_address_opens_nothing(client: FlaskClient, entry: LearningEntry) -> None:
    officer = an_officer()
    outside = a_decision_to_take_up(entry)
    inside = a_decision_to_take_up(entry, owner_id=officer.id)
    with unit_of_work():
        links = [
            make_link(LinkPurpose.OWNER, "somebody@region.example", NOON, case_id=outside.id),
            make_link(LinkPurpose.OWNER, officer.email, NOON, case_id=inside.id),
        ]

    assert [client.get(f"/take-up/{link}").status_code for link in links] == [410, 410]


def test_the_list_asks_the_database_as_often_for_one_as_for_thirty(
    client: FlaskClient, entry: LearningEntry
) -> None:
    sign_in(client, a_regional_lead())

    def statements() -> int:
        db.session.remove()
        with counting() as seen:
            client.get("/evaluator/embedding")
        return len(seen)

    a_decision_to_take_up(entry)
    a_decision_to_take_up(entry, stage="adopted")
    one = statements()
    for number in range(29):
        a_decision_to_take_up(entry, days_ago=number)
        a_decision_to_take_up(entry, stage="declined", decided_at=NOON - timedelta(days=number))

    assert statements() == one
