"""Look a charity up on the register, as we last read it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from grantflow.charities.models import RegisteredCharity, RegisterReading
from grantflow.db import db


def find_charity(number: str | None) -> RegisteredCharity | None:
    return db.session.get(RegisteredCharity, number) if number else None


def list_numbers(after: str, limit: int) -> Sequence[str]:
    """The next numbers in order, a page at a time."""
    return db.session.scalars(
        select(RegisteredCharity.number)
        .where(RegisteredCharity.number > after)
        .order_by(RegisteredCharity.number)
        .limit(limit)
    ).all()


def find_register_date(at: datetime | None = None) -> date | None:
    """The day on which the Commission made the extract that we read last; None before the first.

    :param at: as of this time; now, unless told otherwise
    """
    read_by = [RegisterReading.read_at <= at] if at is not None else []
    return db.session.scalar(
        select(RegisterReading.made_on)
        .where(*read_by)
        .order_by(RegisterReading.read_at.desc(), RegisterReading.id.desc())
        .limit(1)
    )
