"""Search what happened, across every case and account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true, tuple_

from grantflow.audit.models import AuditEntry
from grantflow.casework.models import Case
from grantflow.casework.queries import is_open_to
from grantflow.db import db
from grantflow.permissions import Actor, Permission


@dataclass(frozen=True)
class Search:
    """What to look for; whatever is empty is not asked. Times are aware UTC, `to` is left out itself.

    `person` finds what somebody of that name did; with `person_ids`, also what was done to those accounts.
    """

    reference: str = ""
    person: str = ""
    person_ids: Sequence[UUID] = ()
    action: str = ""
    since: datetime | None = None
    to: datetime | None = None


@dataclass(frozen=True)
class Happening:
    """One entry, with the case it is about where it is about one."""

    entry: AuditEntry
    reference: str | None
    title: str | None


@dataclass(frozen=True)
class HappeningsPage:
    """Newest first. `older` is the entry to go on before, if there are more."""

    happenings: Sequence[Happening]
    older: int | None


def search_history(
    viewer: Actor, search: Search, *, before: int | None = None, size: int = 50
) -> HappeningsPage:
    """What the viewer may read of the trail. An auditor of one region reads about the cases of that region.

    Nobody reads what has happened to an application of their own before they are told.
    """
    rows = db.session.execute(
        select(AuditEntry, Case.reference, Case.title)
        .outerjoin(Case.__table__, Case.id == AuditEntry.chain)
        .where(_readable_by(viewer), *_asked(search))
        .where(_older_than(before))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(size + 1)
    ).all()
    happenings = [Happening(entry, reference, title) for entry, reference, title in rows[:size]]
    return HappeningsPage(happenings, happenings[-1].entry.id if len(rows) > size else None)


def list_actions() -> list[str]:
    """Every action that was ever recorded, by name."""
    return list(db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def _readable_by(viewer: Actor) -> ColumnElement[bool]:
    regions = viewer.regions(Permission.AUDIT_VIEW)
    here = true() if regions is None else Case.region_code.in_(regions)
    return and_(here, is_open_to(viewer))


def _older_than(entry_id: int | None) -> ColumnElement[bool]:
    entry = db.session.get(AuditEntry, entry_id) if entry_id is not None else None
    return true() if entry is None else tuple_(AuditEntry.at, AuditEntry.id) < (entry.at, entry.id)


def _asked(search: Search) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if search.reference:
        asked.append(Case.reference == search.reference.strip().upper())
    if search.person:
        ids = search.person_ids
        asked.append(
            or_(
                AuditEntry.actor_name == search.person,
                AuditEntry.actor_id.in_(ids),
                AuditEntry.chain.in_(ids),
            )
        )
    if search.action:
        asked.append(AuditEntry.action == search.action)
    if search.since is not None:
        asked.append(AuditEntry.at >= search.since)
    if search.to is not None:
        asked.append(AuditEntry.at < search.to)
    return asked
