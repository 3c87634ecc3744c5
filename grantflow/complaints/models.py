"""Complaint and its answers."""

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


class Complaint(Case):
    """What an applicant says went wrong in how we dealt with them. Whoever looks into it is `assigned_to`.

    `about` is a key of `rules.ABOUT`. Whoever had a part in the application, or is named in the words, is kept from it
    by a recusal in this case alone.
    """

    __tablename__ = "complaints"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    about: Mapped[str]
    words: Mapped[str]
    acknowledge_by: Mapped[date]
    answer_by: Mapped[date]

    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    answers: Mapped[list["ComplaintAnswer"]] = relationship(order_by="ComplaintAnswer.number")

    prefix: ClassVar[str] = "CM"
    __mapper_args__ = {"polymorphic_identity": "complaint", "inherit_condition": id == Case.id}

    @property
    def is_second_look(self) -> bool:
        return self.stage in {"asked-again", "looking-again"}

    def dates(self) -> dict[str, datetime | None]:
        return {
            "acknowledge_by_at": end_of_day(self.acknowledge_by),
            "answer_by_at": end_of_day(self.answer_by),
        }

    def promised_at(self) -> datetime | None:
        return end_of_day(self.acknowledge_by if self.stage == "received" else self.answer_by)


class ComplaintAnswer(Model):
    """What somebody found: number 1, and number 2 where a second person looked.

    `change` is what we do differently from now on. `decide_again`: the decision was not made as our rules say, so it is
    made again; `again_how` says how.
    """

    __tablename__ = "complaint_answers"
    __table_args__ = (
        UniqueConstraint("complaint_id", "number"),
        CheckConstraint("number IN (1, 2)", name="two_looks"),
        CheckConstraint("outcome IN ('upheld', 'partly-upheld', 'not-upheld')", name="known_outcome"),
        CheckConstraint("NOT decide_again OR outcome <> 'not-upheld'", name="again_only_if_upheld"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaints.id"))
    number: Mapped[int]
    outcome: Mapped[str]
    words: Mapped[str]
    change: Mapped[str] = mapped_column(default="")
    decide_again: Mapped[bool] = mapped_column(default=False)
    again_how: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime]
    due_on: Mapped[date]

    answered_by: Mapped[User] = relationship()
