"""What somebody may not be shown, because they have a part in it themselves."""

from uuid import UUID

from sqlalchemy import not_, select

from grantflow.applications.models import Application
from grantflow.assessment.queries import committed_pence
from grantflow.casework.queries import has_no_interest
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.permissions import Actor


def has_interest_in_round(round_id: UUID | None, viewer: Actor) -> bool:
    """Whether the viewer has an interest in any application of a round: its sums would tell of a held decision."""
    theirs = select(Application.id).where(Application.round_id == round_id, not_(has_no_interest(viewer)))
    return db.session.scalar(theirs.limit(1)) is not None


def left_pence(round: Round, viewer: Actor, *, besides: UUID | None = None) -> int | None:
    """What is left to award in a round; None to somebody whom that would tell what is not theirs to know."""
    if has_interest_in_round(round.id, viewer):
        return None
    return round.budget_pence - committed_pence(round.id, besides=besides)
