"""Every mistake in a file is named with its file, its line, its place and its fix."""

import pytest

from grantflow.engine.library import parse_workflow
from grantflow.engine.strict import nearest
from grantflow.errors import ContentError, Problem
from tests.engine.workflows import KETTLE, KETTLE_FILE


def the_problem_with(body: str, where: str = KETTLE_FILE) -> Problem:
    with pytest.raises(ContentError) as refusal:
        parse_workflow(body, where)
    [problem] = refusal.value.problems
    assert problem.file == where
    return problem


def line_of(body: str, words: str) -> int:
    return body[: body.index(words)].count("\n") + 1


def test_malformed_toml_is_named_by_its_line() -> None:
    body = KETTLE.replace('to = "full"', "to = full")

    assert the_problem_with(body).line == line_of(body, "to = full")


def test_toml_that_stops_short_is_named_by_its_last_line() -> None:
    body = KETTLE + "to"

    assert the_problem_with(body).line == line_of(body, "note") + 1


def test_an_unknown_key_is_named_with_the_key_that_was_meant() -> None:
    body = KETTLE.replace('category = "open"', 'category = "open"\nhlep = "Mind the steam"')
    problem = the_problem_with(body)

    assert problem.key == "stage[full].hlep"
    assert problem.problem == "unknown key"
    assert problem.fix == "Did you mean 'help'?"
    assert problem.line == line_of(body, "hlep")


def test_a_missing_key_is_named_by_where_it_belongs() -> None:
    body = KETTLE.replace('applicant_label = "Tea"\n', "")
    problem = the_problem_with(body)

    assert problem.key == "stage[poured].applicant_label"
    assert problem.problem == "missing"
    assert problem.line == line_of(body, 'key = "poured"') - 1


def test_a_word_that_is_not_one_of_a_few_is_answered_with_the_few() -> None:
    problem = the_problem_with(KETTLE.replace('"closed"', '"close"'))

    assert problem.key == "stage[poured].category"
    assert problem.fix == "Did you mean 'closed'?"


def test_nothing_is_guessed_about_types() -> None:
    problem = the_problem_with(KETTLE.replace('from = ["empty"]', 'from = "empty"'))

    assert problem.key == "action[fill].from"
    assert problem.fix == "Put it in square brackets"


def test_a_misspelt_language_is_named() -> None:
    problem = the_problem_with(KETTLE.replace('"Fill it"', '{ en = "Fill it", cym = "Llenwi" }'))

    assert problem.key == "action[fill].label.cym"
    assert problem.fix == "Did you mean 'cy'?"


def test_a_file_may_not_say_again_what_its_path_says() -> None:
    assert the_problem_with("version = 7\n" + KETTLE).key == "version"


def test_a_file_is_named_after_its_version() -> None:
    problem = the_problem_with(KETTLE, where="workflows/kettle/final.toml")

    assert problem.fix == "Name it after its version: 1.toml, then 2.toml"


def test_every_problem_is_reported_at_once() -> None:
    body = KETTLE.replace("permission", "permision")

    with pytest.raises(ContentError) as refusal:
        parse_workflow(body, KETTLE_FILE)

    assert len(refusal.value.problems) == 6  # in each of three actions, one missing and one unknown


def test_the_message_reads_as_a_sentence_for_whoever_mends_it() -> None:
    problem = Problem(
        "workflows/kettle/1.toml", "stage[full].hlep", "unknown key", "Did you mean 'help'?", 17
    )

    assert str(problem) == (
        "workflows/kettle/1.toml, line 17, stage[full].hlep: unknown key. Did you mean 'help'?"
    )


@pytest.mark.parametrize(
    ("word", "known", "fix"),
    [
        ("opne", ["open", "closed"], "Did you mean 'open'?"),
        ("xyz", ["open", "closed"], "Use one of: closed, open"),
        ("xyz", [], "Remove it"),
    ],
)
def test_the_fix_is_the_nearest_name_or_all_there_are(word: str, known: list[str], fix: str) -> None:
    assert nearest(word, known) == fix
