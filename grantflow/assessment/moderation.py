"""Scores that are far apart: whether a note is wanted, and the note. No score is changed by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.applications.models import Application
from grantflow.assessment import queries, rules, scoring
from grantflow.assessment.models import Moderation
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.permissions import Occasion, Permission, require


@dataclass(frozen=True)
class Apart:
    """How far apart the assessments are that are in: each assessor's weighted mean, and when the last one came."""

    means: Mapping[UUID, float]
    spread: float
    limit: float
    last_sent_at: datetime | None

    @property
    def is_far(self) -> bool:
        return rules.is_far_apart(self.spread, self.limit)


def apart(application: Application) -> Apart:
    sizes = queries.tiers_of(application)
    sheets = queries.list_sheets(application.id, {each.key: each.weight for each in sizes.criteria})
    sent = [each.assessment.submitted_at for each in sheets if each.assessment.submitted_at]
    means = {
        each.assessment.assigned_to_id: each.mean
        for each in sheets
        if each.mean is not None and each.assessment.assigned_to_id is not None
    }
    spread = scoring.spread(each.mean for each in sheets)
    return Apart(means, spread, sizes.moderation_spread, max(sent, default=None))


def find_moderation(application_id: UUID) -> Moderation | None:
    return db.session.scalar(
        select(Moderation)
        .where(Moderation.application_id == application_id)
        .options(joinedload(Moderation.written_by))
    )


def moderation_wanted(application: Application) -> Reason | None:
    """What is missing before it may go to a decision, or None."""
    found = apart(application)
    if not found.is_far:
        return None
    note = find_moderation(application.id)
    key = rules.moderation_is_written(
        found.spread, found.limit, note.written_at if note else None, found.last_sent_at
    )
    return Reason(key, {"spread": f"{found.spread:.1f}", "limit": f"{found.limit:g}"}) if key else None


def write_moderation(
    application: Application, occasion: Occasion, *, why_apart: str, view_now: str
) -> Moderation:
    """Keep the note, in place of one before it; the audit entries keep both.

    :raises ActionUnavailable: if no note is wanted, or this person's own score is one of the two furthest apart
    """
    require(occasion.actor, Permission.APPLICATION_CHECK, on=application)
    lock(application)
    if application.stage != "assessing":
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": application.stage})])
    found = apart(application)
    if not found.is_far:
        raise ActionUnavailable([Reason("scores-are-not-apart")])
    writer = occasion.actor.user_id
    if (key := rules.moderator_is_not_apart(writer, found.means)) or writer is None:
        raise ActionUnavailable([Reason(key or "not-a-person")])
    note = find_moderation(application.id)
    if note is None:
        note = Moderation(application_id=application.id)
        db.session.add(note)
    note.spread, note.why_apart, note.view_now = found.spread, why_apart, view_now
    note.written_by_id, note.written_at = writer, occasion.at
    facts = {"spread": round(found.spread, 2), "why_apart": why_apart}
    record(application.id, application.kind, "moderate", occasion, note=view_now, facts=facts)
    db.session.flush()
    return note
