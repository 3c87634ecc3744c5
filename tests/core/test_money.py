"""Pounds as people type them, and sharing out without losing a penny."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.core.money import as_typed, parse_pounds, share_out


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("12500", 12_500_00),
        ("12,500", 12_500_00),
        ("£12,500", 12_500_00),
        (" £ 12,500.50 ", 12_500_50),
        ("12 500.00", 12_500_00),
        ("12.", 12_00),
        ("0", 0),
        ("£0.07", 7),
        ("-£5", -5_00),
        ("−5.25", -5_25),
    ],
)
def test_pounds_are_read_as_people_write_them(typed: str, pence: int) -> None:
    assert parse_pounds(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "£",
        "12,50",
        "1,2,500",
        "£1e9",
        "12.5",
        "12.505",
        "12k",
        "ten",
        "12.50.00",
        "£5-£10",
        "٣٠",
        "١٢",
        "9" * 12,
        "9" * 5000,
        "NaN",
        "inf",
        "$5",
        "5%",
        "0x10",
        "1_000",
    ],
)
def test_what_is_not_plainly_one_amount_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(ValueError, match=r"not plainly one amount|too large"):
        parse_pounds(typed)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_what_is_put_in_a_box_is_read_back_the_same(pence: int) -> None:
    assert parse_pounds(as_typed(pence)) == pence


def test_three_thirds_of_a_pound_make_a_pound() -> None:
    assert share_out(1_00, [33, 33, 34]) == [33, 33, 34]
    assert share_out(10_01, [50, 50]) == [5_00, 5_01]


@given(
    pence=st.integers(min_value=0, max_value=10**12),
    cuts=st.lists(st.integers(min_value=0, max_value=100), max_size=8),
)
def test_parts_always_add_up_and_are_within_a_penny_of_exact(pence: int, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 100]
    percents = [end - start for start, end in pairwise(edges)]

    parts = share_out(pence, percents)

    assert sum(parts) == pence
    assert all(abs(part * 100 - pence * percent) < 100 for part, percent in zip(parts, percents, strict=True))


@pytest.mark.parametrize("percents", [[], [50], [60, 60], [150, -50]])
def test_percents_that_are_not_a_whole_are_refused(percents: list[int]) -> None:
    with pytest.raises(ValueError, match="add up to 100"):
        share_out(100, percents)
