"""CheckQuery: what an applicant is asked about their checks, all at once; and each point of it."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.core.calendar import end_of_day
from grantflow.core.marks import mark_of
from grantflow.db import Model


class CheckQuery(Case):
    """One letter that asks an applicant about everything that is open. `number` 1 is the first, and should be the last.

    Its answers are the applicant's own until they are sent, which is at `answered_at`.
    """

    __tablename__ = "check_queries"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("number = 1 OR why_again <> ''", name="again_has_reason"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    answer_by: Mapped[date]
    why_again: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    points: Mapped[list["QueryPoint"]] = relationship(order_by="QueryPoint.position")

    prefix: ClassVar[str] = "Q"
    __mapper_args__ = {"polymorphic_identity": "query", "inherit_condition": id == Case.id}

    def dates(self) -> dict[str, datetime | None]:
        return {"answer_due_at": end_of_day(self.answer_by)}


class QueryPoint(Model):
    """One check that is asked about: what is missing, in the officer's words, and what the applicant answers."""

    __tablename__ = "query_points"

    query_id: Mapped[UUID] = mapped_column(ForeignKey("check_queries.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    missing: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")

    @property
    def mark(self) -> str:
        """Changes whenever it is answered anew."""
        return mark_of(self.answer)
