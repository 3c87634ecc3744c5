"""Cases, their answers and their timers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grantflow.core.references import new_id
from grantflow.db import NO_DUE_DATE, Model, PlainJSON, RowNumber

if TYPE_CHECKING:
    from grantflow.accounts.models import Organisation, User


class Case(Model):
    """Anything that moves along a workflow. What every work list needs stands here; the rest in the kind's own table.

    `kind` is the workflow's key. `round_id` is the round a case belongs to, itself a case. `stage` is written only
    by `casework.commands.take_action`; `is_open` and `due_at` follow it, so that a list of 100,000 is one index scan.
    """

    __tablename__ = "cases"
    __table_args__: tuple[Any, ...] = (
        Index("ix_cases_work_list", "kind", "is_open", "due_at", "id"),
        Index("ix_cases_region_work_list", "kind", "region_code", "is_open", "due_at", "id"),
        Index("ix_cases_stage_work_list", "kind", "stage", "due_at", "id"),
        Index("ix_cases_region_stage_work_list", "kind", "region_code", "stage", "due_at", "id"),
        Index("ix_cases_round_stage", "round_id", "kind", "stage"),
        Index("ix_cases_organisation", "organisation_id", "kind", "created_at"),
        Index("ix_cases_assigned", "assigned_to_id", "kind", "is_open", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    workflow_version: Mapped[int]
    reference: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    stage: Mapped[str]
    stage_entered_at: Mapped[datetime]
    is_open: Mapped[bool] = mapped_column(default=True)
    due_at: Mapped[datetime] = mapped_column(default=NO_DUE_DATE)
    revision: Mapped[int] = mapped_column(default=1)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    assigned_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]

    organisation: Mapped["Organisation | None"] = relationship(foreign_keys=[organisation_id])
    assigned_to: Mapped["User | None"] = relationship(foreign_keys=[assigned_to_id])

    # The letter that starts a reference, such as A for an application; each kind names its own.
    prefix: ClassVar[str] = "C"

    __mapper_args__ = {"polymorphic_on": "kind"}

    def dates(self) -> dict[str, datetime | None]:
        """The dates that this kind's timers may be relative to, by the name the workflow file uses."""
        return {}

    def promised_at(self) -> datetime | None:
        """When somebody has been promised the next step, if anybody has; it leads the work list."""
        return None


AnyCase = TypeVar("AnyCase", bound=Case)


class Answer(Model):
    """One answer to one question: one row with its own revision, so that two people never overwrite each other.

    `part` tells apart the forms filled in on one case: `main`, `report`, `review`.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("case_id", "part", "question_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    part: Mapped[str] = mapped_column(default="main")
    question_key: Mapped[str]
    value: Mapped[Any] = mapped_column(PlainJSON)
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class SearchText(Model):
    """What one case can be found by: its names and the answers that its readers may read.

    The database keeps it, and the index of its words, current by triggers; nothing in Python writes it. `part` is
    as an answer's: `main` of any case in a work list, `report` and `review` of a grant's progress.
    """

    __tablename__ = "search_texts"
    __table_args__ = (UniqueConstraint("case_id", "part"),)

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    part: Mapped[str]
    text: Mapped[str]


class RivalAnswer(Model):
    """What somebody typed while somebody else answered the same question: kept beside the answer, not in its place.

    One for each person and question; it stands until somebody who may write chooses between the two.
    """

    __tablename__ = "rival_answers"
    __table_args__ = (UniqueConstraint("case_id", "part", "question_key", "saved_by_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    part: Mapped[str] = mapped_column(default="main")
    question_key: Mapped[str]
    value: Mapped[Any] = mapped_column(PlainJSON)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class CaseTimer(Model):
    """One thing a workflow file promises to do to a case at a time: remind, or take an action.

    `enqueued_at` is when its job was promised, so that it is promised once; `refused_because` names what stood in
    the way of its action, for a person to see.
    """

    __tablename__ = "case_timers"
    __table_args__ = (Index("ix_case_timers_due", "due_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    timer_key: Mapped[str]
    does: Mapped[str]
    days_left: Mapped[int]
    notice: Mapped[str | None]
    action: Mapped[str | None]
    due_at: Mapped[datetime]
    enqueued_at: Mapped[datetime | None]
    refused_because: Mapped[list[str] | None]


class Recusal(Model):
    """An interest that somebody declared in a case: every way to it that a role gave them is closed.

    So is the way to everything else of that organisation in that round: letters, payments, reports and all that is
    still to come have the same two, wherever they hang.
    """

    __tablename__ = "recusals"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    declared_at: Mapped[datetime]


class PinnedDefinition(Model):
    """A workflow, form or tiers file as it stood when a round opened on it: body and SHA-256."""

    __tablename__ = "pinned_definitions"
    __table_args__ = (UniqueConstraint("kind", "key", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    key: Mapped[str]
    version: Mapped[int]
    body: Mapped[str]
    sha256: Mapped[str]


class RoundDefinition(Model):
    """Which pinned definitions a round runs on, for life."""

    __tablename__ = "round_definitions"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("pinned_definitions.id"), primary_key=True)

    definition: Mapped[PinnedDefinition] = relationship()
