"""What the letters of the checks need to know: one that asks, and one that says no early."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grantflow.notices.cover import Cover


@dataclass(frozen=True, kw_only=True)
class QueryPoint:
    """One thing we ask: which check, what is missing, and why we need it. `file` says that a file may answer it."""

    check: str
    missing: str
    why: str
    file: bool


@dataclass(frozen=True, kw_only=True)
class QueryLetter:
    """Everything that is open, asked once.

    :param why_again: why it is asked a second time; nothing, the first time
    :param asked_first_on: when it was asked the first time, if this is not that
    """

    notice: ClassVar[str] = "query-letter"

    cover: Cover
    project: str
    points: tuple[QueryPoint, ...]
    answer_by: date
    link: str
    why_again: str = ""
    asked_first_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class IneligibleLetter:
    """It cannot be considered: the rule, where it is published, how to say that we are wrong, where else to look.

    :param rule: the published rule in words, as it was when this was decided
    :param detail: what of the application does not fit it
    :param promised_days: within how many working days we say that we say so
    """

    notice: ClassVar[str] = "ineligible-notice"

    cover: Cover
    round_title: str
    project: str
    received_on: date
    rule: str
    detail: str
    published_at: str
    promised_days: int
    say_so_by: date
    may_reapply: str
    elsewhere: str
