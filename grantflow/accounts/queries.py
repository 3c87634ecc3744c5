"""Find people, organisations and links."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.accounts.models import Membership, Organisation, User
from grantflow.errors import NotFound
from grantflow.db import db


def find_user_for_session(user_id: UUID, epoch: int | None) -> User | None:
    """The person a session belongs to, with roles and organisations; None once disabled or signed out everywhere."""
    user = db.session.scalars(
        select(User)
        .where(User.id == user_id)
        .options(joinedload(User.roles), joinedload(User.memberships).joinedload(Membership.organisation))
    ).unique().one_or_none()  # fmt: skip
    if user is None or user.disabled_at is not None or user.session_epoch != epoch:
        return None
    return user


def find_user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == tidy_email(email)))


def get_user(user_id: UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("user", user_id)
    return user


def list_staff() -> Sequence[User]:
    """Everybody who holds a role, by name."""
    return db.session.scalars(
        select(User).where(User.roles.any()).options(joinedload(User.roles)).order_by(User.name, User.id)
    ).unique().all()  # fmt: skip


def find_organisation_by_charity_number(number: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.charity_number == number))


def tidy_email(email: str) -> str:
    """As it is kept and compared: no spaces round it, small letters."""
    return email.strip().lower()
