"""Count what strangers try, so that nobody can go on guessing.

The counts are rows, so every web process sees the same ones and no broker is needed. One attempt is one short write,
and only what a stranger may try is counted: asking for a link, and signing in with a password.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from grantflow.accounts.models import Attempt
from grantflow.db import db
from grantflow.errors import TooManyAttempts

HOUR = timedelta(hours=1)


def count_attempt(what: str, who: str, at: datetime, *, most: int) -> None:
    """Count one attempt in this hour of the clock.

    :raises TooManyAttempts: if this is one more than `most`
    """
    begun_at = _hour(at)
    if _add_one(what, _hash(who), begun_at) > most:
        raise TooManyAttempts(begun_at + HOUR)


def forgive_attempt(what: str, who: str, at: datetime) -> None:
    """One that was counted went well, so it is no longer counted."""
    row = Attempt.what == what, Attempt.who == _hash(who), Attempt.begun_at == _hour(at)
    db.session.execute(update(Attempt).where(*row).values(times=Attempt.times - 1))


def forget_attempts(before: datetime) -> None:
    """Nobody needs last week's counts."""
    db.session.execute(delete(Attempt).where(Attempt.begun_at < before))


def _add_one(what: str, who: str, begun_at: datetime) -> int:
    row = Attempt.what == what, Attempt.who == who, Attempt.begun_at == begun_at
    one_more = update(Attempt).where(*row).values(times=Attempt.times + 1).returning(Attempt.times)
    times = db.session.scalar(one_more)
    if times is not None:
        return times
    try:
        with db.session.begin_nested():
            db.session.add(Attempt(what=what, who=who, begun_at=begun_at, times=1))
    except IntegrityError:
        # Another process was first in this hour, between our two statements.
        return db.session.scalars(one_more).one()
    return 1


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _hash(who: str) -> str:
    """What a stranger typed is neither kept as it is nor as long as they like."""
    return hashlib.sha256(who.encode()).hexdigest()
