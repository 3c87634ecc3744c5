"""What each email needs to know, and its words from `templates/emails/<notice>`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from grantflow.notices.cover import EmailCover
from grantflow.notices.emails_about_grants import EmailAboutGrant
from grantflow.notices.emails_about_learning import EmailAboutLearning
from grantflow.notices.emails_of_accounts import ColleagueInvitationEmail, SignInLinkEmail, StaffSetUpEmail
from grantflow.notices.emails_of_checks import (
    EligibleAfterAllEmail,
    IneligibleEmail,
    QueryAnsweredEmail,
    QueryEmail,
    QueryLongerEmail,
    QueryReminderEmail,
    QueryUnansweredEmail,
)
from grantflow.notices.emails_replies import ReplyEmail
from grantflow.notices.emails_to_grantees import (
    AwardSummaryEmail,
    ConsentWantedEmail,
    LearningLookAgainEmail,
    LearningPublishedEmail,
    OfferEmail,
    OfferReminderEmail,
    PaymentEmail,
    ReportAnsweredEmail,
    ReviewAnnouncedEmail,
    ReviewRecordedEmail,
    ReviewReminderEmail,
    RoundSummaryEmail,
)
from grantflow.notices.emails_to_readers import DigestConfirmEmail, LearningDigestEmail
from grantflow.rendering import render_line, render_text


@dataclass(frozen=True)
class EmailText:
    """A subject of one line and a plain text body."""

    subject: str
    body: str


def email_text(email: "Email") -> EmailText:
    return EmailText(
        subject=render_line(f"emails/{email.notice}/subject.txt", email=email),
        body=render_text(f"emails/{email.notice}/body.txt", email=email),
    )


@dataclass(frozen=True, kw_only=True)
class AcknowledgementEmail:
    """We have your application."""

    notice: ClassVar[str] = "acknowledgement"

    cover: EmailCover
    project: str
    asked_pence: int
    decision_by: date


@dataclass(frozen=True, kw_only=True)
class DecisionDelayedEmail:
    """We shall be late, and by when we shall not be."""

    notice: ClassVar[str] = "decision-delayed"

    cover: EmailCover
    project: str
    promised_on: date
    new_date: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChangesWantedEmail:
    """Something in an application has to be changed before we can go on."""

    notice: ClassVar[str] = "changes-wanted"

    cover: EmailCover
    project: str
    sections: tuple[str, ...]
    by: date


@dataclass(frozen=True, kw_only=True)
class ChangesReceivedEmail:
    """To the officer: the changes that were asked for are there."""

    notice: ClassVar[str] = "changes-received"

    cover: EmailCover
    organisation: str
    project: str


@dataclass(frozen=True, kw_only=True)
class SignOffWantedEmail:
    """To a colleague: read the answers before they are sent."""

    notice: ClassVar[str] = "sign-off-wanted"

    cover: EmailCover
    asked_by: str
    organisation: str
    project: str
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class LateCodeEmail:
    """A code that opens a closed round once, until a time."""

    notice: ClassVar[str] = "late-code"

    cover: EmailCover
    round_title: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class UnsuccessfulEmail:
    """A refusal; the letter has the reasons."""

    notice: ClassVar[str] = "unsuccessful"

    cover: EmailCover
    project: str
    call_minutes: int


@dataclass(frozen=True, kw_only=True)
class ReserveListEmail:
    """To be funded if money comes free. `place` is where on the list it stands: number 1 is next."""

    notice: ClassVar[str] = "reserve-list"

    cover: EmailCover
    project: str
    place: int
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class DraftReminderEmail:
    """An application is begun and not sent."""

    notice: ClassVar[str] = "draft-reminder"

    cover: EmailCover
    round_title: str
    closes_at: datetime
    days_left: int
    sections_left: int


@dataclass(frozen=True, kw_only=True)
class RoundClosingEmail:
    """The round is about to close."""

    notice: ClassVar[str] = "round-closing"

    cover: EmailCover
    round_title: str
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class PartnerRequestEmail:
    """Someone has named an organisation as a partner. Does it know?"""

    notice: ClassVar[str] = "partner-request"

    cover: EmailCover
    partner: str
    lead: str
    project: str
    role: str
    share_pence: int | None
    answer_by: date


@dataclass(frozen=True, kw_only=True)
class AssessmentAssignedEmail:
    """Someone is asked to assess. `organisation` is empty where the round hides names."""

    notice: ClassVar[str] = "assessment-assigned"

    cover: EmailCover
    project: str
    organisation: str
    round_title: str
    minutes: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class AssessmentReminderEmail:
    """Scores are wanted soon."""

    notice: ClassVar[str] = "assessment-reminder"

    cover: EmailCover
    project: str
    due_on: date
    days_left: int


@dataclass(frozen=True, kw_only=True)
class ConflictDeclaredEmail:
    """To the officer: an assessor has stepped aside."""

    notice: ClassVar[str] = "conflict-declared"

    cover: EmailCover
    assessor: str
    project: str
    connection: str


Email = (
    AcknowledgementEmail
    | IneligibleEmail
    | EligibleAfterAllEmail
    | QueryEmail
    | QueryReminderEmail
    | QueryLongerEmail
    | QueryAnsweredEmail
    | QueryUnansweredEmail
    | ChangesWantedEmail
    | ChangesReceivedEmail
    | SignOffWantedEmail
    | LateCodeEmail
    | DecisionDelayedEmail
    | OfferEmail
    | UnsuccessfulEmail
    | ReserveListEmail
    | OfferReminderEmail
    | PaymentEmail
    | ReviewAnnouncedEmail
    | ReviewReminderEmail
    | ReviewRecordedEmail
    | ReportAnsweredEmail
    | ConsentWantedEmail
    | DraftReminderEmail
    | RoundClosingEmail
    | PartnerRequestEmail
    | AssessmentAssignedEmail
    | AssessmentReminderEmail
    | ConflictDeclaredEmail
    | SignInLinkEmail
    | StaffSetUpEmail
    | ColleagueInvitationEmail
    | LearningPublishedEmail
    | LearningLookAgainEmail
    | AwardSummaryEmail
    | RoundSummaryEmail
    | EmailAboutGrant
    | ReplyEmail
    | DigestConfirmEmail
    | LearningDigestEmail
    | EmailAboutLearning
)
