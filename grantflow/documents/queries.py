"""Find files, for those who may see the case they belong to."""

from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from grantflow.casework.models import Case
from grantflow.casework.queries import UNSENT, visible_to
from grantflow.db import db
from grantflow.documents.models import Document, OrganisationDocument
from grantflow.errors import NotFound
from grantflow.permissions import Actor, Permission

# Whoever may see a case of this kind may open the files that belong to it.
_PERMISSIONS = {
    "application": Permission.APPLICATION_VIEW,
    "award": Permission.AWARD_VIEW,
    "monitoring": Permission.MONITORING_VIEW,
    "learning": Permission.LEARNING_VIEW,
    "letter": Permission.LETTER_VIEW,
    "query": Permission.APPLICATION_VIEW,
}


def get_document(document_id: UUID, viewer: Actor) -> Document | OrganisationDocument:
    """:raises NotFound: if there is none, or the viewer may not see the case or organisation it belongs to"""
    return _find_in_case(document_id, viewer) or _get_of_organisation(document_id, viewer)


def _find_in_case(document_id: UUID, viewer: Actor) -> Document | None:
    may_see = or_(
        *((Case.kind == kind) & visible_to(viewer, permission) for kind, permission in _PERMISSIONS.items())
    )
    # What an applicant has not sent is their own: a draft, and what they collect to answer a query with.
    sent = or_(
        Case.kind.not_in(("application", "query")),
        and_(Case.kind == "application", Case.stage.not_in(UNSENT)),
        and_(Case.kind == "query", Case.stage == "answered"),
        Case.organisation_id.in_(list(viewer.organisations)),
    )
    return db.session.scalar(
        select(Document)
        .join(Case, Document.case_id == Case.id)
        .where(Document.id == document_id, may_see, sent)
    )


def _get_of_organisation(document_id: UUID, viewer: Actor) -> OrganisationDocument:
    """Its own people may open it, and whoever may see an application of theirs that has been sent."""
    document = db.session.get(OrganisationDocument, document_id)
    if document is not None and (
        document.organisation_id in viewer.organisations or _applied(document, viewer)
    ):
        return document
    raise NotFound("document", document_id)


def _applied(document: OrganisationDocument, viewer: Actor) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Case.kind == "application",
                    Case.stage.not_in(["draft", "expired"]),
                    Case.organisation_id == document.organisation_id,
                    visible_to(viewer, Permission.APPLICATION_VIEW),
                )
            )
        )
    )
