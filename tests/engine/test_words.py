"""The one count of words, and what is taken out of what people paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.engine.words import clean_line, clean_text, count_words, most_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("We cook together on Tuesdays.", 5),
        ("a well-known, long-running group", 4),
        ("before – and after", 3),
        ("before - and -- after — now", 4),
        ("• one\n• two\n* three", 3),
        ("see https://example.org/what-we-do?year=2026 for more", 4),
        ("don't can’t o'clock", 3),
        ("👍", 1),
        ("well done 👩🏽‍🍳 everyone", 4),
        ("£12,500 in 2026/27", 3),
        ("tea & cake", 2),
        ("Mae’r côr yn cyfarfod bob wythnos yn Nhŷ’r Gymuned", 9),
        ("two\u00a0words", 2),
        ("...", 0),
        ("\u200b", 0),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text(), st.text())
def test_two_texts_have_the_words_of_both(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)


@given(st.text())
def test_tidying_does_not_change_the_count_a_second_time(text: str) -> None:
    once = clean_text(text)

    assert clean_text(once) == once
    assert count_words(clean_text(once)) == count_words(once)


def test_a_tenth_over_is_allowed() -> None:
    assert (most_words(300), most_words(5)) == (330, 5)


def test_what_cannot_be_seen_is_taken_out_and_the_rest_stays() -> None:
    pasted = "\ufeffA\x00 quiet\u200b place\x07\r\nfor \u202ethinking\u202c\x0band tea\u2028too "

    assert clean_text(pasted) == "A quiet place\nfor thinking\nand tea\ntoo"
    assert clean_line(pasted) == "A quiet place for thinking and tea too"


def test_letters_that_run_right_to_left_and_joined_emoji_stay() -> None:
    assert clean_line("مسجد النور 👨‍👩‍👧") == "مسجد النور 👨‍👩‍👧"
