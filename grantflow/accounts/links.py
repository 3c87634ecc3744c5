"""Single-use links: made here, kept only as a hash, spent once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from grantflow.accounts.models import Link, LinkPurpose
from grantflow.accounts.queries import tidy_email
from grantflow.db import db
from grantflow.errors import LinkSpent

LIVES: dict[LinkPurpose, timedelta] = {
    LinkPurpose.SIGN_IN: timedelta(minutes=30),
    LinkPurpose.COLLEAGUE: timedelta(days=7),
    LinkPurpose.STAFF_SET_UP: timedelta(days=3),
    LinkPurpose.PARTNER: timedelta(days=60),
    LinkPurpose.SOURCE: timedelta(days=60),
    LinkPurpose.OWNER: timedelta(days=60),
}


def make_link(
    purpose: LinkPurpose,
    email: str,
    at: datetime,
    *,
    user_id: UUID | None = None,
    case_id: UUID | None = None,
    next_path: str = "",
) -> str:
    """A new link's token. It is told once, in an email, and never kept."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        Link(
            token_hash=_hash(token), purpose=purpose, email=tidy_email(email), user_id=user_id, case_id=case_id,
            next_path=next_path, created_at=at, expires_at=at + LIVES[purpose],
        )
    )  # fmt: skip
    db.session.flush()
    return token


def read_link(token: str, purpose: LinkPurpose, at: datetime) -> Link:
    """Look at a link without spending it.

    :raises LinkSpent: if it was used, ran out, or was never made
    """
    link = db.session.scalar(select(Link).where(Link.token_hash == _hash(token), Link.purpose == purpose))
    if link is None or link.used_at is not None or link.expires_at <= at:
        raise LinkSpent(purpose)
    return link


def spend_link(token: str, purpose: LinkPurpose, at: datetime) -> Link:
    """Use a link, so that nobody can again: two uses at the same moment are one use and one refusal.

    :raises LinkSpent: if it was used, ran out, or was never made
    """
    link = db.session.scalar(
        select(Link).where(Link.token_hash == _hash(token), Link.purpose == purpose).with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at <= at:
        raise LinkSpent(purpose)
    link.used_at = at
    db.session.flush()
    return link


def spend_links(
    purpose: LinkPurpose, at: datetime, *, user_id: UUID | None = None, case_id: UUID | None = None
) -> None:
    """Spend every link of one person or one case that nobody has used: what they were sent for is over."""
    whose = Link.user_id == user_id if user_id is not None else Link.case_id == case_id
    db.session.execute(
        update(Link).where(Link.purpose == purpose, whose, Link.used_at.is_(None)).values(used_at=at)
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
