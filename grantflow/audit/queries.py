"""The seals, and how much there is to verify."""

from collections.abc import Sequence

from sqlalchemy import func, select

from grantflow.audit.models import AuditEntry, AuditSeal
from grantflow.db import db


def list_seals(limit: int = 60) -> Sequence[AuditSeal]:
    """The newest seals first."""
    return db.session.scalars(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(limit)).all()


def count_entries() -> int:
    return db.session.scalars(select(func.count()).select_from(AuditEntry)).one()
