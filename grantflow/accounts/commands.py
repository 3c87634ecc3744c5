"""Make accounts for people and join them to organisations."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose, Membership, Organisation, User
from grantflow.accounts.queries import find_user_by_email, tidy_email
from grantflow.accounts.rules import name_is_a_persons
from grantflow.audit.commands import record
from grantflow.db import db
from grantflow.errors import Reason, Refused
from grantflow.permissions import Occasion


def find_or_make_user(email: str, at: datetime, *, name: str = "") -> User:
    """The account with this address; a first visit makes it."""
    user = find_user_by_email(email)
    if user is None:
        address = tidy_email(email)
        begins = address.partition("@")[0]
        user = User(
            email=address, name=name or (address if name_is_a_persons(begins) else begins), created_at=at
        )
        try:
            with db.session.begin_nested():
                db.session.add(user)
        except IntegrityError:
            # Somebody used another link to the same address between our two statements.
            return db.session.scalars(select(User).where(User.email == address)).one()
    return user


def say_name(user: User, name: str, occasion: Occasion) -> None:
    """Keep what somebody who applies calls themself. Whoever works here has the name an administrator gave them.

    :raises Refused: if it is not a person's
    """
    if user.roles or name == user.name:
        return
    if refusal := name_is_a_persons(name):
        raise Refused([Reason(refusal)])
    record(user.id, "user", "say-name", occasion, facts={"who": name, "before": user.name})
    user.name = name


def make_sign_in_link(email: str, at: datetime, *, next_path: str = "") -> str:
    """The token of a link that signs one person in, once. It opens nothing for whoever signs in with a password."""
    return make_link(LinkPurpose.SIGN_IN, email, at, next_path=next_path)


def end_sessions(user: User) -> None:
    """Sign a person out wherever they are signed in."""
    user.session_epoch += 1


def join_organisation(user: User, organisation: Organisation, rights: str, at: datetime) -> Membership:
    membership = Membership(user=user, organisation=organisation, rights=rights, created_at=at)
    db.session.add(membership)
    db.session.flush()
    return membership
