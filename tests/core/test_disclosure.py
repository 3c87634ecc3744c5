"""No number that is published tells anything about one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.core.disclosure import THRESHOLD, Reader, Shown, exact_row, public_count, public_row, row_for


@pytest.mark.parametrize("people", [0, 1, 9])
def test_fewer_than_ten_people_are_never_counted_out(people: int) -> None:
    assert str(public_count(people)) == "fewer than 10"


@pytest.mark.parametrize(("people", "shown"), [(10, "10"), (12, "10"), (13, "15"), (1_237, "1,235")])
def test_ten_or_more_are_rounded_to_five(people: int, shown: str) -> None:
    assert str(public_count(people)) == shown


def test_a_number_of_people_below_nought_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1 people"):
        public_count(-1)


def test_in_public_a_total_is_the_sum_of_what_is_shown() -> None:
    row = public_row({"forward": 34, "same": 21, "back": 4, "unknown": 0})

    assert [str(figure) for figure in row.parts.values()] == ["35", "20", "fewer than 10", "fewer than 10"]
    assert (str(row.total), row.hides) == ("55", True)


def test_the_total_says_nothing_of_what_is_hidden() -> None:
    rows = [public_row({"forward": 34, "same": 21, "back": back}) for back in range(10)]

    assert all(row == rows[0] for row in rows)


def test_where_nothing_may_be_shown_there_is_no_total_either() -> None:
    row = public_row({"forward": 9, "same": 8, "back": 3})

    assert {str(figure) for figure in row.parts.values()} == {"fewer than 10"}
    assert str(row.total) == "too few to show"


def test_between_regions_every_number_is_rounded_by_itself() -> None:
    row = row_for(Reader.OTHER_REGION, {"forward": 33, "same": 18, "back": 0, "unknown": 6})

    assert [str(figure) for figure in row.parts.values()] == ["35", "20", "fewer than 5", "5"]
    assert str(row.total) == "55"


def test_each_reader_sees_a_row_of_their_own() -> None:
    shown = {reader: str(row_for(reader, {"forward": 7, "back": 12}).parts["forward"]) for reader in Reader}

    assert shown == {
        Reader.SAME_REGION: "7",
        Reader.OTHER_REGION: "5",
        Reader.PUBLIC: "fewer than 10",
    }


def test_what_is_hidden_is_always_drawn_alike() -> None:
    assert {public_count(people).drawn_as for people in range(10)} == {5}


def test_inside_the_region_numbers_are_exact() -> None:
    row = exact_row({"forward": 3, "back": 1})

    assert [str(row.parts["forward"]), str(row.parts["back"]), str(row.total)] == ["3", "1", "4"]


@given(st.lists(st.integers(0, 400), min_size=1, max_size=6))
def test_whatever_is_shown_is_a_five_and_at_least_ten(numbers: list[int]) -> None:
    row = public_row({str(place): number for place, number in enumerate(numbers)})

    for figure in (*row.parts.values(), row.total):
        if figure.number is None:
            assert figure.shown in {Shown.FEW, Shown.WITHHELD}
        else:
            assert figure.number >= THRESHOLD
            assert figure.number % 5 == 0
