"""A form in words, as it is read before anybody starts."""

import pytest

from grantflow.content import content_root
from grantflow.engine.asked import asked
from grantflow.engine.form import Choice, Form, parse_form
from grantflow.engine.library import Library
from grantflow.engine.text import Text

PICNIC = """
title = "A picnic"
minutes = 5

[[section]]
key = "food"
title = "Food"
intro = "Nothing fancy."

[[section.question]]
key = "outside"
type = "yes-no"
label = "Is it outside?"
hint = "A tent is outside."
serves = ["use:help"]

[[section.question]]
key = "kind"
type = "one-of"
label = "Which kind?"
serves = ["use:help"]
choices = [{ value = "sweet", label = "Sweet" }, { value = "salty", label = "Salty" }]

[[section.question]]
key = "cost"
type = "money"
label = "What will it cost?"
required = false
serves = ["use:help"]

[[section.question]]
key = "last"
type = "text"
label = "Anything else?"
serves = ["use:help"]
max_chars = 40
CONDITION

[[section]]
key = "who"
title = "Who"
show_if = { question = "outside", is = "no" }

[[section.question]]
key = "where"
type = "many-of"
label = "Where from?"
serves = ["use:help"]
choices_from = "places"

[[section.question]]
key = "guests"
type = "table"
label = "Who comes?"
serves = ["use:help"]
rows_max = 4
adds_up_to = "cost"
columns = [{ key = "name", label = "Name", type = "text" }, { key = "pays", label = "They pay", type = "money" }]

[[section.question]]
key = "number"
type = "number"
label = "How many?"
serves = ["use:help"]
min = 1
max = 2000
"""


def picnic(condition: str = "") -> Form:
    return parse_form(PICNIC.replace("CONDITION", condition), "forms/picnic/1.toml", key="picnic", version=1)


def test_each_question_has_its_hint_its_limit_and_what_may_be_ticked() -> None:
    food, who = asked(picnic(), {"places": [Choice(value="here", label=Text(en="Here"))]})
    outside, kind, cost, last = food.questions
    where, guests, number = who.questions

    assert (food.title, food.intro, food.when) == ("Food", "Nothing fancy.", "")
    assert (outside.hint, outside.small_print, outside.choices) == (
        "A tent is outside.",
        "Yes or no.",
        ("Yes", "No"),
    )
    assert (kind.small_print, kind.choices) == ("Choose one.", ("Sweet", "Salty"))
    assert cost.small_print == "An amount in pounds. Optional."
    assert last.small_print == "One line, up to 40 characters."
    assert where.choices == ("Here",)
    assert guests.small_print == (
        "A table, up to 4 lines: name and they pay. "
        "The amounts come to what you answer to “What will it cost?”."
    )
    assert number.small_print == "A number from 1 to 2,000."


def test_a_section_that_is_not_always_asked_says_when() -> None:
    assert asked(picnic())[1].when == "Only if you answered no to “Is it outside?”"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('{ question = "outside", is = "yes" }', "you answered yes to “Is it outside?”"),
        ('{ question = "kind", is = "sweet" }', "you answered “Sweet” to “Which kind?”"),
        (
            '{ question = "kind", in = ["sweet", "salty"] }',
            "you answered “Sweet” or “Salty” to “Which kind?”",
        ),
        ('{ question = "cost", answered = true }', "you answered “What will it cost?”"),
        ('{ question = "cost", answered = false }', "you did not answer “What will it cost?”"),
        ('{ not = { question = "outside", is = "yes" } }', "you did not answer yes to “Is it outside?”"),
        (
            '{ all = [{ question = "outside", is = "yes" }, { question = "cost", answered = true }] }',
            "you answered yes to “Is it outside?” and you answered “What will it cost?”",
        ),
        (
            '{ not = { any = [{ question = "outside", is = "yes" }, { question = "cost", answered = true }] } }',
            "you did not answer yes to “Is it outside?” and you did not answer “What will it cost?”",
        ),
        (
            '{ not = { all = [{ question = "outside", is = "yes" }, { question = "cost", answered = true }] } }',
            "you did not answer yes to “Is it outside?” or you did not answer “What will it cost?”",
        ),
    ],
)
def test_when_a_question_is_asked_is_said_in_words(condition: str, words: str) -> None:
    last = asked(picnic(f"show_if = {condition}"))[0].questions[-1]

    assert last.when == f"Only if {words}"


@pytest.mark.parametrize("tier", ["micro", "small", "standard", "large"])
def test_nothing_that_a_form_asks_is_left_out(tier: str) -> None:
    form = Library.load(content_root()).form(f"application-{tier}")

    told = [question.key for section in asked(form) for question in section.questions]

    assert told == [question.key for question in form.questions()]
