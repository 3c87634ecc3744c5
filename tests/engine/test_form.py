"""Form files: what is understood, and how what is not is refused."""

import pytest

from grantflow.engine.form import Kind, parse_form
from grantflow.errors import ContentError

FILE = "forms/picnic/1.toml"
PICNIC = """
title = "A picnic"
minutes = 5

[[section]]
key = "food"
title = { en = "Food", cy = "Bwyd" }

[[section.question]]
key = "cost"
type = "money"
label = "What will it cost?"
serves = ["use:help"]

[[section.question]]
key = "menu"
type = "long-text"
label = "What will you eat?"
serves = ["criterion:taste", "check:NUTS"]
max_words = 50

[[section]]
key = "people"
title = "People"
show_if = { question = "cost", answered = true }

[[section.question]]
key = "who"
type = "one-of"
label = "Who comes?"
serves = ["use:partners"]
choices = [{ value = "all", label = "All of us" }, { value = "some", label = "Some of us" }]
"""


def refusals(body: str) -> list[tuple[str, str, str]]:
    with pytest.raises(ContentError) as refusal:
        parse_form(body, FILE, key="picnic", version=1)
    assert all(problem.file == FILE for problem in refusal.value.problems)
    return [(problem.key, problem.problem, problem.fix) for problem in refusal.value.problems]


def test_a_form_is_read_with_its_sections_and_questions() -> None:
    form = parse_form(PICNIC, FILE, key="picnic", version=3)

    assert (form.key, form.version, form.minutes, form.words) == ("picnic", 3, 5, 50)
    assert [section.title.say("cy") for section in form.sections] == ["Bwyd", "People"]
    assert [question.key for question in form.questions()] == ["cost", "menu", "who"]
    assert form.question("who").type is Kind.ONE_OF
    assert form.section("people").questions == (form.question("who"),)


@pytest.mark.parametrize(
    ("change", "to", "key", "fix"),
    [
        ('label = "What will it cost?"', 'lable = "What?"', "label", "Add label = …"),
        ('serves = ["use:help"]', "serves = []", "serves", ""),
        ('serves = ["use:help"]', "", "serves", "Add serves = …"),
        ('type = "money"', 'type = "cash"', "type", "Use one of: "),
        ("max_words = 50", "", "", "Add max_words = …"),
        ("max_words = 50", "max_words = 50\nmax = 3", "", "Remove max"),
        ('type = "money"', 'type = "table"', "", "Add columns = "),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_with_its_place(
    change: str, to: str, key: str, fix: str
) -> None:
    problems = refusals(PICNIC.replace(change, to, 1))

    assert any(place.endswith(key) and words.startswith(fix) for place, _, words in problems), problems


def test_choices_come_from_the_file_or_from_a_list_but_not_from_both() -> None:
    body = PICNIC.replace('label = "Who comes?"', 'label = "Who comes?"\nchoices_from = "people"')

    assert [fix for *_, fix in refusals(body)] == ["Give one of them"]


def test_a_condition_may_only_look_back() -> None:
    body = PICNIC.replace('question = "cost"', 'question = "who"')

    assert refusals(body) == [
        (
            "section[people].show_if",
            "no question before this one is called 'who'",
            "Use one of: cost, menu",
        )
    ]


def test_a_misspelt_question_in_a_condition_is_recognised() -> None:
    assert refusals(PICNIC.replace('question = "cost"', 'question = "costs"'))[0][2] == "Did you mean 'cost'?"


def test_keys_used_twice_are_refused() -> None:
    twice = PICNIC.replace('key = "menu"', 'key = "cost"').replace('key = "people"', 'key = "food"')

    assert [problem for _, problem, _ in refusals(twice)] == ["the key is used twice"] * 2


def test_a_sum_needs_a_money_question_before_it() -> None:
    table = """
[[section.question]]
key = "costs"
type = "table"
label = "Costs"
serves = ["use:help"]
adds_up_to = "menu"
columns = [{ key = "cost", label = "Cost", type = "money" }]
"""

    assert refusals(PICNIC + table)[0][1:] == (
        "no money question before this one is called 'menu'",
        "Use one of: cost",
    )
