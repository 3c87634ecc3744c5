"""Learning entry."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.awards.models import Award
from grantflow.casework.models import Case


class LearningEntry(Case):
    """What an award taught, its context, mechanism and limits. What it says is kept as answers to its form.

    What a list is filtered by is copied from the answers: `evidence` is the strength from 1 (stories) to 4 (a
    comparison), `worked` is yes, partly or no. `changes_wanted` is what the organisation asked to have changed.
    """

    __tablename__ = "learning_entries"
    __table_args__ = (
        CheckConstraint("evidence IS NULL OR (evidence >= 1 AND evidence <= 4)", name="evidence_1_to_4"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    award_id: Mapped[UUID | None] = mapped_column(ForeignKey("awards.id"), index=True)
    form_version: Mapped[int]
    outcomes: Mapped[list[str]] = mapped_column(default=list)
    force_areas: Mapped[list[str]] = mapped_column(default=list)
    evidence: Mapped[int | None]
    worked: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    consent_given_at: Mapped[datetime | None]
    consent_given_by: Mapped[str] = mapped_column(default="")
    changes_wanted: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None]

    award: Mapped[Award | None] = relationship(foreign_keys=[award_id])

    prefix: ClassVar[str] = "L"
    __mapper_args__ = {"polymorphic_identity": "learning", "inherit_condition": id == Case.id}
