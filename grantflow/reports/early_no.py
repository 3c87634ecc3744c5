"""How soon those who could not be considered were told so, against what is promised."""

from dataclasses import dataclass
from statistics import median
from uuid import UUID

from sqlalchemy import select

from grantflow.applications.models import Application
from grantflow.core.calendar import local_date, working_days_between
from grantflow.db import db


@dataclass(frozen=True)
class EarlyNo:
    """How many were told, after how many working days at the median, and how many later than promised."""

    told: int
    median_days: float
    late: int

    @property
    def in_words(self) -> str:
        """2, 2½: working days."""
        whole, rest = divmod(self.median_days, 1)
        return f"{whole:.0f}{'½' if rest else ''}" if whole or not rest else "½"


def early_no(round_id: UUID) -> EarlyNo | None:
    """Of a round; None while nobody has been told. Counted from the day it was sent, which is no day itself."""
    rows = db.session.execute(
        select(Application.submitted_at, Application.stage_entered_at, Application.eligible_by)
        .where(
            Application.round_id == round_id,
            Application.stage == "ineligible",
            Application.submitted_at.is_not(None),
        )
        .order_by(Application.id)
    ).all()
    days = [
        working_days_between(local_date(sent), local_date(told)) for sent, told, _ in rows if sent is not None
    ]
    if not days:
        return None
    late = sum(by is not None and local_date(told) > by for _, told, by in rows)
    return EarlyNo(told=len(days), median_days=float(median(days)), late=late)
