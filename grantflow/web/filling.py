"""Sections of a form file on one page: what is clear is kept, whatever else is wrong, and shown again as typed.

A page carries, for each answer, the revision it was made with and a mark of what the answer was. So an answer that
a person left alone is never a conflict: two people on different questions of one page keep both.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm

from grantflow.casework.models import Answer
from grantflow.casework.queries import list_answers
from grantflow.documents.rules import file_is_welcome, files_fit
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import visible_sections
from grantflow.engine.builder import SectionForm, section_form
from grantflow.engine.fields import UNFINISHED
from grantflow.engine.form import Form, Kind
from grantflow.engine.questions import NO_CHOICES, Choices, Stored
from grantflow.errors import NotFound, Reason
from grantflow.web.fields import MOST_FIGURES
from grantflow.web.phrases import phrase

REVISION = "revision:"

Keep = Callable[[dict[str, Any], dict[str, int], dict[str, list[Upload]]], None]
"""Saves answers, given the revisions that the person's page was made with, and the files that came."""
Refuse = Callable[[SectionForm], Mapping[str, Reason]]
"""Names the answers that are clear and yet not possible, such as an amount that nobody gives."""


@dataclass
class Filling:
    """What a page shows: the sections asked for, filled with what is kept or with what was posted."""

    form: Form
    keys: Sequence[str]
    kept: dict[str, Answer]
    sections: list[SectionForm]
    saved: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    """What could not take the place of somebody else's answer, and was kept beside it."""

    @property
    def answers(self) -> dict[str, Stored]:
        return {key: answer.value for key, answer in self.kept.items()}

    @property
    def titled(self) -> list[tuple[Any, SectionForm]]:
        return [
            (self.form.section(key), fields) for key, fields in zip(self.keys, self.sections, strict=True)
        ]

    @property
    def row_added(self) -> bool:
        return any(section.row_added for section in self.sections)

    @property
    def error_list(self) -> list[dict[str, str]]:
        return [error for section in self.sections for error in section.error_list()]

    @property
    def revisions(self) -> list[tuple[str, str]]:
        """The hidden boxes. What was posted and not saved keeps the mark it came with, so that it stays honest."""
        return [
            (name, self._fresh(key) if key in self.saved else request.form.get(name) or self._fresh(key))
            for key in self._asked
            for name in (f"{REVISION}{key}",)
        ]

    @property
    def saved_at(self) -> datetime | None:
        return max((self.kept[key].saved_at for key in self._asked if key in self.kept), default=None)

    @property
    def files(self) -> list[dict[str, Any]]:
        """The files already sent with answers on this page."""
        asked = [
            each.key for section in self.sections for each in section.questions if each.type is Kind.FILE
        ]
        return [file for key in asked if key in self.kept for file in self.kept[key].value or ()]

    @property
    def _asked(self) -> list[str]:
        return [question.key for section in self.sections for question in section.questions]

    def _fresh(self, key: str) -> str:
        answer = self.kept.get(key)
        return f"{answer.revision}-{_mark(answer.value)}" if answer else f"0-{_mark(None)}"


def filling(
    case_id: UUID,
    form: Form,
    keys: Sequence[str],
    *,
    part: str = "main",
    suggested: dict[str, Stored] | None = None,
    choices: Choices = NO_CHOICES,
) -> Filling:
    """:param suggested: answers to begin with where nobody has given one
    :param choices: the lists that are only known at run time

    :raises NotFound: if the form has no such section, or does not ask it
    """
    kept = {answer.question_key: answer for answer in list_answers(case_id, part)}
    answers = (suggested or {}) | {key: answer.value for key, answer in kept.items()}
    if not set(keys) <= {each.key for each in visible_sections(form, answers)}:
        raise NotFound("section", ", ".join(keys))
    sections = [section_form(form, key, answers=answers, choices=choices, base=FlaskForm) for key in keys]
    return Filling(form, keys, kept, sections)


def keep_posted(page: Filling, keep: Keep, refuse: Refuse = lambda _: {}, *, finished: bool = True) -> bool:
    """Keep every answer that is clear, then judge the page as if it were to be sent in. False: something is wrong.

    :param finished: false while somebody still types: then only what cannot be read is said to be wrong
    """
    refused = _judge_drafts(page, refuse)
    posted: dict[str, Any] = {}
    uploads: dict[str, list[Upload]] = {}
    for section in page.sections:
        clear = {key for key in section.answers() if not section.field(key).errors} - refused.keys()
        posted |= {
            key: value
            for key, value in section.answers().items()
            if key in clear and not _left_alone(key, value)
        }
        uploads |= {
            key: [Upload(each.filename, _whole(each)) for each in files]
            for key, files in section.uploads().items() if key not in refused
        }  # fmt: skip
    keep(posted, _revisions(), uploads)
    page.saved = (posted.keys() - page.beside) | uploads.keys()
    for section in page.sections:
        section.validate(draft=not finished)
    _say(page, refused)
    return not page.error_list


def all_kept(page: Filling) -> bool:
    """Whether what is in the way is only unfinished: then it can wait for another evening."""
    refusals = [
        each
        for section in page.sections
        for question in section.questions
        for each in section.field(question.key).refusals
    ]
    return all(reason.key in UNFINISHED for reason, _ in refusals)


def _judge_drafts(page: Filling, refuse: Refuse) -> dict[str, Reason]:
    """Judge what was typed as a draft, and name each question whose answer or file we cannot take."""
    refused: dict[str, Reason] = {}
    for section in page.sections:
        section.validate(draft=True)
        refused |= refuse(section)
    return refused | {
        key: reason
        for section in page.sections
        for key, files in section.uploads().items()
        for each in files
        if (reason := files_fit(len(files), 0) or file_is_welcome(each.filename, _whole(each))) is not None
    }


def _say(page: Filling, refused: dict[str, Reason]) -> None:
    for section in page.sections:
        for question in section.questions:
            if question.key in refused:
                field = section.field(question.key)
                field.refusals = [(refused[question.key], phrase(refused[question.key]))]
                field.errors = [phrase(refused[question.key])]


def _whole(file: Any) -> bytes:
    file.seek(0)
    body: bytes = file.read()
    return body


def _revisions() -> dict[str, int]:
    """Which revision of each answer the person's page was made with."""
    numbers = {
        name.removeprefix(REVISION): value.partition("-")[0]
        for name, value in request.form.items()
        if name.startswith(REVISION)
    }
    return {
        key: int(number)
        for key, number in numbers.items()
        if number.isdecimal() and len(number) <= MOST_FIGURES
    }


def _left_alone(key: str, value: Stored) -> bool:
    """Whether the answer came back as it went out."""
    return request.form.get(f"{REVISION}{key}", "").partition("-")[2] == _mark(value)


def _mark(value: Stored) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
