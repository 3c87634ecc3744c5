"""What assessors know about and when they were trained: kept by officers and administrators of their regions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import selectinload

from grantflow.accounts.models import RoleGrant, User
from grantflow.assessment import rules
from grantflow.assessment.models import Assessment
from grantflow.audit.commands import record
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.funds.outcomes import OUTCOMES
from grantflow.permissions import Actor, Occasion, Permission, Role

# The one list of what an assessor may be said to know about: the outcomes of the fund, and two ways of knowing.
SKILLS = {
    **OUTCOMES,
    "lived-experience": "Lived experience of probation",
    "local-knowledge": "Local knowledge",
}


@dataclass(frozen=True)
class Load:
    """How many assessments somebody has to do, how many of those are late, and how many they have sent."""

    to_do: int = 0
    late: int = 0
    sent: int = 0


def list_looked_after(viewer: Actor) -> Sequence[User]:
    """The assessors of every region in which this person looks after them, by name, with their roles."""
    return db.session.scalars(_looked_after(viewer).order_by(User.name, User.id)).all()


def get_looked_after(user_id: UUID, viewer: Actor) -> User:
    """:raises NotFound: if there is no such assessor, or none that this person looks after"""
    found = db.session.scalar(_looked_after(viewer).where(User.id == user_id))
    if found is None:
        raise NotFound("assessor", user_id)
    return found


def loads_of(user_ids: Collection[UUID], today: date) -> dict[UUID, Load]:
    """By person; whoever was never asked is not in it."""
    late = Assessment.is_open & (Assessment.due_on < today)
    rows = db.session.execute(
        select(
            Assessment.assigned_to_id,
            func.sum(case((Assessment.is_open, 1), else_=0)),
            func.sum(case((late, 1), else_=0)),
            func.sum(case((Assessment.stage == "submitted", 1), else_=0)),
        )
        .where(Assessment.assigned_to_id.in_(user_ids))
        .group_by(Assessment.assigned_to_id)
    )
    return {user_id: Load(int(to_do), int(late), int(sent)) for user_id, to_do, late, sent in rows}


def record_training(
    assessor: User, occasion: Occasion, *, trained_on: date | None, skills: Collection[str]
) -> None:
    """Keep when somebody was last trained (None: not known) and what they know about, in place of what stood there.

    :raises NotFound: unless the actor looks after them
    :raises ActionUnavailable: with everything against it
    """
    get_looked_after(assessor.id, occasion.actor)
    db.session.refresh(assessor, with_for_update={"of": User})
    if keys := _against(assessor, occasion, trained_on, skills):
        raise ActionUnavailable([Reason(key) for key in keys])
    assessor.trained_on, assessor.skills = trained_on, [key for key in SKILLS if key in skills]
    facts = {
        "to": assessor.name,
        "trained_on": trained_on.isoformat() if trained_on else None,
        "skills": assessor.skills,
    }
    record(assessor.id, "user", "record-training", occasion, facts=facts)


def _against(
    assessor: User, occasion: Occasion, trained_on: date | None, skills: Collection[str]
) -> list[str]:
    found = [
        rules.may_record_training(assessor.id, occasion.actor.user_id),
        rules.training_day_has_come(trained_on, local_date(occasion.at)),
        None if set(skills) <= set(SKILLS) else "skill-unknown",
        "nothing-changed"
        if (assessor.trained_on, set(assessor.skills)) == (trained_on, set(skills))
        else None,
    ]
    return [key for key in found if key]


def _looked_after(viewer: Actor) -> Select[User]:
    regions = viewer.regions(Permission.ASSESSOR_MANAGE)
    reaches = RoleGrant.role == Role.ASSESSOR
    if regions is not None:
        everywhere = RoleGrant.region_code.is_(None) if regions else RoleGrant.region_code.in_([])
        reaches &= or_(everywhere, RoleGrant.region_code.in_(sorted(regions)))
    return (
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any(reaches))
        .options(selectinload(User.roles))
    )
