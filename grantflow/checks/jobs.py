"""What the worker does for checks: look one application up when it is sent, all open ones when the register is new."""

from uuid import UUID

from grantflow.applications.models import Application
from grantflow.casework.running import now
from grantflow.charities.models import RegisterReading
from grantflow.checks.commands import FILLED_WHILE, fill_checks
from grantflow.checks.queries import ids_to_look_at_again
from grantflow.db import db, unit_of_work
from grantflow.jobs.commands import enqueue
from grantflow.permissions import SYSTEM, Occasion


def fill(application_id: str) -> None:
    """Job: `fill-checks`. Run again, it finds the same and changes nothing."""
    with unit_of_work():
        fill_checks(db.session.get_one(Application, UUID(application_id)), Occasion(SYSTEM, now()))


def look_again(_reading_id: str) -> None:
    """Job: `look-again`. One transaction for each application, so that nobody waits for all of them."""
    ids = ids_to_look_at_again(FILLED_WHILE)
    db.session.rollback()
    for application_id in ids:
        fill(str(application_id))


def promise_to_look_again(reading: RegisterReading) -> None:
    """In the transaction that notes the reading: a newer register and another look at it are one fact."""
    enqueue("look-again", str(reading.id), key=f"look-again:{reading.id}")
