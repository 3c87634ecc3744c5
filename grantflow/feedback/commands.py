"""Ask for a call about a decision, choose its time, move it, and write down what was said."""

from collections.abc import Sequence
from datetime import datetime

from grantflow.applications.models import Application
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.core.calendar import add_working_days, local_date
from grantflow.errors import Forbidden, Reason, Refused
from grantflow.feedback import rules
from grantflow.feedback.models import FeedbackCall
from grantflow.feedback.queries import find_open_call
from grantflow.feedback.rules import DAYS_TO_BOOK, Offer
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Occasion, Permission, require


def ask_for_call(
    application: Application, offers: Sequence[Offer], occasion: Occasion, *, phone: str, about: str = ""
) -> FeedbackCall:
    """Ask for a call, at one of these times. It goes to the officer of the application.

    :raises Refused: if none is offered to them, one is on its way already, or the times are not good
    """
    require(occasion.actor, Permission.FEEDBACK_ASK, on=application)
    if occasion.actor.user_id is None:
        raise Forbidden(Permission.FEEDBACK_ASK)
    # Held until the end, so that two presses of the button ask for one call.
    lock(application)
    waiting = find_open_call(application.id) is not None
    _refuse(
        rules.call_is_offered(application.stage, has_open_call=waiting),
        rules.times_are_offered(offers, local_date(occasion.at)),
    )
    call = FeedbackCall(
        title=application.title, application_id=application.id, round_id=application.round_id,
        region_code=application.region_code, organisation_id=application.organisation_id,
        assigned_to_id=application.assigned_to_id, asked_by_id=occasion.actor.user_id, phone=phone, about=about,
        offered=[str(each) for each in offers],
        book_by=local_date(add_working_days(occasion.at, DAYS_TO_BOOK)),
    )  # fmt: skip
    open_case(call, occasion, version=pinned_version(call.round_id, "workflow", call.kind))
    enqueue("notice", "call-asked", str(call.id), key=f"call-asked:{call.id}")
    return call


def offer_other_times(
    call: FeedbackCall,
    offers: Sequence[Offer],
    occasion: Occasion,
    *,
    phone: str,
    about: str = "",
    expected_revision: int | None = None,
) -> None:
    """Move the call from the applicant's side: somebody chooses again.

    :raises Refused: if the times are not good
    """
    lock(call, expected_revision, occasion.actor)
    _refuse(rules.times_are_offered(offers, local_date(occasion.at)))
    call.offered, call.phone, call.about = [str(each) for each in offers], phone, about
    call.booked_at, call.book_by = None, local_date(add_working_days(occasion.at, DAYS_TO_BOOK))
    take_action(call, "offer-other-times", occasion)


def book_call(
    call: FeedbackCall, at: datetime, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    """Choose the time, or another one. Whoever does rings.

    :raises ActionUnavailable: if it is not still to come
    """
    lock(call, expected_revision, occasion.actor)
    call.booked_at, call.assigned_to_id = at, occasion.actor.user_id
    action = "move" if call.stage == "booked" else "book"
    take_action(call, action, occasion, facts={"booked_at": at.isoformat()})


def record_call(
    call: FeedbackCall, said: str, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    """Write down what was talked about, for the applicant to read.

    :raises ActionUnavailable: if nothing is written
    """
    lock(call, expected_revision, occasion.actor)
    call.said = said
    take_action(call, "record", occasion)


def _refuse(*reasons: Reason | None) -> None:
    if found := [reason for reason in reasons if reason is not None]:
        raise Refused(found)
