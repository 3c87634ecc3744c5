"""Builds the WTForms form of a section. Its class is kept for next time; what a person types is not."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from wtforms import Form as WTForm

from grantflow.engine.answers import visible_answers
from grantflow.engine.conditions import Answers, Condition, holds, questions_in, wanted
from grantflow.engine.fields import AnswerField
from grantflow.engine.form import Form, Kind, Question, Section
from grantflow.engine.questions import NO_CHOICES, Choices, Stored


class SectionForm(WTForm):
    """A section on a page. Each class made from it has a field for every question that may be asked.

    `asked()` gives the fields to put on the page, in order; one that another reveals is inside that one.
    Pressing "Add another line" is no attempt to save: then nothing is valid, and nothing is said to be wrong.
    """

    questions: tuple[Question, ...] = ()

    def __init__(self, *, stored: Answers, choices: Choices = NO_CHOICES, **kwargs: Any) -> None:
        own = {question.key for question in self.questions}
        self._elsewhere = {key: value for key, value in stored.items() if key not in own}
        data = {_attribute(key): stored[key] for key in own & stored.keys()}
        super().__init__(data=data, **kwargs)
        self._revealed = self._reveal()
        for field in self._answer_fields():
            field.choices = choices

    def asked(self) -> list[AnswerField]:
        return [field for field in self._answer_fields() if field.question.key not in self._revealed]

    def field(self, key: str) -> AnswerField:
        """The field of a question, by the question's key."""
        return self._by_key()[key]

    def validate(self, extra_validators: Mapping[str, Any] | None = None, *, draft: bool = False) -> bool:
        """Judge what is asked and nothing that is hidden. A draft may be unfinished but is readable."""
        if self.row_added:
            return False
        visible = dict(self._visible())
        answers = self._elsewhere | {key: field.data for key, field in visible.items()}
        for field in visible.values():
            field.judge(answers, draft=draft)
        return super().validate(extra_validators)

    @property
    def row_added(self) -> bool:
        return any(field.row_added for field in self._answer_fields())

    def answers(self) -> dict[str, Stored]:
        """What to store, by question: only what is asked. Files are not here: they are kept elsewhere."""
        return {key: field.data for key, field in self._visible() if field.question.type is not Kind.FILE}

    def uploads(self) -> dict[str, list[Any]]:
        """The files that came, by question."""
        return {key: field.uploads for key, field in self._visible() if field.uploads}

    def error_list(self) -> list[dict[str, str]]:
        """Everything that is in the way, with where to mend it: `errorList` of the GOV.UK error summary."""
        return [
            {"text": said, "href": field.href(reason)}
            for field in self._answer_fields()
            for reason, said in field.refusals
        ]

    def _visible(self) -> Iterator[tuple[str, AnswerField]]:
        seen = dict(self._elsewhere)
        for key, field in self._by_key().items():
            if holds(field.question.show_if, seen):
                seen[key] = field.data
                yield key, field

    def _reveal(self) -> set[str]:
        """Put each question that waits for one answer of another on this page inside that answer."""
        fields, revealed = self._by_key(), set()
        for key, field in fields.items():
            controlling = fields.get(_controls(field.question.show_if))
            if controlling is not None and controlling.question.type in (Kind.YES_NO, Kind.ONE_OF):
                (answer,) = wanted(field.question.show_if or Condition())
                controlling.revealed.setdefault(answer, []).append(field)
                revealed.add(key)
        return revealed

    def _answer_fields(self) -> list[AnswerField]:
        return [field for field in self if isinstance(field, AnswerField)]

    def _by_key(self) -> dict[str, AnswerField]:
        return {field.question.key: field for field in self._answer_fields()}


def section_form(
    form: Form,
    section_key: str,
    *,
    answers: Answers,
    language: str = "en",
    choices: Choices = NO_CHOICES,
    base: type[WTForm] = WTForm,
    **bound: Any,
) -> SectionForm:
    """A section, filled with the answers so far or, if there is one, with the post.

    :param answers: all stored answers of the case, by question
    :param base: FlaskForm for a page; it finds the post by itself
    """
    given = visible_answers(form, answers)
    kept = {question.key: answers.get(question.key) for question in form.section(section_key).questions}
    made = form_class(form.section(section_key), answers=given, language=language, base=base)
    return made(stored=given | kept, choices=choices, **bound)


def form_class(
    section: Section, *, answers: Answers, language: str = "en", base: type[WTForm] = WTForm
) -> type[SectionForm]:
    """The form of a section, without the questions that answers elsewhere have hidden."""
    own = {question.key for question in section.questions}
    asked = tuple(
        question.key
        for question in section.questions
        if not own.isdisjoint(questions_in(question.show_if)) or holds(question.show_if, answers)
    )
    return _made(section, asked, language, base)


def field_name(question_key: str) -> str:
    """The name of a question's box in a page and in a post.

    A date has three, ending in -day, -month and -year. A table has one a cell, ending in -row-column, from 0.
    """
    return question_key


@lru_cache(maxsize=1024)
def _made(section: Section, asked: tuple[str, ...], language: str, base: type[WTForm]) -> type[SectionForm]:
    questions = tuple(question for question in section.questions if question.key in asked)
    fields = {_attribute(each.key): AnswerField(each, language=language, name=each.key) for each in questions}
    name = section.key.title().replace("-", "") + "Form"
    bases = (SectionForm,) if base is WTForm else (SectionForm, base)
    return type(name, bases, {"__doc__": section.title.en, "questions": questions, **fields})


def _attribute(key: str) -> str:
    # A question may be called "data" or "errors"; no attribute of a form has a dash in it.
    return f"q-{key}"


def _controls(condition: Condition | None) -> str:
    """The question whose one answer decides, when that is all a condition looks at."""
    return (condition.question or "") if condition and len(wanted(condition)) == 1 else ""
