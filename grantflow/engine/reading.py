"""Reads one line that a person typed as a number, an amount, a date or an address. Forgives what is clear."""

import calendar
import re
from datetime import date

from grantflow.core.calendar import YEARS
from grantflow.core.money import parse_pounds
from grantflow.errors import Reason, Refused

DATE_PARTS = ("day", "month", "year")

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
SHORTEST_MONTH = 3  # letters, as in "Apr"
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})")
# Words with single dots between them, an @, and a domain that ends in something with a letter first. RFC 5321
# allows more; nobody's address at a charity needs it, and it is mostly a slip of the finger.
_EMAIL = re.compile(
    r"[^\s@.<>()\[\],;:\\\"]+(?:\.[^\s@.<>()\[\],;:\\\"]+)*@(?:[^\W_][\w-]*\.)+[^\W\d_][\w-]+"
)
_CHARITY_NUMBERS = (
    # England and Wales, with the suffix of a linked charity; Scotland; Northern Ireland.
    (re.compile(r"([0-9]{6,7}(?:-[0-9]{1,3})?)"), "{}"),
    (re.compile(r"SC[0O]?([0-9]{5})"), "SC0{}"),
    (re.compile(r"NIC?(1[0-9]{5})"), "NIC{}"),
)
# As org-id.guide writes them; a Northern Irish number is nothing without its letters.
_PREFIXES = (
    (re.compile(r"^GB-?CHC-?(?=[0-9])"), ""),
    (re.compile(r"^GB-?SC-?(?=SC)"), ""),
    (re.compile(r"^GB-?NIC-?(?:NIC?)?(?=[0-9])"), "NIC"),
)
_EXTENSION = re.compile(r"\s*(?:extension|ext\.?|x)\s*(?=[0-9]{1,6}$)", re.IGNORECASE)
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
_PHONE_DIGITS = range(9, 16)  # the most is ITU-T E.164; the fewest is a short UK number with its area code


def read_number(line: str) -> int:
    """A whole number, with commas and spaces where people put them.

    :raises Refused:
    """
    digits = re.sub(r"\s", "", line)
    if re.fullmatch(r"[0-9,]+\.[0-9]+", digits):
        raise refused("number-not-whole")
    if not _NUMBER.fullmatch(digits):
        raise refused("number-unclear")
    return int(digits.replace(",", ""))


def read_money(line: str) -> int:
    """Pence.

    :raises Refused:
    """
    try:
        return parse_pounds(line)
    except ValueError:
        raise refused("money-unclear") from None


def read_date(day: str, month: str, year: str) -> str:
    """An ISO date. The month may be a name.

    :raises Refused:
    """
    if not (day and month and year):
        raise refused("date-incomplete")
    number = _month(month)
    if number is None or not re.fullmatch("[0-9]{1,2}", day) or not re.fullmatch("[0-9]{4}", year):
        raise refused("date-unclear")
    try:
        on = date(int(year), number, int(day))
    except ValueError:
        raise refused("date-not-real") from None
    if on.year not in YEARS:
        raise refused("date-far-off", first=YEARS[0], last=YEARS[-1])
    return on.isoformat()


def read_email(line: str) -> str:
    """An address we could write to. Whether anyone reads it only a message can tell.

    :raises Refused:
    """
    if " " in line:
        raise refused("email-has-space")
    if len(line) > LONGEST_EMAIL or not _EMAIL.fullmatch(line):
        raise refused("email-unclear")
    name, _, domain = line.rpartition("@")
    return f"{name}@{domain.lower()}"


def read_phone(line: str) -> str:
    """A number as it was written, for a person to ring. It may end in an extension.

    :raises Refused:
    """
    number, _, extension = _EXTENSION.sub("#", line).partition("#")
    digits = re.sub(r"[\s().\-–]", "", number)
    if not re.fullmatch(r"(?:\+|00?)[0-9]+", digits) or len(digits.lstrip("+")) not in _PHONE_DIGITS:
        raise refused("phone-unclear")
    return f"{number.strip()} ext {extension}" if extension else number


def read_charity_number(line: str) -> str:
    """A registered number without its spaces, and with its country's letters.

    Formats: England and Wales six or seven digits, Scotland SC and six, Northern Ireland NIC and six; each may have
    the `GB-CHC-`, `GB-SC-` or `GB-NIC-` of org-id.guide before it.

    :raises Refused:
    """
    squeezed = re.sub(r"[\s./]", "", line.upper().replace("–", "-"))
    for prefix, written in _PREFIXES:
        squeezed = prefix.sub(written, squeezed)
    for pattern, written in _CHARITY_NUMBERS:
        if found := pattern.fullmatch(squeezed):
            return written.format(found[1])
    raise refused("charity-number-unclear")


def refused(key: str, **facts: str | int) -> Refused:
    return Refused([Reason(key, facts)])


def _month(typed: str) -> int | None:
    if re.fullmatch("[0-9]{1,2}", typed):
        return int(typed)
    start = typed.lower().rstrip(".")
    named = [month for month, name in enumerate(_MONTHS, start=1) if name.startswith(start)]
    return named[0] if len(start) >= SHORTEST_MONTH and named else None
