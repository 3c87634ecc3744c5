"""Make a complaint, answer it, and ask for a second look."""

from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.models import Recusal
from grantflow.casework.pinned import pinned_version
from grantflow.complaints import rules
from grantflow.complaints.involved import involved_in, named_in
from grantflow.complaints.models import Complaint, ComplaintAnswer
from grantflow.complaints.queries import find_open_complaint
from grantflow.complaints.rules import DAYS_TO_ACKNOWLEDGE, DAYS_TO_ANSWER
from grantflow.core.calendar import add_working_days, local_date
from grantflow.db import db
from grantflow.errors import Forbidden, Reason, Refused
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Occasion, Permission, require


def make_complaint(application: Application, occasion: Occasion, *, about: str, words: str) -> Complaint:
    """It is closed to everybody who had a part in the application, or is named in it, from this moment on.

    :raises Refused: if it is not written, one is open already, or nothing has been sent yet
    """
    require(occasion.actor, Permission.COMPLAINT_MAKE, on=application)
    # Held until the end, so that two presses of the button make one complaint.
    lock(application)
    _refuse(
        rules.may_complain(application.stage, has_open=find_open_complaint(application.id) is not None),
        rules.complaint_is_written(about, words),
    )
    complaint = Complaint(
        title=application.title, application_id=application.id, round_id=application.round_id,
        region_code=application.region_code, organisation_id=application.organisation_id,
        made_by_id=_person(occasion), about=about, words=words.strip(),
        acknowledge_by=local_date(add_working_days(occasion.at, DAYS_TO_ACKNOWLEDGE)),
        answer_by=local_date(add_working_days(occasion.at, DAYS_TO_ANSWER)),
    )  # fmt: skip
    open_case(complaint, occasion, version=pinned_version(complaint.round_id, "workflow", complaint.kind))
    _keep_from_those_involved(complaint, occasion)
    for notice in ("complaint-received", "complaint-waiting"):
        enqueue("notice", notice, str(complaint.id), key=f"{notice}:{complaint.id}")
    return complaint


def answer_complaint(
    complaint: Complaint,
    occasion: Occasion,
    *,
    outcome: str,
    words: str,
    change: str = "",
    decide_again: bool = False,
    again_how: str = "",
    expected_revision: int | None = None,
) -> ComplaintAnswer:
    """What was found, once for each look. The letter goes at once.

    :raises ActionUnavailable: with everything in the way, such as a part in the application
    """
    lock(complaint, expected_revision, occasion.actor)
    require(occasion.actor, Permission.COMPLAINT_HANDLE, on=complaint)
    _refuse(
        rules.answer_is_written(
            outcome=outcome, words=words, change=change, decide_again=decide_again, again_how=again_how
        )
    )
    number = 2 if complaint.is_second_look else 1
    answer = ComplaintAnswer(
        complaint_id=complaint.id, number=number, outcome=outcome, words=words, change=change,
        decide_again=decide_again, again_how=again_how if decide_again else "", answered_by_id=_person(occasion),
        answered_at=occasion.at, due_on=complaint.answer_by,
    )  # fmt: skip
    complaint.answers.append(answer)
    db.session.flush()
    action = "answer-again" if number == 2 else "answer"
    facts = {"outcome": outcome, "decide_again": decide_again}
    take_action(complaint, action, occasion, facts=facts)
    return answer


def _keep_from_those_involved(complaint: Complaint, occasion: Occasion) -> None:
    """A recusal in this case alone closes its pages, its line in every list, its letters and its record to each."""
    kept_out = involved_in(complaint.application) | named_in(complaint)
    staff = select(User.id).where(User.id.in_(kept_out), User.roles.any()).order_by(User.id)
    db.session.add_all(
        Recusal(case_id=complaint.id, user_id=user_id, declared_at=occasion.at)
        for user_id in db.session.scalars(staff)
    )
    db.session.flush()


def _person(occasion: Occasion) -> UUID:
    if occasion.actor.user_id is None:
        raise Forbidden(Permission.COMPLAINT_MAKE)
    return occasion.actor.user_id


def _refuse(*reasons: Reason | None) -> None:
    if found := [reason for reason in reasons if reason is not None]:
        raise Refused(found)
