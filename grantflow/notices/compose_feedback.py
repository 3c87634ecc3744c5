"""Written about calls to talk a decision over: to the officer who rings, and to whoever asked."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from grantflow.core.display import weekday
from grantflow.db import db
from grantflow.feedback.models import FeedbackCall
from grantflow.feedback.rules import CALL_MINUTES, Offer
from grantflow.notices import addresses, sender
from grantflow.notices import emails_replies as emails
from grantflow.notices.correspondence import (
    Correspondence,
    Outgoing,
    Person,
    about_application,
    last_said,
    to_each,
)
from grantflow.notices.cover import EmailCover
from grantflow.notices.emails_replies import ReplyEmail


def asked_emails(call_id: UUID, at: datetime) -> list[Outgoing]:
    call, about = _call(call_id)
    return _to_officer(
        call,
        about,
        lambda cover: emails.CallAskedEmail(
            cover=cover, organisation=about.organisation, project=call.title, offered=in_words(call),
            book_by=call.book_by,
        ),
    )  # fmt: skip


def waiting_emails(call_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once the call is over, one way or another."""
    call, about = _call(call_id)
    if not call.is_open:
        return []
    return _to_officer(
        call,
        about,
        lambda cover: emails.CallWaitingEmail(
            cover=cover, organisation=about.organisation, project=call.title, book_by=call.book_by,
            booked_at=call.booked_at, is_over=call.booked_at is not None and call.booked_at <= at,
        ),
    )  # fmt: skip


def taken_back_emails(call_id: UUID, at: datetime) -> list[Outgoing]:
    call, about = _call(call_id)
    return _to_officer(
        call,
        about,
        lambda cover: emails.CallTakenBackEmail(
            cover=cover, organisation=about.organisation, project=call.title
        ),
    )


def booked_emails(call_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing if the time has been given up meanwhile."""
    call, about = _call(call_id)
    booked_at = call.booked_at
    if call.stage != "booked" or booked_at is None:
        return []
    return _to_whoever_asked(
        call,
        about,
        lambda cover: emails.CallBookedEmail(
            cover=cover, project=call.title, at=booked_at, phone=call.phone, minutes=CALL_MINUTES
        ),
    )


def noted_emails(call_id: UUID, at: datetime) -> list[Outgoing]:
    call, about = _call(call_id)
    return _to_whoever_asked(
        call, about, lambda cover: emails.CallNotedEmail(cover=cover, project=call.title)
    )


def not_possible_emails(call_id: UUID, at: datetime) -> list[Outgoing]:
    call, about = _call(call_id)
    why = last_said(call.id, "not-possible")
    return _to_whoever_asked(
        call, about, lambda cover: emails.CallNotPossibleEmail(cover=cover, project=call.title, why=why)
    )


def in_words(call: FeedbackCall) -> tuple[str, ...]:
    """The times that were offered, such as "Tuesday 1 December 2026, evening"."""
    return tuple(f"{weekday(each.on)}, {each.part}" for each in map(Offer.read, call.offered))


def _call(call_id: UUID) -> tuple[FeedbackCall, Correspondence]:
    call = db.session.get_one(FeedbackCall, call_id)
    return call, about_application(call.application_id)


def _to_officer(
    call: FeedbackCall, about: Correspondence, write: Callable[[EmailCover], ReplyEmail]
) -> list[Outgoing]:
    officer = sender.officer_of(call.assigned_to, about.application.round.assigned_to)
    return to_each(
        (Person(officer.name, officer.email),),
        addresses.official_call(call.id),
        write,
        officer=officer,
        fund_name=about.application.round.fund.name,
        reference=call.reference,
    )


def _to_whoever_asked(
    call: FeedbackCall, about: Correspondence, write: Callable[[EmailCover], ReplyEmail]
) -> list[Outgoing]:
    return to_each(
        (Person(call.asked_by.name, call.asked_by.email),),
        addresses.application(call.application_id),
        write,
        officer=sender.officer_of(call.assigned_to, about.application.round.assigned_to),
        fund_name=about.application.round.fund.name,
        reference=call.reference,
    )
