"""Deadlines by London's clock, over its summer time and its bank holidays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.core import calendar

moments = st.datetimes(
    min_value=datetime(2020, 1, 1), max_value=datetime(2028, 12, 1), timezones=st.just(UTC)
)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2028, 6, 1))


def test_a_deadline_keeps_its_clock_time_when_the_clocks_go_forward() -> None:
    noon_in_winter = datetime(2026, 3, 27, 12, tzinfo=UTC)

    assert calendar.add_days(noon_in_winter, 7) == datetime(2026, 4, 3, 11, tzinfo=UTC)


def test_a_deadline_keeps_its_clock_time_when_the_clocks_go_back() -> None:
    noon_in_summer = datetime(2026, 10, 23, 11, tzinfo=UTC)

    assert calendar.add_days(noon_in_summer, 7) == datetime(2026, 10, 30, 12, tzinfo=UTC)


def test_the_hour_that_happens_twice_stays_the_one_it_was() -> None:
    second_half_past_one = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert calendar.add_days(second_half_past_one, 0) == second_half_past_one


def test_an_hour_that_does_not_happen_is_met_an_hour_later() -> None:
    half_past_one = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)

    assert calendar.add_days(half_past_one, 1) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(moments, st.integers(-800, 800))
def test_days_are_calendar_days_in_london(at: datetime, n: int) -> None:
    assert calendar.local_date(calendar.add_days(at, n)) == calendar.local_date(at) + timedelta(days=n)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Good Friday, the weekend and Easter Monday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day is a Saturday: the Monday is given instead
        (date(2026, 8, 28), 1, date(2026, 9, 1)),  # the August bank holiday of England and Wales
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # St Andrew's Day is a holiday in Scotland only
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # from a Saturday
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 6, 6), 0, date(2026, 6, 6)),
    ],
)
def test_working_days_skip_weekends_and_bank_holidays(start: date, n: int, end: date) -> None:
    noon = calendar.london_time(start, time(12))

    assert calendar.add_working_days(noon, n) == calendar.london_time(end, time(12))


@given(moments, st.integers(1, 60))
def test_adding_working_days_and_counting_them_agree(at: datetime, n: int) -> None:
    start, end = calendar.local_date(at), calendar.local_date(calendar.add_working_days(at, n))

    assert calendar.is_working_day(end)
    assert calendar.working_days_between(start, end) == n


@given(days, days)
def test_counting_back_is_counting_forward_below_nought(one: date, other: date) -> None:
    assert calendar.working_days_between(one, other) == -calendar.working_days_between(other, one)


def test_the_end_of_a_summer_day_is_an_hour_earlier_in_utc() -> None:
    assert calendar.end_of_day(date(2026, 7, 3)) == datetime(2026, 7, 3, 22, 59, 59, tzinfo=UTC)


def test_late_on_a_summer_evening_it_is_tomorrow_in_london() -> None:
    assert calendar.local_date(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == date(2026, 7, 4)
