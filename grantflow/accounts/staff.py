"""Members of staff: add them, let them set up their account, give and take roles, sign them out for good.

An administrator of one region looks after the people and roles of that region only. Each command holds the person's
row, so that two administrators at once write one history.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.commands import find_or_make_user
from grantflow.accounts.links import make_link, spend_links
from grantflow.accounts.models import LinkPurpose, RoleGrant, User
from grantflow.accounts.passwords import set_password
from grantflow.accounts.queries import find_user_by_email
from grantflow.accounts.rules import name_is_a_persons
from grantflow.audit.commands import record
from grantflow.db import db
from grantflow.errors import Forbidden, Reason, Refused
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Actor, Occasion, Permission, Role


def add_member_of_staff(
    email: str, name: str, role: Role, region_code: str | None, occasion: Occasion, *, job_title: str = ""
) -> User:
    """Make the account, or take up the one that the address has, with its first role.

    Somebody who applies for an organisation keeps the name they gave.

    :raises Forbidden: if the actor does not look after that region
    :raises Refused: if the person works here already, or the name is not a person's
    """
    if refusal := name_is_a_persons(name):
        raise Refused([Reason(refusal)])
    known = find_user_by_email(email)
    if known is not None and known.roles:
        raise Refused([Reason("staff-already", {"name": known.name})])
    user = find_or_make_user(email, occasion.at)
    user.name, user.job_title = (user.name if user.memberships else name), job_title
    give_role(user, role, region_code, occasion)
    return user


def promise_set_up_link(user: User, occasion: Occasion) -> None:
    """Have a link emailed with which the person chooses a password and sets up their phone."""
    require_charge_of(user, occasion.actor)
    record(user.id, "user", "send-set-up-link", occasion, facts={"to": user.name})
    enqueue("staff-set-up-link", str(user.id), key=f"staff-set-up-link:{user.id}:{occasion.at.timestamp()}")


def make_set_up_link(user: User, at: datetime) -> str:
    """The token of a link that sets up one account, once. Those made before it are over."""
    spend_links(LinkPurpose.STAFF_SET_UP, at, user_id=user.id)
    return make_link(LinkPurpose.STAFF_SET_UP, user.email, at, user_id=user.id)


def choose_password(user: User, password: str, occasion: Occasion) -> None:
    """Whoever was signed in with the old password is signed out."""
    _hold(user)
    set_password(user, password)
    record(user.id, "user", "choose-password", occasion, facts={"who": user.name})


def set_up_codes(user: User, secret: str, step: int, occasion: Occasion) -> None:
    """Keep the secret behind the person's codes; the one they proved it with is spent, and so is every other link."""
    _hold(user)
    spend_links(LinkPurpose.STAFF_SET_UP, occasion.at, user_id=user.id)
    user.totp_secret, user.totp_last_step = secret, step
    record(user.id, "user", "set-up-codes", occasion, facts={"who": user.name})


def give_role(user: User, role: Role, region_code: str | None, occasion: Occasion) -> RoleGrant:
    """Give a role in one region or (None) everywhere.

    :raises Forbidden: if the actor does not look after that region
    :raises Refused: if the person holds it already, or would give it to themself
    """
    require_region(region_code, occasion.actor)
    if user.id == occasion.actor.user_id:
        raise Refused([Reason("own-role")])
    _hold(user)
    if _find_grant(user.id, role, region_code) is not None:
        raise Refused([Reason("role-held-already", {"name": user.name})])
    if not user.roles:
        # Whoever is signed in by an emailed link signs in afresh, as staff do.
        user.session_epoch += 1
    grant = RoleGrant(user=user, role=role, region_code=region_code)
    db.session.add(grant)
    db.session.flush()
    record(
        user.id, "user", "give-role", occasion, facts={"role": role, "region": region_code, "to": user.name}
    )
    return grant


def take_role(user: User, grant_id: UUID, occasion: Occasion) -> None:
    """
    :raises Forbidden: if the actor does not look after the role's region
    :raises Refused: if it is your own administrator's role: somebody must be able to give it back
    """
    _hold(user)
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.user_id != user.id:
        raise Refused([Reason("role-not-held", {"name": user.name})])
    require_region(grant.region_code, occasion.actor)
    if grant.role == Role.ADMIN and occasion.actor.user_id == user.id:
        raise Refused([Reason("own-admin-role")])
    facts = {"role": grant.role, "region": grant.region_code, "from": user.name}
    record(user.id, "user", "take-role", occasion, facts=facts)
    db.session.delete(grant)
    db.session.flush()
    db.session.expire(user, ["roles"])


def disable(user: User, occasion: Occasion) -> None:
    """Close the account and sign the person out everywhere, from their next click.

    :raises Refused: if it is closed already or your own, or an organisation applies through it
    """
    require_charge_of(user, occasion.actor)
    _hold(user)
    if user.id == occasion.actor.user_id:
        raise Refused([Reason("own-account")])
    if user.memberships:
        raise Refused([Reason("account-of-an-applicant", {"name": user.name})])
    if user.disabled_at is not None:
        raise Refused([Reason("disabled-already", {"name": user.name})])
    user.disabled_at = occasion.at
    spend_links(LinkPurpose.STAFF_SET_UP, occasion.at, user_id=user.id)
    user.session_epoch += 1
    record(user.id, "user", "disable", occasion, facts={"who": user.name})


def enable(user: User, occasion: Occasion) -> None:
    require_charge_of(user, occasion.actor)
    _hold(user)
    if user.disabled_at is None:
        raise Refused([Reason("not-disabled", {"name": user.name})])
    user.disabled_at = None
    record(user.id, "user", "enable", occasion, facts={"who": user.name})


def require_region(region_code: str | None, actor: Actor) -> None:
    """:raises Forbidden: unless the actor looks after the people of this region, or (None) of every region"""
    regions = actor.regions(Permission.USER_MANAGE)
    if regions is not None and region_code not in regions:
        raise Forbidden(Permission.USER_MANAGE)


def require_charge_of(user: User, actor: Actor) -> None:
    """:raises Forbidden: unless the actor looks after every region in which this person holds a role"""
    for grant in user.roles:
        require_region(grant.region_code, actor)
    if not user.roles:
        require_region(None, actor)


def _hold(user: User) -> None:
    db.session.flush()
    # Only the person's own row: PostgreSQL cannot lock what was loaded along by an outer join.
    db.session.refresh(user, with_for_update={"of": User})


def _find_grant(user_id: UUID, role: Role, region_code: str | None) -> RoleGrant | None:
    region = RoleGrant.region_code.is_(None) if region_code is None else RoleGrant.region_code == region_code
    return db.session.scalar(
        select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.role == role, region)
    )
