"""Find people, organisations and links."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from grantflow.accounts.models import Membership, Organisation, RoleGrant, User
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.permissions import Actor, Permission, require


def find_user_for_session(user_id: UUID, epoch: int | None) -> User | None:
    """The person a session belongs to, with roles and organisations; None once disabled or signed out everywhere."""
    user = db.session.scalars(
        select(User)
        .where(User.id == user_id)
        .options(
            joinedload(User.roles),
            joinedload(User.memberships).joinedload(Membership.organisation),
            joinedload(User.interests),
        )
    ).unique().one_or_none()  # fmt: skip
    if user is None or user.disabled_at is not None or user.session_epoch != epoch:
        return None
    return user


def find_user_by_email(email: str, *, hold: bool = False) -> User | None:
    """:param hold: keep the row for ourselves until the transaction ends"""
    query = select(User).where(User.email == tidy_email(email)).options(selectinload(User.roles))
    return db.session.scalar(query.with_for_update() if hold else query)


def signs_in_with_password(user: User | None) -> bool:
    """Whoever holds a role proves it with a password and a code: an emailed link alone may not open their account."""
    return user is not None and bool(user.roles)


def get_user(user_id: UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("user", user_id)
    return user


def list_staff(
    viewer: Actor | None = None, *, name: str = "", region_code: str = "", role: str = ""
) -> Sequence[User]:
    """Everybody who works here or did, by name, with their roles.

    :param viewer: leave out those in whose regions this person does not look after people
    :param region_code: only those who hold a role there; a role everywhere holds there as well
    """
    query = select(User).where(_works_here())
    if viewer is not None:
        query = query.where(_in_charge_of(viewer))
    if name:
        query = query.where(_is_called(name))
    if region_code:
        query = query.where(
            User.roles.any(or_(RoleGrant.region_code == region_code, RoleGrant.region_code.is_(None)))
        )
    if role:
        query = query.where(User.roles.any(RoleGrant.role == role))
    return db.session.scalars(query.options(selectinload(User.roles)).order_by(User.name, User.id)).all()


def get_member_of_staff(user_id: UUID, viewer: Actor) -> User:
    """:raises NotFound: if there is no such person, or none that this viewer looks after"""
    user = db.session.scalar(
        select(User)
        .where(User.id == user_id, _works_here(), _in_charge_of(viewer))
        .options(selectinload(User.roles), selectinload(User.memberships))
    )
    if user is None:
        raise NotFound("user", user_id)
    return user


def list_ids_of_people(name: str, limit: int = 100) -> Sequence[UUID]:
    """The accounts whose name or address has this in it."""
    return db.session.scalars(
        select(User.id).where(_is_called(name)).order_by(User.name, User.id).limit(limit)
    ).all()


def list_people_of(organisation_id: UUID) -> Sequence[User]:
    """Everybody who belongs to an organisation, by name."""
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation_id, User.disabled_at.is_(None))
        .order_by(User.name, User.id)
    ).all()


def names_of_people(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def roles_of(user_ids: Collection[UUID | None], region_code: str | None) -> set[str]:
    """Every role that one of these people holds in a region, or everywhere."""
    here = or_(RoleGrant.region_code.is_(None), RoleGrant.region_code == region_code)
    return set(db.session.scalars(select(RoleGrant.role).where(RoleGrant.user_id.in_(user_ids), here)))


def find_organisation_by_charity_number(number: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.charity_number == number))


def get_own_organisation(
    organisation_id: UUID, viewer: Actor, permission: Permission = Permission.ORGANISATION_VIEW
) -> Organisation:
    """One that the viewer belongs to.

    :raises NotFound: if they do not
    :raises Forbidden: if they do, and their right in it does not reach that far
    """
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or organisation_id not in viewer.organisations:
        raise NotFound("organisation", organisation_id)
    require(viewer, permission, on=organisation)
    return organisation


def tidy_email(email: str) -> str:
    """As it is kept and compared: no spaces round it, small letters."""
    return email.strip().lower()


def _works_here() -> ColumnElement[bool]:
    """Somebody who holds a role, or did and still has a password."""
    return or_(User.roles.any(), User.password_hash.is_not(None))


def _is_called(name: str) -> ColumnElement[bool]:
    """Somebody whose name or address has this in it."""
    return or_(User.name.icontains(name, autoescape=True), User.email.icontains(name, autoescape=True))


def _in_charge_of(viewer: Actor) -> ColumnElement[bool]:
    regions = viewer.regions(Permission.USER_MANAGE)
    return true() if regions is None else User.roles.any(RoleGrant.region_code.in_(regions))
