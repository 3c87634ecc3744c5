"""Written to assessors, and to the officer when one of them steps aside."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.applications.queries import form_of
from grantflow.assessment.hiding import hidden_from, left_out
from grantflow.assessment.models import Assessment
from grantflow.casework.running import tiers
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.notices import addresses, emails
from grantflow.notices.correspondence import (
    Correspondence,
    Outgoing,
    Person,
    about_application,
    last_said,
    to_each,
)
from grantflow.notices.cover import EmailCover

WAITING = ("assigned", "open")
WORDS_A_MINUTE = 150  # for somebody who reads to judge
MINUTES_A_CRITERION = 4
ROUNDED_TO = 10


def assigned_emails(assessment_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once it was declared, done or called off."""
    assessment = _assessment(assessment_id)
    if assessment.stage not in WAITING:
        return []
    about, hidden = about_application(assessment.application_id), hidden_from(assessment)
    return _to_assessor(
        assessment,
        about,
        lambda cover: emails.AssessmentAssignedEmail(
            cover=cover,
            project=left_out(about.application, hidden)(about.application.title),
            organisation="" if hidden.names else about.organisation,
            round_title=about.application.round.title,
            minutes=_minutes(about),
            due_on=assessment.due_on,
        ),
    )


def reminder_emails(assessment_id: UUID, at: datetime) -> list[Outgoing]:
    assessment = _assessment(assessment_id)
    if assessment.stage not in WAITING:
        return []
    about, hidden = about_application(assessment.application_id), hidden_from(assessment)
    return _to_assessor(
        assessment,
        about,
        lambda cover: emails.AssessmentReminderEmail(
            cover=cover,
            project=left_out(about.application, hidden)(about.application.title),
            due_on=assessment.due_on,
            days_left=max((assessment.due_on - local_date(at)).days, 0),
        ),
    )


def conflict_emails(assessment_id: UUID, at: datetime) -> list[Outgoing]:
    """To the officer whose application it is, or who has the round."""
    assessment = _assessment(assessment_id)
    about = about_application(assessment.application_id)
    assessor = assessment.assigned_to.name if assessment.assigned_to else "An assessor"
    return to_each(
        (Person(about.officer.name, about.officer.email),),
        addresses.official_application(about.application.id),
        lambda cover: emails.ConflictDeclaredEmail(
            cover=cover,
            assessor=assessor,
            project=about.application.title,
            connection=assessment.conflict or last_said(assessment.id, "declare-conflict"),
        ),
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=about.application.reference,
    )


def _to_assessor(
    assessment: Assessment, about: Correspondence, write: Callable[[EmailCover], emails.Email]
) -> list[Outgoing]:
    assessor = assessment.assigned_to
    if assessor is None or assessor.disabled_at is not None:
        return []
    return to_each(
        (Person(assessor.name, assessor.email),),
        addresses.assessment(assessment.id),
        write,
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=about.application.reference,
    )


def _assessment(assessment_id: UUID) -> Assessment:
    return db.session.scalars(
        select(Assessment).where(Assessment.id == assessment_id).options(joinedload(Assessment.assigned_to))
    ).one()


def _minutes(about: Correspondence) -> int:
    """About how long it takes to read every answer the form has room for, and to score it."""
    words = sum(question.max_words or 0 for question in form_of(about.application).questions())
    criteria = tiers(about.application.round.tiers_version).criteria
    exact = words / WORDS_A_MINUTE + MINUTES_A_CRITERION * len(criteria)
    return round(exact / ROUNDED_TO) * ROUNDED_TO
