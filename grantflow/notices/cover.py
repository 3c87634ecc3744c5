"""What stands around every letter and every email: who writes, to whom, about what."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who is writing. `accent` is the one colour, as #rrggbb, and must be readable on white."""

    funder: str
    fund_name: str
    address: tuple[str, ...]
    website: str
    logo: Path | None = None
    accent: str = "#1d5c63"


@dataclass(frozen=True, kw_only=True)
class Officer:
    """The person to ring."""

    name: str
    role: str
    phone: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Who the letter is to."""

    organisation: str
    contact: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What every letter carries.

    :param reference: can be read over the telephone
    :param version: which version of the letter's template this is, such as "offer 1"
    :param complaints: one or two sentences: how to complain about how we have dealt with this
    :param large_print: one sentence: how to get this in another form
    """

    letterhead: Letterhead
    reference: str
    version: str
    dated: date
    to: Addressee
    officer: Officer
    approved_by: str
    complaints: str
    large_print: str
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class EmailCover:
    """What every email carries. `reference` may be empty; `link` is the one thing to press."""

    to_name: str
    officer: Officer
    fund_name: str
    link: str
    reference: str = ""
