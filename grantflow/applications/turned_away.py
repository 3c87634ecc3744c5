"""Count whom the check before an account turns away, by reason and day, with nothing about who it was."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from grantflow.applications.eligibility import Finding
from grantflow.applications.models import TurnedAway
from grantflow.core.calendar import local_date
from grantflow.db import count_up, db


def count_turned_away(round_id: UUID, findings: Iterable[Finding], at: datetime) -> None:
    """Count each reason once, on its day in London."""
    for finding in findings:
        count_up(TurnedAway, "times", round_id=round_id, reason=finding.reason.key, counted_on=local_date(at))


def turned_away(round_id: UUID) -> dict[str, int]:
    """How often, by reason: the most frequent first."""
    times = func.sum(TurnedAway.times)
    rows = db.session.execute(
        select(TurnedAway.reason, times)
        .where(TurnedAway.round_id == round_id)
        .group_by(TurnedAway.reason)
        .order_by(times.desc(), TurnedAway.reason)
    )
    return {reason: int(number) for reason, number in rows}
