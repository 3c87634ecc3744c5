"""Award, its outcomes and the plan agreed about them, its payee and its payments."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.core.marks import mark_of
from grantflow.core.references import new_id
from grantflow.db import Model, Pence, PlainJSON


class Award(Case):
    """A grant offered and, once accepted, run. `title` is the project's; `ends_on` is the last day."""

    __tablename__ = "awards"
    __table_args__ = (
        CheckConstraint("amount_pence > 0", name="amount_positive"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    tier_key: Mapped[str]
    amount_pence: Mapped[int] = mapped_column(Pence)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    why: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    accepted_at: Mapped[datetime | None]
    accepted_name: Mapped[str] = mapped_column(default="")
    accepted_position: Mapped[str] = mapped_column(default="")
    ended_because: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    outcomes: Mapped[list["AgreedOutcome"]] = relationship(
        back_populates="award", order_by="AgreedOutcome.position"
    )
    payments: Mapped[list["Payment"]] = relationship(
        primaryjoin="Award.id == foreign(Payment.award_id)", viewonly=True, order_by="Payment.number"
    )

    prefix: ClassVar[str] = "G"
    __mapper_args__ = {"polymorphic_identity": "award", "inherit_condition": id == Case.id}


class AgreedOutcome(Model):
    """What the grant hopes to move people towards: one of the fund's, or the charity's own. No target.

    `how_known` is what the application said; what was agreed since is in the plan's answers.
    """

    __tablename__ = "agreed_outcomes"
    __table_args__ = (UniqueConstraint("award_id", "outcome_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"))
    position: Mapped[int]
    outcome_key: Mapped[str]
    wording: Mapped[str]
    how_known: Mapped[str]

    award: Mapped[Award] = relationship(back_populates="outcomes")


class OutcomesPlan(Case):
    """How progress towards each outcome of an award will be seen. Its answers are a part each: see `plans.part_of`."""

    __tablename__ = "outcomes_plans"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"), unique=True)
    form_version: Mapped[int]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]

    award: Mapped[Award] = relationship(foreign_keys=[award_id])

    prefix: ClassVar[str] = "W"
    __mapper_args__ = {"polymorphic_identity": "plan", "inherit_condition": id == Case.id}


class AgreedPlan(Model):
    """A plan as it stood when it was agreed, so that old words are kept when new ones are.

    `outcomes` is a list of `plans.Planned` as JSON.
    """

    __tablename__ = "agreed_plans"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("outcomes_plans.id"))
    number: Mapped[int]
    outcomes: Mapped[list[dict[str, Any]]] = mapped_column(PlainJSON)
    own_tool: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[datetime]
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class Payee(Model):
    """The account an organisation is paid into; asked only after award, locked once it is checked."""

    __tablename__ = "payees"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), unique=True)
    account_name: Mapped[str]
    sort_code: Mapped[str]
    account_number: Mapped[str]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]
    checked_how: Mapped[str] = mapped_column(default="")

    @property
    def mark(self) -> str:
        """Changes whenever the details do."""
        return mark_of(self.account_name, self.sort_code, self.account_number, self.given_at)


class Payment(Case):
    """One instalment of an award. One person authorises it, another pays it."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("award_id", "number"),
        CheckConstraint("amount_pence > 0", name="amount_positive"),
        CheckConstraint("paid_by_id IS NULL OR paid_by_id <> authorised_by_id", name="two_people"),
        Index("ix_payments_due", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("awards.id"))
    number: Mapped[int]
    amount_pence: Mapped[int] = mapped_column(Pence)
    due_on: Mapped[date]
    condition: Mapped[str] = mapped_column(default="")
    authorised_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    paid_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    paid_on: Mapped[date | None]
    bank_reference: Mapped[str] = mapped_column(default="")

    award: Mapped[Award] = relationship(foreign_keys=[award_id])

    prefix: ClassVar[str] = "P"
    __mapper_args__ = {"polymorphic_identity": "payment", "inherit_condition": id == Case.id}

    def dates(self) -> dict[str, datetime | None]:
        from grantflow.core.calendar import start_of_day

        return {"due_on": start_of_day(self.due_on)}
