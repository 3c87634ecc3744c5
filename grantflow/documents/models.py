"""What is known of each stored file."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from grantflow.core.references import new_id
from grantflow.db import Model


class Document(Model):
    """One file that belongs to a case. The bytes lie in the file store under `sha256`; `size` is in bytes."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("kind IN ('upload', 'letter', 'summary')", name="known_kind"),
        Index("ix_documents_case", "case_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]
    question_key: Mapped[str | None]
    filename: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class OrganisationDocument(Model):
    """One file that belongs to an organisation, such as its rules: sent once, and there for every application."""

    __tablename__ = "organisation_documents"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    question_key: Mapped[str]
    filename: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    kind: ClassVar[str] = "upload"
