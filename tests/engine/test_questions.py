"""Types of question: stored and back again, judged, and shown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.engine.form import Choice, Kind
from grantflow.engine.questions import (
    QUESTION_TYPES,
    from_stored,
    reasons_against,
    shown,
    stored_file,
    to_stored,
)
from grantflow.engine.refusals import words
from grantflow.engine.text import Text
from grantflow.engine.words import clean_line, clean_text
from grantflow.errors import Refused
from tests.engine.forms import a_question

LINES = st.text(max_size=60).map(clean_line).filter(bool)
PENCE = st.integers(min_value=0, max_value=10**12)
ROWS = st.lists(st.fixed_dictionaries({"item": LINES, "cost": PENCE}), max_size=8)
STORED: dict[str, st.SearchStrategy[Any]] = {
    "text": LINES,
    "long-text": st.text().map(clean_text).filter(bool),
    "number": st.integers(min_value=-(10**9), max_value=10**9),
    "money": PENCE,
    "date": st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)).map(date.isoformat),
    "yes-no": st.sampled_from(["yes", "no"]),
    "one-of": st.sampled_from(["tea", "milk"]),
    "many-of": st.lists(st.sampled_from(["tea", "milk"]), unique=True),
    "email": st.sampled_from(["jo@example.org", "a.b+c@x-y.example.org"]),
    "phone": st.sampled_from(["01632 960 001", "+44 7700 900982 ext 3"]),
    "charity-number": st.sampled_from(["1234567", "SC012345", "NIC101234"]),
    "file": st.just([stored_file("0b5e", "accounts.pdf", 2048)]),
    "table": ROWS,
}


def test_every_type_of_question_has_its_functions_and_is_tried_here() -> None:
    assert set(QUESTION_TYPES) == set(Kind) == set(STORED)


@pytest.mark.parametrize("kind", list(Kind))
@given(data=st.data())
def test_an_answer_put_back_in_its_boxes_is_read_again_the_same(kind: Kind, data: st.DataObject) -> None:
    question, stored = a_question(kind), data.draw(STORED[kind])

    assert to_stored(question, from_stored(question, stored)) == stored


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_typed_is_no_answer(kind: Kind) -> None:
    question = a_question(kind)

    stored = to_stored(question, from_stored(question, None))

    assert stored in (None, [])
    assert [reason.key for reason in reasons_against(question, stored, {})] == ["missing"]
    assert shown(question, stored) == ""


def test_nothing_typed_is_fine_where_no_answer_is_required() -> None:
    assert reasons_against(a_question(required=False), None, {}) == []


@pytest.mark.parametrize(
    ("kind", "stored", "words"),
    [
        ("number", 1200, "1,200"),
        ("money", 12_500_50, "£12,500.50"),
        ("date", "2027-04-06", "6 April 2027"),
        ("yes-no", "no", "No"),
        ("one-of", "milk", "Milk"),
        ("many-of", ["tea", "milk"], ["Tea", "Milk"]),
        ("file", [stored_file("0b5e", "accounts.pdf", 2048)], ["accounts.pdf"]),
        ("table", [{"item": "Rent", "cost": 500_00}], ["Rent, £500"]),
        (
            "table",
            [{"item": "Rent", "cost": 500_00}, {"item": "Tea", "cost": 25_50}],
            ["Rent, £500", "Tea, £25.50", "Total £525.50"],
        ),
    ],
)
def test_an_answer_is_shown_as_people_write_it(kind: str, stored: Any, words: str | list[str]) -> None:
    assert shown(a_question(kind), stored) == words


def test_choices_of_the_round_are_shown_by_their_names() -> None:
    question = a_question("many-of", choices=[], choices_from="force-areas")
    areas = {"force-areas": [Choice(value="E23000002", label=Text(en="Cumbria"))]}

    assert shown(question, ["E23000002"], choices=areas) == ["Cumbria"]
    assert shown(question, ["E23000002"]) == ["E23000002"]
    assert [each.key for each in reasons_against(question, ["E99"], {}, areas)] == ["not-a-choice"]


def judged(
    question_type: str, stored: Any, answers: dict[str, Any] | None = None, **settings: Any
) -> list[str]:
    question = a_question(question_type, **settings)
    return [words(reason, question) for reason in reasons_against(question, stored, answers or {})]


def test_a_tenth_more_words_than_the_limit_is_fine_and_one_more_is_not() -> None:
    assert judged("long-text", "word " * 110) == []
    assert judged("long-text", "word " * 111) == [
        "Your answer to “What is it?” has 111 words. "
        "Take out at least 1: the limit is 100, and up to 110 is fine"
    ]


def test_a_wall_of_letters_is_refused_with_its_length() -> None:
    (refusal,) = judged("long-text", "a" * 100_000)

    assert "It has 100,000 characters and the most is 2,000" in refusal


@pytest.mark.parametrize(
    ("kind", "stored", "refusal"),
    [
        ("number", 0, "For “What is it?” enter 1 or more"),
        ("number", 51, "For “What is it?” enter 50 or less"),
        ("number", -3, "For “What is it?” enter 1 or more"),
        ("money", 99, "For “What is it?” enter £1 or more"),
        ("money", 50_01, "For “What is it?” enter £50 or less"),
        ("money", -500, "For “What is it?” enter £1 or more"),
    ],
)
def test_a_number_out_of_range_is_told_the_range(kind: str, stored: int, refusal: str) -> None:
    assert judged(kind, stored, min=1, max=50) == [refusal]


def test_an_answer_that_was_not_offered_is_refused() -> None:
    assert judged("one-of", "gin") == ["For “What is it?” choose from the answers in the list"]
    assert judged("many-of", ["tea", "gin"]) == ["For “What is it?” choose from the answers in the list"]
    assert judged("yes-no", "maybe") == ["For “What is it?” choose from the answers in the list"]


def test_costs_must_add_up_to_what_is_asked() -> None:
    rows = [{"item": "Rent", "cost": 400_00}, {"item": "Tea", "cost": 50_00}]

    assert judged("table", rows, {"amount": 450_00}, adds_up_to="amount") == []
    assert judged("table", rows, {}, adds_up_to="amount") == []
    assert judged("table", rows, {"amount": 500_00}, adds_up_to="amount") == [
        "Your costs add up to £450 but you have asked for £500. Change one so that they match"
    ]


def test_a_table_says_which_line_and_which_cell() -> None:
    question = a_question("table")

    with pytest.raises(Refused) as refusal:
        to_stored(
            question,
            [
                {"item": "Rent", "cost": "£500"},
                {"item": "", "cost": " "},
                {"item": "Tea", "cost": "12,50"},
                {"item": "", "cost": "-5"},
            ],
        )

    assert [words(reason, question) for reason in refusal.value.reasons] == [
        "Line 3: For “Cost” enter pounds in figures, such as 12,500 or 12,500.50",
        "Line 4: Fill in “What for”, or empty the whole line",
        "Line 4: For “Cost” enter £0 or more",
    ]


def test_more_lines_than_a_table_has_room_for_are_counted() -> None:
    rows = [{"item": "Tea", "cost": 1}] * 4

    assert judged("table", rows, rows_max=3) == [
        "“What is it?” has 4 lines and the most is 3. Put some of them together"
    ]


@pytest.mark.parametrize("kind", list(Kind))
@given(typed=st.text())
def test_whatever_is_typed_is_stored_or_refused_in_words(kind: Kind, typed: str) -> None:
    question = a_question(kind, label="A {label} {0} %s <b>")
    boxes: Any = {
        Kind.MANY_OF: [typed],
        Kind.DATE: {"day": typed, "month": typed, "year": typed},
        Kind.FILE: [],
        Kind.TABLE: [{"item": typed, "cost": typed}],
    }.get(kind, typed)

    try:
        reasons = reasons_against(question, to_stored(question, boxes), {})
    except Refused as refusal:
        reasons = list(refusal.reasons)

    assert all(words(reason, question) for reason in reasons)
