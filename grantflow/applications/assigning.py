"""Give an application to an officer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from grantflow.accounts.models import RoleGrant, User
from grantflow.applications.models import Application
from grantflow.applications.rules import may_look_after
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.casework.models import Recusal
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.permissions import Occasion, Permission, Role, require


def assign_officer(
    application: Application, officer: User, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    """Whoever looks after it from now on; the applicant is given their name and number.

    :raises Stale: if the case has moved on since `expected_revision` was read
    :raises Forbidden: if the actor does not check applications here
    :raises ActionUnavailable: with everything that is against this person
    """
    lock(application, expected_revision)
    require(occasion.actor, Permission.APPLICATION_CHECK, on=application)
    if reasons := reasons_against(application, officer):
        raise ActionUnavailable(reasons)
    application.assigned_to_id = officer.id
    application.revision += 1
    record(application.id, "application", "assign", occasion, facts={"officer": officer.name})


def reasons_against(application: Application, officer: User) -> list[Reason]:
    """Why this person may not become its officer."""
    if not application.is_open:
        return [Reason("not-at-this-stage")]
    same = (Recusal.organisation_id == application.organisation_id) & (
        Recusal.round_id == application.round_id
    )
    aside = select(Recusal.case_id).where(
        Recusal.user_id == officer.id, or_(Recusal.case_id == application.id, same)
    )
    places = {each.region_code for each in officer.roles if each.role == Role.OFFICER}
    return may_look_after(
        application.organisation_id,
        {each.organisation_id for each in officer.memberships},
        name=officer.name,
        works_here=officer.disabled_at is None and bool(places & {None, application.region_code}),
        has_it_already=application.assigned_to_id == officer.id,
        stepped_aside=db.session.scalar(aside.limit(1)) is not None,
    )


def list_officers(region_codes: Sequence[str | None] | None = None) -> Sequence[User]:
    """Officers by name, with their roles and organisations: those of these regions, or all."""
    role = RoleGrant.role == Role.OFFICER
    if region_codes is not None:
        codes = [code for code in region_codes if code is not None]
        role &= or_(RoleGrant.region_code.is_(None), RoleGrant.region_code.in_(codes))
    return db.session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any(role))
        .options(selectinload(User.memberships), selectinload(User.roles))
        .order_by(User.name, User.id)
    ).all()


def find_officer(user_id: UUID | None) -> User | None:
    return next((each for each in list_officers() if each.id == user_id), None)
