"""Application, and Partner: an organisation named in a bid."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.casework.models import Case
from grantflow.core.calendar import add_months, end_of_day, local_date
from grantflow.core.marks import mark_of
from grantflow.core.references import new_id
from grantflow.db import Model, Pence
from grantflow.funds.models import Round

MONTHS_ON_RESERVE = 6


class Application(Case):
    """A request for a grant in a round. `title` is the project's; the answers are rows of their own.

    The amount asked picks the tier, and the tier the form. `closes_at` is copied from the round (or later, where an
    officer has allowed it) so that a timer can wait for it; `decide_by` is the date the applicant was promised, and
    `changes_by` the one by which changes were asked for. `told_at` is when the applicant first had an answer. Who
    cannot be considered is told by `eligible_by`: that is what is due until somebody, or the register, has found it
    eligible. `ineligible_rule` is the rule it does not meet.
    """

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint("amount_pence IS NULL OR amount_pence > 0", name="amount_positive"),
        Index("ix_applications_organisation", "applicant_name", "id"),
        Index("ix_applications_amount", "amount_pence", "id"),
        Index("ix_applications_tier", "tier_key"),
        Index("ix_applications_received", "submitted_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    amount_pence: Mapped[int | None] = mapped_column(Pence)
    tier_key: Mapped[str]
    form_key: Mapped[str]
    form_version: Mapped[int]
    applicant_name: Mapped[str]
    applicant_income_pence: Mapped[int | None] = mapped_column(Pence)
    force_areas: Mapped[list[str]] = mapped_column(default=list)
    outcomes: Mapped[list[str]] = mapped_column(default=list)
    started_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    closes_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decide_by: Mapped[date | None]
    changes_by: Mapped[date | None]
    told_at: Mapped[datetime | None]
    eligible_by: Mapped[date | None]
    found_eligible_at: Mapped[datetime | None]
    ineligible_rule: Mapped[str | None]

    round: Mapped[Round] = relationship(
        primaryjoin="foreign(Case.round_id) == Round.id", viewonly=True, uselist=False
    )
    decision: Mapped["Decision | None"] = relationship(back_populates="application", uselist=False)
    partners: Mapped[list["Partner"]] = relationship(
        primaryjoin="Application.id == foreign(Partner.application_id)",
        viewonly=True,
        order_by="Partner.created_at",
    )

    prefix: ClassVar[str] = "A"
    __mapper_args__ = {
        "polymorphic_identity": "application",
        "inherit_condition": id == Case.id,
    }

    @property
    def promised_on(self) -> date:
        """The day by which the applicant hears: their own, or until it is sent their round's."""
        return self.decide_by or self.round.decisions_on

    def dates(self) -> dict[str, datetime | None]:
        ends_on = self.reserve_ends_on if self.stage == "reserve" else None
        return {
            "closes_at": self.closes_at,
            "changes_due_at": end_of_day(self.changes_by) if self.changes_by else None,
            "reserve_ends_at": end_of_day(ends_on) if ends_on else None,
        }

    @property
    def reserve_ends_on(self) -> date | None:
        """The last day of the reserve list: the round's own, or half a year after they heard of it."""
        told = self.decision.released_at if self.decision else None
        if self.round.reserve_ends_on is not None or told is None:
            return self.round.reserve_ends_on
        return add_months(local_date(told), MONTHS_ON_RESERVE)

    @property
    def eligibility_is_open(self) -> bool:
        """Whether nobody has yet found that it can be considered, and it may still be that it cannot."""
        return is_eligibility_open(self.stage, self.eligible_by, self.found_eligible_at)

    def promised_at(self) -> datetime | None:
        promised = self.eligible_by if self.eligibility_is_open else self.decide_by
        return end_of_day(promised) if promised else None


def is_eligibility_open(stage: str, eligible_by: date | None, found_eligible_at: datetime | None) -> bool:
    """The same for a row of a list, which is not a whole application."""
    return eligible_by is not None and found_eligible_at is None and stage in {"submitted", "checking"}


class Submission(Model):
    """The answers as they were sent: once, and again each time that changes were asked for."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    answers: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class ChangeRequest(Model):
    """What an officer asked to be changed in one section, after the submission of that number."""

    __tablename__ = "change_requests"
    __table_args__ = (UniqueConstraint("application_id", "after_number", "section_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    after_number: Mapped[int]
    section_key: Mapped[str]
    wanted: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class SignOff(Model):
    """A colleague who was asked to agree before an application is sent. The digest tells whether it changed since."""

    __tablename__ = "sign_offs"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    colleague_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    agreed_sha256: Mapped[str] = mapped_column(default="")


class LateCode(Model):
    """Lets one organisation send to a round that has closed, until the code runs out.

    It belongs to whoever uses it first; to nobody else after that.
    """

    __tablename__ = "late_codes"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"), index=True)
    code: Mapped[str]
    email: Mapped[str]
    why: Mapped[str]
    expires_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    used_at: Mapped[datetime | None]


class TurnedAway(Model):
    """How often, on one day, the check before an account found one reason in a round. Nobody's answers are kept."""

    __tablename__ = "turned_away"
    __table_args__ = (CheckConstraint("times > 0", name="times_positive"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    counted_on: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int]


class CheckResult(Model):
    """What one eligibility or due diligence check found. `result`: pass, query, condition, fail or not-needed.

    Where nobody checked it, it was filled from rows we hold: those of the register as it was on `register_on`, or our
    own. `about_name` and `about_number` are the organisation's at the time, so that a result about another name
    does not stand in its next application.
    """

    __tablename__ = "check_results"
    __table_args__ = (
        UniqueConstraint("application_id", "code"),
        CheckConstraint(
            "result IN ('pass', 'query', 'condition', 'fail', 'not-needed')", name="known_result"
        ),
        CheckConstraint("register_on IS NULL OR checked_by_id IS NULL", name="register_has_no_person"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    code: Mapped[str]
    result: Mapped[str]
    evidence: Mapped[str]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime]
    expires_on: Mapped[date | None]
    register_on: Mapped[date | None]
    about_name: Mapped[str] = mapped_column(default="", server_default="")
    about_number: Mapped[str | None]

    @property
    def filled_itself(self) -> bool:
        return self.checked_by_id is None

    def is_over(self, today: date) -> bool:
        return self.expires_on is not None and self.expires_on < today

    @property
    def mark(self) -> str:
        """Changes whenever it is recorded anew."""
        return mark_of(self.result, self.evidence, self.expires_on, self.checked_by_id, self.checked_at)


class Decision(Model):
    """What was decided about an application, held until release. A refusal carries the feedback it is sent with.

    `why_less` is what the applicant reads where it is less than they asked for. Who is on the reserve list has the
    amount that would be awarded, and a place: number 1 is next. `given_back_at` is when an offer came to nothing, so
    that its money is the round's to award again.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("outcome IN ('award', 'reserve', 'decline')", name="known_outcome"),
        CheckConstraint("(outcome <> 'decline') = (amount_pence IS NOT NULL)", name="money_has_amount"),
        CheckConstraint("outcome <> 'reserve' OR reserve_place IS NOT NULL", name="reserve_has_place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    outcome: Mapped[str]
    amount_pence: Mapped[int | None] = mapped_column(Pence)
    why: Mapped[str] = mapped_column(default="")
    why_less: Mapped[str] = mapped_column(default="", server_default="")
    reserve_place: Mapped[int | None]
    conditions: Mapped[str] = mapped_column(default="")
    reason_codes: Mapped[list[str]] = mapped_column(default=list)
    strength: Mapped[str] = mapped_column(default="")
    change: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]
    seconded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]
    given_back_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="decision")


class Partner(Case):
    """An organisation named in a bid, asked by email whether it knows and agrees. `title` is its name."""

    __tablename__ = "partners"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    contact_email: Mapped[str]
    role: Mapped[str]
    share_pence: Mapped[int] = mapped_column(Pence)
    answer_name: Mapped[str] = mapped_column(default="")
    answer_comment: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(foreign_keys=[application_id])

    prefix: ClassVar[str] = "PN"
    __mapper_args__ = {"polymorphic_identity": "partner", "inherit_condition": id == Case.id}
