"""A password and a code, each code good once."""

from datetime import timedelta

import pyotp
import pytest

from grantflow.accounts.models import User
from grantflow.accounts.passwords import (
    code_address,
    new_code_secret,
    password_is_right,
    set_password,
    spend_code,
)
from grantflow.accounts.rules import password_is_hard_to_guess
from tests.conftest import NOON


def a_colleague(password: str = "three small boats") -> User:
    user = User(email="asha@example.org", name="Asha Patel", session_epoch=1, totp_last_step=0)
    set_password(user, password)
    user.totp_secret = new_code_secret()
    return user


def code_of(user: User, seconds: int = 0) -> str:
    return pyotp.TOTP(user.totp_secret or "").at(NOON + timedelta(seconds=seconds))


def test_only_the_right_password_is_right() -> None:
    user = a_colleague()

    assert password_is_right(user, "three small boats")
    assert not password_is_right(user, "three small boat")
    assert not password_is_right(user, "")


def test_nobody_has_no_password_not_even_the_one_we_check_for_them() -> None:
    assert not password_is_right(None, "nobody has this password")
    assert not password_is_right(User(email="x@example.org", name="X"), "nobody has this password")


def test_a_new_password_signs_out_who_was_signed_in() -> None:
    user = a_colleague()

    set_password(user, "four larger boats")

    assert user.session_epoch == 3
    assert not password_is_right(user, "three small boats")


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_is_good_a_little_before_and_after_its_time(seconds: int) -> None:
    user = a_colleague()

    assert spend_code(user, code_of(user, seconds), NOON)


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_code_from_another_time_is_no_good(seconds: int) -> None:
    user = a_colleague()

    assert not spend_code(user, code_of(user, seconds), NOON)


def test_a_code_is_good_once_and_none_before_it_afterwards() -> None:
    user = a_colleague()
    now, before = code_of(user), code_of(user, -30)

    assert spend_code(user, f" {now[:3]} {now[3:]} ", NOON)
    assert not spend_code(user, now, NOON)
    assert not spend_code(user, before, NOON)
    assert spend_code(user, code_of(user, 30), NOON + timedelta(seconds=30))


def test_someone_without_a_secret_has_no_code() -> None:
    user = a_colleague()
    user.totp_secret = None

    assert not spend_code(user, "000000", NOON)


def test_an_app_reads_whose_code_it_is() -> None:
    address = code_address(a_colleague(), "ABCDEFGH" * 4, "Probation Innovation Fund")

    assert address.startswith(
        "otpauth://totp/Probation%20Innovation%20Fund:asha%40example.org?secret=ABCDEFGH"
    )


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("three small boats", None),
        ("correct horse asha", None),
        ("aaaaaaaaaaaaaa", "password-repeats"),
        ("ababababababab", "password-repeats"),
        ("Patel12345", "password-is-your-name"),
        ("asha.patel99", "password-is-your-name"),
    ],
)
def test_a_password_is_hard_to_guess(password: str, refusal: str | None) -> None:
    assert password_is_hard_to_guess(password, name="Asha Patel", email="asha.patel@example.org") == refusal
