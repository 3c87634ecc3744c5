"""Written about an outcomes plan: to its organisation, and to the officer when it waits to be agreed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.awards.models import OutcomesPlan
from grantflow.awards.plans import plan_form
from grantflow.db import db
from grantflow.notices import addresses
from grantflow.notices import emails_about_grants as emails
from grantflow.notices.correspondence import Outgoing, about_application, last_said, to_officer

UNDER_WAY = ("accepted", "active")


def wanted_emails(plan_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once it was sent, or the grant has come to its end."""
    plan = _plan(plan_id)
    if plan.stage != "draft" or plan.award.stage not in UNDER_WAY:
        return []
    return about_application(plan.award.application_id).to_each(
        addresses.plan(plan.award_id),
        lambda cover: emails.PlanWantedEmail(
            cover=cover,
            project=plan.title,
            minutes=plan_form(plan).minutes * max(len(plan.award.outcomes), 1),
        ),
        reference=plan.award.reference,
    )


def given_emails(plan_id: UUID, at: datetime) -> list[Outgoing]:
    plan = _plan(plan_id)
    if plan.stage != "given":
        return []
    about = about_application(plan.award.application_id)
    return to_officer(
        about,
        addresses.official_plan(plan.award.application_id),
        lambda cover: emails.PlanGivenEmail(cover=cover, organisation=about.organisation, project=plan.title),
        reference=plan.award.reference,
    )


def talk_emails(plan_id: UUID, at: datetime) -> list[Outgoing]:
    plan = _plan(plan_id)
    if plan.stage != "talking":
        return []
    about = last_said(plan.id, "talk")
    return about_application(plan.award.application_id).to_each(
        addresses.plan(plan.award_id),
        lambda cover: emails.PlanTalkEmail(cover=cover, project=plan.title, about=about),
        reference=plan.award.reference,
    )


def agreed_emails(plan_id: UUID, at: datetime) -> list[Outgoing]:
    plan = _plan(plan_id)
    if plan.stage != "agreed":
        return []
    return about_application(plan.award.application_id).to_each(
        addresses.plan(plan.award_id),
        lambda cover: emails.PlanAgreedEmail(cover=cover, project=plan.title),
        reference=plan.award.reference,
    )


def _plan(plan_id: UUID) -> OutcomesPlan:
    return db.session.scalars(
        select(OutcomesPlan).where(OutcomesPlan.id == plan_id).options(joinedload(OutcomesPlan.award))
    ).one()
