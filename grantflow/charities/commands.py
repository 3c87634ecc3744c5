"""Keep what the register says: add, change and forget rows, so that reading it twice changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from grantflow.charities.models import RegisteredCharity, RegisterReading
from grantflow.charities.rules import Facts
from grantflow.db import db

COLUMNS = RegisteredCharity.__table__.columns.keys()


@dataclass
class Tally:
    """How many rows a reading of the register has touched."""

    read: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0


def keep_charities(batch: Sequence[Facts], tally: Tally) -> None:
    """Add the charities that are new, and change those of which something is different. Each number comes once."""
    kept = {
        row.number: row._asdict()
        for row in db.session.execute(
            select(*RegisteredCharity.__table__.columns).where(
                RegisteredCharity.number.in_([facts["number"] for facts in batch])
            )
        )
    }
    new = [facts for facts in batch if facts["number"] not in kept]
    changed = [facts for facts in batch if facts["number"] in kept and kept[facts["number"]] != facts]
    if new:
        db.session.execute(insert(RegisteredCharity), new)
    if changed:
        rest: dict[str, Any] = {name: bindparam(f"new_{name}") for name in COLUMNS if name != "number"}
        db.session.connection().execute(
            update(RegisteredCharity.__table__)  # type: ignore[arg-type]
            .where(RegisteredCharity.__table__.c.number == bindparam("new_number"))
            .values(rest),
            [{f"new_{name}": value for name, value in facts.items()} for facts in changed],
        )
    tally.read += len(batch)
    tally.added += len(new)
    tally.changed += len(changed)


def forget_charities(numbers: Iterable[str], tally: Tally) -> None:
    """Charities that the register no longer names at all. One that was removed from it is still named, with a date."""
    gone = list(numbers)
    db.session.execute(delete(RegisteredCharity).where(RegisteredCharity.number.in_(gone)))
    tally.gone += len(gone)


def note_reading(made_on: date, at: datetime, tally: Tally, *, refused: int) -> RegisterReading:
    reading = RegisterReading(
        made_on=made_on,
        read_at=at,
        added=tally.added,
        changed=tally.changed,
        gone=tally.gone,
        refused=refused,
    )
    db.session.add(reading)
    db.session.flush()
    return reading
