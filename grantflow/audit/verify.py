"""Recompute every chain and every seal, and say what does not agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from grantflow.audit.commands import FIRST, entry_hash, seal_hash
from grantflow.audit.models import AuditEntry, AuditSeal, AuditSealHead
from grantflow.db import db


@dataclass(frozen=True)
class Fault:
    """One thing that does not agree: the chain (or seal) and what is wrong with it."""

    where: str
    what: str


def faults() -> Iterator[Fault]:
    """Every disagreement in the chains, then in the seals. Nothing found means nothing was changed."""
    yield from _chain_faults()
    yield from _seal_faults()


def _chain_faults() -> Iterator[Fault]:
    chain: UUID | None = None
    expected, previous = 1, FIRST
    for entry in db.session.scalars(
        select(AuditEntry).order_by(AuditEntry.chain, AuditEntry.seq).execution_options(yield_per=1000)
    ):
        if entry.chain != chain:
            chain, expected, previous = entry.chain, 1, FIRST
        name = f"{entry.subject} {entry.chain}, entry {entry.seq}"
        if entry.seq != expected:
            yield Fault(name, f"entry {expected} is missing")
        if entry.previous_hash != previous:
            yield Fault(name, "does not follow the entry before it")
        if entry.hash != entry_hash(entry):
            yield Fault(name, "has been changed since it was written")
        expected, previous = entry.seq + 1, entry.hash


def _seal_faults() -> Iterator[Fault]:
    previous, expected = FIRST, 1
    for seal in db.session.scalars(select(AuditSeal).order_by(AuditSeal.number)):
        heads = [
            (head.chain, head.seq, head.hash)
            for head in db.session.scalars(
                select(AuditSealHead).where(AuditSealHead.seal_number == seal.number)
            )
        ]
        if (
            seal.number != expected
            or seal.previous_hash != previous
            or seal.hash != seal_hash(previous, heads)
        ):
            yield Fault(f"seal {seal.number}", "does not match what was sealed")
        previous, expected = seal.hash, seal.number + 1
    broken = db.session.execute(
        select(AuditSealHead.seal_number, AuditSealHead.chain, AuditSealHead.seq)
        .outerjoin(
            AuditEntry,
            (AuditEntry.chain == AuditSealHead.chain)
            & (AuditEntry.seq == AuditSealHead.seq)
            & (AuditEntry.hash == AuditSealHead.hash),
        )
        .where(AuditEntry.id.is_(None))
        .order_by(AuditSealHead.seal_number, AuditSealHead.chain)
    )
    for row in broken:
        yield Fault(f"seal {row.seal_number}", f"entry {row.seq} of {row.chain}, which was sealed, is gone")
