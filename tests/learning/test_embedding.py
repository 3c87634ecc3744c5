"""Into the rest of the system: a named owner decides by a date, and what is undecided ages."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.models import Link
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.timers import fire
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, NotFound, Refused
from grantflow.jobs.queries import list_jobs
from grantflow.learning import embedding
from grantflow.learning import embedding_commands as commands
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.models import LearningEntry
from grantflow.notices.compose_embedding import asked_emails, decided_emails, reminder_emails
from grantflow.notices.emails import email_text
from grantflow.permissions import SYSTEM, Actor, Grant, Role
from tests.conftest import NOON
from tests.factories import (
    a_decision_to_take_up,
    a_learning_entry,
    a_regional_lead,
    an_award,
    an_evaluator,
    an_officer,
    at_noon,
)
from tests.learning.filled import ENTRY

GWEN = commands.Owner("Gwen Morris", "Head of commissioning", email="Gwen@Region.example")
ASKING: dict[str, Any] = {"region_code": "B", "part": "commissioning", "part_words": ""}
IN_A_MONTH = NOON.date() + timedelta(days=30)


def an_entry(stage: str = "published") -> LearningEntry:
    return a_learning_entry(an_award(), stage=stage, answers=ENTRY)


def by_link(decision: EmbeddingDecision) -> Actor:
    return Actor("Gwen", grants=(Grant(Role.PARTNER),), case_id=decision.id)


def timers_of(decision: EmbeddingDecision) -> list[CaseTimer]:
    return list(
        db.session.scalars(
            select(CaseTimer).where(CaseTimer.case_id == decision.id).order_by(CaseTimer.due_at)
        )
    )


def test_an_owner_outside_is_asked_by_a_link_and_reminded_two_weeks_before_the_day(app: Flask) -> None:
    lead = a_regional_lead()

    with unit_of_work():
        decision = commands.ask_for_decision(
            an_entry(), GWEN, decide_by=IN_A_MONTH, occasion=at_noon(lead), **ASKING
        )

    assert (decision.stage, decision.owner_email, decision.asked_at) == ("asked", "gwen@region.example", NOON)
    assert ["embedding-asked", str(decision.id)] in [list(job.args) for job in list_jobs("waiting")]
    assert [(each.does, each.days_left) for each in timers_of(decision)] == [("remind", 14), ("act", 0)]
    [asked] = asked_emails(decision.id, NOON)
    assert asked.to.email == "gwen@region.example"
    assert "/take-up/" in asked.email.cover.link
    assert decision.title in email_text(asked.email).body


def test_an_owner_who_signs_in_gets_the_way_to_the_page_and_no_link(app: Flask) -> None:
    officer = an_officer()
    decision = a_decision_to_take_up(an_entry(), owner_id=officer.id, owner_name=officer.name)

    [asked] = asked_emails(decision.id, NOON)

    assert asked.to.email == officer.email
    assert asked.email.cover.link.endswith(f"/evaluator/embedding/{decision.id}")
    assert db.session.scalars(select(Link)).all() == []


@pytest.mark.parametrize(
    ("stage", "decide_by", "refused"),
    [("in-review", IN_A_MONTH, "entry-not-published"), ("published", NOON.date(), "decide-by-past")],
)
def test_only_what_is_published_is_asked_about_and_for_a_day_to_come(
    app: Flask, stage: str, decide_by: date, refused: str
) -> None:
    with pytest.raises(Refused) as refusal, unit_of_work():
        commands.ask_for_decision(
            an_entry(stage), GWEN, decide_by=decide_by, occasion=at_noon(an_evaluator()), **ASKING
        )

    assert refusal.value.keys == [refused]
    assert db.session.scalars(select(EmbeddingDecision)).all() == []


def test_an_officer_and_another_region_do_not_ask(app: Flask) -> None:
    for who in (an_officer(), an_evaluator(region="A")):
        with pytest.raises(Forbidden), unit_of_work():
            commands.ask_for_decision(an_entry(), GWEN, decide_by=IN_A_MONTH, occasion=at_noon(who), **ASKING)

    assert db.session.scalars(select(EmbeddingDecision)).all() == []


@pytest.mark.parametrize(
    ("action", "stage"), [("adopt", "adopted"), ("adapt", "adapted"), ("decline", "declined")]
)
def test_the_owner_decides_with_a_reason_and_whoever_asked_hears_of_it(
    app: Flask, action: str, stage: str
) -> None:
    lead = a_regional_lead()
    decision = a_decision_to_take_up(an_entry(), asked_by_id=lead.id)

    with unit_of_work():
        commands.decide(decision, action, at_noon(by_link(decision)), reason=" It fits what we buy. ")

    assert (decision.stage, decision.reason, decision.decided_at) == (stage, "It fits what we buy.", NOON)
    [told] = decided_emails(decision.id, NOON)
    assert told.to.email == lead.email
    assert "Why: It fits what we buy." in email_text(told.email).body
    assert embedding.list_decided_of(decision.entry_id) == [decision]


def test_nobody_decides_for_the_owner(app: Flask) -> None:
    officer = an_officer()
    outside = a_decision_to_take_up(an_entry())
    inside = a_decision_to_take_up(an_entry(), owner_id=officer.id, owner_name=officer.name)

    for decision, who in (
        (outside, a_regional_lead()),
        (inside, a_regional_lead()),
        (inside, an_officer()),
        (inside, by_link(inside)),
    ):
        with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
            commands.decide(decision, "adopt", at_noon(who), reason="I think so.")
        assert refusal.value.keys == ["not-the-owner"]
    for stranger in (by_link(inside), SYSTEM):
        with pytest.raises(Forbidden), unit_of_work():
            commands.decide(outside, "adopt", at_noon(stranger), reason="I think so.")

    assert (outside.stage, inside.stage, inside.reason) == ("asked", "asked", "")
    with unit_of_work():
        commands.decide(inside, "adopt", at_noon(officer), reason="It fits.")
    assert inside.stage == "adopted"


def test_a_decision_without_a_reason_is_none(app: Flask) -> None:
    decision = a_decision_to_take_up(an_entry())

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.decide(decision, "decline", at_noon(by_link(decision)), reason="  ")

    assert (refusal.value.keys, decision.stage) == (["decision-without-reason"], "asked")


@pytest.mark.parametrize(("day", "refused"), [(None, "look-again-missing"), (NOON.date(), "look-again-past")])
def test_watching_needs_a_day_to_look_again(app: Flask, day: date | None, refused: str) -> None:
    decision = a_decision_to_take_up(an_entry())

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.decide(decision, "watch", at_noon(by_link(decision)), reason="Not yet.", look_again=day)

    assert (refusal.value.keys, decision.stage) == ([refused], "asked")


def test_what_is_watched_is_asked_again_on_its_day(app: Flask) -> None:
    decision = a_decision_to_take_up(an_entry())
    day = NOON.date() + timedelta(days=90)
    with unit_of_work():
        commands.decide(decision, "watch", at_noon(by_link(decision)), reason="Not yet.", look_again=day)
    [timer] = timers_of(decision)

    with unit_of_work():
        fire(timer.id, timer.due_at)

    assert (decision.stage, decision.decided_at, decision.look_again) == ("asked", None, None)
    assert decision.asked_at == timer.due_at
    assert decision.decide_by == day + timedelta(days=28)
    assert embedding.list_decided_of(decision.entry_id) == []


def test_what_is_undecided_is_reminded_on_the_day_and_every_four_weeks_after(app: Flask) -> None:
    decision = a_decision_to_take_up(an_entry())
    at = NOON
    reminded: list[timedelta] = []
    for _ in range(4):
        [timer, *_rest] = timers_of(decision)
        at = timer.due_at
        with unit_of_work():
            fire(timer.id, at)
        reminded.append(at - NOON)

    days = [each.days + (each.seconds > 0) for each in reminded]
    assert days == [14, 28, 56, 84]
    sent = [job for job in list_jobs("waiting") if list(job.args) == ["embedding-reminder", str(decision.id)]]
    assert len(sent) == 4
    assert (decision.stage, decision.asked_at) == ("overdue", NOON)
    [reminder] = reminder_emails(decision.id, at)
    assert "It has waited 84 days." in email_text(reminder.email).body


def test_nobody_is_reminded_of_what_is_decided_or_no_longer_asked(app: Flask) -> None:
    entry = an_entry()
    for stage in ("adopted", "watching", "withdrawn"):
        decision = a_decision_to_take_up(entry, stage=stage)
        assert asked_emails(decision.id, NOON) == reminder_emails(decision.id, NOON) == []


def test_a_wrong_owner_is_no_longer_asked_and_a_decision_can_be_asked_for_again(app: Flask) -> None:
    entry, lead = an_entry(), a_regional_lead()
    wrong, decided = a_decision_to_take_up(entry), a_decision_to_take_up(entry, stage="declined")

    with unit_of_work():
        take_action(wrong, "withdraw", at_noon(lead), note="She has left.")
        take_action(decided, "ask-again", at_noon(lead), note="There is money now.")

    assert (wrong.stage, decided.stage, decided.reason, decided.asked_at) == ("withdrawn", "asked", "", NOON)


def test_the_longest_wait_comes_first_and_only_in_ones_own_region(app: Flask) -> None:
    entry = an_entry()
    short, long = a_decision_to_take_up(entry, days_ago=3), a_decision_to_take_up(entry, days_ago=47)
    away = a_decision_to_take_up(entry, region_code="A")
    a_decision_to_take_up(entry, stage="adopted")
    lead = at_noon(a_regional_lead()).actor

    assert embedding.list_undecided(lead) == [long, short]
    with pytest.raises(NotFound):
        embedding.get_decision(away.id, lead)
