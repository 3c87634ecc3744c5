"""The organisation someone applies for: found, or made on a first visit."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from grantflow.accounts.commands import join_organisation
from grantflow.accounts.models import Membership, Organisation, User
from grantflow.accounts.queries import find_organisation_by_charity_number
from grantflow.audit.commands import record
from grantflow.charities.models import RegisteredCharity
from grantflow.charities.queries import find_charity
from grantflow.db import db
from grantflow.errors import Reason, Refused
from grantflow.permissions import Occasion

REGISTERED_CHARITY = "registered-charity"
# Kinds of organisation, in the order they are offered, with the words for them.
KINDS = {
    REGISTERED_CHARITY: "A registered charity",
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
    income_pence: int | None,
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


def join_from_register(user: User, charity: RegisteredCharity, occasion: Occasion) -> Organisation:
    """Let a person act for a charity that has nobody here yet; all that is public is taken from the register.

    :raises Refused: if it has somebody: only they, or staff, can let another person in
    """
    organisation = join_or_register(
        user, occasion, name=charity.name, kind=REGISTERED_CHARITY, charity_number=charity.number,
        income_pence=charity.income_pence,
    )  # fmt: skip
    _take_over(organisation, charity)
    return organisation


def bring_up_to_date(organisation: Organisation, occasion: Occasion) -> None:
    """Take over what the register says by now of an organisation that is on it."""
    charity = find_charity(organisation.charity_number)
    if charity is None or not charity.is_registered:
        return
    if changed := _take_over(organisation, charity):
        db.session.flush()
        record(organisation.id, "organisation", "read-register", occasion, facts={"columns": changed})


def nobody_applies_for_it_yet(charity_number: str | None) -> Reason | None:
    """Why a newcomer may not act for the charity with this number: it has its own people here."""
    known = find_organisation_by_charity_number(charity_number) if charity_number else None
    if known is None or not _has_people(known):
        return None
    return Reason("organisation-has-people", {"name": known.name})


def _take_over(organisation: Organisation, charity: RegisteredCharity) -> list[str]:
    """The names of what is different now. Where the register is silent, what the organisation has told us stays."""
    before = _public_facts(organisation)
    if charity.income_pence is not None:
        organisation.income_pence, organisation.income_year_ends_on = (
            charity.income_pence,
            charity.year_ends_on,
        )
    organisation.company_number = charity.company_number or organisation.company_number
    organisation.postcode = organisation.postcode or charity.postcode
    after = _public_facts(organisation)
    return [name for name in after if after[name] != before[name]]


def _public_facts(organisation: Organisation) -> dict[str, object]:
    names = ("income_pence", "income_year_ends_on", "company_number", "postcode")
    return {name: getattr(organisation, name) for name in names}


def _register(
    name: str, kind: str, charity_number: str | None, income_pence: int | None, occasion: Occasion
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
