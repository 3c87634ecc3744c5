"""Every notice, by the name a workflow uses: what kind it is and who writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from grantflow.notices import compose_adaptations as adaptations
from grantflow.notices import compose_applications as applications
from grantflow.notices import compose_assessment as assessment
from grantflow.notices import compose_awards as awards
from grantflow.notices import compose_decisions as decisions
from grantflow.notices import compose_embedding as embedding
from grantflow.notices import compose_learning as learning
from grantflow.notices import compose_monitoring as monitoring
from grantflow.notices import compose_rounds as rounds
from grantflow.notices.correspondence import Outgoing
from grantflow.notices.data import Letter as LetterContent
from grantflow.notices.models import Letter
from grantflow.notices.summaries import Summary


class Kind(StrEnum):
    """An email alone, an email that holds a private link, or an email that says where a PDF is."""

    EMAIL = "email"
    SECRET = "secret"
    LETTER = "letter"
    SUMMARY = "summary"


Printed = LetterContent | Summary


@dataclass(frozen=True)
class Notice:
    """`emails` writes to everyone concerned about a case; `printed` writes the PDF that they are told of.

    `prints` is asked first where some cases have a letter and others only an email.
    """

    kind: Kind
    emails: Callable[[UUID, datetime], list[Outgoing]]
    printed: Callable[[Letter], Printed] | None = None
    prints: Callable[[UUID], bool] = lambda _case_id: True


NOTICES: Mapping[str, Notice] = {
    "acknowledgement": Notice(
        Kind.LETTER, applications.acknowledgement_emails, applications.acknowledgement_letter
    ),
    "ineligible-notice": Notice(Kind.EMAIL, applications.ineligible_emails),
    "changes-wanted": Notice(Kind.EMAIL, applications.changes_wanted_emails),
    "changes-received": Notice(Kind.EMAIL, applications.changes_received_emails),
    "sign-off-wanted": Notice(Kind.EMAIL, applications.sign_off_emails),
    "decision-delayed": Notice(Kind.EMAIL, applications.delayed_emails),
    "draft-reminder": Notice(Kind.EMAIL, applications.draft_emails),
    "round-closing": Notice(Kind.EMAIL, applications.closing_emails),
    "partner-request": Notice(Kind.SECRET, applications.partner_emails),
    "assessment-assigned": Notice(Kind.EMAIL, assessment.assigned_emails),
    "assessment-reminder": Notice(Kind.EMAIL, assessment.reminder_emails),
    "conflict-declared": Notice(Kind.EMAIL, assessment.conflict_emails),
    "unsuccessful": Notice(Kind.LETTER, decisions.unsuccessful_emails, decisions.unsuccessful_letter),
    "reserve-list": Notice(Kind.EMAIL, decisions.reserve_emails),
    "offer": Notice(Kind.LETTER, awards.offer_emails, awards.offer_letter),
    "offer-reminder": Notice(Kind.EMAIL, awards.offer_reminder_emails),
    "payment-notice": Notice(Kind.LETTER, awards.payment_emails, awards.payment_letter),
    "review-announced": Notice(Kind.EMAIL, monitoring.announced_emails),
    "review-reminder": Notice(
        Kind.LETTER, monitoring.reminder_emails, monitoring.reminder_letter, monitoring.reminder_is_printed
    ),
    "review-recorded": Notice(Kind.EMAIL, monitoring.recorded_emails),
    "report-answered": Notice(Kind.EMAIL, monitoring.answered_emails),
    "consent-wanted": Notice(Kind.EMAIL, learning.consent_emails),
    "learning-published": Notice(Kind.EMAIL, learning.published_emails),
    "source-asked": Notice(Kind.SECRET, adaptations.source_asked_emails),
    "source-heard": Notice(Kind.EMAIL, adaptations.source_heard_emails),
    "result-reminder": Notice(Kind.EMAIL, adaptations.result_reminder_emails),
    "adaptation-told": Notice(Kind.EMAIL, adaptations.told_emails),
    "embedding-asked": Notice(Kind.SECRET, embedding.asked_emails),
    "embedding-reminder": Notice(Kind.SECRET, embedding.reminder_emails),
    "embedding-decided": Notice(Kind.EMAIL, embedding.decided_emails),
    "award-summary": Notice(Kind.SUMMARY, learning.award_summary_emails, learning.award_summary),
    "round-summary": Notice(Kind.SUMMARY, rounds.round_summary_emails, rounds.round_summary),
}
