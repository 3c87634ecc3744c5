"""The outcomes plan of a story: written in the week the offer is accepted, agreed a few days later."""

from functools import partial
from uuid import UUID

from sqlalchemy import select

from grantflow.awards import plan_commands
from grantflow.awards.models import Award, OutcomesPlan
from grantflow.casework.commands import take_action
from grantflow.db import db
from grantflow.demo.stories import RoundStory, Story
from grantflow.demo.telling import Teller

# Where people start, and on which step, by what the fund hopes for.
STARTS = {
    "mental-health": (
        "Most sleep badly and trust nobody new. A few have seen somebody about it before.",
        "1",
    ),
    "employment": (
        "Most have not worked for a year or more, and would not know how to talk of their past.",
        "2",
    ),
    "dependency": ("Most want to stop and have tried. Some come because they were told to.", "1"),
    "welfare": ("Most open no letters. Nearly all are owed something that nobody has asked for.", "2"),
    "housing": ("Most sleep on a friend’s sofa, or in a room they may lose any week.", "2"),
}
OTHERWISE = ("Most come because somebody they trust said that it is all right here.", "1")
HOW = "We ask each person when they come and every eight weeks, and write down what they say."


def begin(teller: Teller, found: RoundStory, story: Story) -> None:
    """A few words for each outcome, by whoever accepted the offer."""
    award, occasion = story.award(), teller.by(story.user().id)
    case = db.session.scalars(select(OutcomesPlan).where(OutcomesPlan.award_id == award.id)).one()
    for outcome in award.outcomes:
        start, step = STARTS.get(outcome.outcome_key, OTHERWISE)
        said = {
            "how-we-would-know": outcome.how_known or HOW,
            "where-people-start": start,
            "usual-step": step,
        }
        plan_commands.save_outcome(case, outcome.outcome_key, said, occasion)
    if award.outcomes:
        plan_commands.give_plan(case, occasion)
        teller.after(3 * found.pace, partial(_agree, teller, found, case.id))


def _agree(teller: Teller, found: RoundStory, plan_id: UUID) -> None:
    case = db.session.get_one(OutcomesPlan, plan_id)
    if db.session.get_one(Award, case.award_id).stage in {"accepted", "active"}:
        take_action(case, "agree", teller.staff_member(found.told["officer"]))
