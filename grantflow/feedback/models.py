"""FeedbackCall."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.core.calendar import end_of_day


class FeedbackCall(Case):
    """A call that an applicant asked for. Whoever chooses the time rings: they are `assigned_to`.

    `offered` are times as `feedback.rules` writes them, such as "2026-12-01 evening". `said` is what was talked about:
    the applicant reads it.
    """

    __tablename__ = "feedback_calls"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    offered: Mapped[list[str]]
    phone: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    book_by: Mapped[date]
    booked_at: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])

    prefix: ClassVar[str] = "F"
    __mapper_args__ = {"polymorphic_identity": "feedback-call", "inherit_condition": id == Case.id}

    def dates(self) -> dict[str, datetime | None]:
        return {
            "book_by_at": end_of_day(self.book_by),
            "booked_at": self.booked_at,
        }

    def promised_at(self) -> datetime | None:
        return self.booked_at if self.stage == "booked" else end_of_day(self.book_by)
