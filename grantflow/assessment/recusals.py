"""Declare an interest: in one application, or in an organisation once for all."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.interests import add_interest, organisations_of_interest
from grantflow.accounts.models import Interest
from grantflow.applications.interests import close_to, minute_standing_interest
from grantflow.applications.models import Application
from grantflow.assessment.commands import declare_conflict
from grantflow.assessment.models import Assessment
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.casework.queries import UNSENT
from grantflow.db import db
from grantflow.errors import Reason, Refused
from grantflow.permissions import Occasion, Permission, require


def declare_interest(application: Application, occasion: Occasion, *, interest: str) -> None:
    """From now on this person can open nothing of it, and what they had to do with it is another's.

    :raises Refused: if it is not a person who says so
    """
    require(occasion.actor, Permission.APPLICATION_VIEW, on=application)
    user_id = occasion.actor.user_id
    if user_id is None:
        raise Refused([Reason("not-a-person")])
    lock(application)
    record(application.id, application.kind, "declare-interest", occasion, note=interest)
    _step_aside(application, user_id, occasion, interest)
    close_to(application, user_id, occasion)


def add_standing_interest(
    occasion: Occasion, *, name: str, charity_number: str | None, what: str, since: date
) -> Interest:
    """Keep it on the person's list, and write it down with everything of that organisation that is open now."""
    interest = add_interest(occasion, name=name, charity_number=charity_number, what=what, since=since)
    theirs = organisations_of_interest([interest.user_id]).get(interest.user_id, set())
    applications = db.session.scalars(
        select(Application)
        .where(
            Application.organisation_id.in_(theirs),
            Application.is_open,
            Application.stage.not_in(sorted(UNSENT)),
        )
        .order_by(Application.id)
    ).all()
    for application in applications:
        lock(application)
        _step_aside(application, interest.user_id, occasion, what)
        minute_standing_interest(application, interest, occasion)
    return interest


def _step_aside(application: Application, user_id: UUID, occasion: Occasion, interest: str) -> None:
    """What they were asked to assess is somebody else's: the officer is told, as if they had said so there."""
    asked = db.session.scalars(
        select(Assessment).where(
            Assessment.application_id == application.id,
            Assessment.assigned_to_id == user_id,
            Assessment.stage.in_(["assigned", "open"]),
        )
    ).all()
    for assessment in asked:
        declare_conflict(assessment, occasion, interest=interest)
        db.session.flush()
