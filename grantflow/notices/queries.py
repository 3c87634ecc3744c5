"""Find letters and emails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import joinedload

from grantflow.applications.models import Application, Decision, Partner
from grantflow.assessment.models import Assessment
from grantflow.assessment.queries import HELD
from grantflow.audit.models import AuditEntry
from grantflow.awards.models import Award, OutcomesPlan, Payment
from grantflow.casework.models import Case
from grantflow.casework.queries import official_to, visible_to
from grantflow.checks.models import CheckQuery
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.feedback.models import FeedbackCall
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.models import ProgressReview
from grantflow.notices.models import Email, Letter
from grantflow.permissions import Actor, Permission


def get_letter(letter_id: UUID) -> Letter:
    """:raises NotFound: if there is none"""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotFound("letter", letter_id)
    return letter


def find_letter(promise: str) -> Letter | None:
    return db.session.scalar(select(Letter).where(Letter.promise == promise))


def list_letters(case_ids: Sequence[UUID], viewer: Actor | None = None) -> Sequence[Letter]:
    """The letters about these cases, the newest first, each with its document.

    :param viewer: only those that were made and that this person may see; without one, all of them
    """
    query = select(Letter).where(Letter.about_id.in_(case_ids))
    if viewer is not None:
        query = query.where(Letter.document_id.is_not(None), visible_to(viewer, Permission.LETTER_VIEW))
    return db.session.scalars(
        query.options(joinedload(Letter.document)).order_by(Letter.created_at.desc(), Letter.id.desc())
    ).all()


def cases_around(application_id: UUID) -> Sequence[UUID]:
    """The application and everything that hangs from it: what its letters and emails may be about.

    Not its complaints: those are closed to whoever works on it.
    """
    award = select(Award.id).where(Award.application_id == application_id)
    hanging = (
        select(Partner.id).where(Partner.application_id == application_id),
        select(CheckQuery.id).where(CheckQuery.application_id == application_id),
        select(Assessment.id).where(Assessment.application_id == application_id),
        award,
        select(OutcomesPlan.id).where(OutcomesPlan.award_id.in_(award)),
        select(Payment.id).where(Payment.award_id.in_(award)),
        select(ProgressReview.id).where(ProgressReview.award_id.in_(award)),
        select(LearningEntry.id).where(LearningEntry.award_id.in_(award)),
        select(FeedbackCall.id).where(FeedbackCall.application_id == application_id),
    )
    return [application_id, *db.session.scalars(union_all(*hanging))]


@dataclass(frozen=True)
class Telling:
    """How far the letters of a round's decisions are: how many there are to be, and how many stand where."""

    to_tell: int
    told: int
    letters: Mapping[str, int]

    @property
    def all(self) -> int:
        return self.to_tell + self.told

    @property
    def sent(self) -> int:
        return self.letters.get("sent", 0)

    @property
    def failed(self) -> int:
        return self.letters.get("failed", 0)

    @property
    def is_done(self) -> bool:
        return self.to_tell == 0 and self.sent + self.failed >= self.all


def telling_of(round_id: UUID) -> Telling:
    told = Decision.released_at.is_not(None)
    rows = db.session.execute(
        select(told, func.count())
        .join(Application, Application.id == Decision.application_id)
        .where(Application.round_id == round_id, or_(told, Application.stage.in_(HELD)))
        .group_by(told)
    )
    counted = {bool(is_told): number for is_told, number in rows}
    letters = db.session.execute(
        select(Letter.stage, func.count())
        .where(Letter.round_id == round_id, Letter.notice.in_(("offer", "unsuccessful")))
        .group_by(Letter.stage)
    )
    by_stage = {row.stage: int(row[1]) for row in letters}
    return Telling(counted.get(False, 0), counted.get(True, 0), by_stage)


def why_failed(letters: Sequence[Letter]) -> Mapping[UUID, str]:
    """What went wrong with each letter that failed, in the words of the last time it did."""
    failed = [letter.id for letter in letters if letter.stage == "failed"]
    rows = db.session.execute(
        select(AuditEntry.chain, AuditEntry.note)
        .where(AuditEntry.chain.in_(failed), AuditEntry.action == "fail")
        .order_by(AuditEntry.chain, AuditEntry.seq)
    )
    return {row.chain: row.note for row in rows} if failed else {}


def find_email(promise: str) -> Email | None:
    return db.session.scalar(select(Email).where(Email.promise == promise))


def get_email(email_id: UUID) -> Email:
    """:raises NotFound: if there is none"""
    email = db.session.get(Email, email_id)
    if email is None:
        raise NotFound("email", email_id)
    return email


def list_emails(case_ids: Sequence[UUID]) -> Sequence[Email]:
    """The emails about these cases, the newest first; none that held a private link."""
    return db.session.scalars(
        select(Email)
        .where(Email.case_id.in_(case_ids), Email.secret.is_(False))
        .order_by(Email.created_at.desc(), Email.id.desc())
    ).all()


def list_unsent(letter_id: UUID) -> Sequence[Email]:
    """The emails of a letter that the mail server has not taken yet."""
    return db.session.scalars(
        select(Email)
        .where(Email.letter_id == letter_id, Email.sent_at.is_(None))
        .order_by(Email.created_at, Email.id)
    ).all()


def ids_of_emails_official_to(viewer: Actor, permission: Permission, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these emails that are about a case the viewer may see as staff."""
    about = select(Email.id).join(Case, Case.id == Email.case_id)
    return set(db.session.scalars(about.where(Email.id.in_(ids), official_to(viewer, permission))))
