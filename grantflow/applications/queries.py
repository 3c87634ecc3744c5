"""Find applications, their partners and what they are made of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.accounts.profiles import Known, list_doubtful
from grantflow.applications.eligibility import Asking, Offering
from grantflow.applications.models import (
    Application,
    ChangeRequest,
    LateCode,
    Partner,
    SignOff,
    Submission,
)
from grantflow.applications.rules import offered_tiers
from grantflow.casework import running
from grantflow.casework.queries import get_visible, visible_to
from grantflow.core.references import tidy_reference
from grantflow.db import db
from grantflow.engine.form import Choice, Form
from grantflow.engine.questions import Choices
from grantflow.engine.text import Text
from grantflow.engine.tiers import Tier
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.funds.pins import form_in_round, pins_of
from grantflow.permissions import Actor, Permission
from grantflow.places.queries import codes_in_region, list_force_areas

_WHOLE = (
    selectinload(Application.round),
    joinedload(Application.organisation),
    joinedload(Application.assigned_to),
    selectinload(Application.partners),
)


def get_application(
    application_id: UUID, viewer: Actor, permission: Permission = Permission.APPLICATION_VIEW
) -> Application:
    """With its round, organisation, officer and partners.

    :raises NotFound: if there is none, or the viewer may not know of it
    """
    return get_visible(Application, application_id, viewer, permission, *_WHOLE)


def get_own_application(application_id: UUID, viewer: Actor) -> Application:
    """One that belongs to the viewer's own organisation, whatever else the viewer may see as staff.

    :raises NotFound: if it does not
    """
    return get_application(application_id, viewer, Permission.APPLICATION_WRITE)


def get_own_draft(application_id: UUID, viewer: Actor) -> Application:
    """The same with its round alone, which is all that a page of its form needs.

    :raises NotFound: if it does not belong to the viewer's own organisation
    """
    return get_visible(
        Application, application_id, viewer, Permission.APPLICATION_WRITE, selectinload(Application.round)
    )


def list_own_applications(viewer: Actor) -> Sequence[Application]:
    """Those of the viewer's organisations, the newest first."""
    return db.session.scalars(
        select(Application)
        .where(visible_to(viewer, Permission.APPLICATION_WRITE))
        .options(selectinload(Application.round), joinedload(Application.organisation))
        .order_by(Application.created_at.desc(), Application.id.desc())
    ).all()


def find_draft(round_id: UUID, organisation_id: UUID) -> Application | None:
    """The draft an organisation has in a round: there is one at a time."""
    return db.session.scalar(
        select(Application)
        .where(
            Application.round_id == round_id,
            Application.organisation_id == organisation_id,
            Application.stage == "draft",
        )
        .order_by(Application.created_at, Application.id)
        .limit(1)
    )


def find_own_unsent(round_id: UUID, organisation_id: UUID) -> Application | None:
    """What an organisation has begun in a round and not sent, whether or not the round has closed over it."""
    return db.session.scalar(
        select(Application)
        .where(
            Application.round_id == round_id,
            Application.organisation_id == organisation_id,
            Application.stage.in_(("draft", "expired")),
        )
        .order_by(Application.created_at.desc(), Application.id)
        .limit(1)
    )


def sections_wanted(application: Application) -> Mapping[str, str]:
    """What was asked to be changed, by section, while changes are waited for; nothing at any other stage."""
    if application.stage != "changes":
        return {}
    latest = select(func.max(ChangeRequest.after_number)).where(
        ChangeRequest.application_id == application.id
    )
    rows = db.session.execute(
        select(ChangeRequest.section_key, ChangeRequest.wanted)
        .where(
            ChangeRequest.application_id == application.id,
            ChangeRequest.after_number == latest.scalar_subquery(),
        )
        .order_by(ChangeRequest.section_key)
    )
    return {row.section_key: row.wanted for row in rows}


def list_submissions(application_id: UUID) -> Sequence[Submission]:
    """Every time it was sent, the first one first."""
    return db.session.scalars(
        select(Submission).where(Submission.application_id == application_id).order_by(Submission.number)
    ).all()


def list_change_requests(application_id: UUID) -> Sequence[ChangeRequest]:
    return db.session.scalars(
        select(ChangeRequest)
        .where(ChangeRequest.application_id == application_id)
        .order_by(ChangeRequest.after_number, ChangeRequest.section_key)
    ).all()


def find_sign_off(application_id: UUID) -> SignOff | None:
    return db.session.get(SignOff, application_id)


def find_late_code(round_id: UUID, code: str, *, hold: bool = False) -> LateCode | None:
    query = select(LateCode).where(LateCode.round_id == round_id, LateCode.code == tidy_reference(code))
    return db.session.scalar(query.with_for_update() if hold else query)


def list_late_codes(round_id: UUID) -> Sequence[LateCode]:
    """The newest first."""
    return db.session.scalars(
        select(LateCode).where(LateCode.round_id == round_id).order_by(LateCode.made_at.desc(), LateCode.id)
    ).all()


def late_until(round_id: UUID, organisation_id: UUID) -> datetime | None:
    """Until when this organisation may still send to a round that has closed, if it was allowed to."""
    return db.session.scalar(
        select(func.max(LateCode.expires_at)).where(
            LateCode.round_id == round_id, LateCode.organisation_id == organisation_id
        )
    )


def list_partners(application_id: UUID) -> Sequence[Partner]:
    """Every organisation named, in the order they were named."""
    return db.session.scalars(
        select(Partner)
        .where(Partner.application_id == application_id)
        .order_by(Partner.created_at, Partner.id)
    ).all()


def get_partner(application: Application, partner_id: UUID) -> Partner:
    """:raises NotFound: if this application names no such partner"""
    partner = db.session.scalar(
        select(Partner).where(Partner.id == partner_id, Partner.application_id == application.id)
    )
    if partner is None:
        raise NotFound("partner", partner_id)
    return partner


def form_of(application: Application) -> Form:
    """The form it is written on, in the version it began with."""
    return running.form(application.form_key, application.form_version)


def tier_of(application: Application) -> Tier:
    return running.tiers(application.round.tiers_version).tier(application.tier_key)


def tiers_offered(round: Round) -> list[Tier]:
    return offered_tiers(running.tiers(round.tiers_version), round.tier_keys)


def list_doubtful_of(application: Application, at: datetime) -> list[Known]:
    """What the applicant told us about itself more than a year ago and the checks of this size of grant rest on."""
    if application.organisation is None:
        return []
    tier = tier_of(application)
    return list_doubtful(application.organisation, tier.checks_before_offer + tier.checks_before_payment, at)


def offering_of(round: Round) -> Offering:
    """What a round offers, for the rules of who and what fits."""
    sizes = tiers_offered(round)
    choices = form_in_round(pins_of(round.id), sizes[0].form).question("outcomes").choices
    near = codes_in_region(round.region_code) if round.region_code else []
    return Offering(
        min_pence=round.min_pence,
        max_pence=round.max_pence,
        sizes=sizes,
        areas={area.code: area.name for area in list_force_areas(round.force_areas)},
        outcomes={each.value: str(each.label) for each in choices if each.value in round.outcomes},
        next_door=set(near) - set(round.force_areas),
    )


def asking_of(application: Application) -> Asking:
    """What an application says of itself, for the same rules."""
    return Asking(
        kind=application.organisation.kind if application.organisation else None,
        income_pence=application.applicant_income_pence,
        areas=application.force_areas,
        outcomes=application.outcomes,
        amount_pence=application.amount_pence,
    )


def choices_in(round: Round) -> Choices:
    """The lists a form leaves to the round: its police force areas."""
    return {
        "force-areas": [
            Choice(value=area.code, label=Text(en=area.name, cy=area.name_cy or ""))
            for area in list_force_areas(round.force_areas)
        ]
    }
