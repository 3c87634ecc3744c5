"""How many were funded last time: what an applicant may fairly expect, from figures that have all been told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from grantflow.casework.models import Case
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.reports.round_figures import ENOUGH, UNKNOWN, Line, round_figures


@dataclass(frozen=True)
class LastTime:
    """The round before, and how it went. Not `here`: it was another of the same fund, for another place."""

    round: Round
    here: bool
    total: Line
    by_size: Sequence[Line]


def last_time(found: Round) -> LastTime | None:
    """The newest round before this one whose decisions are released: of its region, or else of its fund."""
    before = _newest_before(found, here=True) or _newest_before(found, here=False)
    if before is None:
        return None
    figures = round_figures(before.id, {})
    if not figures.total.received:
        return None
    return LastTime(
        round=before,
        here=before.region_code == found.region_code,
        total=figures.total,
        by_size=[line for line in figures.by_size if line.received >= ENOUGH and line.label != UNKNOWN],
    )


def _newest_before(found: Round, *, here: bool) -> Round | None:
    # A national round has no region, and so follows another national one: SQLAlchemy reads `== None` as IS NULL.
    like = Round.region_code == found.region_code if here else Round.fund_id == found.fund_id
    return db.session.scalar(
        select(Round)
        .where(
            Case.kind == "round",
            Round.released_at.is_not(None),
            Round.opens_at < found.opens_at,
            like,
        )
        .order_by(Round.opens_at.desc(), Round.id.desc())
        .limit(1)
    )
