"""Ask the organisations named in an application whether they know and agree, and take their answers."""

from sqlalchemy import select

from grantflow.accounts.links import spend_links
from grantflow.accounts.models import LinkPurpose
from grantflow.applications.models import Application, Partner
from grantflow.applications.queries import form_of
from grantflow.casework.commands import open_case, take_action
from grantflow.casework.queries import answers_of
from grantflow.db import db
from grantflow.engine.answers import visible_answers
from grantflow.funds.pins import pins_of
from grantflow.permissions import Occasion

ANSWERS = {"yes": "confirm", "no": "refuse", "not-as-described": "dispute"}


def ask_partners(application: Application, occasion: Occasion) -> None:
    """Make a case of each organisation named in the answers, and ask it."""
    answers = visible_answers(form_of(application), answers_of(application.id))
    version = pins_of(application.round.id).get(("workflow", "partner"))
    for row in answers.get("partners") or ():
        partner = Partner(
            title=row["name"], application_id=application.id, round_id=application.round_id,
            region_code=application.region_code, organisation_id=application.organisation_id,
            assigned_to_id=application.assigned_to_id, contact_email=row["email"], role=row["role"],
            share_pence=row["share"],
        )  # fmt: skip
        open_case(partner, occasion, version=version)
        take_action(partner, "ask", occasion)


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
    """Put right what was said of a partner, and ask it afresh. What it said before stays in its record.

    Whoever was sent a link before can no longer answer by it.
    """
    spend_links(LinkPurpose.PARTNER, occasion.at, case_id=partner.id)
    take_action(
        partner, "ask-again", occasion, expected_revision=revision,
        facts={"role": role, "share_pence": share_pence},
    )  # fmt: skip
    partner.contact_email, partner.role, partner.share_pence = email, role, share_pence
    partner.answer_name, partner.answer_comment, partner.answered_at = "", "", None
