"""What a check can be settled with before anybody is asked: what the register says, and what was told us once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import url_for
from markupsafe import Markup

from grantflow.accounts.models import Organisation
from grantflow.accounts.profiles import Known, list_known
from grantflow.charities.models import RegisteredCharity
from grantflow.charities.queries import find_charity
from grantflow.core.display import day, money
from grantflow.engine.form import Kind
from grantflow.engine.questions import shown


def known_about(organisation: Organisation, code: str) -> list[str]:
    """Lines for an officer: first the register's, then the organisation's own, each with its date."""
    charity = find_charity(organisation.charity_number)
    said = [each for each in list_known(organisation) if f"check:{code}" in each.question.serves]
    return [*_in_register(charity, code), *(_told(each) for each in said)]


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
        [f"On the register: accounts received {day(received)}{_year(charity.year_ends_on)}"]
        if received
        else []
    )


def _warnings(charity: RegisteredCharity) -> list[str]:
    warnings = [
        words for words, holds in (("insolvent", charity.insolvent), ("in administration", charity.in_administration))
        if holds
    ]  # fmt: skip
    if not warnings:
        return ["On the register: neither insolvent nor in administration"]
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
