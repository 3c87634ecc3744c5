"""What a row of the register's extract says, read strictly: a fact that cannot be read is refused, not guessed."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from grantflow.errors import Reason, Refused

Row = Mapping[str, Any]
Facts = dict[str, Any]
"""The columns of one `RegisteredCharity`, by name."""

# The Commission's words for accounts that should have come by now.
OVERDUE = frozenset({"Submission Overdue", "Submission Double Default"})
STATUSES = {"Registered": "registered", "Removed": "removed"}
NUMBER = re.compile(r"[1-9][0-9]{4,6}")
COMPANY_DIGITS = 8
NOTHING = frozenset({None, "", "NULL", "null"})


def is_linked(row: Row) -> bool:
    """Whether this is a charity within another one, which has its own line under the same number."""
    return number_of(row, "linked_charity_number", nothing="0") != "0"


def facts_of(row: Row) -> Facts:
    """What we keep of a row of `publicextract.charity`.

    :raises Refused: if it has no number, no name, a status we do not know, or a date or amount nobody can read
    """
    status = STATUSES.get(_text(row, "charity_registration_status"))
    if status is None:
        raise _refused("register-status-unknown", "charity_registration_status", row)
    name = _text(row, "charity_name")
    if not name:
        raise _refused("register-no-name", "charity_name", row)
    removed_on = _date(row, "date_of_removal")
    if status == "removed" and removed_on is None:
        raise _refused("register-date-unclear", "date_of_removal", row)
    return {
        "number": charity_number(row),
        "name": name,
        "status": status,
        "company_number": _company_number(row),
        "registered_on": _date(row, "date_of_registration"),
        "removed_on": removed_on if status == "removed" else None,
        "income_pence": _pence(row, "latest_income"),
        "year_ends_on": _date(row, "latest_acc_fin_period_end_date"),
        "accounts_overdue": _text(row, "charity_reporting_status") in OVERDUE,
        "insolvent": _yes(row, "charity_insolvent"),
        "in_administration": _yes(row, "charity_in_administration"),
        "dissolving": _yes(row, "cio_is_dissolved") or _date(row, "date_cio_dissolution_notice") is not None,
        "postcode": _text(row, "charity_contact_postcode").upper(),
        "website": _text(row, "charity_contact_web"),
    }


def charity_number(row: Row) -> str:
    """:raises Refused: if there is none, or it is not how the register writes one"""
    number = number_of(row, "registered_charity_number")
    if not NUMBER.fullmatch(number):
        raise _refused("register-no-number", "registered_charity_number", row)
    return number


def number_of(row: Row, name: str, *, nothing: str = "") -> str:
    """A whole number in figures, however the extract wrote it; a file of tabs may say `12.0`."""
    return re.sub(r"\.0+$", "", _text(row, name)) or nothing


def accounts_of(row: Row) -> tuple[str, str, str, bool]:
    """Of a row of the annual returns: the charity's number, the end of the year, when its accounts came ("": not),
    and whether they are qualified. The register says so where they are, and nothing where they are not.

    :raises Refused: if a date cannot be read
    """
    received = _date(row, "date_accounts_received")
    return (
        charity_number(row),
        _year_end(row),
        received.isoformat() if received else "",
        _yes(row, "accounts_qualified"),
    )


def reserves_of(row: Row) -> tuple[str, str, int | None, int | None]:
    """Of a row of Part B: the charity's number, the end of the year, its reserves and what it spent, in pence.

    :raises Refused: if a date or an amount cannot be read
    """
    return charity_number(row), _year_end(row), _pence(row, "reserves"), _pence(row, "expenditure_total")


def extract_date(row: Row) -> date | None:
    """The day on which the Commission made the extract; every row says it.

    :raises Refused: if it cannot be read
    """
    return _date(row, "date_of_extract")


def _year_end(row: Row) -> str:
    ended = _date(row, "fin_period_end_date")
    if ended is None:
        raise _refused("register-date-unclear", "fin_period_end_date", row)
    return ended.isoformat()


def _company_number(row: Row) -> str | None:
    """The register keeps it as a number, so the noughts in front are lost: Companies House has eight characters."""
    number = number_of(row, "charity_company_registration_number").upper()
    if not number or not number.strip("0"):
        return None
    return number.zfill(COMPANY_DIGITS) if number.isdecimal() else number


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value in NOTHING else " ".join(str(value).split())


def _date(row: Row, name: str) -> date | None:
    """Of `2026-03-31T00:00:00` and the like, only the day."""
    text = _text(row, name)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise _refused("register-date-unclear", name, row) from None


def _pence(row: Row, name: str) -> int | None:
    text = _text(row, name)
    try:
        return int(Decimal(text) * 100) if text else None
    except (InvalidOperation, ValueError, OverflowError):
        raise _refused("register-amount-unclear", name, row) from None


def _yes(row: Row, name: str) -> bool:
    return _text(row, name).casefold() in {"true", "1", "yes", "y", "t"}


def _refused(key: str, name: str, row: Row) -> Refused:
    return Refused([Reason(key, {"field": name, "said": _text(row, name)[:60] or "nothing"})])
