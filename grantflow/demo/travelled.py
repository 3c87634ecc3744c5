"""What became of published entries: tried elsewhere, asked about, taken up or still waiting."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.models import Membership, Organisation, User
from grantflow.casework.commands import take_action
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.demo.stories import read_elsewhere, stored
from grantflow.demo.telling import Teller
from grantflow.learning import adaptations, adapting
from grantflow.learning import embedding_commands as taking_up
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.models import LearningEntry
from grantflow.permissions import Actor, Grant, Occasion, Role

ASKER = "evaluator-1"
DAYS_TO_DECIDE = 28


def plan(teller: Teller, entry: LearningEntry) -> None:
    """What follows from this entry, from the day it was published."""
    for told in read_elsewhere("tried", entry.title):
        teller.after(14, partial(_begin, teller, entry.id, told))
    for told in read_elsewhere("taken_up", entry.title):
        ask = partial(_ask, teller, entry.id, told)
        if "waiting" in told:
            teller.at(teller.ends_at - timedelta(days=told["waiting"]), ask)
        else:
            teller.after(told["asked_after"], ask)


def _begin(teller: Teller, entry_id: UUID, told: dict[str, Any]) -> None:
    """A charity plans it for its own grant, and asks those who did it first."""
    entry = db.session.get_one(LearningEntry, entry_id)
    writer = teller.by(_member_of(told["by"]).id)
    setting = next(each for each in adaptations.list_settings(writer.actor) if each.award_id)
    adaptation = adapting.begin_adaptation(
        entry, setting, place=told["place"], with_whom=told["with_whom"], occasion=writer
    )
    by = local_date(writer.at) + timedelta(days=told["result_after"])
    answers = stored(adaptations.adaptation_form(adaptation), told["answers"] | {"result-by": by})
    adapting.save_plan(adaptation, answers, writer)
    take_action(adaptation, "ask-source", writer)
    teller.after(9, partial(_answer, teller, adaptation.id, told))


def _answer(teller: Teller, adaptation_id: UUID, told: dict[str, Any]) -> None:
    adaptation = db.session.get_one(Adaptation, adaptation_id)
    by_link = Actor(told["source"]["name"], grants=(Grant(Role.PARTNER),), case_id=adaptation_id)
    adapting.answer_as_source(adaptation, occasion=Occasion(by_link, teller.clock.now()), **told["source"])
    teller.after(12, partial(_start, teller, adaptation_id, told))


def _start(teller: Teller, adaptation_id: UUID, told: dict[str, Any]) -> None:
    adaptation = db.session.get_one(Adaptation, adaptation_id)
    take_action(adaptation, "start", teller.by(_member_of(told["by"]).id))
    teller.after(told["result_after"] - 40, partial(_tell, teller, adaptation_id, told))


def _tell(teller: Teller, adaptation_id: UUID, told: dict[str, Any]) -> None:
    adaptation, writer = (
        db.session.get_one(Adaptation, adaptation_id),
        teller.by(_member_of(told["by"]).id),
    )
    adapting.save_result(adaptation, stored(adaptations.result_form(), told["result"]), writer)
    take_action(adaptation, "tell-result", writer)


def _ask(teller: Teller, entry_id: UUID, told: dict[str, Any]) -> None:
    asker = teller.staff_member(ASKER)
    decision = taking_up.ask_for_decision(
        db.session.get_one(LearningEntry, entry_id),
        _owner(teller, told),
        region_code=told["region"],
        part=told["part"],
        part_words=told["part_words"],
        decide_by=local_date(asker.at) + timedelta(days=DAYS_TO_DECIDE),
        occasion=asker,
    )
    if "decision" in told:
        teller.after(told["decided_after"] - told["asked_after"], partial(_decide, teller, decision.id, told))


def _decide(teller: Teller, decision_id: UUID, told: dict[str, Any]) -> None:
    taking_up.decide(
        db.session.get_one(EmbeddingDecision, decision_id),
        told["decision"],
        teller.staff_member(told["owner_key"]),
        reason=told["reason"],
    )


def _owner(teller: Teller, told: dict[str, Any]) -> taking_up.Owner:
    if "owner_key" in told:
        user = db.session.get_one(User, teller.staff[told["owner_key"]])
        return taking_up.Owner(user.name, told["role"], user_id=user.id)
    return taking_up.Owner(told["owner_name"], told["role"], email=told["owner_email"])


def _member_of(organisation: str) -> User:
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Organisation.name == organisation)
        .order_by(User.created_at, User.id)
        .limit(1)
    ).one()
