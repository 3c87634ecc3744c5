"""Sections of a form file on one page: what is clear is kept, whatever else is wrong, and shown again as typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm

from grantflow.casework.models import Answer
from grantflow.casework.queries import list_answers
from grantflow.documents.rules import file_is_welcome
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import visible_sections
from grantflow.engine.builder import SectionForm, section_form
from grantflow.engine.form import Form, Kind
from grantflow.engine.questions import Stored
from grantflow.errors import NotFound, Reason
from grantflow.web.phrases import phrase

REVISION = "revision:"

Keep = Callable[[dict[str, Any], dict[str, int], dict[str, list[Upload]]], None]
"""Saves answers, given the revisions that the person's page was made with, and the files that came."""


@dataclass
class Filling:
    """What a page shows: the sections asked for, filled with what is kept or with what was posted."""

    form: Form
    keys: Sequence[str]
    kept: dict[str, Answer]
    sections: list[SectionForm]

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
    def revisions(self) -> list[tuple[str, int]]:
        return [
            (f"{REVISION}{key}", self.kept[key].revision if key in self.kept else 0) for key in self._asked
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


def filling(
    case_id: UUID,
    form: Form,
    keys: Sequence[str],
    *,
    part: str = "main",
    suggested: dict[str, Stored] | None = None,
) -> Filling:
    """:param suggested: answers to begin with where nobody has given one

    :raises NotFound: if the form has no such section, or does not ask it
    """
    kept = {answer.question_key: answer for answer in list_answers(case_id, part)}
    answers = (suggested or {}) | {key: answer.value for key, answer in kept.items()}
    if not set(keys) <= {each.key for each in visible_sections(form, answers)}:
        raise NotFound("section", ", ".join(keys))
    sections = [section_form(form, key, answers=answers, base=FlaskForm) for key in keys]
    return Filling(form, keys, kept, sections)


def keep_posted(page: Filling, keep: Keep) -> bool:
    """Keep every answer that is clear, then judge the page as if it were to be sent in. False: something is wrong."""
    refused = _judge_drafts(page)
    posted: dict[str, Any] = {}
    uploads: dict[str, list[Upload]] = {}
    for section in page.sections:
        clear = {key for key in section.answers() if not section.field(key).errors} - refused.keys()
        posted |= {key: value for key, value in section.answers().items() if key in clear}
        uploads |= {
            key: [Upload(each.filename, _whole(each)) for each in files]
            for key, files in section.uploads().items() if key not in refused
        }  # fmt: skip
    keep(posted, _revisions(), uploads)
    for section in page.sections:
        section.validate()
    _say(page, refused)
    return not page.error_list


def _judge_drafts(page: Filling) -> dict[str, Reason]:
    """Judge what was typed as a draft, and name each question whose file we do not take."""
    for section in page.sections:
        section.validate(draft=True)
    return {
        key: reason
        for section in page.sections
        for key, files in section.uploads().items()
        for each in files
        if (reason := file_is_welcome(each.filename, _whole(each))) is not None
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
    return {
        name.removeprefix(REVISION): int(value)
        for name, value in request.form.items()
        if name.startswith(REVISION) and value.isdecimal()
    }
