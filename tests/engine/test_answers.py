"""What the answers so far amount to."""

from grantflow.engine.answers import (
    Progress,
    missing,
    progress,
    shown_by_section,
    visible_answers,
    visible_questions,
    visible_sections,
)
from tests.engine.forms import a_form, a_question

PARTNERS = a_form(
    (
        a_question("yes-no", "partners-involved"),
        a_question("text", "partner", show_if={"question": "partners-involved", "is": "yes"}),
        a_question("long-text", "anything-else", required=False),
    ),
    (a_question("text", "partner-role"), a_question("money", "share", required=False)),
    (a_question("text", "goodbye"),),
    two={"question": "partner", "answered": True},
)
WITH = {"partners-involved": "yes", "partner": "A choir", "partner-role": "Singing", "goodbye": "Bye"}
WITHOUT = WITH | {"partners-involved": "no"}


def test_what_is_asked_follows_from_the_answers() -> None:
    assert [each.key for each in visible_questions(PARTNERS, {})] == [
        "partners-involved",
        "anything-else",
        "goodbye",
    ]
    assert [each.key for each in visible_sections(PARTNERS, WITH)] == ["one", "two", "three"]


def test_an_answer_that_was_hidden_later_no_longer_counts_nor_shows_others() -> None:
    assert visible_answers(PARTNERS, WITHOUT) == {"partners-involved": "no", "goodbye": "Bye"}
    assert [each.key for each in visible_sections(PARTNERS, WITHOUT)] == ["one", "three"]


def test_only_what_is_asked_and_required_is_missing() -> None:
    assert [each.key for each in missing(PARTNERS, {})] == ["partners-involved", "goodbye"]
    assert [each.key for each in missing(PARTNERS, {"partners-involved": "yes"})] == ["partner", "goodbye"]
    assert missing(PARTNERS, WITH) == []
    assert missing(PARTNERS, WITHOUT) == []


def test_an_answer_too_long_for_a_smaller_form_stands_in_the_way() -> None:
    form = a_form((a_question("long-text", "plan", max_words=10),))

    assert [each.key for each in missing(form, {"plan": "word " * 12})] == ["plan"]
    assert missing(form, {"plan": "word " * 11}) == []


def test_progress_is_told_for_each_section_that_is_shown() -> None:
    assert progress(PARTNERS, {}) == {"one": Progress.NOT_STARTED, "three": Progress.NOT_STARTED}
    assert progress(PARTNERS, {"partners-involved": "yes"}) == {
        "one": Progress.STARTED,
        "three": Progress.NOT_STARTED,
    }
    assert set(progress(PARTNERS, WITH).values()) == {Progress.DONE}


def test_answers_are_shown_by_section_with_gaps_left_empty() -> None:
    shown = shown_by_section(PARTNERS, {"partners-involved": "no"})

    assert [(section.key, [(each.key, words) for each, words in answers]) for section, answers in shown] == [
        ("one", [("partners-involved", "No"), ("anything-else", "")]),
        ("three", [("goodbye", "")]),
    ]
