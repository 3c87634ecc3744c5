"""One WTForms field for every question. The type decides what is read from a post and what the page shows."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.form import BaseForm

from grantflow.engine import reading
from grantflow.engine.conditions import Answers
from grantflow.engine.form import Choice, Kind, Question
from grantflow.engine.questions import (
    NO_CHOICES,
    Choices,
    Stored,
    Typed,
    from_stored,
    options,
    reasons_against,
    to_stored,
)
from grantflow.engine.refusals import words
from grantflow.engine.widgets import QuestionWidget
from grantflow.engine.words import visible
from grantflow.errors import Reason, Refused

BLANK_ROWS = 3
MOST_ROWS_READ = 200  # a browser sends what we put on the page; anything above is not a person

# An answer that is unfinished in these ways may be kept as a draft, but not sent in.
UNFINISHED = frozenset({"missing", "too-many-words", "does-not-add-up", "too-many-rows"})


class AnswerField(Field):
    """A question on a page. `typed` is what stands in its boxes, `data` the answer as it is stored.

    Once it has been judged, `refusals` say what is in the way of the answer, with the words for it. `note` says,
    below the hint, where an answer comes from that the person has not given here. `after` is put behind the question
    by whoever serves the page.
    """

    widget: QuestionWidget = QuestionWidget()
    data: Stored

    def __init__(self, question: Question, *, language: str, **bound: Any) -> None:
        super().__init__(question.label.say(language), description=question.hint.say(language), **bound)
        self.question = question
        self.language = language
        self.choices: Choices = NO_CHOICES
        self.revealed: dict[str, list[AnswerField]] = {}
        self.typed: Typed = None
        self.refusals: list[tuple[Reason, str]] = []
        self.errors: list[str] = []
        self._unclear: tuple[Reason, ...] = ()
        self.row_added = False
        self.note = ""
        self.after = Markup()

    def process(self, formdata: Any, data: Stored = None, extra_filters: Sequence[Any] | None = None) -> None:
        """Read a post, or what is stored. What was typed is kept, whatever it is."""
        self.object_data = self.data = data if isinstance(data, str | int | list) else None
        self.process_errors = []
        if formdata is None:
            self.typed = from_stored(self.question, self.data)
        else:
            self.typed = _READ_POST[self.question.type](self, formdata)
            self._read()
        if self.question.type is Kind.TABLE:
            self._offer_blank_rows(formdata)

    def judge(self, answers: Answers, *, draft: bool) -> None:
        """Say in words what is in the way. A draft may be unfinished, but it has to be readable."""
        reasons: Sequence[Reason] = self._unclear
        if not reasons and not self.uploads:
            reasons = reasons_against(self.question, self.data, answers, self.choices)
        self.refusals = [
            (reason, words(reason, self.question, self.language))
            for reason in reasons
            if not (draft and reason.key in UNFINISHED)
        ]
        self.errors = [said for _, said in self.refusals]

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        return not self.errors

    @property
    def options(self) -> Sequence[Choice]:
        return options(self.question, self.choices)

    @property
    def uploads(self) -> list[Any]:
        """The files that came with this post, for whoever serves the page to keep."""
        return [each for each in self.typed or () if hasattr(each, "filename")]

    def href(self, reason: Reason) -> str:
        """Where in the page the thing to mend is."""
        if "row" in reason.facts:
            return f"#{self.cell_id(int(reason.facts['row']) - 1, str(reason.facts['column']))}"
        if self.question.type is Kind.TABLE:
            return f"#{self.cell_id(0, self.question.columns[0].key)}"
        return f"#{self.id}-day" if self.question.type is Kind.DATE else f"#{self.id}"

    def cell_id(self, row: int, column: str) -> str:
        return f"{self.id}-{row}-{column}"

    def _read(self) -> None:
        if self.question.type is Kind.FILE:
            return
        try:
            self.data = to_stored(self.question, self.typed)
        except Refused as refusal:
            self._unclear = refusal.reasons

    def _offer_blank_rows(self, formdata: Any) -> None:
        """Always some blank lines, and one more when a person asked for it."""
        self.row_added = formdata is not None and f"add-row:{self.name}" in formdata
        rows = list(self.typed)
        wanted = max(BLANK_ROWS, len(rows) + (1 if self.row_added or formdata is None else 0))
        most = max(len(rows), self.question.rows_max)
        self.typed = rows + [{} for _ in range(min(wanted, most) - len(rows))]


def _one(field: AnswerField, post: Any) -> str:
    return _text(post, field.name)


def _several(field: AnswerField, post: Any) -> list[str]:
    return [visible(value) for value in post.getlist(field.name) if isinstance(value, str)]


def _date(field: AnswerField, post: Any) -> dict[str, str]:
    return {part: _text(post, f"{field.name}-{part}") for part in reading.DATE_PARTS}


def _files(field: AnswerField, post: Any) -> list[Any]:
    return [each for each in post.getlist(field.name) if getattr(each, "filename", "")]


def _rows(field: AnswerField, post: Any) -> list[dict[str, str]]:
    columns = "|".join(re.escape(column.key) for column in field.question.columns)
    cell = re.compile(rf"{re.escape(field.name)}-([0-9]{{1,3}})-({columns})")
    rows: dict[int, dict[str, str]] = {}
    for found in filter(None, map(cell.fullmatch, post)):
        rows.setdefault(int(found[1]), {})[found[2]] = _text(post, found[0])
    return [rows[number] for number in sorted(rows)[:MOST_ROWS_READ]]


def _text(post: Any, name: str) -> str:
    """The first text by a name. A file sent in its place is no text."""
    return next((visible(value) for value in post.getlist(name) if isinstance(value, str)), "")


_READ_POST: Mapping[Kind, Callable[[AnswerField, Any], Typed]] = {
    **dict.fromkeys(Kind, _one),
    Kind.MANY_OF: _several,
    Kind.DATE: _date,
    Kind.FILE: _files,
    Kind.TABLE: _rows,
}
