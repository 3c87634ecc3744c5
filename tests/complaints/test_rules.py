"""What a complaint and its answer have to say, and who has no part in it."""

from uuid import uuid4

import pytest

from grantflow.complaints.rules import (
    answer_is_written,
    complaint_is_written,
    handler_did_not_look_before,
    handler_was_not_involved,
    is_named,
    may_complain,
)


def key_of(reason: object) -> str:
    return str(getattr(reason, "key", ""))


def test_a_complaint_is_about_what_was_sent_and_one_at_a_time() -> None:
    assert key_of(may_complain("draft", has_open=False)) == "complaint-before-sending"
    assert key_of(may_complain("expired", has_open=False)) == "complaint-before-sending"
    assert may_complain("panel", has_open=False) is None
    assert key_of(may_complain("panel", has_open=True)) == "complaint-open-already"


def test_a_complaint_says_what_about_and_is_not_a_letter_of_ten_pages() -> None:
    assert complaint_is_written("late", "You said March.") is None
    assert key_of(complaint_is_written("score", "You scored us too low.")) == "complaint-not-written"
    assert key_of(complaint_is_written("late", "   ")) == "complaint-not-written"
    assert complaint_is_written("late", "word " * 330) is None  # one in ten over is allowed
    assert key_of(complaint_is_written("late", "word " * 331)) == "too-many-words"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Joanne Pickering rang us and laughed.", True),
        ("JOANNE  pickering rang us.", True),
        ("It was Joanne\nPickering.", True),
        ("Joanne rang us.", False),
        ("Joanne Pickerings' aunt rang.", False),
        ("Ms Pickering, Joanne", False),
    ],
)
def test_somebody_is_named_when_their_whole_name_stands_there(words: str, named: bool) -> None:
    assert is_named("Joanne Pickering", words) is named


def test_nobody_is_named_by_a_name_that_is_empty() -> None:
    assert not is_named("  ", "Somebody rang.")


def test_whoever_had_a_part_or_is_named_has_no_part_in_it() -> None:
    one, other = uuid4(), uuid4()

    assert handler_was_not_involved(one, {one}, ()) == "you-worked-on-the-application"
    assert handler_was_not_involved(one, {other}, {one}) == "you-are-named-in-it"
    assert handler_was_not_involved(one, {other}, {other}) is None
    assert handler_did_not_look_before(one, {one}) == "you-looked-before"
    assert handler_did_not_look_before(one, {other}) is None


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"outcome": "not-upheld"}, ""),
        ({"outcome": "upheld", "change": "We ring."}, ""),
        ({"outcome": "upheld"}, "complaint-change-missing"),
        ({"outcome": "partly-upheld"}, "complaint-change-missing"),
        ({"outcome": "maybe"}, "complaint-answer-missing"),
        ({"outcome": "not-upheld", "words": " "}, "complaint-answer-missing"),
        ({"outcome": "not-upheld", "decide_again": True}, "complaint-again-not-upheld"),
        ({"outcome": "upheld", "change": "x", "decide_again": True}, "complaint-again-how-missing"),
        ({"outcome": "upheld", "change": "x", "decide_again": True, "again_how": "A new panel."}, ""),
    ],
)
def test_an_answer_says_what_was_found_and_what_changes(said: dict[str, str | bool], key: str) -> None:
    whole: dict[str, str | bool] = {
        "words": "I read it.",
        "change": "",
        "decide_again": False,
        "again_how": "",
    }

    assert key_of(answer_is_written(**whole | said)) == key  # type: ignore[arg-type]
