"""Hold every case against its own record: the stage it stands at is the one its last entry led to."""

from collections.abc import Iterator

from sqlalchemy import func, select

from grantflow.audit.models import AuditEntry
from grantflow.audit.verify import Fault, faults
from grantflow.casework.models import Case
from grantflow.db import db


def everything_wrong() -> Iterator[Fault]:
    """Faults in the chains and seals, then cases that disagree with their chains."""
    yield from faults()
    yield from stage_faults()


def stage_faults() -> Iterator[Fault]:
    last = (
        select(AuditEntry.chain, func.max(AuditEntry.seq).label("seq"))
        .where(AuditEntry.target.is_not(None))
        .group_by(AuditEntry.chain)
        .subquery()
    )
    rows = db.session.execute(
        select(Case.reference, Case.stage, AuditEntry.target)
        .outerjoin(last, last.c.chain == Case.id)
        .outerjoin(AuditEntry, (AuditEntry.chain == last.c.chain) & (AuditEntry.seq == last.c.seq))
        .where((AuditEntry.target.is_(None)) | (AuditEntry.target != Case.stage))
        .order_by(Case.reference)
    )
    for reference, stage, target in rows:
        if target is None:
            yield Fault(reference, f"is at “{stage}” and has no record of how it came there")
        else:
            yield Fault(reference, f"is at “{stage}”, but its record leads to “{target}”")
