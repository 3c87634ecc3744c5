"""The forms a round asks its questions on, in the versions it opened with."""

from collections.abc import Mapping
from uuid import UUID

from grantflow.casework import running
from grantflow.casework.pinned import list_pinned
from grantflow.engine.form import Form

Pins = Mapping[tuple[str, str], int]


def pins_of(round_id: UUID) -> Pins:
    """The version by kind and key of each definition; nothing before the round opens."""
    return {(each.kind, each.key): each.version for each in list_pinned(round_id)}


def form_in_round(pins: Pins, key: str) -> Form:
    """The form as it was when the round opened, or the newest while it has not."""
    return running.form(key, pins.get(("form", key)))
