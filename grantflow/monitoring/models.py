"""Progress review, the distance travelled towards each outcome, and who used what was said."""

from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.accounts.models import User
from grantflow.awards.models import Award
from grantflow.casework.models import Case
from grantflow.core.references import new_id
from grantflow.db import Model

# Announced eight weeks before it is due, with the questions and the minutes it takes (the Robertson Trust's practice).
ANNOUNCED_BEFORE = timedelta(weeks=8)
WORKING_DAYS_TO_ANSWER = 15


class ProgressReview(Case):
    """One report period of an award. The charity's answers are part `report`, the evaluator's part `review`.

    `answer` says what we read in the report, `answer_next` what will happen because of it. `evaluated` is whether an
    evaluator is asked to look at it; any received report may be looked at.
    """

    __tablename__ = "progress_reviews"
    __table_args__ = (UniqueConstraint("award_id", "number"),)

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"))
    number: Mapped[int]
    period_from: Mapped[date]
    period_to: Mapped[date]
    due_on: Mapped[date]
    form_key: Mapped[str]
    form_version: Mapped[int]
    minutes: Mapped[int]
    evaluated: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None]
    grantee_reply: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answer_next: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    award: Mapped[Award] = relationship(foreign_keys=[award_id])
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=[reviewed_by_id])
    write_up: Mapped["WriteUp | None"] = relationship(back_populates="review")
    progress: Mapped[list["Progress"]] = relationship(
        back_populates="review", order_by="Progress.outcome_key"
    )

    prefix: ClassVar[str] = "R"
    __mapper_args__ = {
        "polymorphic_identity": "monitoring",
        "inherit_condition": id == Case.id,
    }

    def dates(self) -> dict[str, datetime | None]:
        from grantflow.core.calendar import end_of_day

        due = end_of_day(self.due_on)
        return {"due_on": due, "opens_on": due - ANNOUNCED_BEFORE, "answer_by_at": self.answer_by_at}

    @property
    def answer_by_at(self) -> datetime | None:
        """When a report that came is promised its reply."""
        from grantflow.core.calendar import add_working_days

        return add_working_days(self.reported_at, WORKING_DAYS_TO_ANSWER) if self.reported_at else None

    def promised_at(self) -> datetime | None:
        return self.answer_by_at


class Progress(Model):
    """People's movement towards one outcome, from the grant's start to the period's end: totals only, never a person.

    Counting from the start means that the latest count stands for the whole grant and nobody is counted twice.

    `forward + same + back + unknown` is everybody seen at two points or more. "Back" is normal, not a missed target.
    """

    __tablename__ = "progress"
    __table_args__ = (
        UniqueConstraint("review_id", "outcome_key"),
        CheckConstraint(
            "started >= 0 AND two_points >= 0 AND forward >= 0 AND same >= 0 AND back >= 0 AND unknown >= 0 "
            "AND left_early >= 0",
            name="counts_not_negative",
        ),
        CheckConstraint("forward + same + back + unknown = two_points", name="parts_make_the_whole"),
        CheckConstraint("two_points <= started", name="seen_twice_had_started"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("progress_reviews.id"))
    outcome_key: Mapped[str]
    started: Mapped[int]
    two_points: Mapped[int]
    forward: Mapped[int]
    same: Mapped[int]
    back: Mapped[int]
    unknown: Mapped[int]
    left_early: Mapped[int] = mapped_column(default=0)

    review: Mapped[ProgressReview] = relationship(back_populates="progress")


class WriteUp(Model):
    """That a report is what somebody of ours wrote after a call, and when the organisation said that it is right."""

    __tablename__ = "write_ups"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("progress_reviews.id"), primary_key=True)
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]

    review: Mapped[ProgressReview] = relationship(back_populates="write_up")
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id])


class AnswerUse(Model):
    """That somebody used one answer of a report, how and what for. Without a person, it was we who printed it."""

    __tablename__ = "answer_uses"
    __table_args__ = (Index("ix_answer_uses_question", "form_key", "question_key", "round_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("progress_reviews.id"), index=True)
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    form_key: Mapped[str]
    form_version: Mapped[int]
    question_key: Mapped[str]
    how: Mapped[str]
    what_for: Mapped[str] = mapped_column(default="")
    used_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    used_at: Mapped[datetime]

    used_by: Mapped[User | None] = relationship(foreign_keys=[used_by_id])
