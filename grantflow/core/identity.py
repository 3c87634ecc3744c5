"""Finds what looks like a particular person in free text: numbers, addresses, a name beside a date of birth.

It points out; a person decides. So it is written to find what would do harm, and to leave alone what reports are full
of: money, dates, references of ours, years, street names without a house.

The numbers: CRN, PNC and prison numbers as probation writes them; an NHS number by its check digit (modulus 11, NHS
Data Dictionary); a National Insurance number by the prefixes that HM Revenue and Customs gives out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a find looks like."""

    BIRTH = "birth"
    CRN = "crn"
    PNC = "pnc"
    PRISON = "prison"
    NHS = "nhs"
    INSURANCE = "insurance"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Find:
    """Where in a text something stands that looks like a person, and what it looks like."""

    sort: Sort
    start: int
    end: int
    words: str


# What stands in the place of something that was taken out.
TAKEN_OUT = "[taken out]"

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?i:{_MONTHS})[a-z]*\.?,?\s+\d{{4}})"
)
# Somebody who is on probation now was born in these years.
_BIRTH_YEAR = r"(?:19[2-9]\d|200\d|201[0-2])"
_BIRTH_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_BIRTH_YEAR}|{_BIRTH_YEAR}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?i:{_MONTHS})[a-z]*\.?,?\s+{_BIRTH_YEAR})"
)
_NAME = r"[A-Z][a-z’'-]+(?:\s+[A-Z]\.?)?\s+[A-Z][A-Za-z’'-]+"
_STREETS = (
    "street|road|avenue|lane|close|drive|way|court|crescent|place|terrace|gardens|grove|hill|square|row|walk|mews|park"
    "|view|rise|green|st|rd|ave|ln|cl|dr|cres"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}"
_DIGITS = re.compile(r"\D")
_NOT_INSURANCE = frozenset({"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})
_PHONE_DIGITS = (10, 11)
_PHONE_BEGINS = ("01", "02", "03", "05", "07", "08")
_NHS_DIGITS = 10

# The first that finds something keeps it: an NHS number is not also a telephone number.
_PATTERNS: Mapping[Sort, re.Pattern[str]] = {
    Sort.EMAIL: re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"),
    Sort.BIRTH: re.compile(
        rf"(?:{_NAME}[\s,(]{{1,3}})?(?i:\b(?:born(?:\s+on)?|d\.?o\.?b\.?|date\s+of\s+birth|birthday)\b)"
        rf"[\s:.,(-]*(?:is\s+|was\s+|on\s+)?{_DATE}|\b{_NAME}\s*[,(-]?\s*{_BIRTH_DATE}"
    ),
    Sort.PNC: re.compile(r"(?<![\w/])(?:(?:19|20)\d{2}/\d{1,7}|\d{2}/\d{4,7})[A-Za-z](?![\w/])"),
    Sort.INSURANCE: re.compile(
        r"(?<![\w-])(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])\s?\d{2}\s?\d{2}\s?\d{2}\s?(?i:[A-D])(?![\w-])"
    ),
    Sort.CRN: re.compile(r"(?<![\w-])[A-Za-z]\d{6}(?![\w-])"),
    Sort.PRISON: re.compile(r"(?<![\w-])[A-Za-z]\d{4}[A-Za-z]{2}(?![\w-])"),
    Sort.NHS: re.compile(r"(?<![\w£.,/-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w/,-]|\.\d)"),
    Sort.ADDRESS: re.compile(
        rf"(?i:\b(?:flat\s+\w+,?\s+)?\d{{1,4}}[a-z]?,?\s+(?:[a-z’'.-]+\s+){{1,4}}?(?:{_STREETS})\b)[^.!?;]{{0,60}}?"
        rf"\b(?i:{_POSTCODE})\b"
    ),
    Sort.PHONE: re.compile(r"(?<![\w£.,/-])(?:\+44[ ()-]*0?|\(?0)\d?(?:[ ()-]{0,2}\d){8,10}(?![\w/]|[.,]\d)"),
}


def find(text: str) -> list[Find]:
    """Everything in a text that looks like a particular person, in order; nothing is found twice."""
    found: list[Find] = []
    for sort, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            words = match.group()
            free = all(match.end() <= each.start or each.end <= match.start() for each in found)
            if free and _JUDGED.get(sort, _as_it_is)(words):
                found.append(Find(sort, match.start(), match.end(), words))
    return sorted(found, key=lambda each: each.start)


def without(text: str) -> str:
    """The text with all of it taken out, so that nothing is found in what is left."""
    while finds := find(text):
        text = "".join(_around(text, finds))
    return text


def _around(text: str, finds: list[Find]) -> Iterator[str]:
    last = 0
    for each in finds:
        yield text[last : each.start]
        yield TAKEN_OUT
        last = each.end
    yield text[last:]


def _as_it_is(_words: str) -> bool:
    return True


def _is_nhs_number(words: str) -> bool:
    """Each of nine digits times 10 down to 2; what is left of 11 is the tenth."""
    digits = [int(each) for each in _DIGITS.sub("", words)]
    check = 11 - sum(digit * (_NHS_DIGITS - place) for place, digit in enumerate(digits[:-1])) % 11
    return check != 10 and digits[-1] == check % 11 and len(set(digits)) > 1


def _is_phone(words: str) -> bool:
    digits = _DIGITS.sub("", words)
    if words.startswith("+44"):
        digits = "0" + digits.removeprefix("44").removeprefix("0")
    return len(digits) in _PHONE_DIGITS and digits.startswith(_PHONE_BEGINS)


def _is_insurance_number(words: str) -> bool:
    return words[:2].upper() not in _NOT_INSURANCE


_JUDGED: Mapping[Sort, Callable[[str], bool]] = {
    Sort.NHS: _is_nhs_number,
    Sort.PHONE: _is_phone,
    Sort.INSURANCE: _is_insurance_number,
}
