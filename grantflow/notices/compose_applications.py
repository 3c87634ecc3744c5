"""Written to applicants while they apply, and to the partners they name."""

from datetime import date, datetime
from uuid import UUID

from grantflow.applications.queries import choices_in, form_of, tier_of
from grantflow.core.calendar import local_date
from grantflow.engine.answers import shown_by_section
from grantflow.notices import addresses, emails
from grantflow.notices.correspondence import Correspondence, Outgoing, about_application
from grantflow.notices.data import AcknowledgementLetter, AnswerCopy
from grantflow.notices.models import Letter
from grantflow.notices.sender import sentence


def acknowledgement_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    about = about_application(application_id)
    application = about.application
    return about.to_each(
        addresses.application(application.id),
        lambda cover: emails.AcknowledgementEmail(
            cover=cover,
            project=application.title,
            asked_pence=application.amount_pence or 0,
            decision_by=_decision_by(about),
        ),
    )


def acknowledgement_letter(letter: Letter) -> AcknowledgementLetter:
    about = about_application(letter.about_id)
    application = about.application
    return AcknowledgementLetter(
        cover=about.letter_cover(letter),
        round_title=application.round.title,
        project=application.title,
        asked_pence=application.amount_pence or 0,
        received_on=local_date(application.submitted_at or letter.created_at),
        decision_by=_decision_by(about),
        steps=_steps(about),
        link=addresses.application(application.id),
        withdraw_until=_decision_by(about),
        answers=_copy_of_answers(about),
    )


def _decision_by(about: Correspondence) -> date:
    return about.application.decide_by or about.application.round.decisions_on


def _steps(about: Correspondence) -> tuple[str, ...]:
    """What happens next at this size of grant, a sentence each."""
    tier = tier_of(about.application)
    partners = [row["name"] for row in about.answers.get("partners") or ()]
    asked = about.answers.get("partners-involved") == "yes" and partners
    return (
        *([sentence("step-partners", partners=partners)] if asked else []),
        sentence("step-check"),
        sentence("step-assess", assessors=tier.assessors),
        sentence("step-decide", panel=tier.panel),
        sentence("step-tell", rolling=about.application.round.rolling),
    )


def _copy_of_answers(about: Correspondence) -> tuple[AnswerCopy, ...]:
    sections = shown_by_section(
        form_of(about.application), about.answers, choices=choices_in(about.application.round)
    )
    return tuple(
        AnswerCopy(question=str(question.label), answer=_as_text(answer))
        for _, questions in sections
        for question, answer in questions
    )


def _as_text(answer: str | list[str]) -> str:
    """Each item of a list is a paragraph of its own."""
    return answer if isinstance(answer, str) else "\n\n".join(answer)
