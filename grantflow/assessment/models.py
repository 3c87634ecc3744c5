"""Assessment and its scores; the panel, its meetings and what it proposes; and departures: rules set aside."""

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
from grantflow.db import Model, Pence


class Assessment(Case):
    """One assessor's view of one application. The assessor is `assigned_to`.

    `amount_shown_at` is when they saw an amount that their round hides; from then on their scores for quality stay.
    """

    __tablename__ = "assessments"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    due_on: Mapped[date]
    conflict: Mapped[str] = mapped_column(default="")
    strengths: Mapped[str] = mapped_column(default="")
    concerns: Mapped[str] = mapped_column(default="")
    recommendation: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None]
    amount_shown_at: Mapped[datetime | None]

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


class PanelMember(Model):
    """Somebody who sits on the panel of a round, and the place they fill there."""

    __tablename__ = "panel_members"
    __table_args__ = (
        CheckConstraint(
            "place IN ('lived-experience', 'local-voluntary-sector', 'probation', 'other')",
            name="known_place",
        ),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    place: Mapped[str]

    user: Mapped[User] = relationship()


class PanelMeeting(Model):
    """A day on which the panel of a round met, and who was there."""

    __tablename__ = "panel_meetings"
    __table_args__ = (UniqueConstraint("round_id", "held_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    held_on: Mapped[date]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    attendances: Mapped[list["PanelAttendance"]] = relationship(
        order_by="PanelAttendance.user_id", cascade="all, delete-orphan"
    )

    @property
    def present(self) -> set[UUID]:
        return {each.user_id for each in self.attendances}


class PanelAttendance(Model):
    """One member at one meeting."""

    __tablename__ = "panel_attendances"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("panel_meetings.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)


class Marking(Model):
    """What the panel proposes for one application, at the meeting where it was marked. It decides nothing.

    `note` is the condition, why it is less than was asked, or why it goes out of the order of scores.
    """

    __tablename__ = "markings"
    __table_args__ = (
        CheckConstraint("kind IN ('full', 'part', 'condition', 'reserve', 'decline')", name="known_kind"),
        CheckConstraint("(kind <> 'decline') = (amount_pence IS NOT NULL)", name="money_has_amount"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    kind: Mapped[str]
    amount_pence: Mapped[int | None] = mapped_column(Pence)
    note: Mapped[str] = mapped_column(default="")
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("panel_meetings.id"))
    marked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    marked_at: Mapped[datetime]


class Departure(Model):
    """A rule that was set aside for one application, or for a whole round: in words, with why, by whom and when.

    `taken_back_at` is when the decision that needed it was itself taken back.
    """

    __tablename__ = "departures"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    rule: Mapped[str]
    words: Mapped[str]
    reason: Mapped[str]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


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
