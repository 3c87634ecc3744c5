"""A charity on the register, and each reading of the register."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from grantflow.core.references import new_id
from grantflow.db import Model, Pence


class RegisteredCharity(Model):
    """What the Charity Commission publishes of one main charity; a charity linked to another has no row.

    `accounts_overdue` is the register's own word for it. `trustees` is a number and never names; it is None where
    the list of trustees was not read. `income_pence` is that of the year which ends on `year_ends_on`, and so are
    `reserves_pence` and `spending_pence`, which only a charity above £500,000 a year tells. The newest accounts due
    are those of `accounts_year_ends_on`; whether they are qualified is None where no year is known.
    """

    __tablename__ = "registered_charities"
    __table_args__ = (
        CheckConstraint("status IN ('registered', 'removed')", name="known_status"),
        CheckConstraint("(removed_on IS NULL) = (status = 'registered')", name="removed_has_date"),
    )

    number: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    status: Mapped[str]
    company_number: Mapped[str | None]
    registered_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    income_pence: Mapped[int | None] = mapped_column(Pence)
    year_ends_on: Mapped[date | None]
    accounts_received_on: Mapped[date | None]
    accounts_overdue: Mapped[bool]
    accounts_year_ends_on: Mapped[date | None]
    accounts_qualified: Mapped[bool | None]
    insolvent: Mapped[bool]
    in_administration: Mapped[bool]
    dissolving: Mapped[bool] = mapped_column(default=False, server_default=false())
    reserves_pence: Mapped[int | None] = mapped_column(Pence)
    spending_pence: Mapped[int | None] = mapped_column(Pence)
    trustees: Mapped[int | None]
    postcode: Mapped[str]
    website: Mapped[str]

    @property
    def is_registered(self) -> bool:
        return self.status == "registered"


class RegisterReading(Model):
    """One reading of the register: when the Commission made the extract, and what it changed here."""

    __tablename__ = "register_readings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    made_on: Mapped[date]
    read_at: Mapped[datetime]
    added: Mapped[int]
    changed: Mapped[int]
    gone: Mapped[int]
    refused: Mapped[int]
