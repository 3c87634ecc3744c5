"""A form as people read it before they start: each question with its hint, its limit and when it is asked, in words."""

from dataclasses import dataclass

from grantflow.core.display import listed
from grantflow.engine.conditions import Condition, wanted
from grantflow.engine.form import Form, Kind, Question, Section
from grantflow.engine.questions import NO_CHOICES, Choices, options

LIMITS = {
    Kind.TEXT: "One line",
    Kind.NUMBER: "A number",
    Kind.MONEY: "An amount in pounds",
    Kind.DATE: "A date",
    Kind.YES_NO: "Yes or no",
    Kind.ONE_OF: "Choose one",
    Kind.MANY_OF: "Choose all that fit",
    Kind.EMAIL: "An email address",
    Kind.PHONE: "A phone number",
    Kind.CHARITY_NUMBER: "A number",
    Kind.FILE: "A file",
}


@dataclass(frozen=True)
class Asked:
    """One question in words. `choices` are what may be ticked, `columns` the headings of a table with `rows` lines."""

    key: str
    kind: Kind
    label: str
    hint: str
    limit: str
    when: str
    optional: bool
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int = 0
    words: int = 0

    @property
    def small_print(self) -> str:
        """The limit, whether it may be left out, and when it is asked at all: a sentence each."""
        said = (self.limit, "Optional" if self.optional else "", self.when)
        return " ".join(f"{each}." for each in said if each)


@dataclass(frozen=True)
class AskedSection:
    """A page of the form, with every question it can ask."""

    title: str
    intro: str
    when: str
    questions: tuple[Asked, ...]


def asked(form: Form, choices: Choices = NO_CHOICES) -> tuple[AskedSection, ...]:
    """Everything a form can ask, in its order.

    :param choices: the lists that the form leaves to the round
    """
    return tuple(_section(section, form, choices) for section in form.sections)


def _section(section: Section, form: Form, choices: Choices) -> AskedSection:
    return AskedSection(
        title=str(section.title),
        intro=str(section.intro),
        when=_when(section.show_if, form),
        questions=tuple(_question(each, form, choices) for each in section.questions),
    )


def _question(question: Question, form: Form, choices: Choices) -> Asked:
    return Asked(
        key=question.key,
        kind=question.type,
        label=str(question.label),
        hint=str(question.hint),
        limit=_limit(question, form),
        when=_when(question.show_if, form),
        optional=not question.required,
        choices=tuple(str(each.label) for each in options(question, choices)),
        columns=tuple(str(each.label) for each in question.columns),
        rows=question.rows_max if question.columns else 0,
        words=question.max_words or 0,
    )


def _limit(question: Question, form: Form) -> str:
    if question.max_words:
        return f"Up to {question.max_words:,} words"
    if question.columns:
        return _table(question, form)
    limit = LIMITS[question.type]
    if question.max_chars:
        return f"{limit}, up to {question.max_chars} characters"
    if question.type is Kind.NUMBER and question.min is not None and question.max is not None:
        return f"{limit} from {question.min:,} to {question.max:,}"
    return limit


def _table(question: Question, form: Form) -> str:
    columns = listed(str(column.label).lower() for column in question.columns)
    limit = f"A table, up to {question.rows_max} lines: {columns}"
    if question.adds_up_to is None:
        return limit
    return f"{limit}. The amounts come to what you answer to “{form.question(question.adds_up_to).label}”"


def _when(condition: Condition | None, form: Form) -> str:
    return f"Only if {_clause(condition, form)}" if condition else ""


def _clause(condition: Condition, form: Form, *, so: bool = True) -> str:
    """A condition as the rest of a sentence; not `so` turns it round."""
    if condition.not_ is not None:
        return _clause(condition.not_, form, so=not so)
    if (several := condition.all_ or condition.any_) is not None:
        joiner = " and " if (condition.all_ is not None) == so else " or "
        return joiner.join(_clause(each, form, so=so) for each in several)
    question = form.question(condition.question or "")
    if condition.answered is not None:
        return f"you {'answered' if condition.answered == so else 'did not answer'} “{question.label}”"
    verb = "answered" if so else "did not answer"
    return f"you {verb} {_answers(condition, question)} to “{question.label}”"


def _answers(condition: Condition, question: Question) -> str:
    if question.type is Kind.YES_NO:
        return listed(wanted(condition), "or")
    names = {choice.value: str(choice.label) for choice in options(question)}
    return listed((f"“{names.get(value, value)}”" for value in wanted(condition)), "or")
