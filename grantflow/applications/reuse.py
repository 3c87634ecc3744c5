"""Answer once: what an applicant said before and may say again, offered until they have saved it as their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grantflow.accounts.profiles import list_profile_answers, profile_form
from grantflow.applications.models import Application
from grantflow.applications.queries import choices_in, form_of
from grantflow.casework.models import Answer
from grantflow.db import db
from grantflow.engine.answers import visible_questions
from grantflow.engine.conditions import Answers, is_answered
from grantflow.engine.form import Form, Kind, Question
from grantflow.engine.questions import Choices, options


@dataclass(frozen=True)
class Suggestion:
    """An answer to begin with: when it was given, and in which round (""; told about the organisation itself)."""

    value: Any
    said_at: datetime
    round_title: str = ""


@dataclass(frozen=True)
class FilledIn:
    """How much of a form began filled in, and how much of that nobody has looked at and saved yet."""

    questions: int
    of: int
    to_check: int


def suggestions(application: Application) -> dict[str, Suggestion]:
    """The newest answer to each question that may be reused, by question; none of this application's own."""
    form, choices = form_of(application), choices_in(application.round)
    asked = {question.key: question for question in form.questions() if question.reuse}
    found: dict[str, Suggestion] = {}
    said = [*_in_profile(application, asked), *_in_applications(application, asked)]
    for key, suggestion in sorted(said, key=lambda each: each[1].said_at, reverse=True):
        value = _offered_here(asked[key], suggestion.value, choices)
        if key not in found and is_answered(value):
            found[key] = Suggestion(value, suggestion.said_at, suggestion.round_title)
    return found


def filled_in(form: Form, answers: Answers, suggested: Mapping[str, Suggestion]) -> FilledIn:
    begun = {key: each.value for key, each in suggested.items()} | dict(answers)
    asked = [question.key for question in visible_questions(form, begun)]
    questions = [key for key in asked if key in suggested]
    return FilledIn(len(questions), len(asked), sum(key not in answers for key in questions))


def _in_profile(application: Application, asked: Mapping[str, Question]) -> Iterator[tuple[str, Suggestion]]:
    if application.organisation_id is None:
        return
    known = {question.key: question.type for question in profile_form().questions()}
    for answer in list_profile_answers(application.organisation_id):
        key = answer.question_key
        if key in asked and known.get(key) is asked[key].type:
            yield key, Suggestion(answer.value, answer.confirmed_at)


def _in_applications(
    application: Application, asked: Mapping[str, Question]
) -> Iterator[tuple[str, Suggestion]]:
    """What was written in every earlier application of the organisation, whatever became of it."""
    rows = db.session.execute(
        select(Answer, Application)
        .join(Application, Answer.case_id == Application.id)
        .where(
            Application.organisation_id == application.organisation_id,
            Application.id != application.id,
            Application.created_at <= application.created_at,
            Answer.part == "main",
            Answer.question_key.in_(asked),
        )
        .options(selectinload(Application.round))
        .order_by(Answer.saved_at.desc(), Answer.id)
    )
    for answer, earlier in rows:
        if _type_in(form_of(earlier), answer.question_key) is asked[answer.question_key].type:
            yield answer.question_key, Suggestion(answer.value, answer.saved_at, earlier.round.title)


def _type_in(form: Form, key: str) -> Kind | None:
    """A form may have changed since, or the answer may be left from another size of grant."""
    return next((question.type for question in form.questions() if question.key == key), None)


def _offered_here(question: Question, value: Any, choices: Choices) -> Any:
    """Of what was chosen before, only what may be chosen now: a round has police force areas of its own."""
    if question.type not in (Kind.ONE_OF, Kind.MANY_OF):
        return value
    offered = {option.value for option in options(question, choices)}
    if question.type is Kind.ONE_OF:
        return value if value in offered else None
    return [each for each in value or () if each in offered]
