"""Bank details as people type them, and as they may be shown afterwards."""

import re

SORT_CODE_DIGITS = 6
ACCOUNT_DIGITS = 8
SHORTEST_ACCOUNT = 6
SHOWN_DIGITS = 3


def read_sort_code(typed: str) -> str:
    """Six digits, from 12-34-56, 12 34 56 or 123456.

    :raises ValueError: when it is not six digits
    """
    digits = _digits(typed)
    if len(digits) != SORT_CODE_DIGITS:
        raise ValueError("not six digits")
    return digits


def read_account_number(typed: str) -> str:
    """Eight digits. Older accounts have six or seven, and banks put noughts in front.

    :raises ValueError: when it is not six to eight digits
    """
    digits = _digits(typed)
    if not SHORTEST_ACCOUNT <= len(digits) <= ACCOUNT_DIGITS:
        raise ValueError("not six to eight digits")
    return digits.zfill(ACCOUNT_DIGITS)


def ending(account_number: str) -> str:
    """The digits that somebody knows their own account by, and nobody else can use."""
    return account_number[-SHOWN_DIGITS:]


def _digits(typed: str) -> str:
    bare = re.sub(r"[\s\-–]", "", typed)
    if not re.fullmatch(r"[0-9]*", bare):
        raise ValueError("not digits")
    return bare
