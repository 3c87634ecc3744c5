"""The organisation someone applies for: found, or made on a first visit."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from grantflow.accounts.commands import join_organisation
from grantflow.accounts.models import Membership, Organisation, User
from grantflow.accounts.queries import find_organisation_by_charity_number
from grantflow.audit.commands import record
from grantflow.db import db
from grantflow.errors import Reason, Refused
from grantflow.permissions import Occasion

# Kinds of organisation, in the order they are offered, with the words for them.
KINDS = {
    "registered-charity": "A registered charity",
    "community-interest-company": "A community interest company (CIC)",
    "company": "A company or co-operative that works for a community",
    "group": "A group that is not registered",
}


def join_or_register(
    user: User,
    occasion: Occasion,
    *,
    name: str,
    kind: str,
    charity_number: str | None,
    income_pence: int,
) -> Organisation:
    """Let a person act for an organisation that has nobody here yet, with the right to send applications.

    :raises Refused: if it has somebody: only they, or staff, can let another person in
    """
    known = find_organisation_by_charity_number(charity_number) if charity_number else None
    organisation = known or _register(name, kind, charity_number, income_pence, occasion)
    # Held until the end, so that of two newcomers at once one is let in.
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    if _has_people(organisation):
        raise Refused([Reason("organisation-has-people", {"name": organisation.name})])
    join_organisation(user, organisation, "submit", occasion.at)
    record(
        organisation.id, "organisation", "join" if known else "register", occasion,
        facts={"name": organisation.name, "charity_number": charity_number},
    )  # fmt: skip
    return organisation


def nobody_applies_for_it_yet(charity_number: str | None) -> Reason | None:
    """Why a newcomer may not act for the charity with this number: it has its own people here."""
    known = find_organisation_by_charity_number(charity_number) if charity_number else None
    if known is None or not _has_people(known):
        return None
    return Reason("organisation-has-people", {"name": known.name})


def _register(
    name: str, kind: str, charity_number: str | None, income_pence: int, occasion: Occasion
) -> Organisation:
    organisation = Organisation(
        name=name, kind=kind, charity_number=charity_number, income_pence=income_pence, created_at=occasion.at
    )
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError:
        # Somebody else registered the same charity between our two statements.
        return db.session.scalars(
            select(Organisation).where(Organisation.charity_number == charity_number)
        ).one()
    return organisation


def _has_people(organisation: Organisation) -> bool:
    return bool(db.session.scalar(select(exists().where(Membership.organisation_id == organisation.id))))
