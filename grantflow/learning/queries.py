"""Find learning entries."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.db import db
from grantflow.learning.models import LearningEntry


def list_published() -> Sequence[LearningEntry]:
    """The published entries, newest first."""
    return db.session.scalars(
        select(LearningEntry)
        .where(LearningEntry.stage == "published")
        .options(joinedload(LearningEntry.organisation))
        .order_by(LearningEntry.published_at.desc(), LearningEntry.id)
    ).all()
