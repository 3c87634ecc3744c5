"""Close an application to somebody with an interest in it, write it down, and hand their part in it to another."""

from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.interests import interests_in
from grantflow.accounts.models import Interest
from grantflow.applications.models import Application
from grantflow.audit.commands import record
from grantflow.casework.models import Case, Recusal
from grantflow.db import db
from grantflow.permissions import SYSTEM, Occasion

# Nobody works on these as the person they are assigned to: each says in its own way who it waits for.
NOT_HANDED_ON = ("round", "assessment")


def close_to(application: Application, user_id: UUID, occasion: Occasion) -> None:
    """Every way to it is closed from now on, and to all else of its organisation in its round."""
    if db.session.get(Recusal, (application.id, user_id)) is None:
        db.session.add(
            Recusal(
                case_id=application.id,
                user_id=user_id,
                organisation_id=application.organisation_id,
                round_id=application.round_id,
                declared_at=occasion.at,
            )
        )
    _hand_on(application, user_id)
    db.session.flush()


def minute_standing_interest(application: Application, interest: Interest, occasion: Occasion) -> None:
    """Close it for whoever has the interest, and say on its record that this one stood in a list."""
    close_to(application, interest.user_id, occasion)
    facts = {"standing": True, "since": interest.since.isoformat(), "user": str(interest.user_id)}
    record(application.id, application.kind, "standing-interest", occasion, note=interest.what, facts=facts)


def minute_standing_interests(application: Application, occasion: Occasion) -> None:
    """When an application is sent: all that stand in its organisation. The applicant has no part in it."""
    if application.organisation is not None:
        for interest in interests_in(application.organisation):
            minute_standing_interest(application, interest, Occasion(SYSTEM, occasion.at))


def _hand_on(application: Application, user_id: UUID) -> None:
    """To the officer of the round; to nobody, for the work list to show, if that is the same person.

    A complaint too is nobody's then: the officer of the round may be whom it is about.
    """
    other = application.round.assigned_to_id
    theirs = db.session.scalars(
        select(Case).where(
            Case.organisation_id == application.organisation_id,
            Case.round_id == application.round_id,
            Case.assigned_to_id == user_id,
            Case.is_open,
            Case.kind.not_in(NOT_HANDED_ON),
        )
    )
    for case in theirs:
        case.assigned_to_id = None if other == user_id or case.kind == "complaint" else other
