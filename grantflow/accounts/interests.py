"""Standing interests: what a member of staff has to do with an organisation, kept by themselves."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from grantflow.accounts.models import Interest, Organisation
from grantflow.audit.commands import record
from grantflow.db import db
from grantflow.errors import NotFound, Reason, Refused
from grantflow.permissions import Occasion

# Of the same charity by its number; or, where one of the two gives none, of the same name.
_SAME_NUMBER = Interest.charity_number == Organisation.charity_number
_SAME_NAME = func.lower(Interest.name) == func.lower(Organisation.name)
_STANDS = Interest.ended_at.is_(None)


def list_interests(user_id: UUID) -> Sequence[Interest]:
    """Those that stand, by name."""
    return db.session.scalars(
        select(Interest).where(Interest.user_id == user_id, _STANDS).order_by(Interest.name, Interest.id)
    ).all()


def organisations_of_interest(user_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """The organisations in which each of these people has an interest that stands."""
    found: dict[UUID, set[UUID]] = {}
    for same in (_SAME_NUMBER, _SAME_NAME):
        rows = db.session.execute(
            select(Interest.user_id, Organisation.id)
            .join(Organisation, same)
            .where(Interest.user_id.in_(user_ids), _STANDS)
        )
        for user_id, organisation_id in rows:
            found.setdefault(user_id, set()).add(organisation_id)
    return found


def interests_in(organisation: Organisation) -> Sequence[Interest]:
    """Everybody's that stand, oldest first."""
    found = {
        interest.id: interest
        for same in (
            Interest.charity_number == organisation.charity_number,
            func.lower(Interest.name) == func.lower(organisation.name),
        )
        for interest in db.session.scalars(select(Interest).where(same, _STANDS))
    }
    return sorted(found.values(), key=lambda each: (each.declared_at, each.id))


def add_interest(
    occasion: Occasion, *, name: str, charity_number: str | None, what: str, since: date
) -> Interest:
    """:raises Refused: if it is not a person who says so"""
    user_id = occasion.actor.user_id
    if user_id is None:
        raise Refused([Reason("not-a-person")])
    interest = Interest(
        user_id=user_id, name=" ".join(name.split()), charity_number=charity_number or None, what=what,
        since=since, declared_at=occasion.at,
    )  # fmt: skip
    db.session.add(interest)
    db.session.flush()
    record(user_id, "user", "declare-interest", occasion, note=what, facts={"who": interest.name})
    return interest


def end_interest(interest_id: UUID, occasion: Occasion) -> Interest:
    """:raises NotFound: if it is not this person's own, or over already"""
    interest = db.session.scalar(
        select(Interest)
        .where(Interest.id == interest_id, Interest.user_id == occasion.actor.user_id, _STANDS)
        .with_for_update()
    )
    if interest is None:
        raise NotFound("interest", interest_id)
    interest.ended_at = occasion.at
    record(interest.user_id, "user", "end-interest", occasion, facts={"who": interest.name})
    return interest
