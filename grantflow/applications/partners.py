"""Ask the organisations named in an application whether they know and agree, and take their answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from grantflow.accounts.links import spend_links
from grantflow.accounts.models import LinkPurpose
from grantflow.applications import rules
from grantflow.applications.models import Application, Partner
from grantflow.applications.queries import form_of, list_partners
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.queries import answers_of
from grantflow.db import db
from grantflow.engine.answers import visible_answers
from grantflow.errors import Refused
from grantflow.funds.pins import pins_of
from grantflow.permissions import Occasion


@dataclass(frozen=True)
class Said:
    """What an application says of a partner: where to ask it, its part, and its share of the money."""

    email: str
    role: str
    share_pence: int


ANSWERS = {"yes": "confirm", "no": "refuse", "not-as-described": "dispute"}


def ask_partners(application: Application, occasion: Occasion) -> None:
    """Hold the partners against the answers: ask each organisation that is new, ask again where its part, money or
    address has changed, and take out those that are no longer named. Whoever is described as before is left in peace.
    """
    answers = visible_answers(form_of(application), answers_of(application.id))
    named = {
        partner.title.casefold(): partner
        for partner in list_partners(application.id)
        if partner.stage != "removed"
    }
    for row in answers.get("partners") or ():
        partner = named.pop(str(row["name"]).casefold(), None)
        if partner is None:
            _ask_first(application, row, occasion)
        elif said_of(partner) != _said_in(row):
            _ask_afresh(partner, _said_in(row), occasion)
    for partner in named.values():
        take_action(partner, "remove", occasion)


def stop_asking(application: Application, occasion: Occasion) -> None:
    """Wait no longer for those who have not answered."""
    waiting = db.session.scalars(
        select(Partner)
        .where(Partner.application_id == application.id, Partner.stage == "asked")
        .order_by(Partner.created_at, Partner.id)
    ).all()
    for partner in waiting:
        take_action(partner, "lapse", occasion)


def answer_as_partner(partner: Partner, choice: str, name: str, comment: str, occasion: Occasion) -> None:
    """Take a partner's yes, no or "not as described", with the name of the person who says so."""
    partner.answer_name, partner.answer_comment, partner.answered_at = name, comment, occasion.at
    take_action(partner, ANSWERS[choice], occasion, note=comment)


def ask_again(
    partner: Partner, *, email: str, role: str, share_pence: int, occasion: Occasion, revision: int
) -> None:
    """Put right what was said of a partner, in the answers as well, and ask it afresh.

    What it said before stays in its record, and so does the address it was asked at.

    :raises Refused: if what is now said of the partners cannot be
    """
    application = partner.application
    lock(application)
    answers = answers_of(application.id)
    now = Said(email, role, share_pence)
    rows = [
        row | {"email": email, "role": role, "share": share_pence}
        if str(row["name"]).casefold() == partner.title.casefold() else row
        for row in answers.get("partners") or ()
    ]  # fmt: skip
    reason = rules.partners_are_named(
        rows, involved=True, amount_pence=application.amount_pence, contact_email=answers.get("contact-email")
    )
    if reason is not None:
        raise Refused([reason])
    _ask_afresh(partner, now, occasion, revision=revision)
    save_answers(application, {"partners": rows}, occasion)


def said_of(partner: Partner) -> Said:
    return Said(partner.contact_email, partner.role, partner.share_pence)


def _said_in(row: Mapping[str, Any]) -> Said:
    return Said(str(row["email"]), str(row["role"]), int(row["share"]))


def _ask_first(application: Application, row: Mapping[str, Any], occasion: Occasion) -> None:
    said = _said_in(row)
    partner = Partner(
        title=row["name"], application_id=application.id, round_id=application.round_id,
        region_code=application.region_code, organisation_id=application.organisation_id,
        assigned_to_id=application.assigned_to_id, contact_email=said.email, role=said.role,
        share_pence=said.share_pence,
    )  # fmt: skip
    open_case(partner, occasion, version=pins_of(application.round.id).get(("workflow", "partner")))
    take_action(partner, "ask", occasion)


def _ask_afresh(partner: Partner, now: Said, occasion: Occasion, *, revision: int | None = None) -> None:
    """Whoever was sent a link before can no longer answer by it."""
    spend_links(LinkPurpose.PARTNER, occasion.at, case_id=partner.id)
    before = said_of(partner)
    partner.contact_email, partner.role, partner.share_pence = now.email, now.role, now.share_pence
    partner.answer_name, partner.answer_comment, partner.answered_at = "", "", None
    take_action(
        partner, "ask-again", occasion, expected_revision=revision,
        facts={"role": now.role, "share_pence": now.share_pence, "email": now.email, "email_before": before.email},
    )  # fmt: skip
