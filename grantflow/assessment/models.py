"""Assessment, and its scores."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.core.calendar import end_of_day
from grantflow.core.references import new_id
from grantflow.db import Model


class Assessment(Case):
    """One assessor's view of one application. The assessor is `assigned_to`; scores stay hidden until all are in."""

    __tablename__ = "assessments"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    due_on: Mapped[date]
    conflict: Mapped[str] = mapped_column(default="")
    strengths: Mapped[str] = mapped_column(default="")
    concerns: Mapped[str] = mapped_column(default="")
    recommendation: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    scores: Mapped[list["Score"]] = relationship(back_populates="assessment", order_by="Score.criterion_key")

    prefix: ClassVar[str] = "S"
    __mapper_args__ = {
        "polymorphic_identity": "assessment",
        "inherit_condition": id == Case.id,
    }

    def promised_at(self) -> datetime | None:
        return end_of_day(self.due_on)


class Score(Model):
    """0 to 5 against one criterion, with the reason. No score means "not applicable": left out, never zero."""

    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_key"),
        CheckConstraint("points IS NULL OR (points >= 0 AND points <= 5)", name="points_0_to_5"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"))
    criterion_key: Mapped[str]
    points: Mapped[int | None]
    reason: Mapped[str]

    assessment: Mapped[Assessment] = relationship(back_populates="scores")


class Moderation(Model):
    """Why the scores of an application are far apart, and what the view is now. The scores stay as they are.

    `spread` is how far apart the weighted means were when it was written; a score sent later asks for a new note.
    """

    __tablename__ = "moderations"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    spread: Mapped[float]
    why_apart: Mapped[str]
    view_now: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]

    written_by: Mapped[User] = relationship()
