"""Letters, emails, packs, summaries that are printed each quarter, and who has the quarterly email."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.casework.models import Case
from grantflow.core.references import new_id
from grantflow.db import Model
from grantflow.documents.models import Document


class Letter(Case):
    """One letter or summary about a case: made once, stored once, the same bytes ever after.

    `promise` names what was promised (notice, case and revision), so that a job that runs twice makes one letter.
    """

    __tablename__ = "letters"

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    promise: Mapped[str] = mapped_column(unique=True)
    notice: Mapped[str]
    about_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    template_sha256: Mapped[str] = mapped_column(default="")
    officer_name: Mapped[str] = mapped_column(default="")
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    made_at: Mapped[datetime | None]

    document: Mapped[Document | None] = relationship(foreign_keys=[document_id])

    prefix: ClassVar[str] = "LT"
    __mapper_args__ = {
        "polymorphic_identity": "letter",
        "inherit_condition": id == Case.id,
    }


class Email(Model):
    """One email to one person. `promise` makes it once; a body that held a sign-in link is emptied after sending.

    `stop_link` is where whoever gets a regular email stops it, for the header that mail programs read.
    """

    __tablename__ = "emails"
    __table_args__ = (
        Index("ix_emails_case", "case_id", "created_at"),
        Index("ix_emails_created", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    promise: Mapped[str] = mapped_column(unique=True)
    notice: Mapped[str]
    to_address: Mapped[str]
    to_name: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    body: Mapped[str]
    secret: Mapped[bool] = mapped_column(default=False)
    stop_link: Mapped[str] = mapped_column(default="", server_default="")
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letters.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    letter: Mapped[Letter | None] = relationship(foreign_keys=[letter_id])


class Pack(Model):
    """A panel's pack, made for one reader as things stood when it was asked for.

    `applications` are those in it, so that whoever may no longer see one of them does not open it again. `problem` is
    why it could not be made.
    """

    __tablename__ = "packs"
    __table_args__ = (Index("ix_packs_reader", "round_id", "reader_id", "asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    reader_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    applications: Mapped[list[str]] = mapped_column(default=list)
    sha256: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")


class PrintedSummary(Model):
    """A summary on paper that hangs from no one case: of a theme, a region, or all the grants of a round.

    `about` is the key of an outcome, the letter of a region or the id of a round. `promise` makes one for each quarter,
    and one each time that somebody asks. `problem` is why it could not be made.
    """

    __tablename__ = "printed_summaries"
    __table_args__ = (
        CheckConstraint("kind IN ('award', 'round', 'theme', 'region')", name="known_kind"),
        Index("ix_printed_summaries_about", "kind", "about", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    promise: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    about: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")


class DigestReader(Model):
    """An address that gets what we learned once a quarter, from one region or (none) from all.

    It counts from `confirmed_at`, and the row goes when its reader stops: nothing else remembers the address.
    """

    __tablename__ = "digest_readers"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    address: Mapped[str] = mapped_column(unique=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
