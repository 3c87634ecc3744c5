"""When a call may be asked for, and at which times."""

from datetime import UTC, date, datetime

import pytest

from grantflow.feedback.rules import (
    Offer,
    call_is_offered,
    call_time_is_ahead,
    time_is_in_part,
    times_are_offered,
    what_was_said_is_written,
)

TODAY = date(2026, 11, 23)  # a Monday
TUESDAY, SATURDAY, CHRISTMAS = date(2026, 11, 24), date(2026, 11, 28), date(2026, 12, 25)


def key_of(reason: object) -> str:
    return str(getattr(reason, "key", ""))


@pytest.mark.parametrize("stage", ["declined", "ineligible", "reserve"])
def test_a_call_is_offered_after_an_answer_that_is_no_grant(stage: str) -> None:
    assert call_is_offered(stage, has_open_call=False) is None
    assert key_of(call_is_offered(stage, has_open_call=True)) == "call-asked-already"


@pytest.mark.parametrize("stage", ["draft", "panel", "to-decline", "to-reserve", "awarded", "withdrawn"])
def test_nobody_learns_by_a_call_that_a_decision_is_held(stage: str) -> None:
    assert key_of(call_is_offered(stage, has_open_call=False)) == "call-not-offered"


def test_two_or_three_different_times_are_enough() -> None:
    morning, evening = Offer(TUESDAY, "morning"), Offer(TUESDAY, "evening")
    friday = Offer(date(2026, 11, 27), "evening")

    assert times_are_offered([morning, evening], TODAY) is None
    assert times_are_offered([morning, evening, friday], TODAY) is None
    assert key_of(times_are_offered([morning], TODAY)) == "call-times-too-few"
    assert key_of(times_are_offered([morning, morning], TODAY)) == "call-times-too-few"


@pytest.mark.parametrize(
    ("on", "key"),
    [
        (TODAY, "call-day-not-ahead"),
        (date(2026, 12, 24), "call-day-not-ahead"),
        (SATURDAY, "call-day-not-working"),
        (date(2026, 12, 23), ""),
    ],
)
def test_a_day_is_still_to_come_not_far_off_and_one_on_which_we_work(on: date, key: str) -> None:
    assert key_of(times_are_offered([Offer(TUESDAY, "morning"), Offer(on, "evening")], TODAY)) == key


def test_a_bank_holiday_is_no_day_for_a_call() -> None:
    offers = [Offer(CHRISTMAS, "morning"), Offer(date(2026, 12, 24), "morning")]

    assert key_of(times_are_offered(offers, date(2026, 12, 14))) == "call-day-not-working"


def test_a_time_lies_in_the_part_that_was_offered_by_a_london_clock() -> None:
    half_past_six_in_june = datetime(2027, 6, 1, 17, 30, tzinfo=UTC)

    assert time_is_in_part(half_past_six_in_june, "evening") is None
    assert key_of(time_is_in_part(half_past_six_in_june, "afternoon")) == "call-time-not-offered"


def test_a_call_is_booked_ahead_and_noted_in_words() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)

    assert key_of(call_time_is_ahead(noon, noon)) == "call-time-not-ahead"
    assert call_time_is_ahead(datetime(2026, 11, 24, 12, tzinfo=UTC), noon) is None
    assert key_of(what_was_said_is_written("  ")) == "call-notes-missing"


def test_an_offer_is_read_as_it_was_kept() -> None:
    offer = Offer(TUESDAY, "evening")

    assert Offer.read(str(offer)) == offer
