"""Who is asking, and when: found once a request and the same until it ends."""

from dataclasses import replace
from uuid import UUID

from flask import Flask, current_app, g, session

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import User
from grantflow.accounts.queries import find_user_for_session
from grantflow.core.clock import Clock
from grantflow.permissions import NOBODY, Actor, Occasion, Role


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


def _load_user() -> User | None:
    user_id, epoch = session.get("user_id"), session.get("epoch")
    if not user_id:
        return None
    return find_user_for_session(UUID(user_id), epoch)
