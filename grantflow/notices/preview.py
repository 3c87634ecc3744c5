"""The letter that a held decision will send, as it stands now. Nothing of it is kept."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from grantflow.applications.models import Application
from grantflow.awards.commands import make_award
from grantflow.core.references import new_id
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.notices.compose_awards import offer_letter
from grantflow.notices.compose_decisions import unsuccessful_letter
from grantflow.notices.data import OfferLetter, UnsuccessfulLetter
from grantflow.notices.models import Letter
from grantflow.permissions import SYSTEM, Occasion

NOT_SENT = "preview, not sent"


def decision_letter(application_id: UUID, at: datetime) -> OfferLetter | UnsuccessfulLetter:
    """What would be sent if the decision were told now. Called within a rehearsal: an offer's award is made for it.

    :raises ActionUnavailable: if no decision is held
    """
    application = db.session.get_one(Application, application_id)
    if application.stage == "to-award":
        about_id = make_award(application, Occasion(SYSTEM, at)).id
        offer = offer_letter(_unkept(application, "offer", about_id, at))
        return replace(offer, cover=replace(offer.cover, version=NOT_SENT))
    if application.stage == "to-decline":
        refusal = unsuccessful_letter(_unkept(application, "unsuccessful", application.id, at))
        return replace(refusal, cover=replace(refusal.cover, version=NOT_SENT))
    raise ActionUnavailable([Reason("not-at-this-stage")])


def _unkept(application: Application, notice: str, about_id: UUID, at: datetime) -> Letter:
    """A letter that no session knows."""
    return Letter(
        id=new_id(), title=notice, promise="", notice=notice, about_id=about_id, round_id=application.round_id,
        reference=application.reference, created_at=at, template_sha256="",
    )  # fmt: skip
