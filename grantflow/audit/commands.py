"""Record what happened, and seal it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from grantflow.audit.models import AuditEntry, AuditSeal, AuditSealHead
from grantflow.db import db
from grantflow.permissions import Occasion

FIRST = "0" * 64


def record(
    chain: UUID,
    subject: str,
    action: str,
    occasion: Occasion,
    *,
    source: str | None = None,
    target: str | None = None,
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add the next entry to a chain.

    Two writers at once cannot both be next: the database holds (chain, seq) unique.
    """
    # Earlier entries were flushed below; what else has changed goes to the database together with this one.
    with db.session.no_autoflush:
        last = db.session.execute(
            select(AuditEntry.seq, AuditEntry.hash)
            .where(AuditEntry.chain == chain)
            .order_by(AuditEntry.seq.desc())
            .limit(1)
        ).first()
    entry = AuditEntry(
        chain=chain,
        seq=last.seq + 1 if last else 1,
        subject=subject,
        at=occasion.at,
        actor_id=occasion.actor.user_id,
        actor_name=occasion.actor.name,
        action=action,
        source=source,
        target=target,
        note=note,
        facts=facts or {},
        previous_hash=last.hash if last else FIRST,
    )
    entry.hash = entry_hash(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def seal_chains(at: datetime) -> AuditSeal | None:
    """Seal the head of every chain that grew since the last seal; None when none did."""
    heads = _unsealed_heads()
    if not heads:
        return None
    last = db.session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))
    previous = last.hash if last else FIRST
    seal = AuditSeal(
        number=last.number + 1 if last else 1, at=at, heads=len(heads), previous_hash=previous,
        hash=seal_hash(previous, heads),
    )  # fmt: skip
    db.session.add(seal)
    db.session.flush()
    db.session.add_all(AuditSealHead(seal_number=seal.number, chain=c, seq=s, hash=h) for c, s, h in heads)
    db.session.flush()
    return seal


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over every column that carries meaning, written as canonical JSON."""
    meaning = [
        str(entry.chain), entry.seq, entry.subject, entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id) if entry.actor_id else None, entry.actor_name, entry.action, entry.source, entry.target,
        entry.note, entry.facts, entry.previous_hash,
    ]  # fmt: skip
    canonical = json.dumps(meaning, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def seal_hash(previous: str, heads: list[tuple[UUID, int, str]]) -> str:
    """SHA-256 over the seal before and each head, in order of chain."""
    lines = [previous, *(f"{chain} {seq} {head}" for chain, seq, head in sorted(heads))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _unsealed_heads() -> list[tuple[UUID, int, str]]:
    sealed = (
        select(AuditSealHead.chain, func.max(AuditSealHead.seq).label("seq"))
        .group_by(AuditSealHead.chain)
        .subquery()
    )
    newest = (
        select(AuditEntry.chain, func.max(AuditEntry.seq).label("seq")).group_by(AuditEntry.chain).subquery()
    )
    rows = db.session.execute(
        select(AuditEntry.chain, AuditEntry.seq, AuditEntry.hash)
        .join(newest, (newest.c.chain == AuditEntry.chain) & (newest.c.seq == AuditEntry.seq))
        .outerjoin(sealed, sealed.c.chain == AuditEntry.chain)
        .where((sealed.c.seq.is_(None)) | (sealed.c.seq < AuditEntry.seq))
        .order_by(AuditEntry.chain)
    )
    return [(row.chain, row.seq, row.hash) for row in rows]
