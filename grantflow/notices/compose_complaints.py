"""Written about complaints. None comes from, or goes to, anybody who had a part in the application."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from grantflow.complaints.involved import list_handlers, list_who_give_roles
from grantflow.complaints.models import Complaint, ComplaintAnswer
from grantflow.complaints.rules import DAYS_TO_ANSWER
from grantflow.core.calendar import add_working_days, local_date
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.notices import addresses, sender
from grantflow.notices import emails_replies as emails
from grantflow.notices.correspondence import (
    Correspondence,
    Outgoing,
    Person,
    about_application,
    to_each,
)
from grantflow.notices.cover import EmailCover, Officer
from grantflow.notices.data import ComplaintAnswerLetter
from grantflow.notices.emails_replies import ReplyEmail
from grantflow.notices.models import Letter
from grantflow.notices.sender import sentence
from grantflow.places.queries import name_of_region

# What has to be done at each stage that waits for one of us.
STEPS = {
    "received": "acknowledge", "acknowledged": "take-up", "looking": "answer", "asked-again": "take-up-again",
    "looking-again": "answer",
}  # fmt: skip


def received_emails(complaint_id: UUID, at: datetime) -> list[Outgoing]:
    complaint, about = _complaint(complaint_id)
    return _to_applicant(
        complaint,
        about,
        lambda cover: emails.ComplaintReceivedEmail(
            cover=cover, project=complaint.title, acknowledge_by=complaint.acknowledge_by,
            answer_by=complaint.answer_by,
        ),
    )  # fmt: skip


def waiting_emails(complaint_id: UUID, at: datetime) -> list[Outgoing]:
    """To whoever has it, or all who may take it. Where nobody may, to those who can give somebody the role.

    What it says is on its page alone: an email is read by whoever stands behind the desk.
    """
    complaint, about = _complaint(complaint_id)
    step = STEPS.get(complaint.stage)
    if step is None:
        return []
    handlers = [complaint.assigned_to] if complaint.assigned_to else list_handlers(complaint)
    people = handlers or list_who_give_roles(complaint.region_code)
    desk = sender.officer_of()
    return to_each(
        tuple(Person(each.name, each.email) for each in people) or (Person(desk.name, desk.email),),
        addresses.official_complaint(complaint.id) if handlers else addresses.people(),
        lambda cover: emails.ComplaintWaitingEmail(
            cover=cover, region=name_of_region(complaint.region_code), step=step,
            by=complaint.acknowledge_by if complaint.stage == "received" else complaint.answer_by,
            nobody=not handlers,
        ),
        officer=desk,
        fund_name=about.application.round.fund.name,
        reference=complaint.reference,
    )  # fmt: skip


def acknowledged_emails(complaint_id: UUID, at: datetime) -> list[Outgoing]:
    complaint, about = _complaint(complaint_id)
    return _to_applicant(
        complaint,
        about,
        lambda cover: emails.ComplaintAcknowledgedEmail(
            cover=cover, project=complaint.title, answer_by=complaint.answer_by
        ),
    )


def taken_up_emails(complaint_id: UUID, at: datetime) -> list[Outgoing]:
    complaint, about = _complaint(complaint_id)
    return _to_applicant(
        complaint,
        about,
        lambda cover: emails.ComplaintTakenUpEmail(
            cover=cover, project=complaint.title, answer_by=complaint.answer_by,
            second=complaint.is_second_look,
        ),
    )  # fmt: skip


def second_look_emails(complaint_id: UUID, at: datetime) -> list[Outgoing]:
    complaint, about = _complaint(complaint_id)
    return _to_applicant(
        complaint,
        about,
        lambda cover: emails.ComplaintSecondLookEmail(
            cover=cover, project=complaint.title, answer_by=complaint.answer_by
        ),
    )


def answer_emails(complaint_id: UUID, at: datetime) -> list[Outgoing]:
    complaint, about = _complaint(complaint_id)
    answer = _answer(complaint, at)
    return _to_applicant(
        complaint,
        about,
        lambda cover: emails.ComplaintAnswerEmail(
            cover=cover, project=complaint.title, second_look_by=second_look_by(answer)
        ),
        officer=sender.officer_of(answer.answered_by),
    )


def answer_letter(letter: Letter) -> ComplaintAnswerLetter:
    complaint, about = _complaint(letter.about_id)
    answer = _answer(complaint, letter.created_at)
    by, link = second_look_by(answer), addresses.complaint(complaint.id)
    return ComplaintAnswerLetter(
        cover=about.letter_cover(
            letter, reference=complaint.reference, officer=sender.officer_of(answer.answered_by),
            approved_by=answer.answered_by.name,
            complaints=sentence("complaint-next", by=by, link=link, phone=sender.settings().FUNDER_PHONE),
        ),
        project=complaint.title,
        about=sentence(f"complaint-about-{complaint.about}"),
        received_on=local_date(complaint.created_at),
        outcome=answer.outcome,
        second=answer.number == 2,
        found=answer.words,
        change=answer.change,
        again_how=answer.again_how,
    )  # fmt: skip


def second_look_by(answer: ComplaintAnswer) -> date | None:
    """Until when another person may be asked for; None after the second look, which is the last."""
    if answer.number == 2:
        return None
    return local_date(add_working_days(answer.answered_at, DAYS_TO_ANSWER))


def _complaint(complaint_id: UUID) -> tuple[Complaint, Correspondence]:
    complaint = db.session.get_one(Complaint, complaint_id)
    return complaint, about_application(complaint.application_id)


def _answer(complaint: Complaint, at: datetime) -> ComplaintAnswer:
    """The newest there was at a time: a letter that is made late is about the answer that promised it.

    :raises NotFound: if there was none
    """
    answers = [each for each in complaint.answers if each.answered_at <= at]
    if not answers:
        raise NotFound("answer to complaint", complaint.reference)
    return answers[-1]


def _to_applicant(
    complaint: Complaint,
    about: Correspondence,
    write: Callable[[EmailCover], ReplyEmail],
    *,
    officer: Officer | None = None,
) -> list[Outgoing]:
    """To whoever made it and everybody that letters about the application go to.

    It comes from whoever looks into it, or from the funder's own desk: never from the officer of the application.
    """
    made_by = Person(complaint.made_by.name, complaint.made_by.email)
    others = tuple(each for each in about.people if each.email != made_by.email)
    return to_each(
        (made_by, *others),
        addresses.complaint(complaint.id),
        write,
        officer=officer or sender.officer_of(complaint.assigned_to),
        fund_name=about.application.round.fund.name,
        reference=complaint.reference,
    )
