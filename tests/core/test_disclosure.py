"""No number that is published tells anything about one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.core.disclosure import THRESHOLD, Shown, exact_row, public_count, public_row


@pytest.mark.parametrize("people", [0, 1, 9])
def test_fewer_than_ten_people_are_never_counted_out(people: int) -> None:
    assert str(public_count(people)) == "fewer than 10"


@pytest.mark.parametrize(("people", "shown"), [(10, "10"), (12, "10"), (13, "15"), (1_237, "1,235")])
def test_ten_or_more_are_rounded_to_five(people: int, shown: str) -> None:
    assert str(public_count(people)) == shown


def test_a_number_of_people_below_nought_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1 people"):
        public_count(-1)


def test_a_part_hidden_alone_takes_the_smallest_other_part_with_it() -> None:
    row = public_row({"forward": 34, "same": 21, "back": 4, "unknown": 12})

    assert {key: str(figure) for key, figure in row.parts.items()} == {
        "forward": "35",
        "same": "20",
        "back": "fewer than 10",
        "unknown": "not shown",
    }
    assert str(row.total) == "70"


def test_two_hidden_parts_guard_each_other() -> None:
    row = public_row({"forward": 34, "same": 21, "back": 4, "unknown": 0})

    assert [str(figure) for figure in row.parts.values()] == ["35", "20", "fewer than 10", "fewer than 10"]


def test_nothing_more_is_withheld_where_the_total_is_hidden_as_well() -> None:
    row = public_row({"forward": 3, "back": 1})

    assert {str(figure) for figure in (*row.parts.values(), row.total)} == {"fewer than 10"}


def test_inside_the_region_numbers_are_exact() -> None:
    row = exact_row({"forward": 3, "back": 1})

    assert [str(row.parts["forward"]), str(row.parts["back"]), str(row.total)] == ["3", "1", "4"]


@given(st.lists(st.integers(0, 400), min_size=2, max_size=6))
def test_no_hidden_part_stands_alone_beside_its_total(numbers: list[int]) -> None:
    row = public_row({str(place): number for place, number in enumerate(numbers)})
    hidden = [key for key, figure in row.parts.items() if figure.number is None]

    assert row.total.number is None or len(hidden) != 1


@given(st.lists(st.integers(0, 400), min_size=1, max_size=6))
def test_whatever_is_shown_is_a_five_and_at_least_ten(numbers: list[int]) -> None:
    row = public_row({str(place): number for place, number in enumerate(numbers)})

    for figure in (*row.parts.values(), row.total):
        if figure.shown is Shown.ROUNDED:
            assert figure.number is not None
            assert figure.number >= THRESHOLD
            assert figure.number % 5 == 0
        else:
            assert figure.number is None
