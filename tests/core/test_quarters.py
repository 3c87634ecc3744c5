"""Quarters of the year, and the working day on which their work begins."""

from datetime import UTC, date, datetime

import pytest

from grantflow.core.quarters import Quarter, quarter_of, read_quarter


def test_a_day_is_in_its_quarter() -> None:
    assert quarter_of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert quarter_of(date(2027, 1, 1)) == Quarter(2027, 1)
    assert quarter_of(date(2027, 6, 30)) == Quarter(2027, 2)


def test_its_neighbours_are_across_the_year() -> None:
    assert Quarter(2027, 1).before == Quarter(2026, 4)
    assert Quarter(2026, 4).after == Quarter(2027, 1)
    assert Quarter(2027, 2).after == Quarter(2027, 3)


@pytest.mark.parametrize(
    ("quarter", "day"),
    [
        # New Year's Day is a Friday.
        (Quarter(2027, 1), date(2027, 1, 4)),
        (Quarter(2027, 2), date(2027, 4, 1)),
        # Saturday.
        (Quarter(2028, 1), date(2028, 1, 4)),
    ],
)
def test_its_work_begins_on_the_first_working_day(quarter: Quarter, day: date) -> None:
    assert quarter.first_working_day == day


def test_it_begins_and_ends_at_midnight_in_london() -> None:
    first, end = Quarter(2027, 2).moments

    assert first == datetime(2027, 3, 31, 23, 0, tzinfo=UTC)
    assert end == datetime(2027, 6, 30, 23, 0, tzinfo=UTC)
    assert Quarter(2027, 2).words == "April to June 2027"


def test_its_name_is_read_back() -> None:
    assert read_quarter(str(Quarter(2027, 1))) == Quarter(2027, 1)


@pytest.mark.parametrize("name", ["2027-Q5", "2027-Q0"])
def test_there_is_no_fifth_quarter(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        read_quarter(name)
