"""Find rounds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.casework.models import Case
from grantflow.casework.queries import get_official, official_to
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.funds.models import Fund, Round
from grantflow.permissions import Actor, Permission

# A draft is nobody's business but the officer's.
PUBLIC_STAGES = ("open", "closed", "assessing", "decisions-released", "monitoring", "learning", "archived")

# Said beside the join, so that a database begins with the few rounds and not with every case there is.
_IS_ROUND = Case.kind == "round"


def list_public_rounds() -> Sequence[Round]:
    """Every round that has opened, those closing soonest first."""
    return db.session.scalars(
        select(Round)
        .where(_IS_ROUND, Round.stage.in_(PUBLIC_STAGES))
        .options(joinedload(Round.fund), joinedload(Round.assigned_to))
        .order_by(Round.closes_at, Round.id)
    ).all()


def get_public_round(slug: str) -> Round:
    """:raises NotFound: if there is none, or it has not opened"""
    found = db.session.scalar(
        select(Round)
        .where(Round.slug == slug, Round.stage.in_(PUBLIC_STAGES))
        .options(joinedload(Round.fund), joinedload(Round.assigned_to))
    )
    if found is None:
        raise NotFound("round", slug)
    return found


def get_round(round_id: UUID, viewer: Actor, permission: Permission = Permission.ROUND_VIEW) -> Round:
    """For a page of staff.

    :raises NotFound: if there is none, or it is out of the viewer's reach
    """
    return get_official(
        Round, round_id, viewer, permission, joinedload(Round.fund), joinedload(Round.assigned_to)
    )


def list_rounds(viewer: Actor) -> Sequence[Round]:
    """Every round the viewer may see as staff: what is going on first, then by closing time."""
    return db.session.scalars(
        select(Round)
        .where(_IS_ROUND, official_to(viewer, Permission.ROUND_VIEW))
        .options(joinedload(Round.fund), joinedload(Round.assigned_to))
        .order_by(Round.is_open.desc(), Round.closes_at.desc(), Round.id)
        .limit(200)
    ).all()


def list_funds() -> Sequence[Fund]:
    return db.session.scalars(select(Fund).order_by(Fund.name, Fund.id)).all()


def names_of_rounds(viewer: Actor) -> dict[UUID, str]:
    """Rounds that may have something to do in them, by name, those that closed last first."""
    rows = db.session.execute(
        select(Round.id, Round.title)
        .where(
            _IS_ROUND, official_to(viewer, Permission.ROUND_VIEW), Round.stage.not_in(["draft", "archived"])
        )
        .order_by(Round.closes_at.desc(), Round.id)
        .limit(100)
    )
    return {row.id: row.title for row in rows}
