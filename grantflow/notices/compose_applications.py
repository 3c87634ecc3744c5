"""Written to applicants while they apply, and to the partners they name."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose, Membership, User
from grantflow.accounts.queries import get_user
from grantflow.applications.models import Application, LateCode, Partner
from grantflow.applications.queries import choices_in, find_sign_off, form_of, sections_wanted, tier_of
from grantflow.casework.running import tiers
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.engine.answers import Progress, progress, shown_by_section
from grantflow.funds.models import Round
from grantflow.notices import addresses, emails, sender
from grantflow.notices.correspondence import (
    Correspondence,
    Outgoing,
    Person,
    about_application,
    last_facts,
    last_said,
    to_each,
)
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
            decision_by=about.application.promised_on,
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
        decision_by=about.application.promised_on,
        steps=_steps(about),
        link=addresses.application(application.id),
        withdraw_until=about.application.promised_on,
        answers=_copy_of_answers(about),
    )


def delayed_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    about = about_application(application_id)
    application, facts = about.application, last_facts(application_id, "delay")
    reason = last_said(application_id, "delay")
    return about.to_each(
        addresses.application(application.id),
        lambda cover: emails.DecisionDelayedEmail(
            cover=cover,
            project=application.title,
            promised_on=date.fromisoformat(facts["promised_on"]),
            new_date=date.fromisoformat(facts["decide_by"]),
            reason=reason,
        ),
    )


def changes_wanted_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    """What to change, in short. Nothing once the changes have come or are no longer waited for."""
    about = about_application(application_id)
    application, form = about.application, form_of(about.application)
    wanted = sections_wanted(application)
    if not wanted or application.changes_by is None:
        return []
    by, titles = application.changes_by, [str(form.section(key).title) for key in wanted]
    return about.to_each(
        addresses.application(application.id),
        lambda cover: emails.ChangesWantedEmail(
            cover=cover, project=application.title, sections=tuple(titles), by=by
        ),
    )


def changes_received_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    """To the officer whose application it is, or who has the round."""
    about = about_application(application_id)
    return to_each(
        (Person(about.officer.name, about.officer.email),),
        addresses.official_changes(application_id),
        lambda cover: emails.ChangesReceivedEmail(
            cover=cover, organisation=about.organisation, project=about.application.title
        ),
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=about.application.reference,
    )


def sign_off_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    """To the colleague who was asked. Nothing once they have agreed, or nobody is asked any more."""
    about, found = about_application(application_id), find_sign_off(application_id)
    if found is None or found.agreed_at is not None:
        return []
    colleague, asker = get_user(found.colleague_id), get_user(found.asked_by_id)
    return to_each(
        (Person(colleague.name, colleague.email),),
        addresses.check_answers(application_id),
        lambda cover: emails.SignOffWantedEmail(
            cover=cover, asked_by=asker.name, organisation=about.organisation,
            project=about.application.title, closes_at=about.application.closes_at,
        ),
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=about.application.reference,
    )  # fmt: skip


def late_code_emails(late_code_id: UUID, at: datetime) -> list[Outgoing]:
    code = db.session.get_one(LateCode, late_code_id)
    found = db.session.get_one(Round, code.round_id)
    return to_each(
        (Person(code.email, code.email),),
        addresses.late_code(found.slug),
        lambda cover: emails.LateCodeEmail(
            cover=cover, round_title=found.title, code=code.code, expires_at=code.expires_at
        ),
        officer=sender.officer_for(found),
        fund_name=found.fund.name,
        reference=found.reference,
    )


def draft_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once it was sent or the round has closed."""
    about = about_application(application_id)
    application = about.application
    if application.stage != "draft" or at > application.closes_at:
        return []
    parts = progress(form_of(application), about.answers)
    return about.to_each(
        addresses.application(application.id),
        lambda cover: emails.DraftReminderEmail(
            cover=cover,
            round_title=application.round.title,
            closes_at=application.closes_at,
            days_left=(local_date(application.closes_at) - local_date(at)).days,
            sections_left=sum(part is not Progress.DONE for part in parts.values()),
        ),
    )


def closing_emails(round_id: UUID, at: datetime) -> list[Outgoing]:
    """To everyone who may send one of the drafts in a round, or began it."""
    found = db.session.scalars(
        select(Round)
        .where(Round.id == round_id)
        .options(joinedload(Round.fund), joinedload(Round.assigned_to))
    ).one()
    if found.stage != "open" or at > found.closes_at:
        return []
    rows = db.session.execute(
        select(Application.id, Application.reference, Application.closes_at, User.name, User.email)
        .join(Membership, Membership.organisation_id == Application.organisation_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Application.round_id == round_id,
            Application.stage == "draft",
            or_(Membership.rights == "submit", User.id == Application.started_by_id),
            User.disabled_at.is_(None),
        )
        .order_by(Application.created_at, Application.id, User.email)
    )
    return [
        _closing(found, row.id, row.reference, row.closes_at, Person(row.name, row.email)) for row in rows
    ]


def partner_emails(partner_id: UUID, at: datetime) -> list[Outgoing]:
    """The question to a partner, with a link that answers for it. Nothing once it has answered."""
    partner = db.session.get_one(Partner, partner_id)
    if partner.stage != "asked":
        return []
    about = about_application(partner.application_id)
    token = make_link(LinkPurpose.PARTNER, partner.contact_email, at, case_id=partner.id)
    return to_each(
        (Person(partner.title, partner.contact_email),),
        addresses.partner(token),
        lambda cover: emails.PartnerRequestEmail(
            cover=cover,
            partner=partner.title,
            lead=about.organisation,
            project=about.application.title,
            role=partner.role,
            share_pence=partner.share_pence or None,
            answer_by=local_date(partner.due_at),
        ),
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=partner.reference,
    )


def _closing(
    found: Round, application_id: UUID, reference: str, closes_at: datetime, person: Person
) -> Outgoing:
    [outgoing] = to_each(
        (person,),
        addresses.application(application_id),
        lambda cover: emails.RoundClosingEmail(cover=cover, round_title=found.title, closes_at=closes_at),
        officer=sender.officer_for(found),
        fund_name=found.fund.name,
        reference=reference,
    )
    return outgoing


def _steps(about: Correspondence) -> tuple[str, ...]:
    """What happens next at this size of grant, a sentence each."""
    tier = tier_of(about.application)
    partners = [row["name"] for row in about.answers.get("partners") or ()]
    asked = about.answers.get("partners-involved") == "yes" and partners
    return (
        *([sentence("step-partners", partners=partners)] if asked else []),
        sentence("step-check", days=tiers(about.application.round.tiers_version).ineligible_working_days),
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
