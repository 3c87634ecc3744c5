"""Adaptation: something learned in one place, tried in another with what is different there."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.accounts.models import User
from grantflow.casework.models import Case
from grantflow.learning.models import LearningEntry


class Adaptation(Case):
    """A learning entry tried elsewhere. What it compares, keeps and plans is kept as answers to its form.

    `organisation_id` is the charity that tries it; there is none where a region does. `place` and `with_whom` end the
    sentence "tried in … with …". `may_name` is what the source said about its name, None until it has said;
    `source_help` is talk, advice or none. `result_by` and `worked` are copied from the answers.
    """

    __tablename__ = "adaptations"
    __table_args__ = (
        CheckConstraint("worked IN ('', 'yes', 'partly', 'no')", name="known_result"),
        CheckConstraint("source_help IN ('', 'talk', 'advice', 'none')", name="known_help"),
        Index("ix_adaptations_entry", "entry_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("learning_entries.id"))
    award_id: Mapped[UUID | None] = mapped_column(ForeignKey("awards.id"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("applications.id"))
    form_version: Mapped[int]
    begun_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    place: Mapped[str]
    with_whom: Mapped[str]
    result_by: Mapped[date | None]
    asked_at: Mapped[datetime | None]
    source_help: Mapped[str] = mapped_column(default="")
    source_advice: Mapped[str] = mapped_column(default="")
    may_name: Mapped[bool | None]
    source_said_by: Mapped[str] = mapped_column(default="")
    source_said_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    worked: Mapped[str] = mapped_column(default="")

    entry: Mapped[LearningEntry] = relationship(foreign_keys=[entry_id])
    begun_by: Mapped[User | None] = relationship(foreign_keys=[begun_by_id])

    prefix: ClassVar[str] = "T"
    __mapper_args__ = {"polymorphic_identity": "adaptation", "inherit_condition": id == Case.id}

    def dates(self) -> dict[str, datetime | None]:
        from grantflow.core.calendar import start_of_day

        return {"result_by_on": start_of_day(self.result_by) if self.result_by else None}

    def promised_at(self) -> datetime | None:
        from grantflow.core.calendar import end_of_day

        return end_of_day(self.result_by) if self.result_by and self.started_at else None
