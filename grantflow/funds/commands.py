"""Set up a round, and change it while nobody outside has seen it."""

import re
from typing import Any

from sqlalchemy import select

from grantflow.audit.commands import record
from grantflow.casework.commands import lock, open_case, reset_timers
from grantflow.casework.running import tiers
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.funds.models import Round
from grantflow.permissions import Occasion, Permission, require


def create_round(values: dict[str, Any], occasion: Occasion) -> Round:
    """A draft, on the newest sizes of award. `values` are columns of Round by name.

    :raises Forbidden: unless the person may edit rounds in its region
    """
    round = Round(**values, slug=_free_slug(values["title"]), tiers_version=tiers().version)
    require(occasion.actor, Permission.ROUND_EDIT, on=round)
    return open_case(round, occasion)


def edit_round(
    round: Round, values: dict[str, Any], occasion: Occasion, *, expected_revision: int | None = None
) -> Round:
    """Change a draft. Once a round has opened it stays as people read it.

    :raises ActionUnavailable: if it has opened, or nothing would change
    """
    require(occasion.actor, Permission.ROUND_EDIT, on=round)
    lock(round, expected_revision, occasion.actor)
    if round.stage != "draft":
        raise ActionUnavailable([Reason("round-has-opened")])
    changed = {name: value for name, value in values.items() if getattr(round, name) != value}
    if not changed:
        raise ActionUnavailable([Reason("nothing-changed")])
    for name, value in changed.items():
        setattr(round, name, value)
    require(occasion.actor, Permission.ROUND_EDIT, on=round)
    round.revision += 1
    record(round.id, round.kind, "edit", occasion, facts={"changed": sorted(changed)})
    reset_timers(round, occasion.at)
    return round


def _free_slug(title: str) -> str:
    """The title as an address, with a number where another round has it already."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "round"
    taken = set(db.session.scalars(select(Round.slug).where(Round.slug.startswith(slug))))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
