"""What each email to somebody with a grant needs to know. Its words are in `templates/emails/<notice>`."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grantflow.notices.cover import EmailCover


@dataclass(frozen=True, kw_only=True)
class OfferEmail:
    """An offer has been made."""

    notice: ClassVar[str] = "offer"

    cover: EmailCover
    project: str
    amount_pence: int
    accept_by: date


@dataclass(frozen=True, kw_only=True)
class OfferReminderEmail:
    """The offer is still waiting."""

    notice: ClassVar[str] = "offer-reminder"

    cover: EmailCover
    project: str
    amount_pence: int
    accept_by: date
    days_left: int


@dataclass(frozen=True, kw_only=True)
class PaymentEmail:
    """Money is on its way."""

    notice: ClassVar[str] = "payment-notice"

    cover: EmailCover
    project: str
    pence: int
    arrives_by: date


@dataclass(frozen=True, kw_only=True)
class ReviewAnnouncedEmail:
    """A report will be due in about eight weeks."""

    notice: ClassVar[str] = "review-announced"

    cover: EmailCover
    project: str
    report: str
    due_on: date
    minutes: int
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewReminderEmail:
    """A report is due soon, or was due."""

    notice: ClassVar[str] = "review-reminder"

    cover: EmailCover
    project: str
    report: str
    due_on: date
    minutes: int
    questions: tuple[str, ...]
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class ReviewRecordedEmail:
    """An evaluator has written a page about a report, to be read and replied to."""

    notice: ClassVar[str] = "review-recorded"

    cover: EmailCover
    project: str
    report: str
    evaluator: str


@dataclass(frozen=True, kw_only=True)
class ReportAnsweredEmail:
    """What we read in a report, and what will happen because of it."""

    notice: ClassVar[str] = "report-answered"

    cover: EmailCover
    project: str
    report: str
    read: str
    what_next: str


@dataclass(frozen=True, kw_only=True)
class ConsentWantedEmail:
    """What a grantee learned is written down; it is theirs to agree to or to have changed."""

    notice: ClassVar[str] = "consent-wanted"

    cover: EmailCover
    project: str
    title: str


@dataclass(frozen=True, kw_only=True)
class LearningPublishedEmail:
    """What a grantee learned is public now."""

    notice: ClassVar[str] = "learning-published"

    cover: EmailCover
    title: str
    organisation: str


@dataclass(frozen=True, kw_only=True)
class LearningLookAgainEmail:
    """A published entry has come to the day on which somebody looks at it again. To its writer and the organisation."""

    notice: ClassVar[str] = "learning-look-again"

    cover: EmailCover
    title: str
    organisation: str
    published_on: date


@dataclass(frozen=True, kw_only=True)
class AwardSummaryEmail:
    """The one-page summary of a finished grant."""

    notice: ClassVar[str] = "award-summary"

    cover: EmailCover
    project: str


@dataclass(frozen=True, kw_only=True)
class RoundSummaryEmail:
    """What a whole round taught."""

    notice: ClassVar[str] = "round-summary"

    cover: EmailCover
    round_title: str
