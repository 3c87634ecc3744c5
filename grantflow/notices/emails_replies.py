"""What each email about a feedback call or a complaint needs to know."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from grantflow.notices.cover import EmailCover


@dataclass(frozen=True, kw_only=True)
class CallAskedEmail:
    """To the officer: somebody would like to talk about a decision."""

    notice: ClassVar[str] = "call-asked"

    cover: EmailCover
    organisation: str
    project: str
    offered: tuple[str, ...]
    book_by: date


@dataclass(frozen=True, kw_only=True)
class CallWaitingEmail:
    """To the officer: a time is still to be chosen, a call is tomorrow, or its notes are missing."""

    notice: ClassVar[str] = "call-waiting"

    cover: EmailCover
    organisation: str
    project: str
    book_by: date
    booked_at: datetime | None
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class CallTakenBackEmail:
    """To the officer: no call after all."""

    notice: ClassVar[str] = "call-taken-back"

    cover: EmailCover
    organisation: str
    project: str


@dataclass(frozen=True, kw_only=True)
class CallBookedEmail:
    """When we ring, who does, and at which number."""

    notice: ClassVar[str] = "call-booked"

    cover: EmailCover
    project: str
    at: datetime
    phone: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class CallNotedEmail:
    """What was talked about can be read."""

    notice: ClassVar[str] = "call-noted"

    cover: EmailCover
    project: str


@dataclass(frozen=True, kw_only=True)
class CallNotPossibleEmail:
    """We could not talk, and why."""

    notice: ClassVar[str] = "call-not-possible"

    cover: EmailCover
    project: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReserveEndingEmail:
    """To the officer: a reserve list is about to end."""

    notice: ClassVar[str] = "reserve-ending"

    cover: EmailCover
    project: str
    organisation: str
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class DecidedAgainEmail:
    """A decision that was told is open again."""

    notice: ClassVar[str] = "decided-again"

    cover: EmailCover
    project: str
    decide_by: date


@dataclass(frozen=True, kw_only=True)
class ComplaintReceivedEmail:
    """We have your complaint."""

    notice: ClassVar[str] = "complaint-received"

    cover: EmailCover
    project: str
    acknowledge_by: date
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class ComplaintWaitingEmail:
    """To whoever may look into it; or, where nobody may, to whoever gives people their roles."""

    notice: ClassVar[str] = "complaint-waiting"

    cover: EmailCover
    region: str
    step: str
    by: date
    nobody: bool = False


@dataclass(frozen=True, kw_only=True)
class ComplaintAcknowledgedEmail:
    """Somebody has read it."""

    notice: ClassVar[str] = "complaint-acknowledged"

    cover: EmailCover
    project: str
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class ComplaintTakenUpEmail:
    """Who looks into it."""

    notice: ClassVar[str] = "complaint-taken-up"

    cover: EmailCover
    project: str
    answer_by: date
    second: bool


@dataclass(frozen=True, kw_only=True)
class ComplaintAnswerEmail:
    """There is an answer; the letter has it."""

    notice: ClassVar[str] = "complaint-answer"

    cover: EmailCover
    project: str
    second_look_by: date | None


@dataclass(frozen=True, kw_only=True)
class ComplaintSecondLookEmail:
    """Another person will look."""

    notice: ClassVar[str] = "complaint-second-look"

    cover: EmailCover
    project: str
    answer_by: date


ReplyEmail = (
    CallAskedEmail
    | CallWaitingEmail
    | CallTakenBackEmail
    | CallBookedEmail
    | CallNotedEmail
    | CallNotPossibleEmail
    | ReserveEndingEmail
    | DecidedAgainEmail
    | ComplaintReceivedEmail
    | ComplaintWaitingEmail
    | ComplaintAcknowledgedEmail
    | ComplaintTakenUpEmail
    | ComplaintAnswerEmail
    | ComplaintSecondLookEmail
)
