"""Who had a part in an application, and who may therefore have none in a complaint about it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, union
from sqlalchemy.orm import selectinload

from grantflow.accounts.interests import organisations_of_interest
from grantflow.accounts.models import RoleGrant, User
from grantflow.applications.models import Application, CheckResult, Decision, Partner
from grantflow.assessment.models import (
    Assessment,
    Marking,
    Moderation,
    PanelAttendance,
    PanelMeeting,
)
from grantflow.audit.models import AuditEntry
from grantflow.awards.models import Award
from grantflow.casework.models import Recusal
from grantflow.complaints import rules
from grantflow.complaints.models import Complaint
from grantflow.db import db
from grantflow.feedback.models import FeedbackCall
from grantflow.permissions import Permission, Role, roles_holding

# What somebody who took the first look has done on the record of a complaint.
LOOKED_FIRST = ("take-up", "answer")


def involved_in(application: Application) -> set[UUID]:
    """Everybody who looked after it, read it, checked it, talked about it, decided or did anything on its record.

    The record covers what hangs from it: its assessments, partners, grant and calls.
    """
    hanging = [
        select(kind.id).where(kind.application_id == application.id)
        for kind in (Assessment, Partner, Award, FeedbackCall)
    ]
    mine = application.id
    parts: list[Select[UUID | None]] = [
        select(AuditEntry.actor_id).where(
            or_(AuditEntry.chain == mine, *(AuditEntry.chain.in_(each) for each in hanging))
        ),
        select(Application.assigned_to_id).where(Application.id == mine),
        select(Assessment.assigned_to_id).where(Assessment.application_id == mine),
        select(CheckResult.checked_by_id).where(CheckResult.application_id == mine),
        select(Moderation.written_by_id).where(Moderation.application_id == mine),
        select(Marking.marked_by_id).where(Marking.application_id == mine),
        select(Decision.decided_by_id).where(Decision.application_id == mine),
        select(Decision.seconded_by_id).where(Decision.application_id == mine),
        select(FeedbackCall.assigned_to_id).where(FeedbackCall.application_id == mine),
        select(PanelAttendance.user_id)
        .join(PanelMeeting, PanelMeeting.id == PanelAttendance.meeting_id)
        .where(PanelMeeting.round_id == application.round_id),
    ]  # fmt: skip
    return {user_id for user_id in db.session.scalars(union(*parts)) if user_id is not None}


def named_in(complaint: Complaint) -> set[UUID]:
    """Members of staff whose name stands in its words."""
    rows = db.session.execute(select(User.id, User.name).where(User.roles.any()))
    return rules.named_in(complaint.words, {row.id: row.name for row in rows})


def looked_first(complaint: Complaint) -> set[UUID]:
    """Those who looked into it, or answered it, before a second look was asked for."""
    rows = db.session.scalars(
        select(AuditEntry.actor_id).where(
            AuditEntry.chain == complaint.id, AuditEntry.action.in_(LOOKED_FIRST)
        )
    )
    return {user_id for user_id in rows if user_id is not None}


def list_handlers(complaint: Complaint) -> Sequence[User]:
    """Those who may look into it now, by name. It may be nobody: then somebody has to be given the role."""
    roles = roles_holding(Permission.COMPLAINT_HANDLE)
    people = _holding(RoleGrant.role.in_(roles), complaint.region_code)
    closed = involved_in(complaint.application) | named_in(complaint) | _recused(complaint)
    if complaint.is_second_look:
        closed |= looked_first(complaint)
    interests = organisations_of_interest([each.id for each in people])
    return [
        each
        for each in people
        if each.id not in closed
        and complaint.organisation_id not in {member.organisation_id for member in each.memberships}
        and complaint.organisation_id not in interests.get(each.id, set())
    ]


def list_who_give_roles(region_code: str | None) -> Sequence[User]:
    """Administrators of a region, or of everywhere, by name."""
    return _holding(RoleGrant.role == Role.ADMIN, region_code)


def _holding(role: ColumnElement[bool], region_code: str | None) -> Sequence[User]:
    here = or_(RoleGrant.region_code.is_(None), RoleGrant.region_code == region_code)
    return db.session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any(role & here))
        .options(selectinload(User.memberships))
        .order_by(User.name, User.id)
    ).all()


def _recused(complaint: Complaint) -> set[UUID]:
    """Those who declared an interest in the application, or in its organisation in that round."""
    same = (Recusal.organisation_id == complaint.organisation_id) & (Recusal.round_id == complaint.round_id)
    cases = (complaint.id, complaint.application_id)
    return set(db.session.scalars(select(Recusal.user_id).where(or_(Recusal.case_id.in_(cases), same))))
