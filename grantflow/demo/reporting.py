"""Progress reviews: the organisation's report, the evaluator's page, the organisation's reply, and our answer."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from grantflow.casework.commands import take_action
from grantflow.db import db
from grantflow.demo.stories import RoundStory, Story, london, stored
from grantflow.demo.telling import Teller
from grantflow.monitoring import commands
from grantflow.monitoring.distance import Counts
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.queries import list_reviews, report_form, review_form

REPORTS_AFTER = timedelta(days=5)
ASKED_BEFORE = timedelta(weeks=8)
SENT_EARLY = timedelta(days=3)
DAYS_TO_ANSWER = 30
MINUTES_OF_AN_EVALUATOR = 90  # unless a story says otherwise
NOT_ASKED = (
    "We talked on the phone instead. One report a year is enough for a grant that is going as this one is."
)

# How far through a story's reviews each stage goes.
STEPS = {"announced": 0, "received": 1, "reviewed": 2, "answered": 3}


def plan(teller: Teller, found: RoundStory, story: Story) -> None:
    """Spread the story's reviews over those that will have come due; the rest of those are not asked for.

    Whoever has been asked already and has more to tell does not wait for the last day.
    """
    told: list[dict[str, Any]] = story.told.get("review", [])
    award = story.award()
    until = _told_until(teller, story, award.starts_on, award.ends_on)
    reviews = list_reviews(award.id)
    due = [each for each in reviews if each.period_to + REPORTS_AFTER <= until]
    early = [each for each in reviews[len(due) : len(told)] if each.due_on - ASKED_BEFORE <= until][:1]
    chosen = dict(zip(_evenly(len(due) + len(early), len(told)), told, strict=False))
    for position, review in enumerate(due + early):
        day = min(review.period_to + REPORTS_AFTER, teller.ends_at.date() - SENT_EARLY)
        when = max(london(day, time(20, 15)), teller.clock.now() + timedelta(days=8))
        if position in chosen:
            # Which awards are sampled is drawn by chance; a story knows already which ones an evaluator read.
            review.evaluated = (
                review.evaluated or "evaluator" in chosen[position] or _is_waiting(chosen[position])
            )
            teller.at(when, partial(_report, teller, found, story, review.id, chosen[position]))
        else:
            teller.at(when, partial(_waive, teller, found, review.id))


def _is_waiting(told: dict[str, Any]) -> bool:
    """Whether this report is left with the people who are to look at it."""
    waiting: bool = told["stage"] == "received"
    return waiting


def _told_until(teller: Teller, story: Story, starts_on: date, ends_on: date) -> date:
    """The last day on which the organisation would still report in this story."""
    if story.told["award"]["stage"] == "ended-early":
        return starts_on + (ends_on - starts_on) * 0.75
    return teller.ends_at.date() - timedelta(days=2)


def _evenly(places: int, number: int) -> Sequence[int]:
    """Which of `places` to take for `number` reviews: spread out, and the last one among them."""
    taken = min(places, number)
    return [round((each + 1) * places / taken) - 1 for each in range(taken)] if taken else []


def _waive(teller: Teller, found: RoundStory, review_id: UUID) -> None:
    review = db.session.get_one(ProgressReview, review_id)
    if review.stage in {"scheduled", "announced", "overdue"}:
        take_action(review, "waive", teller.staff_member(found.told["officer"]), note=NOT_ASKED)


def _report(teller: Teller, found: RoundStory, story: Story, review_id: UUID, told: dict[str, Any]) -> None:
    review = db.session.get_one(ProgressReview, review_id)
    if review.stage == "scheduled":
        take_action(review, "announce", teller.staff_member(found.told["officer"]))
    steps = STEPS[told["stage"]]
    if steps == 0:
        return
    charity = teller.by(story.user().id)
    commands.save_report(review, stored(report_form(review), told["answers"]), charity)
    counts = {each["outcome"]: _counts(each) for each in told.get("progress", [])}
    if counts:
        commands.save_progress(review, counts, charity)
    commands.send_report(review, charity)
    if "evaluator" in told and steps >= STEPS["reviewed"]:
        teller.after(10 * found.pace, partial(_evaluate, teller, found, story, review_id, told))
    elif steps >= STEPS["answered"]:
        teller.after(12 * found.pace, partial(_answer, teller, found, story, review_id, told))


def _counts(told: dict[str, Any]) -> Counts:
    return Counts(**{name: int(number) for name, number in told.items() if name != "outcome"})


def _evaluate(teller: Teller, found: RoundStory, story: Story, review_id: UUID, told: dict[str, Any]) -> None:
    review = db.session.get_one(ProgressReview, review_id)
    evaluator = teller.staff_member(told.get("evaluator_key", "evaluator-1"))
    answers = {"minutes-of-yours": MINUTES_OF_AN_EVALUATOR} | stored(review_form(), told["evaluator"])
    commands.save_review(review, answers, evaluator)
    commands.record_review(review, evaluator)
    if "grantee_reply" in told:
        teller.after(5 * found.pace, partial(_reply, teller, story, review_id, told["grantee_reply"]))
    if STEPS[told["stage"]] >= STEPS["answered"]:
        teller.after(9 * found.pace, partial(_answer, teller, found, story, review_id, told))


def _reply(teller: Teller, story: Story, review_id: UUID, reply: str) -> None:
    review = db.session.get_one(ProgressReview, review_id)
    commands.reply_to_review(review, reply, teller.by(story.user().id))


def _answer(teller: Teller, found: RoundStory, story: Story, review_id: UUID, told: dict[str, Any]) -> None:
    read, what_next = _halves(told["reply"])
    review = db.session.get_one(ProgressReview, review_id)
    commands.answer_report(review, read, what_next, teller.staff_member(found.told["officer"]))
    if story.told["award"]["stage"] == "completed" and told is story.told["review"][-1]:
        teller.after(5 * found.pace, partial(_complete, teller, found, story))


def _complete(teller: Teller, found: RoundStory, story: Story) -> None:
    take_action(story.award(), "complete", teller.staff_member(found.told["officer"]))


def _halves(reply: str) -> tuple[str, str]:
    """What was read, and what will happen: a story tells both in one breath, the second after the first."""
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(reply.split()))
    middle = max(1, len(sentences) // 2)
    return " ".join(sentences[:middle]), " ".join(sentences[middle:]) or sentences[-1]
