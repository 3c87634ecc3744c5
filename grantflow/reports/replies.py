"""What applicants of a round said back: calls about its decisions, and complaints about how it was run."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, select

from grantflow.applications.models import Application
from grantflow.complaints.models import Complaint, ComplaintAnswer
from grantflow.core.calendar import local_date
from grantflow.core.disclosure import Figure, public_count
from grantflow.db import db
from grantflow.feedback.models import FeedbackCall

# Who has heard an answer that is not a grant: a call was offered to each.
OFFERED = ("declined", "ineligible", "reserve")


@dataclass(frozen=True)
class Calls:
    """To how many applicants a call was offered, how many asked for one, and how many talked with us."""

    offered: int
    asked: int
    held: int


@dataclass(frozen=True)
class Complaints:
    """Complaints by their first answer; `in_time` were answered by the day promised. Partly upheld counts as upheld."""

    received: int
    answered: int
    in_time: int
    upheld: int


@dataclass(frozen=True)
class PublicComplaints:
    """The same, as anybody may read it."""

    received: Figure
    in_time: Figure
    upheld: Figure


def calls_of_round(round_id: UUID) -> Calls:
    """Two statements, however many there are."""
    offered = db.session.scalar(
        select(func.count())
        .select_from(Application)
        .where(Application.round_id == round_id, Application.stage.in_(OFFERED))
    )
    held = func.max(case((FeedbackCall.stage == "held", 1), else_=0))
    each = (
        select(held.label("held"))
        .where(FeedbackCall.round_id == round_id)
        .group_by(FeedbackCall.application_id)
        .subquery()
    )
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(each.c.held), 0)).select_from(each)
    ).one()
    return Calls(offered or 0, int(row[0]), int(row[1]))


def complaints_of_round(round_id: UUID) -> Complaints:
    """One statement: there are never many."""
    rows = db.session.execute(
        select(ComplaintAnswer.answered_at, ComplaintAnswer.due_on, ComplaintAnswer.outcome)
        .select_from(Complaint)
        .outerjoin(
            ComplaintAnswer, (ComplaintAnswer.complaint_id == Complaint.id) & (ComplaintAnswer.number == 1)
        )
        .where(Complaint.round_id == round_id)
        .order_by(Complaint.created_at, Complaint.id)
    ).all()
    answered = [row for row in rows if row.answered_at is not None]
    return Complaints(
        received=len(rows),
        answered=len(answered),
        in_time=sum(local_date(row.answered_at) <= row.due_on for row in answered),
        upheld=sum(row.outcome != "not-upheld" for row in answered),
    )


def for_everybody(complaints: Complaints) -> PublicComplaints:
    """Nothing under ten is told: of so few, somebody would know whose they are."""
    return PublicComplaints(
        public_count(complaints.received), public_count(complaints.in_time), public_count(complaints.upheld)
    )
