"""Embedding decision: whether something learned is taken up by another part of the system, and who says so."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.accounts.models import User
from grantflow.casework.models import Case
from grantflow.learning.models import LearningEntry


class EmbeddingDecision(Case):
    """One question to one owner: adopt, adapt, watch or decline, in one part of the system, by a date.

    The owner signs in here (`owner_id`), or is a name with a role and an address outside (`owner_email`). In public
    only `owner_role` is shown. `asked_at` is when they were last asked: what is undecided ages from there. `part` is
    a key of `embedding_rules.PARTS`, `part_words` which one it is in somebody's own words.
    """

    __tablename__ = "embedding_decisions"
    __table_args__ = (
        CheckConstraint("owner_id IS NOT NULL OR owner_email <> ''", name="owner_can_be_written_to"),
        Index("ix_embedding_decisions_entry", "entry_id", "decided_at"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("learning_entries.id"))
    part: Mapped[str]
    part_words: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    owner_name: Mapped[str]
    owner_role: Mapped[str]
    owner_email: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    decide_by: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    look_again: Mapped[date | None]

    entry: Mapped[LearningEntry] = relationship(foreign_keys=[entry_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])

    prefix: ClassVar[str] = "E"
    __mapper_args__ = {"polymorphic_identity": "embedding", "inherit_condition": id == Case.id}

    def dates(self) -> dict[str, datetime | None]:
        from grantflow.core.calendar import start_of_day

        return {
            "decide_by_on": start_of_day(self.decide_by),
            "look_again_on": start_of_day(self.look_again) if self.look_again else None,
        }

    def promised_at(self) -> datetime | None:
        from grantflow.core.calendar import end_of_day

        return end_of_day(self.decide_by)
