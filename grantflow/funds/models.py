"""Fund and Round."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

# Every case points to an organisation and a person by the name of their class: those classes must be known first.
import grantflow.accounts.models  # noqa: F401
from grantflow.casework.models import Case
from grantflow.core.references import new_id
from grantflow.db import Model, Pence


class Fund(Model):
    """A programme with money and objectives. The five outcomes are listed in `outcomes`, by key."""

    __tablename__ = "funds"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    purpose: Mapped[str]
    legal_power: Mapped[str]
    senior_officer: Mapped[str]
    outcomes: Mapped[list[str]]


class Round(Case):
    """One window of a fund, with its budget, dates, region and rules. `title` is its public name.

    `tier_keys` are the sizes of award on offer; `force_areas` are ONS codes. Money is in pence, targets in percent of
    awards made to small charities, by number and by value. The named officer is `assigned_to`.

    `quorum` is how many members of its panel, without an interest, a decision needs. `region_budgets` are pence by the
    letter of a region: the most that may be awarded there, in a round for several regions that sets such amounts.
    `reserve_ends_on` is the last day of its reserve list, where it names one.

    `hide_amount` keeps what is asked for from an assessor until their scores for quality are in, `hide_names` keeps the
    name until all scores are.
    """

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("budget_pence > 0", name="has_a_budget"),
        CheckConstraint("min_pence > 0 AND max_pence >= min_pence", name="amounts_in_order"),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("funds.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    summary: Mapped[str]
    who_can_apply: Mapped[str]
    what_we_fund: Mapped[str]
    what_we_do_not_fund: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    decisions_on: Mapped[date]
    starts_on: Mapped[date]
    budget_pence: Mapped[int] = mapped_column(Pence)
    min_pence: Mapped[int] = mapped_column(Pence)
    max_pence: Mapped[int] = mapped_column(Pence)
    tier_keys: Mapped[list[str]]
    tiers_version: Mapped[int]
    force_areas: Mapped[list[str]]
    outcomes: Mapped[list[str]]
    small_target_number: Mapped[int]
    small_target_value: Mapped[int]
    rolling: Mapped[bool] = mapped_column(default=False)
    quorum: Mapped[int] = mapped_column(default=3, server_default="3")
    region_budgets: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    # A round that was set up before there was a choice goes on as it was: nothing is hidden.
    hide_amount: Mapped[bool] = mapped_column(default=True, server_default=false())
    hide_names: Mapped[bool] = mapped_column(default=False, server_default=false())
    released_at: Mapped[datetime | None]
    reserve_ends_on: Mapped[date | None]

    fund: Mapped[Fund] = relationship()

    prefix: ClassVar[str] = "RD"
    __mapper_args__ = {"polymorphic_identity": "round", "inherit_condition": id == Case.id}

    def dates(self) -> dict[str, datetime | None]:
        return {"opens_at": self.opens_at, "closes_at": self.closes_at}
