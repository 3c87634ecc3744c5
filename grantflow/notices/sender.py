"""Who a notice comes from: the funder, the fund, and the officer to ring."""

from flask import current_app

from grantflow.accounts.models import User
from grantflow.funds.models import Fund, Round
from grantflow.notices.cover import Letterhead, Officer
from grantflow.rendering import environment
from grantflow.settings import Settings

SENTENCES = "letters/sentences.txt"


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def letterhead(fund: Fund | None) -> Letterhead:
    """Without a fund, as before the first one is set up, it is the funder who writes."""
    chosen = settings()
    lines = [line.strip() for line in chosen.FUNDER_ADDRESS.splitlines() if line.strip()]
    return Letterhead(
        funder=chosen.FUNDER_NAME,
        fund_name=fund.name if fund else chosen.FUNDER_NAME,
        address=tuple(line for line in lines if line != chosen.FUNDER_NAME),
        website=chosen.FUNDER_WEBSITE,
        accent=chosen.ACCENT_COLOUR,
    )


def officer_of(*users: User | None) -> Officer:
    """The first of these people that there is; the funder's own desk where there is nobody."""
    chosen = settings()
    user = next((user for user in users if user is not None), None)
    if user is None:
        return Officer(
            name=chosen.FUNDER_NAME, role="Grants desk", phone=chosen.FUNDER_PHONE, email=chosen.MAIL_FROM
        )
    return Officer(
        name=user.name,
        role=user.job_title or "Grants officer",
        phone=user.phone or chosen.FUNDER_PHONE,
        email=user.email,
    )


def officer_for(found: Round) -> Officer:
    return officer_of(found.assigned_to)


def sentence(name: str, **facts: object) -> str:
    """A sentence that many letters share, from `templates/letters/sentences.txt`, with its facts put in."""
    page = environment().get_template(SENTENCES)
    block = page.blocks[name.replace("-", "_")]
    return " ".join("".join(block(page.new_context(facts))).split())


def complaints() -> str:
    return sentence("complaints", funder=settings().FUNDER_NAME, phone=settings().FUNDER_PHONE)


def large_print() -> str:
    return sentence("large-print", phone=settings().FUNDER_PHONE)
