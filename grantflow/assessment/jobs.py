"""What a worker does for assessment."""

from uuid import UUID

from flask import current_app

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.assessment.sharing import ask_as_planned
from grantflow.db import db, unit_of_work
from grantflow.permissions import SYSTEM, Occasion


def share_out(asked_by_id: str, *lines: str) -> None:
    """Ask those whom a plan gave each application, one transaction each. Run again, it finds them asked.

    :param lines: an application's id, a colon, and the ids of people with commas between
    """
    for line in lines:
        application_id, _, people_ids = line.partition(":")
        with unit_of_work():
            application = db.session.get_one(Application, UUID(application_id))
            people = [db.session.get_one(User, UUID(each)) for each in people_ids.split(",")]
            occasion = Occasion(SYSTEM, current_app.extensions["clock"].now())
            ask_as_planned(application, db.session.get_one(User, UUID(asked_by_id)), people, occasion)
