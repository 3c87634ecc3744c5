"""Pinning: a round keeps the definitions it opened with, and its cases run on them for life."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from grantflow.casework.models import PinnedDefinition, RoundDefinition
from grantflow.db import db
from grantflow.engine.library import Definition, Kind, Library
from grantflow.errors import Problem


def pin(round_id: UUID, definitions: Iterable[Definition]) -> None:
    """Keep these definitions, body and hash, as the ones a round runs on. Rounds share what is the same."""
    kept: dict[tuple[str, str, int], UUID] = {
        (row.kind, row.key, row.version): row.id for row in db.session.scalars(select(PinnedDefinition))
    }
    for each in definitions:
        name = (each.kind, each.key, each.version)
        if name not in kept:
            row = PinnedDefinition(
                kind=each.kind, key=each.key, version=each.version, body=each.body, sha256=each.sha256
            )
            db.session.add(row)
            db.session.flush()
            kept[name] = row.id
        db.session.add(RoundDefinition(round_id=round_id, definition_id=kept[name]))
    db.session.flush()


def newest(library: Library) -> list[Definition]:
    """The newest version of every workflow, form and tiers file."""
    found: dict[tuple[str, str], Definition] = {}
    for each in sorted(library.definitions(), key=lambda each: each.version):
        found[each.kind, each.key] = each
    return list(found.values())


def pinned_version(round_id: UUID | None, kind: Kind, key: str) -> int | None:
    """The version a round runs on; None while it has pinned none, which means the newest."""
    if round_id is None:
        return None
    return db.session.scalar(
        select(PinnedDefinition.version)
        .join(RoundDefinition, RoundDefinition.definition_id == PinnedDefinition.id)
        .where(
            RoundDefinition.round_id == round_id, PinnedDefinition.kind == kind, PinnedDefinition.key == key
        )
        .order_by(PinnedDefinition.version.desc())
        .limit(1)
    )


def list_pinned(round_id: UUID) -> list[PinnedDefinition]:
    """What a round runs on, by kind and key. The bodies are not loaded."""
    return list(
        db.session.scalars(
            select(PinnedDefinition)
            .join(RoundDefinition, RoundDefinition.definition_id == PinnedDefinition.id)
            .where(RoundDefinition.round_id == round_id)
            .options(defer(PinnedDefinition.body))
            .order_by(PinnedDefinition.kind, PinnedDefinition.key, PinnedDefinition.version)
        )
    )


def altered(library: Library) -> Iterator[Problem]:
    """Files that no longer say what a round has opened on. A version in use is frozen."""
    shipped: dict[tuple[str, str, int], Definition] = {
        (each.kind, each.key, each.version): each for each in library.definitions()
    }
    rows = db.session.execute(
        select(
            PinnedDefinition.kind, PinnedDefinition.key, PinnedDefinition.version, PinnedDefinition.sha256
        ).order_by(PinnedDefinition.kind, PinnedDefinition.key, PinnedDefinition.version)
    )
    for kind, key, version, sha256 in rows:
        file = shipped.get((kind, key, version))
        if file is not None and file.sha256 != sha256:
            yield Problem(
                file.file,
                "",
                "a round has opened on this version, and it has been changed since",
                f"Put it back as it was, and make your change in {version + 1}.toml",
            )
