"""Who is asking, and when: found once a request and the same until it ends."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from flask import Flask, current_app, g, session

from grantflow.accounts.interests import organisations_of_interest
from grantflow.accounts.models import User
from grantflow.accounts.queries import find_user_for_session
from grantflow.core.clock import Clock
from grantflow.permissions import NOBODY, Actor, Grant, Occasion, Role


def current_user() -> User | None:
    """The person signed in, with roles and memberships loaded."""
    if "user" not in g:
        g.user = _load_user()
    found: User | None = g.user
    return found


def current_actor() -> Actor:
    if "actor" not in g:
        user = current_user()
        # What staff may do takes a password and a code: a session that began with a link alone never gives it.
        g.actor = actor_of(user, as_staff=bool(session.get("proven"))) if user else NOBODY
    found: Actor = g.actor
    return found


def current_official() -> Actor:
    """The person signed in, with only what their staff roles give.

    A page for staff asks with this one: somebody's own organisation is theirs on an applicant's pages alone.
    Which organisations those are stays known, because what belongs to them is closed to this person as staff.
    """
    actor = current_actor()
    official = tuple(grant for grant in actor.grants if grant.role not in {Role.APPLICANT, Role.PARTNER})
    return replace(actor, grants=official)


def this_occasion() -> Occasion:
    """The person signed in, now."""
    if "occasion" not in g:
        g.occasion = Occasion(current_actor(), clock().now())
    found: Occasion = g.occasion
    return found


def clock(app: Flask | None = None) -> Clock:
    found: Clock = (app or current_app).extensions["clock"]
    return found


def actor_of(user: User, *, as_staff: bool = True) -> Actor:
    """What a user may do. Anybody may be an applicant: it reaches only organisations they belong to."""
    return Actor(
        name=user.name,
        user_id=user.id,
        grants=(Grant(Role.APPLICANT), *(_staff_grants(user) if as_staff else ())),
        organisations={each.organisation_id: each.rights for each in user.memberships},
        interests=_interests(user) if as_staff and user.roles else frozenset(),
    )


def _interests(user: User) -> frozenset[UUID]:
    """What is closed to them as staff. A part in an organisation of their own goes on as it is."""
    if all(each.ended_at for each in user.interests):
        return frozenset()
    return frozenset(organisations_of_interest([user.id]).get(user.id, ()))


def _staff_grants(user: User) -> Iterable[Grant]:
    return (Grant(Role(each.role), each.region_code) for each in user.roles)


def _load_user() -> User | None:
    user_id, epoch = session.get("user_id"), session.get("epoch")
    if not user_id:
        return None
    return find_user_for_session(UUID(user_id), epoch)
