"""What each email about a plan or a report that somebody waits for needs to know, to charity and officer alike."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grantflow.notices.cover import EmailCover


@dataclass(frozen=True, kw_only=True)
class PlanWantedEmail:
    """The outcomes plan has still to be written. Nothing waits for it."""

    notice: ClassVar[str] = "plan-wanted"

    cover: EmailCover
    project: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class PlanGivenEmail:
    """To the officer: a plan waits to be agreed."""

    notice: ClassVar[str] = "plan-given"

    cover: EmailCover
    organisation: str
    project: str


@dataclass(frozen=True, kw_only=True)
class PlanTalkEmail:
    """The officer would like to talk about a plan first."""

    notice: ClassVar[str] = "plan-talk"

    cover: EmailCover
    project: str
    about: str


@dataclass(frozen=True, kw_only=True)
class PlanAgreedEmail:
    """A plan is agreed."""

    notice: ClassVar[str] = "plan-agreed"

    cover: EmailCover
    project: str


@dataclass(frozen=True, kw_only=True)
class CallWantedEmail:
    """To the officer: an organisation would rather tell us in a call."""

    notice: ClassVar[str] = "call-wanted"

    cover: EmailCover
    organisation: str
    project: str
    when: str
    ring_by: date


@dataclass(frozen=True, kw_only=True)
class CallWrittenUpEmail:
    """A call has been written up for the organisation to correct."""

    notice: ClassVar[str] = "call-written-up"

    cover: EmailCover
    project: str
    report: str
    written_by: str
    stands_on: date


@dataclass(frozen=True, kw_only=True)
class AnswerWantedEmail:
    """To the officer: a report was promised a reply."""

    notice: ClassVar[str] = "answer-wanted"

    cover: EmailCover
    organisation: str
    project: str
    answer_by: date
    is_late: bool


EmailAboutGrant = (
    PlanWantedEmail
    | PlanGivenEmail
    | PlanTalkEmail
    | PlanAgreedEmail
    | CallWantedEmail
    | CallWrittenUpEmail
    | AnswerWantedEmail
)
