"""Find the views that somebody saved."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.permissions import Actor
from grantflow.reports.models import SavedView


def list_views(viewer: Actor) -> Sequence[SavedView]:
    """The viewer's own, by name."""
    return db.session.scalars(
        select(SavedView).where(SavedView.user_id == viewer.user_id).order_by(SavedView.name, SavedView.id)
    ).all()


def get_view(view_id: UUID, viewer: Actor) -> SavedView:
    """:raises NotFound: if there is none, or it is somebody else's"""
    found = db.session.scalar(
        select(SavedView).where(SavedView.id == view_id, SavedView.user_id == viewer.user_id)
    )
    if found is None:
        raise NotFound("view", view_id)
    return found
