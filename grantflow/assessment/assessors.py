"""Who may be asked to assess, what they have to do already, and what is closed to them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from grantflow.accounts.interests import organisations_of_interest
from grantflow.accounts.models import Membership, RoleGrant, User
from grantflow.applications.models import Application
from grantflow.assessment.models import Assessment
from grantflow.casework.models import Recusal
from grantflow.db import db
from grantflow.permissions import HOLDINGS, Permission, Reach, Role, roles_holding


def list_assessors(region_code: str | None) -> Sequence[User]:
    """Everyone who may assess in a region, by name, with the organisations they belong to."""
    reaches = or_(RoleGrant.region_code.is_(None), RoleGrant.region_code == region_code)
    return db.session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any((RoleGrant.role == Role.ASSESSOR) & reaches))
        .options(selectinload(User.memberships))
        .order_by(User.name, User.id)
    ).all()


def list_assessors_with_regions(regions: Collection[str | None]) -> Sequence[User]:
    """Everyone who may assess in one of these regions, by name."""
    known = sorted(each for each in regions if each)
    reaches = or_(RoleGrant.region_code.is_(None), RoleGrant.region_code.in_(known))
    return db.session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any((RoleGrant.role == Role.ASSESSOR) & reaches))
        .order_by(User.name, User.id)
    ).all()


def regions_of_assessors(user_ids: Sequence[UUID]) -> dict[UUID, set[str | None]]:
    """Where each of these people assesses; None says everywhere."""
    rows = db.session.execute(
        select(RoleGrant.user_id, RoleGrant.region_code).where(
            RoleGrant.user_id.in_(user_ids), RoleGrant.role == Role.ASSESSOR
        )
    )
    regions: dict[UUID, set[str | None]] = {}
    for user_id, region in rows:
        regions.setdefault(user_id, set()).add(region)
    return regions


def organisations_closed_to(user_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """The organisations that each of these people belongs to, or has a standing interest in."""
    rows = db.session.execute(
        select(Membership.user_id, Membership.organisation_id).where(Membership.user_id.in_(user_ids))
    )
    closed = organisations_of_interest(user_ids)
    for user_id, organisation_id in rows:
        closed.setdefault(user_id, set()).add(organisation_id)
    return closed


def open_assessments_by_assessor(user_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many each person has still to do."""
    rows = db.session.execute(
        select(Assessment.assigned_to_id, func.count())
        .where(Assessment.assigned_to_id.in_(user_ids), Assessment.is_open)
        .group_by(Assessment.assigned_to_id)
    )
    return {user_id: number for user_id, number in rows if user_id is not None}


def organisations_of(user_id: UUID) -> set[UUID]:
    """Those that somebody belongs to, or has a standing interest in."""
    return organisations_closed_to([user_id]).get(user_id, set())


def regions_where_scores_are_seen(user_ids: Sequence[UUID]) -> dict[UUID, set[str | None]]:
    """Where each of these people works in a role that sees the scores that are in; None says everywhere."""
    roles = [role for role in roles_holding(Permission.ASSESSMENT_VIEW) if HOLDINGS[role][0] is Reach.REGION]
    rows = db.session.execute(
        select(RoleGrant.user_id, RoleGrant.region_code).where(
            RoleGrant.user_id.in_(user_ids), RoleGrant.role.in_(roles)
        )
    )
    regions: dict[UUID, set[str | None]] = {}
    for user_id, region in rows:
        regions.setdefault(user_id, set()).add(region)
    return regions


def who_see_scores(user_ids: Sequence[UUID], region_code: str | None) -> set[UUID]:
    """Those of these people who may look at the scores of an application in a region, once some are in."""
    where = regions_where_scores_are_seen(user_ids)
    return {user_id for user_id, regions in where.items() if regions & {None, region_code}}


def stepped_aside(application: Application) -> set[UUID]:
    """Everyone who declared an interest in an application, or in another of its organisation's in the same round."""
    same = and_(
        Recusal.organisation_id == application.organisation_id, Recusal.round_id == application.round_id
    )
    return set(
        db.session.scalars(select(Recusal.user_id).where(or_(Recusal.case_id == application.id, same)))
    )


def stepped_aside_in(round_id: UUID) -> dict[UUID | None, set[UUID]]:
    """Everyone who declared an interest in a round, by application and by organisation."""
    rows = db.session.execute(
        select(Recusal.case_id, Recusal.organisation_id, Recusal.user_id).where(Recusal.round_id == round_id)
    )
    aside: dict[UUID | None, set[UUID]] = {}
    for case_id, organisation_id, user_id in rows:
        aside.setdefault(case_id, set()).add(user_id)
        if organisation_id is not None:
            aside.setdefault(organisation_id, set()).add(user_id)
    return aside
