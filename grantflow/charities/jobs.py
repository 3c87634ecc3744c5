"""Reads the register from its public extract, one batch a transaction, so that nobody waits for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from grantflow.charities.commands import Tally, forget_charities, keep_charities, note_reading
from grantflow.charities.extract import BATCH, Extract, RefusedRow, open_extract
from grantflow.charities.models import RegisterReading
from grantflow.charities.queries import list_numbers
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.errors import Reason, Refused


@dataclass(frozen=True)
class Reading:
    """What came of reading the register once."""

    made_on: date
    tally: Tally
    refused: Sequence[RefusedRow]


def read_register(
    paths: Sequence[Path], at: datetime, *, and_then: Callable[[RegisterReading], None] | None = None
) -> Reading:
    """Take over what the extract says. Run again, it changes nothing; broken off, it goes on from the start.

    Nothing is forgotten until the whole extract has been read.

    :param and_then: what else belongs to a new reading, in the same transaction
    :raises Refused: if the extract is missing, empty or breaks off
    """
    tally = Tally()
    with open_extract(paths) as extract:
        for batch in extract.batches():
            with unit_of_work():
                keep_charities(batch, tally)
        if not tally.read:
            raise Refused([Reason("register-empty")])
        _forget_the_rest(extract, tally)
        made_on = extract.made_on or local_date(at)
        with unit_of_work():
            reading = note_reading(made_on, at, tally, refused=len(extract.refused))
            if and_then is not None:
                and_then(reading)
        return Reading(made_on, tally, tuple(extract.refused))


def _forget_the_rest(extract: Extract, tally: Tally) -> None:
    after = ""
    while numbers := list_numbers(after, BATCH):
        db.session.rollback()
        if gone := [each for each in numbers if not extract.holds(each)]:
            with unit_of_work():
                forget_charities(gone, tally)
        after = numbers[-1]
