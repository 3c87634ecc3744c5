"""A call about a decision, from the question to what was said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.casework.commands import take_action
from grantflow.casework.pinned import newest, pin
from grantflow.casework.queries import list_timers
from grantflow.casework.running import running
from grantflow.casework.timers import promise_due
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, NotFound, Refused, Stale
from grantflow.feedback.commands import ask_for_call, book_call, offer_other_times, record_call
from grantflow.feedback.models import FeedbackCall
from grantflow.feedback.queries import find_open_call, get_call, list_calls
from grantflow.feedback.rules import Offer
from grantflow.permissions import Role
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_member_of_staff,
    a_round,
    an_application,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.notices.mail_server import MailServer
from tests.web.browser import clock_at

TIMES = [Offer(date(2026, 11, 25), "evening"), Offer(date(2026, 11, 26), "morning")]
WEDNESDAY_EVENING = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def a_declined(stage: str = "declined") -> tuple[Application, User]:
    organisation = an_organisation(name="Harbour House")
    application = an_application(stage=stage, organisation=organisation)
    return application, a_member(organisation, email="ada@harbour.example", name="Ada Okafor")


def a_call(stage: str = "declined") -> tuple[FeedbackCall, User, User]:
    application, ada = a_declined(stage)
    with unit_of_work():
        call = ask_for_call(application, TIMES, at_noon(ada), phone="01946 555 0101", about="The budget.")
    return call, ada, db.session.get_one(User, application.assigned_to_id)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(FeedbackCall)) or 0


def test_a_call_that_is_asked_for_waits_for_the_officer_for_five_working_days() -> None:
    call, _, officer = a_call()

    assert (call.stage, call.assigned_to_id, call.is_open) == ("asked", officer.id, True)
    assert call.book_by == date(2026, 11, 30)
    assert local_date(call.due_at) == date(2026, 11, 30)
    assert [(each.days_left, each.notice) for each in list_timers(call.id)] == [
        (2, "call-waiting"), (0, "call-waiting"),
    ]  # fmt: skip


def test_there_is_one_open_call_at_a_time() -> None:
    call, ada, officer = a_call()

    with pytest.raises(Refused) as refusal, unit_of_work():
        ask_for_call(call.application, TIMES, at_noon(ada), phone="01946 555 0101")

    assert refusal.value.keys == ["call-asked-already"]
    assert count() == 1
    with unit_of_work():
        take_action(call, "not-possible", at_noon(officer), note="Nobody answered.")
        again = ask_for_call(call.application, TIMES, at_noon(ada), phone="01946 555 0101")
    assert find_open_call(call.application_id) == again


def test_a_call_is_for_those_who_write_for_their_own_organisation() -> None:
    application, _ = a_declined()
    assert application.organisation is not None
    reader, stranger = a_member(application.organisation, "view"), a_member(an_organisation())

    for somebody in (reader, stranger, an_officer()):
        with pytest.raises(Forbidden), unit_of_work():
            ask_for_call(application, TIMES, at_noon(somebody), phone="01946 555 0101")

    assert count() == 0


def test_a_held_refusal_offers_no_call() -> None:
    application, ada = a_declined("to-decline")

    with pytest.raises(Refused) as refusal, unit_of_work():
        ask_for_call(application, TIMES, at_noon(ada), phone="01946 555 0101")

    assert refusal.value.keys == ["call-not-offered"]
    assert count() == 0


def test_whoever_chooses_the_time_rings_and_it_may_be_moved_from_either_side() -> None:
    call, ada, _ = a_call()
    other = an_officer(name="Imran Shah")

    with unit_of_work():
        book_call(call, WEDNESDAY_EVENING, at_noon(other))
    assert (call.stage, call.assigned_to_id, call.due_at) == ("booked", other.id, WEDNESDAY_EVENING)
    with unit_of_work():
        book_call(call, WEDNESDAY_EVENING + timedelta(hours=1), at_noon(other))
    assert (call.stage, call.booked_at) == ("booked", WEDNESDAY_EVENING + timedelta(hours=1))
    with unit_of_work():
        offer_other_times(call, TIMES[::-1], at_noon(ada, days=1), phone="07700 900 123")

    assert (call.stage, call.booked_at, call.phone) == ("asked", None, "07700 900 123")
    assert call.book_by == date(2026, 12, 1)


def test_a_time_that_has_gone_is_not_booked() -> None:
    call, _, officer = a_call()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        book_call(call, NOON, at_noon(officer))

    assert refusal.value.keys == ["call-time-not-ahead"]
    db.session.expire_all()
    assert (call.stage, call.booked_at) == ("asked", None)


def test_a_page_that_is_out_of_date_books_nothing() -> None:
    call, ada, officer = a_call()
    read = call.revision
    with unit_of_work():
        offer_other_times(call, TIMES, at_noon(ada), phone="07700 900 123")

    with pytest.raises(Stale), unit_of_work():
        book_call(call, WEDNESDAY_EVENING, at_noon(officer), expected_revision=read)

    assert call.stage == "asked"


def test_a_call_is_over_once_what_was_said_is_written() -> None:
    call, _, officer = a_call()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        record_call(call, " ", at_noon(officer))
    assert refusal.value.keys == ["call-notes-missing"]
    assert call.stage == "asked"
    with unit_of_work():
        record_call(call, "You asked about the van. I said: ask for less petrol.", at_noon(officer))

    assert (call.stage, call.is_open) == ("held", False)
    assert find_open_call(call.application_id) is None


def test_not_possible_takes_words_and_an_applicant_may_not_say_it() -> None:
    call, ada, officer = a_call()

    with pytest.raises(ActionUnavailable), unit_of_work():
        take_action(call, "not-possible", at_noon(officer))
    with pytest.raises(Forbidden), unit_of_work():
        take_action(call, "not-possible", at_noon(ada), note="x")

    assert call.stage == "asked"


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.PANEL_MEMBER, Role.EVALUATOR, Role.FINANCE, Role.ADMIN])
def test_those_who_do_not_talk_to_applicants_see_no_call(role: Role) -> None:
    call, _, officer = a_call()

    assert get_call(call.id, at_noon(officer).actor) == call
    with pytest.raises(NotFound):
        get_call(call.id, at_noon(a_member_of_staff(role)).actor)
    with pytest.raises(NotFound):
        get_call(call.id, at_noon(an_officer(region="A")).actor)


def test_a_round_that_opened_before_there_were_calls_has_them_too() -> None:
    round = a_round()
    before = [each for each in newest(running().library) if each.key != "feedback-call"]
    pin(round.id, before)
    db.session.commit()
    application = an_application(stage="declined", round=round)
    assert application.organisation is not None

    with unit_of_work():
        call = ask_for_call(
            application, TIMES, at_noon(a_member(application.organisation)), phone="01946 555 0101"
        )

    assert (call.stage, call.workflow_version) == ("asked", 1)


def test_everybody_hears_of_each_step_and_the_officer_is_reminded(app: Flask, mail: MailServer) -> None:
    call, _, officer = a_call()
    assert sends(app) == []
    with clock_at(NOON + timedelta(days=6)):
        with unit_of_work():
            promise_due(NOON + timedelta(days=6))
        assert sends(app) == []
    with unit_of_work():
        book_call(call, WEDNESDAY_EVENING, at_noon(officer))
    assert sends(app) == []
    with unit_of_work():
        record_call(call, "We talked about the van.", at_noon(officer))
    assert sends(app) == []

    to_officer, to_ada = mail.to(officer.email), mail.to("ada@harbour.example")
    assert [str(each["Subject"]) for each in to_officer] == [
        "Harbour House would like to talk about our decision", "A call is waiting for a time",
    ]  # fmt: skip
    assert "- Wednesday 25 November 2026, evening" in to_officer[0].get_content()
    assert [str(each["Subject"]) for each in to_ada] == [
        "We will ring you at 6:30pm on Wednesday 25 November 2026", "What we talked about",
    ]  # fmt: skip
    said = to_ada[0].get_content()
    assert f"{officer.name} will ring you about Cooking together" in said
    assert "on 01946 555 0101" in said
    assert "The budget." not in "".join(each.get_content() for each in mail.messages)


def test_taking_it_back_tells_the_officer(app: Flask, mail: MailServer) -> None:
    call, ada, officer = a_call()

    with unit_of_work():
        take_action(call, "take-back", at_noon(ada))
    assert sends(app) == []

    assert [str(each["Subject"]) for each in mail.to(officer.email)][1:] == [
        "No call about Cooking together after all"
    ]
    assert list_timers(call.id) == []
    assert [each.stage for each in list_calls(call.application_id)] == ["taken-back"]


def sends(app: Flask) -> list[str]:
    """Do what was promised; what went wrong."""
    return [each.problem for each in run_jobs(app) if each.problem]
