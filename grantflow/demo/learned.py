"""Learning entries: drafted, sent to be reviewed, agreed to by the organisation, published."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.db import db
from grantflow.demo import reporting, travelled
from grantflow.demo.stories import RoundStory, Story, london, stored
from grantflow.demo.telling import Teller
from grantflow.learning import commands
from grantflow.learning.models import LearningEntry
from grantflow.learning.queries import entry_form


def plan(teller: Teller, found: RoundStory, story: Story) -> None:
    """An entry is written some weeks after the last report that will have come."""
    for number, told in enumerate(story.told.get("learning", [])):
        when = _written_at(teller, story.award()) + timedelta(days=14 * number)
        teller.at(when, partial(_draft, teller, found, story, told))


def _written_at(teller: Teller, award: Award) -> datetime:
    after_the_end = london(award.ends_on, time(10, 40)) + timedelta(days=reporting.DAYS_TO_ANSWER + 15)
    return min(after_the_end, teller.ends_at - timedelta(days=16))


def _draft(teller: Teller, found: RoundStory, story: Story, told: dict[str, Any]) -> None:
    writer = teller.staff_member(told.get("evaluator_key", "evaluator-1"))
    entry = commands.draft_entry(story.award(), writer)
    commands.save_entry(entry, stored(entry_form(entry), told["answers"]), writer)
    entry.outcomes = list(told["outcomes"])
    if told["stage"] != "draft":
        teller.after(1, partial(_submit, teller, found, story, entry.id, told))


def _submit(teller: Teller, found: RoundStory, story: Story, entry_id: UUID, told: dict[str, Any]) -> None:
    entry = db.session.get_one(LearningEntry, entry_id)
    take_action(entry, "submit-for-review", teller.staff_member(told.get("evaluator_key", "evaluator-1")))
    if told["stage"] == "published":
        teller.after(2, partial(_agree, teller, found, story, entry_id))


def _agree(teller: Teller, found: RoundStory, story: Story, entry_id: UUID) -> None:
    commands.give_consent(db.session.get_one(LearningEntry, entry_id), teller.by(story.user().id))
    teller.after(1, partial(_publish, teller, found, entry_id))


def _publish(teller: Teller, found: RoundStory, entry_id: UUID) -> None:
    entry = db.session.get_one(LearningEntry, entry_id)
    take_action(entry, "publish", teller.staff_member(found.told["decider"]))
    travelled.plan(teller, entry)
