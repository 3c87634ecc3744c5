"""Where two people answered one question at once: both answers, for a person to choose between."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request

from grantflow.accounts.queries import names_of_people
from grantflow.casework.models import Answer, RivalAnswer
from grantflow.casework.queries import list_rivals
from grantflow.core.display import clock
from grantflow.engine.form import Question
from grantflow.engine.questions import NO_CHOICES, Choices, shown
from grantflow.errors import NotFound
from grantflow.web.filling import Filling


@dataclass(frozen=True)
class Said:
    """An answer in words, and who gave it when."""

    words: str | list[str]
    by: str
    at: datetime | None


@dataclass(frozen=True)
class TwoAnswers:
    """A question that two people answered: the answer that counts now, and the one beside it."""

    question: Question
    rival_id: UUID
    kept: Said
    rival: Said


def two_answers(case_id: UUID, page: Filling, choices: Choices = NO_CHOICES) -> list[TwoAnswers]:
    """The questions of this page to which there are two answers, each as a person reads it."""
    asked = {question.key: question for question in page.sections[0].questions}
    rivals = [each for each in list_rivals(case_id) if each.question_key in asked]
    if not rivals:
        return []
    answers: list[Answer | RivalAnswer] = [*rivals, *page.kept.values()]
    names = names_of_people([each.saved_by_id for each in answers if each.saved_by_id])

    def said(question: Question, answer: Answer | RivalAnswer | None) -> Said:
        if answer is None:
            return Said("", "", None)
        by = names.get(answer.saved_by_id, "") if answer.saved_by_id else ""
        return Said(shown(question, answer.value, choices=choices), by, answer.saved_at)

    return [
        TwoAnswers(
            asked[each.question_key], each.id, said(asked[each.question_key], page.kept.get(each.question_key)),
            said(asked[each.question_key], each),
        )
        for each in rivals
    ]  # fmt: skip


def chosen() -> tuple[UUID, bool]:
    """Which pair of answers the button that was pressed is about, and whether it takes the one beside.

    :raises NotFound: if no such button was ever on a page
    """
    which, _, rival = request.form.get("choose", "").partition(":")
    try:
        return UUID(rival), which == "this"
    except ValueError:
        raise NotFound("answer", rival) from None


def what_was_saved(page: Filling, at: datetime, *, both: bool) -> dict[str, Any]:
    """What the script that saves while somebody types is told: when, what could not be read, and the new marks."""
    section = page.sections[0]
    unclear = {
        question.key: section.field(question.key).errors[0]
        for question in section.questions
        if section.field(question.key).errors
    }
    return {"saved": f"Saved {clock(at)}", "marks": dict(page.revisions), "unclear": unclear, "both": both}
