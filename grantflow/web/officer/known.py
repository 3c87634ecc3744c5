"""What a check can be settled with before anybody is asked: what the register says, and what was told us once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import url_for
from markupsafe import Markup

from grantflow.accounts.models import Organisation
from grantflow.accounts.profiles import Known, list_known
from grantflow.applications.models import Application
from grantflow.applications.queries import list_partners
from grantflow.assessment import assessors
from grantflow.charities.models import RegisteredCharity
from grantflow.charities.queries import find_charity
from grantflow.checks.queries import other_requests
from grantflow.core.display import counted, day, listed, money
from grantflow.engine.form import Kind
from grantflow.engine.questions import shown
from grantflow.engine.tiers import Tier


def what_we_know(found: Application, tier: Tier, code: str) -> list[str]:
    """What we know already, so that nobody is asked for it."""
    if found.organisation is None:
        return []
    own = KNOWN[code](found, tier) if code in KNOWN else []
    return own + known_about(found.organisation, code)


def known_about(organisation: Organisation, code: str) -> list[str]:
    """Lines for an officer: first the register's, then the organisation's own, each with its date."""
    charity = find_charity(organisation.charity_number)
    said = [each for each in list_known(organisation) if f"check:{code}" in each.question.serves]
    return [*_in_register(charity, code), *(_told(each) for each in said)]


def _name_given(found: Application, _tier: Tier) -> list[str]:
    number = found.organisation.charity_number if found.organisation else None
    return [f"Name: {found.applicant_name}", f"Charity number: {number or 'none given'}"]


def _year_told(found: Application, _tier: Tier) -> list[str]:
    ended = found.organisation.income_year_ends_on if found.organisation else None
    return [f"The latest year we know of ended on {day(ended)}"] if ended else []


def _income_told(found: Application, tier: Tier) -> list[str]:
    income = found.applicant_income_pence
    if not income:
        return []
    return [
        f"Yearly income: {money(income)}",
        f"This size of grant is for up to {money(tier.applicant_income_up_to_pence)} a year",
        f"The grant is {round(100 * (found.amount_pence or 0) / income)}% of a year’s income",
    ]


def _other_requests(found: Application, _tier: Tier) -> list[str]:
    others = other_requests(found)
    lines = [f"{each.title} ({each.reference}), {money(each.amount_pence or 0)}" for each in others]
    return lines or ["Nothing else that this organisation asked us for is open or funded"]


def _interests(found: Application, _tier: Tier) -> list[str]:
    return [f"Stepped aside so far: {counted(len(assessors.stepped_aside(found)), 'person', 'people')}"]


def _partners(found: Application, _tier: Tier) -> list[str]:
    partners = list_partners(found.id)
    if not partners:
        return ["No partners are named"]
    confirmed = [each.title for each in partners if each.stage == "confirmed"]
    waiting = [each.title for each in partners if each.stage != "confirmed"]
    lines = [f"Said yes: {listed(confirmed)}"] if confirmed else []
    return lines + ([f"Not yet: {listed(waiting)}"] if waiting else [])


KNOWN = {
    "REG": _name_given,
    "ACC": _year_told,
    "BAND": _income_told,
    "DEP": _income_told,
    "LINK": _partners,
    "DUP": _other_requests,
    "COI": _interests,
}


def _in_register(charity: RegisteredCharity | None, code: str) -> Sequence[str]:
    if charity is None:
        return ["It is not on the register that we hold"] if code == "REG" else []
    return _SAYS[code](charity) if code in _SAYS else []


def _registration(charity: RegisteredCharity) -> list[str]:
    since = f" since {day(charity.registered_on)}" if charity.registered_on else ""
    stands = f"registered{since}" if charity.removed_on is None else f"removed on {day(charity.removed_on)}"
    return [f"On the register: {charity.name} ({charity.number}), {stands}"]


def _accounts(charity: RegisteredCharity) -> list[str]:
    if charity.accounts_overdue:
        return ["On the register: accounts or annual return are late"]
    received = charity.accounts_received_on
    return (
        [f"On the register: accounts received {day(received)}{_year(charity.accounts_year_ends_on)}"]
        if received
        else []
    )


def _warnings(charity: RegisteredCharity) -> list[str]:
    signs = {
        "insolvent": charity.insolvent,
        "in administration": charity.in_administration,
        "to be dissolved": charity.dissolving,
        "accounts are qualified": charity.accounts_qualified,
    }
    warnings = [words for words, holds in signs.items() if holds]
    if not warnings:
        return ["On the register: not insolvent, in administration or to be dissolved"]
    return [f"On the register: {words}" for words in warnings]


def _income(charity: RegisteredCharity) -> list[str]:
    if charity.income_pence is None:
        return []
    return [f"On the register: income {money(charity.income_pence)}{_year(charity.year_ends_on)}"]


def _trustees(charity: RegisteredCharity) -> list[str]:
    return [] if charity.trustees is None else [f"On the register: {charity.trustees} trustees"]


def _year(ended: date | None) -> str:
    return f" for the year to {day(ended)}" if ended else ""


def _told(known: Known) -> str:
    said = shown(known.question, known.value)
    words = said if isinstance(said, str) else ", ".join(said)
    if known.question.type is Kind.FILE:
        words = Markup(", ").join(
            Markup('<a class="govuk-link" href="{}">{}</a>').format(
                url_for("documents.download", document_id=each["document"]), each["name"]
            )
            for each in known.value
        )
    return Markup('{} {} <span class="gf-muted">(told us on {})</span>').format(
        known.question.label, words, day(known.confirmed_at)
    )


_SAYS: Mapping[str, Callable[[RegisteredCharity], list[str]]] = {
    "REG": _registration,
    "ACC": _accounts,
    "QUAL": _warnings,
    "BAND": _income,
    "DEP": _income,
    "TRU": _trustees,
}
