"""The types of question: how an answer is read from what was typed, judged, put back in the boxes, and shown.

What is *typed* is what a browser sends: a string, a list of strings, or dictionaries of strings for dates and
rows.
What is *stored* is JSON: pence, whole numbers, ISO dates, "yes" and "no", lists, rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grantflow.core import display, money
from grantflow.engine import reading, tables
from grantflow.engine.conditions import Answers, is_answered
from grantflow.engine.form import Choice, Kind, Question
from grantflow.engine.text import Text
from grantflow.engine.words import clean_line, clean_text, count_words, most_words
from grantflow.errors import Reason, Refused

Typed = Any
Stored = Any
Choices = Mapping[str, Sequence[Choice]]

YES_NO = (Choice(value="yes", label=Text(en="Yes")), Choice(value="no", label=Text(en="No")))
NO_CHOICES: Choices = {}

LONGEST_LINE = 250  # characters, where a question sets no limit of its own
CHARACTERS_PER_WORD = 20  # no real text comes near, a pasted wall of letters does


@dataclass(frozen=True)
class QuestionType:
    """`read` raises Refused when the meaning is unclear; `judge` says what is wrong with a clear answer."""

    read: Callable[[Question, Typed], Stored]
    type_again: Callable[[Question, Stored], Typed]
    show: Callable[[Question, Stored], str | list[str]]
    judge: Callable[[Question, Stored], Iterator[Reason]]


def to_stored(question: Question, typed: Typed) -> Stored:
    """:raises Refused: when it is not clear what was meant"""
    return QUESTION_TYPES[question.type].read(question, typed)


def from_stored(question: Question, stored: Stored) -> Typed:
    """What to put back in the boxes, such that reading it again gives the same."""
    return QUESTION_TYPES[question.type].type_again(question, stored)


def reasons_against(
    question: Question, stored: Stored, answers: Answers, choices: Choices = NO_CHOICES
) -> list[Reason]:
    """Why a stored answer cannot be sent in; none when it can. The other answers are for sums."""
    if not is_answered(stored):
        return [Reason("missing")] if question.required else []
    kind = QUESTION_TYPES[question.type]
    return [
        *kind.judge(question, stored),
        *_not_a_choice(question, stored, choices),
        *_does_not_add_up(question, stored, answers),
    ]


def shown(
    question: Question, stored: Stored, *, language: str = "en", choices: Choices = NO_CHOICES
) -> str | list[str]:
    """An answer as a person reads it, on check pages and in letters. A list is one item a line."""
    if not is_answered(stored):
        return ""
    names = {choice.value: choice.label.say(language) for choice in options(question, choices)}
    if isinstance(stored, str):
        stored = names.get(stored, stored)
    elif names:
        stored = [names.get(value, value) for value in stored]
    return QUESTION_TYPES[question.type].show(question, stored)


def options(question: Question, choices: Choices = NO_CHOICES) -> Sequence[Choice]:
    """What may be chosen, from the file or from a list that is only known at run time."""
    if question.type is Kind.YES_NO:
        return YES_NO
    return choices.get(question.choices_from, ()) if question.choices_from else question.choices


def stored_file(document_id: str, name: str, size: int) -> dict[str, str | int]:
    """One item of a file question's answer. The file itself is kept by whoever serves the page."""
    return {"document": document_id, "name": name, "size": size}


def _not_a_choice(question: Question, stored: Stored, choices: Choices) -> Iterator[Reason]:
    known = {choice.value for choice in options(question, choices)}
    # A list that is only known at run time can be judged only where it is known.
    if known and not known.issuperset([stored] if isinstance(stored, str) else stored):
        yield Reason("not-a-choice")


def _does_not_add_up(question: Question, stored: Stored, answers: Answers) -> Iterator[Reason]:
    asked = answers.get(question.adds_up_to) if question.adds_up_to else None
    if asked is not None and (total := tables.total(question, stored)) != asked:
        yield Reason("does-not-add-up", {"total": display.money(total), "asked": display.money(asked)})


def _read_text(question: Question, typed: str) -> str | None:
    return clean_text(typed) or None


def _read_line(question: Question, typed: str) -> str | None:
    return clean_line(typed) or None


def _line_read_by(read: Callable[[str], str | int]) -> Callable[[Question, str], Stored]:
    def read_line(question: Question, typed: str) -> Stored:
        line = clean_line(typed)
        if reasons := list(_too_long(line, LONGEST_LINE)):
            raise Refused(reasons)
        return read(line) if line else None

    return read_line


def _read_choices(question: Question, typed: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(clean_line, typed))))


def _read_date(question: Question, typed: Mapping[str, str]) -> str | None:
    day, month, year = (clean_line(typed.get(part, "")) for part in reading.DATE_PARTS)
    return reading.read_date(day, month, year) if day or month or year else None


def _as_it_is(question: Question, value: Any) -> Any:
    return value


def _type_line(question: Question, stored: str | int | None) -> str:
    return "" if stored is None else str(stored)


def _type_money(question: Question, stored: int | None) -> str:
    return "" if stored is None else money.as_typed(stored)


def _type_date(question: Question, stored: str | None) -> dict[str, str]:
    on = date.fromisoformat(stored) if stored else None
    return {part: str(getattr(on, part)) if on else "" for part in reading.DATE_PARTS}


def _type_list(question: Question, stored: list[Any] | None) -> list[Any]:
    return list(stored or ())


def _show_number(question: Question, stored: int) -> str:
    return f"{stored:,}"


def _show_money(question: Question, stored: int) -> str:
    return display.money(stored)


def _show_date(question: Question, stored: str) -> str:
    return display.day(date.fromisoformat(stored))


def _show_files(question: Question, stored: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(file["name"]) for file in stored]


def _nothing_more(question: Question, stored: Stored) -> Iterator[Reason]:
    return iter(())


def _judge_line(question: Question, stored: str) -> Iterator[Reason]:
    return _too_long(stored, question.max_chars or LONGEST_LINE)


def _judge_text(question: Question, stored: str) -> Iterator[Reason]:
    limit = question.max_words or 0
    count, most = count_words(stored), most_words(limit)
    yield from _too_long(stored, question.max_chars or limit * CHARACTERS_PER_WORD)
    if count > most:
        facts = {"count": count, "limit": limit, "most": most, "over": count - most}
        yield Reason("too-many-words", {name: f"{number:,}" for name, number in facts.items()})


def _too_long(stored: str, limit: int) -> Iterator[Reason]:
    if len(stored) > limit:
        yield Reason("too-many-characters", {"count": f"{len(stored):,}", "limit": f"{limit:,}"})


def _judge_number(question: Question, stored: int, unit: int = 1) -> Iterator[Reason]:
    least, most = question.min or 0, question.max
    if stored < least * unit:
        yield Reason(f"{question.type}-too-small", {"least": f"{least:,}"})
    if most is not None and stored > most * unit:
        yield Reason(f"{question.type}-too-large", {"most": f"{most:,}"})


def _judge_money(question: Question, stored: int) -> Iterator[Reason]:
    return _judge_number(question, stored, money.PENCE_IN_A_POUND)


_CHOICE = QuestionType(_read_line, _type_line, _as_it_is, _nothing_more)

QUESTION_TYPES: Mapping[Kind, QuestionType] = {
    Kind.TEXT: QuestionType(_read_line, _type_line, _as_it_is, _judge_line),
    Kind.LONG_TEXT: QuestionType(_read_text, _type_line, _as_it_is, _judge_text),
    Kind.NUMBER: QuestionType(_line_read_by(reading.read_number), _type_line, _show_number, _judge_number),
    Kind.MONEY: QuestionType(_line_read_by(reading.read_money), _type_money, _show_money, _judge_money),
    Kind.DATE: QuestionType(_read_date, _type_date, _show_date, _nothing_more),
    Kind.YES_NO: _CHOICE,
    Kind.ONE_OF: _CHOICE,
    Kind.MANY_OF: QuestionType(_read_choices, _type_list, _as_it_is, _nothing_more),
    Kind.EMAIL: QuestionType(_line_read_by(reading.read_email), _type_line, _as_it_is, _nothing_more),
    Kind.PHONE: QuestionType(_line_read_by(reading.read_phone), _type_line, _as_it_is, _nothing_more),
    Kind.CHARITY_NUMBER: QuestionType(
        _line_read_by(reading.read_charity_number), _type_line, _as_it_is, _nothing_more
    ),
    Kind.FILE: QuestionType(_as_it_is, _type_list, _show_files, _nothing_more),
    Kind.TABLE: QuestionType(tables.read_rows, tables.type_rows, tables.show_rows, tables.judge_rows),
}
