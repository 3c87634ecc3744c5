"""Find files, for those who may see the case they belong to."""

from uuid import UUID

from sqlalchemy import or_, select

from grantflow.casework.models import Case
from grantflow.casework.queries import UNSENT, visible_to
from grantflow.db import db
from grantflow.documents.models import Document
from grantflow.errors import NotFound
from grantflow.permissions import Actor, Permission

# Whoever may see a case of this kind may open the files that belong to it.
_PERMISSIONS = {
    "application": Permission.APPLICATION_VIEW,
    "award": Permission.AWARD_VIEW,
    "monitoring": Permission.MONITORING_VIEW,
    "learning": Permission.LEARNING_VIEW,
    "letter": Permission.LETTER_VIEW,
}


def get_document(document_id: UUID, viewer: Actor) -> Document:
    """:raises NotFound: if there is none, or the viewer may not see the case it belongs to"""
    may_see = or_(
        *((Case.kind == kind) & visible_to(viewer, permission) for kind, permission in _PERMISSIONS.items())
    )
    sent = or_(
        Case.kind != "application",
        Case.stage.not_in(UNSENT),
        Case.organisation_id.in_(list(viewer.organisations)),
    )
    document = db.session.scalar(
        select(Document)
        .join(Case, Document.case_id == Case.id)
        .where(Document.id == document_id, may_see, sent)
    )
    if document is None:
        raise NotFound("document", document_id)
    return document
