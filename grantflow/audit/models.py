"""Audit entries, chained by hash, and the seals laid over every chain each night."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grantflow.db import Model, RowNumber


class AuditEntry(Model):
    """One thing that happened to one subject. Each entry carries the hash of the one before it in its chain.

    `chain` is the id of the case, account or round the entry is about: one chain each, so that a busy round
    never queues behind a single chain. The database refuses to change or remove a row (see the migration).
    """

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("chain", "seq"), Index("ix_audit_entries_at", "at", "id"))

    id: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    chain: Mapped[UUID]
    seq: Mapped[int]
    subject: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    source: Mapped[str | None]
    target: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditSeal(Model):
    """The heads of every chain that grew since the seal before, hashed together."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    heads: Mapped[int]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditSealHead(Model):
    """Where one chain stood when a seal was laid."""

    __tablename__ = "audit_seal_heads"
    __table_args__ = (Index("ix_audit_seal_heads_chain", "chain", "seq"),)

    seal_number: Mapped[int] = mapped_column(ForeignKey("audit_seals.number"), primary_key=True)
    chain: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]
