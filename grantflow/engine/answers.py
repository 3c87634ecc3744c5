"""What the answers so far amount to: what is asked, what is missing, how far each section is."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby

from grantflow.engine.conditions import Answers, holds, is_answered
from grantflow.engine.form import Form, Question, Section
from grantflow.engine.questions import NO_CHOICES, Choices, Stored, reasons_against, shown
from grantflow.engine.words import count_words

__all__ = [
    "Progress",
    "count_words",
    "missing",
    "progress",
    "shown",
    "shown_by_section",
    "visible_answers",
    "visible_questions",
    "visible_sections",
]

Shown = str | list[str]


class Progress(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not-started"
    STARTED = "started"
    DONE = "done"


def visible_questions(form: Form, answers: Answers) -> list[Question]:
    """The questions that are asked, given the answers so far."""
    return [question for _, question in _asked(form, answers)]


def visible_sections(form: Form, answers: Answers) -> list[Section]:
    """The sections in which anything is asked."""
    return [section for section, _ in groupby(section for section, _ in _asked(form, answers))]


def visible_answers(form: Form, answers: Answers) -> dict[str, Stored]:
    """The answers that count: one to a question that has since been hidden is kept, but does not."""
    return {
        question.key: answers[question.key]
        for _, question in _asked(form, answers)
        if is_answered(answers.get(question.key))
    }


def missing(form: Form, answers: Answers) -> list[Question]:
    """The questions in the way of sending the form in: not answered, or not within what it asks."""
    given = visible_answers(form, answers)
    return [
        question
        for _, question in _asked(form, given)
        if reasons_against(question, given.get(question.key), given)
    ]


def progress(form: Form, answers: Answers) -> dict[str, Progress]:
    """How far each visible section is, by its key, in the form's order."""
    given = visible_answers(form, answers)
    waiting = {question.key for question in missing(form, given)}
    keys: dict[str, set[str]] = {}
    for section, question in _asked(form, given):
        keys.setdefault(section.key, set()).add(question.key)
    return {section: _progress(asked & given.keys(), asked & waiting) for section, asked in keys.items()}


def shown_by_section(
    form: Form, answers: Answers, *, language: str = "en", choices: Choices = NO_CHOICES
) -> list[tuple[Section, list[tuple[Question, Shown]]]]:
    """Every visible question with its answer in words, for a page or letter that shows them all."""
    sections: dict[str, tuple[Section, list[tuple[Question, Shown]]]] = {}
    for section, question in _asked(form, answers):
        answer = shown(question, answers.get(question.key), language=language, choices=choices)
        sections.setdefault(section.key, (section, []))[1].append((question, answer))
    return list(sections.values())


def _asked(form: Form, answers: Answers) -> Iterator[tuple[Section, Question]]:
    """What is asked, in order. A condition sees only answers to questions that are themselves asked."""
    seen: dict[str, Stored] = {}
    for section in form.sections:
        if not holds(section.show_if, seen):
            continue
        for question in section.questions:
            if holds(question.show_if, seen):
                seen[question.key] = answers.get(question.key)
                yield section, question


def _progress(given: set[str], waiting: set[str]) -> Progress:
    if not given:
        return Progress.NOT_STARTED
    return Progress.STARTED if waiting else Progress.DONE
