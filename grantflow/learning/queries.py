"""Find learning entries, for those who write them, those they are about, and everybody."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.awards.models import Award
from grantflow.casework.queries import answers_of, get_visible, visible_to
from grantflow.casework.running import form
from grantflow.db import db
from grantflow.engine.form import Form
from grantflow.errors import NotFound
from grantflow.learning import rules
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.models import ProgressReview
from grantflow.permissions import Actor, Permission

FORM = "learning-entry"
# The most rows of a list on one page.
MOST = 200


def entry_form(entry: LearningEntry | None = None) -> Form:
    return form(FORM, entry.form_version if entry else None)


def get_entry(entry_id: UUID, viewer: Actor, permission: Permission) -> LearningEntry:
    """:raises NotFound: if there is none, or the viewer may not know of it"""
    return get_visible(
        LearningEntry, entry_id, viewer, permission,
        joinedload(LearningEntry.organisation), joinedload(LearningEntry.award),
        joinedload(LearningEntry.assigned_to),
    )  # fmt: skip


def list_entries(viewer: Actor) -> Sequence[LearningEntry]:
    """The entries this person may work on, the unfinished first."""
    return db.session.scalars(
        select(LearningEntry)
        .where(visible_to(viewer, Permission.LEARNING_WRITE))
        .options(joinedload(LearningEntry.organisation))
        .order_by(
            LearningEntry.stage.in_(("published", "retired")),
            LearningEntry.created_at.desc(),
            LearningEntry.id,
        )
        .limit(MOST)
    ).all()


def list_entries_of_award(award_id: UUID) -> Sequence[LearningEntry]:
    return db.session.scalars(
        select(LearningEntry)
        .where(LearningEntry.award_id == award_id)
        .order_by(LearningEntry.created_at, LearningEntry.id)
    ).all()


def list_waiting_for_consent(viewer: Actor) -> Sequence[LearningEntry]:
    """The entries about the person's own organisations that wait for their word."""
    return db.session.scalars(
        select(LearningEntry)
        .where(
            LearningEntry.organisation_id.in_(list(viewer.organisations)),
            LearningEntry.stage == "in-review",
            LearningEntry.consent_given_at.is_(None),
            LearningEntry.changes_wanted == "",
        )
        .options(joinedload(LearningEntry.organisation))
        .order_by(LearningEntry.stage_entered_at, LearningEntry.id)
    ).all()


def list_awards_with_reviews(viewer: Actor) -> Sequence[Award]:
    """The awards that an entry could be drafted from: something was reported, and nothing is drafted yet."""
    reported = select(ProgressReview.award_id).where(ProgressReview.stage.in_(("reviewed", "answered")))
    drafted = select(LearningEntry.award_id).where(LearningEntry.award_id.is_not(None))
    return db.session.scalars(
        select(Award)
        .where(
            visible_to(viewer, Permission.LEARNING_WRITE), Award.id.in_(reported), Award.id.not_in(drafted)
        )
        .options(joinedload(Award.organisation))
        .order_by(Award.ends_on, Award.id)
        .limit(MOST)
    ).all()


def get_published(entry_id: UUID) -> LearningEntry:
    """One that anybody may read.

    :raises NotFound: if there is none, or it is not published
    """
    entry = db.session.scalar(
        select(LearningEntry)
        .where(LearningEntry.id == entry_id, LearningEntry.stage.in_(rules.PUBLIC))
        .options(
            joinedload(LearningEntry.organisation),
            joinedload(LearningEntry.award),
            joinedload(LearningEntry.assigned_to),
        )
    )
    if entry is None:
        raise NotFound("learning entry", entry_id)
    return entry


def answers_of_reviews(reviews: Sequence[ProgressReview], part: str) -> dict[str, object]:
    """The newest answer to each question over several reviews; an empty one does not hide an older one."""
    found: dict[str, object] = {}
    for review in reviews:
        found |= {key: value for key, value in answers_of(review.id, part).items() if value}
    return found
