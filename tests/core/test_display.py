"""Dates, money and lists as people write them."""

from datetime import UTC, date, datetime

import pytest

from grantflow.core import display


def test_dates_are_written_out() -> None:
    assert display.day(date(2026, 11, 2)) == "2 November 2026"
    assert display.weekday(date(2026, 11, 27)) == "Friday 27 November 2026"
    assert display.month(date(2026, 11, 2)) == "November 2026"


def test_a_time_is_shown_on_the_day_it_is_in_london() -> None:
    late_in_june = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)

    assert display.day(late_in_june) == "1 July 2027"
    assert display.clock(late_in_june) == "12:30am"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(17, 0, "5pm"), (23, 59, "11:59pm"), (12, 0, "midday"), (0, 0, "midnight"), (9, 5, "9:05am")],
)
def test_times_of_day_are_short(hour: int, minute: int, words: str) -> None:
    assert display.clock(datetime(2026, 12, 11, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("pence", "words"),
    [(0, "£0"), (2_450_000, "£24,500"), (2_450_050, "£24,500.50"), (5, "£0.05"), (-1_250, "−£12.50")],
)
def test_money_shows_pence_only_where_there_are_some(pence: int, words: str) -> None:
    assert display.money(pence) == words


def test_lists_end_in_and() -> None:
    assert display.listed([]) == ""
    assert display.listed(["a"]) == "a"
    assert display.listed(["a", "b"]) == "a and b"
    assert display.listed(["a", "b", "c"], "or") == "a, b or c"


def test_nouns_agree_with_their_number() -> None:
    assert display.counted(1, "charity", "charities") == "1 charity"
    assert display.counted(1200, "charity", "charities") == "1,200 charities"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 minute"), (30, "30 minutes"), (60, "1 hour"), (90, "1½ hours"), (120, "2 hours")],
)
def test_how_long_something_takes_is_in_hours_once_it_is_one(number: int, words: str) -> None:
    assert display.minutes(number) == words


def test_minutes_that_are_no_half_hour_are_kept() -> None:
    assert display.minutes(75) == "1 hour and 15 minutes"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (12, 24, "about 1 in 2"), (31, 90, "about 1 in 3"), (16, 24, "about 2 in 3"), (17, 24, "about 3 in 4"),
        (2, 5, "about 2 in 5"), (11, 12, "about 9 in 10"), (98, 100, "nearly all of them"), (7, 7, "all of them"),
        (0, 5, "none of them"), (0, 0, "none of them"), (1, 10, "about 1 in 10"), (2, 50, "about 1 in 25"),
    ],
)  # fmt: skip
def test_a_share_is_said_as_people_say_it(part: int, whole: int, words: str) -> None:
    assert display.chance(part, whole) == words
