"""Find complaints, for those who may see them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.applications.models import Application
from grantflow.casework.queries import get_official, get_visible, official_to, visible_to
from grantflow.complaints.models import Complaint, ComplaintAnswer
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.permissions import Actor, Permission

_WHOLE = (
    selectinload(Complaint.application).selectinload(Application.round).joinedload(Round.fund),
    selectinload(Complaint.answers).joinedload(ComplaintAnswer.answered_by),
    joinedload(Complaint.made_by),
    joinedload(Complaint.organisation),
    joinedload(Complaint.assigned_to),
)


def get_complaint(
    complaint_id: UUID, viewer: Actor, permission: Permission = Permission.COMPLAINT_VIEW
) -> Complaint:
    """For a page of staff.

    :raises NotFound: if there is none, it is out of the viewer's reach, or they had a part in what it is about
    """
    return get_official(Complaint, complaint_id, viewer, permission, *_WHOLE)


def get_own_complaint(complaint_id: UUID, viewer: Actor) -> Complaint:
    """One that the viewer's own organisation made.

    :raises NotFound: if it did not
    """
    return get_visible(Complaint, complaint_id, viewer, Permission.COMPLAINT_MAKE, *_WHOLE)


def list_complaints(application_id: UUID, viewer: Actor) -> Sequence[Complaint]:
    """Those about one application that the viewer may see as staff, the newest first."""
    return _list(Complaint.application_id == application_id, official_to(viewer, Permission.COMPLAINT_VIEW))


def list_own_complaints(application_id: UUID, viewer: Actor) -> Sequence[Complaint]:
    """Those that the viewer's own organisation made about one application, the newest first."""
    return _list(Complaint.application_id == application_id, visible_to(viewer, Permission.COMPLAINT_MAKE))


def find_open_complaint(application_id: UUID) -> Complaint | None:
    """The one that has not come to its end: there is one at a time."""
    return db.session.scalar(
        select(Complaint)
        .where(
            Complaint.application_id == application_id, Complaint.stage.not_in(("closed", "taken-back"))
        )
        .order_by(Complaint.created_at, Complaint.id)
        .limit(1)
    )  # fmt: skip


def find_order_to_decide_again(application_id: UUID) -> ComplaintAnswer | None:
    """The newest answer about an application that says its decision is to be made again."""
    return db.session.scalar(
        select(ComplaintAnswer)
        .join(Complaint, Complaint.id == ComplaintAnswer.complaint_id)
        .where(Complaint.application_id == application_id, ComplaintAnswer.decide_again)
        .order_by(ComplaintAnswer.answered_at.desc(), ComplaintAnswer.id)
        .limit(1)
    )


def _list(*conditions: object) -> Sequence[Complaint]:
    return db.session.scalars(
        select(Complaint)
        .where(*conditions)  # type: ignore[arg-type]
        .options(joinedload(Complaint.assigned_to), selectinload(Complaint.answers))
        .order_by(Complaint.created_at.desc(), Complaint.id.desc())
    ).all()
