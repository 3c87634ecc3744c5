"""Learning entry."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.awards.models import Award
from grantflow.casework.models import Case


class LearningEntry(Case):
    """What an award taught, its context, mechanism and limits. What it says is kept as answers to its form.

    What a list is filtered by is copied from the answers, in the values of the form's choices: `evidence` is the
    strength from 1 (stories) to 4 (a comparison), `worked` is yes, partly or no, and from `cohorts` to `sex` stands
    what was true where it was learned. `changes_wanted` is what the organisation asked to have changed.
    `began_from` says where the first words of an answer came from: {question: {"from": "report", "at": "2027-03-31"}}.
    """

    __tablename__ = "learning_entries"
    __table_args__ = (
        CheckConstraint("evidence IS NULL OR (evidence >= 1 AND evidence <= 4)", name="evidence_1_to_4"),
        Index("ix_learning_entries_newest", "published_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    award_id: Mapped[UUID | None] = mapped_column(ForeignKey("awards.id"), index=True)
    form_version: Mapped[int]
    outcomes: Mapped[list[str]] = mapped_column(default=list)
    force_areas: Mapped[list[str]] = mapped_column(default=list)
    cohorts: Mapped[list[str]] = mapped_column(default=list)
    settings: Mapped[list[str]] = mapped_column(default=list)
    partner_types: Mapped[list[str]] = mapped_column(default=list)
    rurality: Mapped[str] = mapped_column(default="")
    need_level: Mapped[str] = mapped_column(default="")
    sex: Mapped[str] = mapped_column(default="")
    evidence: Mapped[int | None]
    worked: Mapped[str] = mapped_column(default="")
    credit: Mapped[str] = mapped_column(default="")
    consent_given_at: Mapped[datetime | None]
    consent_given_by: Mapped[str] = mapped_column(default="")
    changes_wanted: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None]
    look_again_years: Mapped[int] = mapped_column(default=2)
    look_again_at: Mapped[datetime | None]
    began_from: Mapped[dict[str, Any]] = mapped_column(default=dict)

    award: Mapped[Award | None] = relationship(foreign_keys=[award_id])

    prefix: ClassVar[str] = "L"
    __mapper_args__ = {"polymorphic_identity": "learning", "inherit_condition": id == Case.id}

    def dates(self) -> dict[str, datetime | None]:
        return {"look_again_at": self.look_again_at}
