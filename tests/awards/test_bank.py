"""Bank details are read as people type them, and nothing else is taken for them."""

import pytest

from grantflow.awards.bank import ending, read_account_number, read_sort_code


@pytest.mark.parametrize("typed", ["30-94-21", "309421", " 30 94 21 ", "30–94–21"])
def test_a_sort_code_is_six_digits_however_they_are_parted(typed: str) -> None:
    assert read_sort_code(typed) == "309421"


@pytest.mark.parametrize("typed", ["", "30942", "3094211", "30-94-2a", "٣٠٩٤٢١"])
def test_anything_else_is_no_sort_code(typed: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        read_sort_code(typed)


def test_an_older_account_number_has_noughts_put_in_front() -> None:
    assert read_account_number("123456") == "00123456"
    assert read_account_number("1234 5678") == "12345678"


@pytest.mark.parametrize("typed", ["", "12345", "123456789", "1234567x"])
def test_anything_else_is_no_account_number(typed: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        read_account_number(typed)


def test_only_the_last_three_digits_are_shown() -> None:
    assert ending("00123456") == "456"
