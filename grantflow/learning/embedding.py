"""Find decisions to take something up: those that are waited for, and those of one entry."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from grantflow.accounts.models import RoleGrant, User
from grantflow.casework.queries import get_official, official_to
from grantflow.db import db
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.embedding_rules import DECIDED, UNDECIDED
from grantflow.permissions import Actor, Permission, roles_holding

MOST = 200
_WHOLE = (
    joinedload(EmbeddingDecision.entry),
    joinedload(EmbeddingDecision.owner),
    joinedload(EmbeddingDecision.asked_by),
)


def get_decision(decision_id: UUID, viewer: Actor) -> EmbeddingDecision:
    """:raises NotFound: if there is none, or the viewer may not know of it"""
    return get_official(EmbeddingDecision, decision_id, viewer, Permission.EMBEDDING_DECIDE, *_WHOLE)


def list_undecided(viewer: Actor) -> Sequence[EmbeddingDecision]:
    """What has been waited for longest comes first."""
    return db.session.scalars(
        select(EmbeddingDecision)
        .where(official_to(viewer, Permission.EMBEDDING_DECIDE), EmbeddingDecision.stage.in_(UNDECIDED))
        .order_by(EmbeddingDecision.asked_at, EmbeddingDecision.id)
        .limit(MOST)
    ).all()


def list_decided(viewer: Actor) -> Sequence[EmbeddingDecision]:
    """The newest first."""
    return db.session.scalars(
        select(EmbeddingDecision)
        .where(official_to(viewer, Permission.EMBEDDING_DECIDE), EmbeddingDecision.stage.in_(DECIDED))
        .order_by(EmbeddingDecision.decided_at.desc(), EmbeddingDecision.id)
        .limit(MOST)
    ).all()


def list_decided_of(entry_id: UUID) -> Sequence[EmbeddingDecision]:
    """What was decided about an entry, for everybody; the newest first."""
    return db.session.scalars(
        select(EmbeddingDecision)
        .where(EmbeddingDecision.entry_id == entry_id, EmbeddingDecision.stage.in_(DECIDED))
        .order_by(EmbeddingDecision.decided_at.desc(), EmbeddingDecision.id)
        .limit(MOST)
    ).all()


def list_owners(region_codes: Collection[str]) -> Sequence[User]:
    """Who signs in here and could decide in one of these regions, by name."""
    roles = [str(role) for role in roles_holding(Permission.EMBEDDING_DECIDE)]
    here = or_(RoleGrant.region_code.is_(None), RoleGrant.region_code.in_(region_codes))
    return db.session.scalars(
        select(User)
        .where(User.disabled_at.is_(None), User.roles.any(and_(RoleGrant.role.in_(roles), here)))
        .order_by(User.name, User.id)
    ).all()
