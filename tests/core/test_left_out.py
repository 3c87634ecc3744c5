"""An amount and a name are left out however they were written, and nothing else is."""

import pytest

from grantflow.core.left_out import without_amount, without_names


@pytest.mark.parametrize(
    "written",
    [
        "£4,500",
        "£4500",
        "£ 4,500",
        "4,500",
        "4500 pounds",
        "£4,500.00",
        "£4.5k",
        "4.5k",
        "4.5 thousand pounds",
    ],
)
def test_an_amount_is_left_out_however_it_is_written(written: str) -> None:
    said = without_amount(f"With {written} we cook.", 450_000, "[an amount]")

    assert said == "With [an amount] we cook."


@pytest.mark.parametrize(
    "written", ["£45,000", "£4,501", "£14,500", "4,500,000", "£4,500.50", "45 people", "4.50"]
)
def test_any_other_figure_stays(written: str) -> None:
    assert without_amount(f"We say {written} here.", 450_000, "[an amount]") == f"We say {written} here."


def test_a_small_number_that_says_nothing_of_money_is_people() -> None:
    said = without_amount("300 people, for £300.", 30_000, "[an amount]")

    assert said == "300 people, for [an amount]."


def test_where_nothing_was_asked_nothing_is_left_out() -> None:
    assert without_amount("0 people", 0, "[an amount]") == "0 people"


def test_a_name_is_left_out_in_any_letters_and_over_line_ends_but_not_inside_a_word() -> None:
    said = without_names(
        "HARBOUR\nHouse and Harbour House's cooks, not Harbour Housed.", {"Harbour House": "[them]"}
    )

    assert said == "[them] and [them]'s cooks, not Harbour Housed."


def test_the_longest_name_goes_first_so_that_none_is_cut_in_two() -> None:
    names = {"Eden": "[a partner]", "Eden Recovery": "[the organisation]"}

    assert (
        without_names("Eden Recovery works with Eden.", names) == "[the organisation] works with [a partner]."
    )
    assert without_names("Nothing.", {"": "[nobody]"}) == "Nothing."
