"""What a form file may say: sections of questions, each of which serves a criterion, a check or a use."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from grantflow.engine.conditions import Condition, questions_in
from grantflow.engine.strict import StrictModel, nearest, parse, wrong
from grantflow.engine.text import NO_TEXT, Text
from grantflow.errors import ContentError, Problem

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Serves = Annotated[str, StringConstraints(pattern=r"^(criterion|check|use):[A-Za-z-]+$")]
Positive = Annotated[int, Field(gt=0)]

# What an answer may serve besides a criterion or a check, which the tiers file declares.
USES = frozenset(
    {"contact", "tier", "letter", "payment", "monitoring", "learning", "publication", "partners", "help"}
)


class Kind(StrEnum):
    """The types of question. `questions.QUESTION_TYPES` says how each is read and shown."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes-no"
    ONE_OF = "one-of"
    MANY_OF = "many-of"
    EMAIL = "email"
    PHONE = "phone"
    CHARITY_NUMBER = "charity-number"
    FILE = "file"
    TABLE = "table"


class Reuse(StrEnum):
    """Whose earlier answers a question begins with."""

    ORGANISATION = "organisation"


class Tells(StrEnum):
    """What an answer gives away to somebody who is to judge it without knowing."""

    AMOUNT = "amount"
    NAME = "name"
    CONTACT = "contact"


class ColumnKind(StrEnum):
    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    EMAIL = "email"


class Choice(StrictModel):
    value: Annotated[str, StringConstraints(min_length=1)]
    label: Text
    hint: Text = NO_TEXT


class Column(StrictModel):
    key: Key
    label: Text
    type: ColumnKind


class Question(StrictModel):
    """One thing asked. `min` and `max` of money are in pounds, as people write them; answers are in pence.

    `choices_from` names a list known only at run time, such as the force areas of a round's region.
    `tells` is what the answer gives away. An assessor never sees one that tells whom to get in touch with, and where
    their round hides the amount or the name they see one that tells it only afterwards.
    `missing` is what to say when there is no answer. `adds_up_to` names the money question that a money column must
    match. `reuse` says that the answer is about the applicant and not about this one project: it begins with what
    was last answered to the question of this key.
    """

    key: Key
    type: Kind
    label: Text
    hint: Text = NO_TEXT
    missing: Text = NO_TEXT
    required: bool = True
    serves: tuple[Serves, ...] = Field(min_length=1)
    show_if: Condition | None = None
    max_words: Positive | None = None
    max_chars: Positive | None = None
    min: int | None = None
    max: int | None = None
    choices: tuple[Choice, ...] = ()
    choices_from: Key | None = None
    columns: tuple[Column, ...] = ()
    rows_max: Positive = 20
    adds_up_to: Key | None = None
    tells: tuple[Tells, ...] = ()
    reuse: Reuse | None = None
    autocomplete: str = ""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        for setting, kinds in _BELONGS_TO.items():
            if getattr(self, setting) not in (None, ()) and self.type not in kinds:
                raise wrong(f"{setting} does not go with a question of type {self.type}", f"Remove {setting}")
        if self.type in _CHOOSES and bool(self.choices) == (self.choices_from is not None):
            raise wrong("says both or neither of choices and choices_from", "Give one of them")
        if self.type is Kind.TABLE and not self.columns:
            raise wrong("a table has no columns", 'Add columns = [{ key = "…", label = "…", type = "text" }]')
        if self.type is Kind.LONG_TEXT and self.max_words is None:
            raise wrong("a long text has no word limit", "Add max_words = …")
        if self.reuse and self.type in _BELONGS_TO_ONE:
            raise wrong(f"an answer of type {self.type} belongs to one application", "Remove reuse")
        if self.adds_up_to and self.money_column is None:
            raise wrong("adds_up_to needs a money column", "Add one, or remove adds_up_to")
        return self

    @property
    def tells_of_itself(self) -> frozenset[Tells]:
        """What an answer of this type gives away, whatever is asked: a file may hold anything."""
        if self.type is Kind.FILE:
            return frozenset({Tells.AMOUNT, Tells.NAME})
        return frozenset({Tells.AMOUNT} if self.type is Kind.MONEY or self.money_column else ())

    @cached_property
    def money_column(self) -> str | None:
        """The column that is added up: the first one of money."""
        return next((column.key for column in self.columns if column.type is ColumnKind.MONEY), None)


_CHOOSES = {Kind.ONE_OF, Kind.MANY_OF}
# A file is kept with the case it was sent to, and what stands in a table is what a project costs or who shares in it.
_BELONGS_TO_ONE = {Kind.FILE, Kind.TABLE}
_BELONGS_TO = {
    "max_words": {Kind.LONG_TEXT},
    "max_chars": {Kind.TEXT, Kind.LONG_TEXT},
    "min": {Kind.NUMBER, Kind.MONEY},
    "max": {Kind.NUMBER, Kind.MONEY},
    "choices": _CHOOSES,
    "choices_from": _CHOOSES,
    "columns": {Kind.TABLE},
    "adds_up_to": {Kind.TABLE},
}


class Section(StrictModel):
    """A page of questions, and a line in the task list."""

    key: Key
    title: Text
    intro: Text = NO_TEXT
    show_if: Condition | None = None
    questions: tuple[Question, ...] = Field(alias="question")

    def __hash__(self) -> int:
        return hash((self.key, tuple(question.key for question in self.questions)))


class Form(StrictModel):
    """A form. `key` and `version` come from the file's path; `minutes` is how long it takes to fill in.

    `about_people` says that its free text is about people on probation, so what looks like one of them is pointed out
    before it is saved.
    """

    key: Key
    version: int
    title: Text
    minutes: Positive
    about_people: bool = False
    sections: tuple[Section, ...] = Field(alias="section")

    def is_looked_over(self, question: Question) -> bool:
        """Whether an answer is searched for people: free text that is not itself a way to reach the writer."""
        written = question.type in (Kind.TEXT, Kind.LONG_TEXT)
        return self.about_people and written and Tells.CONTACT not in question.tells

    def section(self, key: str) -> Section:
        return self._sections[key]

    def question(self, key: str) -> Question:
        return self._questions[key]

    def questions(self) -> tuple[Question, ...]:
        return tuple(self._questions.values())

    @property
    def words(self) -> int:
        """The most words that the whole form asks for."""
        return sum(question.max_words or 0 for question in self.questions())

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.key: section for section in self.sections}

    @cached_property
    def _questions(self) -> Mapping[str, Question]:
        return {question.key: question for section in self.sections for question in section.questions}


def parse_form(body: str, where: str, *, key: str, version: int) -> Form:
    """:raises ContentError: if it cannot be read, or names a question that it does not have"""
    form = parse(Form, body, where, key=key, version=version)
    if problems := list(_loose_ends(form, where)):
        raise ContentError(problems)
    return form


def _loose_ends(form: Form, where: str) -> Iterator[Problem]:
    """Keys used twice, and conditions and sums that look at a question that does not come before."""
    asked: dict[str, Question] = {}
    keys = [section.key for section in form.sections]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Problem(where, f"section[{key}]", "the key is used twice", "Rename one of them")
    for section in form.sections:
        yield from _unknown(section.show_if, asked, where, f"section[{section.key}]")
        for question in section.questions:
            place = f"section[{section.key}].question[{question.key}]"
            if question.key in asked:
                yield Problem(where, place, "the key is used twice", "Rename one of them")
            yield from _unknown(question.show_if, asked, where, place)
            yield from _no_sum(question, asked, where, place)
            yield from _choices_twice(question, where, place)
            asked[question.key] = question


def _unknown(
    condition: Condition | None, asked: Mapping[str, Question], where: str, place: str
) -> Iterator[Problem]:
    for name in questions_in(condition):
        if name not in asked:
            problem = f"no question before this one is called '{name}'"
            yield Problem(where, f"{place}.show_if", problem, nearest(name, asked))


def _no_sum(question: Question, asked: Mapping[str, Question], where: str, place: str) -> Iterator[Problem]:
    sums = [key for key, each in asked.items() if each.type is Kind.MONEY]
    if question.adds_up_to and question.adds_up_to not in sums:
        problem = f"no money question before this one is called '{question.adds_up_to}'"
        yield Problem(where, f"{place}.adds_up_to", problem, nearest(question.adds_up_to, sums))


def _choices_twice(question: Question, where: str, place: str) -> Iterator[Problem]:
    for kind, keys in (
        ("choices", [choice.value for choice in question.choices]),
        ("columns", [column.key for column in question.columns]),
    ):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Problem(where, f"{place}.{kind}", f"'{key}' is used twice", "Rename one of them")
