"""Users, organisations and what we know of them, memberships and invitations, roles and single-use links."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.core.references import new_id
from grantflow.db import Model, Pence, PlainJSON


class User(Model):
    """A person who signs in: staff with a password and a code, everyone else by an emailed link."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    job_title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    session_epoch: Mapped[int] = mapped_column(default=1)
    trained_on: Mapped[date | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    roles: Mapped[list["RoleGrant"]] = relationship(back_populates="user", order_by="RoleGrant.role")
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", order_by="Membership.created_at"
    )
    interests: Mapped[list["Interest"]] = relationship(order_by="Interest.declared_at", viewonly=True)


class RoleGrant(Model):
    """A role a member of staff holds, in one region or (no region) everywhere."""

    __tablename__ = "role_grants"
    __table_args__ = (
        UniqueConstraint("user_id", "role", "region_code", postgresql_nulls_not_distinct=True),
        CheckConstraint("role NOT IN ('applicant', 'partner', 'system')", name="staff_role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))

    user: Mapped[User] = relationship(back_populates="roles")


class Organisation(Model):
    """A charity, company or group that applies. `income_pence` is one year's.

    What the register of charities says of it is looked up there by `charity_number`; what it has told us about
    itself are `ProfileAnswer`s.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("income_pence >= 0", name="income_not_negative"),
        Index("uq_organisations_charity_number", "charity_number", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    kind: Mapped[str]
    charity_number: Mapped[str | None]
    company_number: Mapped[str | None]
    income_pence: Mapped[int | None] = mapped_column(Pence)
    income_year_ends_on: Mapped[date | None]
    address: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    # A permission is asked about what belongs to an organisation: this does, to itself.
    region_code: ClassVar[str | None] = None
    assigned_to_id: ClassVar[UUID | None] = None

    @property
    def organisation_id(self) -> UUID | None:
        return self.id


class ProfileAnswer(Model):
    """What an organisation has told us about itself: one row a question of `forms/organisation`, asked once.

    `confirmed_at` is when somebody last said that it is true: by answering, or by saying that it still is.
    """

    __tablename__ = "profile_answers"
    __table_args__ = (UniqueConstraint("organisation_id", "question_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    question_key: Mapped[str]
    value: Mapped[Any] = mapped_column(PlainJSON)
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class Membership(Model):
    """What a person may do for an organisation: view, edit (which includes view) or submit (which includes both)."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id"),
        CheckConstraint("rights IN ('view', 'edit', 'submit')", name="known_rights"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    rights: Mapped[str]
    created_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


class Invitation(Model):
    """Somebody asked to join an organisation, who has not done so yet. Once they have, the audit trail remembers it.

    `link_id` is the newest link that was emailed: only that one opens anything.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("organisation_id", "email"),
        CheckConstraint("rights IN ('view', 'edit', 'submit')", name="known_rights"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    email: Mapped[str]
    rights: Mapped[str]
    invited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("links.id"), unique=True)

    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User | None] = relationship()


class LinkPurpose(StrEnum):
    SIGN_IN = "sign-in"
    COLLEAGUE = "colleague"
    PARTNER = "partner"
    SOURCE = "source"
    OWNER = "owner"
    STAFF_SET_UP = "staff-set-up"


class Link(Model):
    """A single-use link. Only the hash of its token is kept, so that a copy of the database opens nothing."""

    __tablename__ = "links"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    email: Mapped[str]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    next_path: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Interest(Model):
    """A standing interest that a member of staff declared: in one organisation, by its charity number or its name.

    It need not have applied yet, so there is no key to it. One that is over keeps its row and gets `ended_at`.
    """

    __tablename__ = "interests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    charity_number: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str]
    what: Mapped[str]
    since: Mapped[date]
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Attempt(Model):
    """How often one thing was tried by one person or address in one stretch of time; every web process counts here.

    `who` is the SHA-256 of the person or address.
    """

    __tablename__ = "attempts"

    what: Mapped[str] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(primary_key=True)
    times: Mapped[int]
