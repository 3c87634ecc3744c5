"""What the emails of the checks need to know: questions, their answers, and whether somebody can be considered."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grantflow.notices.cover import EmailCover


@dataclass(frozen=True, kw_only=True)
class IneligibleEmail:
    """Outside the rules of the round, said early; the letter has the rest."""

    notice: ClassVar[str] = "ineligible-notice"

    cover: EmailCover
    project: str
    rule: str
    say_so_by: date


@dataclass(frozen=True, kw_only=True)
class EligibleAfterAllEmail:
    """We were wrong. `reason` is what we missed."""

    notice: ClassVar[str] = "eligible-after-all"

    cover: EmailCover
    project: str
    reason: str
    decision_by: date


@dataclass(frozen=True, kw_only=True)
class QueryEmail:
    """Everything that is open, asked once; `checks` names each point."""

    notice: ClassVar[str] = "query-letter"

    cover: EmailCover
    project: str
    checks: tuple[str, ...]
    answer_by: date
    again: bool


@dataclass(frozen=True, kw_only=True)
class QueryReminderEmail:
    """There are two working days left to answer."""

    notice: ClassVar[str] = "query-reminder"

    cover: EmailCover
    project: str
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class QueryLongerEmail:
    """There is more time to answer."""

    notice: ClassVar[str] = "query-longer"

    cover: EmailCover
    project: str
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class QueryAnsweredEmail:
    """To the officer: the answers are there."""

    notice: ClassVar[str] = "query-answered"

    cover: EmailCover
    organisation: str
    project: str


@dataclass(frozen=True, kw_only=True)
class QueryUnansweredEmail:
    """To the officer: the day has passed, and what is possible now."""

    notice: ClassVar[str] = "query-unanswered"

    cover: EmailCover
    organisation: str
    project: str
    answer_by: date
    phone: str
