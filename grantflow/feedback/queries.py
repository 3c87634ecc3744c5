"""Find calls, for those who may see them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.applications.models import Application
from grantflow.casework.queries import get_official, official_to
from grantflow.db import db
from grantflow.feedback.models import FeedbackCall
from grantflow.funds.models import Round
from grantflow.permissions import Actor, Permission

_WHOLE = (
    selectinload(FeedbackCall.application).selectinload(Application.round).joinedload(Round.fund),
    selectinload(FeedbackCall.application).joinedload(Application.decision),
    joinedload(FeedbackCall.asked_by),
    joinedload(FeedbackCall.organisation),
    joinedload(FeedbackCall.assigned_to),
)


def get_call(call_id: UUID, viewer: Actor, permission: Permission = Permission.FEEDBACK_VIEW) -> FeedbackCall:
    """For a page of staff.

    :raises NotFound: if there is none, or the viewer may not know of it
    """
    return get_official(FeedbackCall, call_id, viewer, permission, *_WHOLE)


def list_calls(application_id: UUID, viewer: Actor | None = None) -> Sequence[FeedbackCall]:
    """Those about one application, the newest first.

    :param viewer: only what this person may see as staff
    """
    query = select(FeedbackCall).where(FeedbackCall.application_id == application_id)
    if viewer is not None:
        query = query.where(official_to(viewer, Permission.FEEDBACK_VIEW))
    return db.session.scalars(
        query.options(joinedload(FeedbackCall.assigned_to)).order_by(
            FeedbackCall.created_at.desc(), FeedbackCall.id.desc()
        )
    ).all()


def find_open_call(application_id: UUID) -> FeedbackCall | None:
    """The one that is asked for or booked: there is one at a time."""
    return db.session.scalar(
        select(FeedbackCall)
        .where(FeedbackCall.application_id == application_id, FeedbackCall.is_open)
        .options(joinedload(FeedbackCall.assigned_to))
        .order_by(FeedbackCall.created_at, FeedbackCall.id)
        .limit(1)
    )
