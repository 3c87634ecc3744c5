"""Find rounds."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.errors import NotFound
from grantflow.db import db
from grantflow.funds.models import Round

# A draft is nobody's business but the officer's.
PUBLIC_STAGES = ("open", "closed", "assessing", "decisions-released", "monitoring", "learning", "archived")


def list_public_rounds() -> Sequence[Round]:
    """Every round that has opened, those closing soonest first."""
    return db.session.scalars(
        select(Round)
        .where(Round.stage.in_(PUBLIC_STAGES))
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
