"""Which version of each definition a round runs on."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from grantflow.casework import running
from grantflow.casework.models import PinnedDefinition, RoundDefinition
from grantflow.db import db
from grantflow.engine.form import Form

Pins = Mapping[tuple[str, str], int]


def pins_of(round_id: UUID) -> Pins:
    """Kind and key of each definition the round opened on, and the version; nothing before it opens."""
    rows = db.session.execute(
        select(PinnedDefinition.kind, PinnedDefinition.key, PinnedDefinition.version)
        .join(RoundDefinition, RoundDefinition.definition_id == PinnedDefinition.id)
        .where(RoundDefinition.round_id == round_id)
    )
    return {(row.kind, row.key): row.version for row in rows}


def form_in_round(pins: Pins, key: str) -> Form:
    """A form in the version the round opened on, or the newest while it has not."""
    return running.form(key, pins.get(("form", key)))
