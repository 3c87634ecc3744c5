"""The first words of an entry: what the application, the reports and the reviews of a grant say already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grantflow.awards.models import Award
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import local_date
from grantflow.core.display import month
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.queries import REPORT, REVIEW, SENT, list_reviews

APPLICATION = "application"
# A review is its evaluator's own until it is recorded: the organisation writes the entry too.
RECORDED = ("reviewed", "answered")
# Which answer of which form an entry's first draft begins with. Its writers go over every one of them.
DRAFTED_FROM = {
    "question-tested": (APPLICATION, "learning-plan"),
    "for-whom": (APPLICATION, "who-and-where"),
    "what-was-done": (REPORT, "what-you-did"),
    "what-did-not-work": (REPORT, "what-you-would-change"),
    "context-services": (REPORT, "what-helped"),
    "what-happened": (REVIEW, "progress-pattern"),
    "context-place": (REVIEW, "context-that-mattered"),
    "mechanism": (REVIEW, "contribution-why"),
    "cost": (REVIEW, "cost-note"),
    "evidence-strength": (REVIEW, "evidence-strength"),
}


@dataclass(frozen=True)
class Said:
    """An answer, the part it was given in, and the day it was sent or the last one that it is about."""

    value: Any
    part: str
    on: date


def first_words(award: Award) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """The answers to begin with, and where each that somebody wrote comes from (see `LearningEntry.began_from`)."""
    sources = _sources(award)
    found = {key: sources[part][question] for key, (part, question) in DRAFTED_FROM.items()
             if question in sources[part]}  # fmt: skip
    words: dict[str, Any] = {key: said.value for key, said in found.items()}
    words["title"] = award.title
    words["when-and-how-long"] = f"{month(award.starts_on)} to {month(award.ends_on)}"
    words["credit"] = award.organisation.name if award.organisation else ""
    began = {key: {"from": said.part, "at": said.on.isoformat()} for key, said in found.items()}
    return {key: value for key, value in words.items() if value}, began


def _sources(award: Award) -> Mapping[str, Mapping[str, Said]]:
    application = award.application
    sent_on = local_date(application.submitted_at or award.created_at)
    reviews = [review for review in list_reviews(award.id) if review.stage in SENT]
    return {
        APPLICATION: {
            key: Said(value, APPLICATION, sent_on)
            for key, value in answers_of(application.id).items()
            if value
        },
        REPORT: _newest(reviews, REPORT),
        REVIEW: _newest([review for review in reviews if review.stage in RECORDED], REVIEW),
    }


def _newest(reviews: Sequence[ProgressReview], part: str) -> dict[str, Said]:
    """The newest answer to each question over several reviews; an empty one does not hide an older one."""
    found: dict[str, Said] = {}
    for review in reviews:
        answers = answers_of(review.id, part)
        found |= {key: Said(value, part, review.period_to) for key, value in answers.items() if value}
    return found
