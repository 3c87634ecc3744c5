"""Make accounts, give and take roles, sign people in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose, Membership, Organisation, RoleGrant, User
from grantflow.accounts.queries import find_user_by_email, tidy_email
from grantflow.audit.commands import record
from grantflow.errors import Reason, Refused
from grantflow.db import db
from grantflow.permissions import Occasion, Role


def find_or_make_user(email: str, at: datetime, *, name: str = "") -> User:
    """The account with this address; a first visit makes it."""
    user = find_user_by_email(email)
    if user is None:
        address = tidy_email(email)
        user = User(email=address, name=name or address.partition("@")[0], created_at=at)
        db.session.add(user)
        db.session.flush()
    return user


def make_sign_in_link(email: str, at: datetime, *, next_path: str = "") -> str:
    """The token of a link that signs one person in, once. Staff with a password get no such link."""
    return make_link(LinkPurpose.SIGN_IN, email, at, next_path=next_path)


def join_organisation(user: User, organisation: Organisation, rights: str, at: datetime) -> Membership:
    membership = Membership(user=user, organisation=organisation, rights=rights, created_at=at)
    db.session.add(membership)
    db.session.flush()
    return membership


def give_role(user: User, role: Role, region_code: str | None, occasion: Occasion) -> RoleGrant:
    """:raises Refused: if the person holds it already"""
    if _find_grant(user.id, role, region_code) is not None:
        raise Refused([Reason("role-held-already", {"name": user.name})])
    grant = RoleGrant(user_id=user.id, role=role, region_code=region_code)
    db.session.add(grant)
    db.session.flush()
    record(user.id, "user", "give-role", occasion, facts={"role": role, "region": region_code, "to": user.name})
    return grant


def take_role(user: User, grant_id: UUID, occasion: Occasion) -> None:
    """:raises Refused: if it is your own administrator's role: somebody must be able to give it back"""
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.user_id != user.id:
        raise Refused([Reason("role-not-held", {"name": user.name})])
    if grant.role == Role.ADMIN and occasion.actor.user_id == user.id:
        raise Refused([Reason("own-admin-role")])
    record(
        user.id, "user", "take-role", occasion,
        facts={"role": grant.role, "region": grant.region_code, "from": user.name},
    )  # fmt: skip
    db.session.delete(grant)
    db.session.flush()


def _find_grant(user_id: UUID, role: Role, region_code: str | None) -> RoleGrant | None:
    region = RoleGrant.region_code.is_(None) if region_code is None else RoleGrant.region_code == region_code
    return db.session.scalar(select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.role == role, region))
