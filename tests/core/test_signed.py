"""A link that comes back says what we wrote, or nothing."""

import pytest

from grantflow.core.signed import read_signed, signed

WORDS = ["0123", "B", "2027-01-04"]


def test_what_was_signed_is_read_back() -> None:
    assert read_signed("secret", "stop", signed("secret", "stop", WORDS)) == WORDS


def test_another_secret_or_purpose_does_not_pass() -> None:
    token = signed("secret", "confirm", WORDS)

    assert read_signed("other", "confirm", token) is None
    assert read_signed("secret", "stop", token) is None


@pytest.mark.parametrize("token", ["", ".", "x.y", "é.ü", "W10.", "W10"])
def test_what_we_did_not_sign_is_nothing(token: str) -> None:
    assert read_signed("secret", "stop", token) is None


def test_one_letter_changed_is_nothing() -> None:
    token = signed("secret", "stop", WORDS)

    assert read_signed("secret", "stop", "X" + token[1:]) is None
    assert read_signed("secret", "stop", token[:-1]) is None
