"""The letters an applicant has had."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.casework.queries import visible_to
from grantflow.db import db
from grantflow.notices.models import Letter
from grantflow.permissions import Actor, Permission


def list_letters_about(case_id: UUID, viewer: Actor) -> Sequence[Letter]:
    """Those that were made, the newest first."""
    return db.session.scalars(
        select(Letter)
        .where(
            Letter.about_id == case_id,
            Letter.document_id.is_not(None),
            visible_to(viewer, Permission.LETTER_VIEW),
        )
        .options(joinedload(Letter.document))
        .order_by(Letter.created_at.desc(), Letter.id.desc())
    ).all()
