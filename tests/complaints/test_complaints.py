"""A complaint about how we went about it: nobody who had a part in the application has one in this."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.accounts.models import RoleGrant, User
from grantflow.applications.models import Application
from grantflow.assessment.commands import decline
from grantflow.assessment.recusals import declare_interest
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.casework.history import Search, search_history
from grantflow.casework.pinned import newest, pin
from grantflow.casework.queries import list_timers
from grantflow.casework.running import running
from grantflow.casework.timers import promise_due
from grantflow.complaints.commands import answer_complaint, make_complaint
from grantflow.complaints.involved import involved_in, list_handlers
from grantflow.complaints.models import Complaint
from grantflow.complaints.queries import get_complaint, get_own_complaint, list_complaints
from grantflow.core.calendar import add_working_days, local_date
from grantflow.db import db, unit_of_work
from grantflow.documents.queries import get_document
from grantflow.errors import ActionUnavailable, Forbidden, NotFound, Refused
from grantflow.notices.queries import list_emails, list_letters
from grantflow.permissions import Actor, Role
from grantflow.reports.work_list import Filters, Place, work_list
from tests.conftest import NOON
from tests.factories import (
    a_check,
    a_decision,
    a_member,
    a_member_of_staff,
    a_panel,
    a_regional_lead,
    a_round,
    an_admin,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.notices.cases import said_in_letter
from tests.notices.mail_server import MailServer
from tests.web.browser import clock_at

WORDS = "We heard on 20 November that the answer would come in October."
UPHELD: dict[str, Any] = {
    "outcome": "upheld", "words": "You are right: it lay in a tray.", "change": "Nobody keeps a tray any more.",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("app")


@dataclass
class People:
    """Those who worked on the application, and those who did not."""

    ada: User
    officer: User
    lead: User
    free: User
    free_lead: User


def a_story(stage: str = "declined", **given: Any) -> tuple[Application, People]:
    organisation = an_organisation(name="Harbour House")
    officer, lead = an_officer(name="Joanne Pickering"), a_regional_lead(name="Ruth Adeyemi")
    people = People(
        a_member(organisation, name="Ada Okafor", email="ada@harbour.example"), officer, lead,
        an_officer(name="Imran Shah"), a_regional_lead(name="Mair Rees"),
    )  # fmt: skip
    round = a_round(officer=officer, stage="decisions-released")
    application = an_application(stage=stage, organisation=organisation, round=round, **given)
    a_decision(application, lead, "decline", released_at=NOON)
    return application, people


def a_complaint(words: str = WORDS, about: str = "late") -> tuple[Complaint, People]:
    application, people = a_story()
    with unit_of_work():
        complaint = make_complaint(application, at_noon(people.ada), about=about, words=words)
    return complaint, people


def do(complaint: Complaint, action: str, who: User, *, days: int = 0, note: str = "") -> None:
    with unit_of_work():
        take_action(complaint, action, at_noon(who, days=days), note=note)


def taken_up() -> tuple[Complaint, People]:
    complaint, people = a_complaint()
    do(complaint, "acknowledge", people.free)
    do(complaint, "take-up", people.free)
    return complaint, people


def answered(**said: Any) -> tuple[Complaint, People]:
    complaint, people = taken_up()
    with unit_of_work():
        answer_complaint(complaint, at_noon(people.free), **UPHELD | said)
    return complaint, people


def actor(user: User) -> Actor:
    return at_noon(user).actor


def works(app: Flask) -> list[str]:
    """Do what was promised; what went wrong."""
    return [each.problem for each in run_jobs(app) if each.problem]


# ---------------------------------------------------------------------------------------------- the way it goes


def test_a_complaint_is_acknowledged_within_two_working_days_and_answered_within_twenty() -> None:
    complaint, _ = a_complaint()

    assert (complaint.stage, complaint.assigned_to_id, complaint.is_open) == ("received", None, True)
    assert complaint.acknowledge_by == date(2026, 11, 25)
    assert complaint.answer_by == date(2026, 12, 21)
    assert local_date(complaint.due_at) == date(2026, 11, 25)
    assert {each.notice for each in list_timers(complaint.id)} == {"complaint-waiting"}


def test_it_goes_from_received_to_closed_by_one_person_who_had_no_part_in_it() -> None:
    complaint, people = answered()

    assert (complaint.stage, complaint.assigned_to_id) == ("answered", people.free.id)
    [answer] = complaint.answers
    assert (answer.number, answer.outcome, answer.due_on) == (1, "upheld", date(2026, 12, 21))
    [closing] = list_timers(complaint.id)
    assert (closing.action, closing.due_at) == ("close", add_working_days(NOON, 20))
    with unit_of_work():
        take_action(complaint, "close", at_noon(days=30))
    assert (complaint.stage, complaint.is_open) == ("closed", False)


def test_there_is_one_open_complaint_about_an_application() -> None:
    complaint, people = a_complaint()

    with pytest.raises(Refused) as refusal, unit_of_work():
        make_complaint(complaint.application, at_noon(people.ada), about="rule", words="Also.")

    assert refusal.value.keys == ["complaint-open-already"]
    assert db.session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_merit_is_none_of_the_things_it_may_be_about() -> None:
    application, people = a_story()

    with pytest.raises(Refused) as refusal, unit_of_work():
        make_complaint(application, at_noon(people.ada), about="merit", words="You scored us too low.")

    assert refusal.value.keys == ["complaint-not-written"]
    assert db.session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_only_those_who_write_for_the_organisation_complain_for_it() -> None:
    application, people = a_story()
    assert application.organisation is not None
    reader = a_member(application.organisation, "view")

    for somebody in (reader, a_member(an_organisation()), people.officer):
        with pytest.raises(Forbidden), unit_of_work():
            make_complaint(application, at_noon(somebody), about="late", words=WORDS)

    assert db.session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_round_that_opened_before_there_were_complaints_has_them_too() -> None:
    application, people = a_story()
    pin(application.round.id, [each for each in newest(running().library) if each.key != "complaint"])
    db.session.commit()

    with unit_of_work():
        complaint = make_complaint(application, at_noon(people.ada), about="late", words=WORDS)

    assert (complaint.stage, complaint.workflow_version) == ("received", 1)


# ---------------------------------------------------------------------------------------------- who has no part in it


def everybody_with_a_part() -> tuple[Application, dict[str, User], User]:
    """Each in another way; every one of them could handle complaints here."""
    application, people = a_story()
    who = {
        way: a_regional_lead(name=way.capitalize())
        for way in ("assessed", "checked", "decided", "seconded", "met", "assigned", "acted", "asked")
    }
    an_assessment(application, who["assessed"], stage="submitted", points=3)
    a_check(application, "REG", checked_by_id=who["checked"].id)
    assert application.decision is not None
    application.decision.decided_by_id = who["decided"].id
    application.decision.seconded_by_id = who["seconded"].id
    a_panel(application.round, who["met"])
    application.assigned_to_id = who["assigned"].id
    entries = {"acted": application.id}
    for way, chain in entries.items():
        db.session.add(
            AuditEntry(
                chain=chain, seq=99, subject="application", at=NOON, actor_id=who[way].id, actor_name=way,
                action="delay", note="", facts={}, previous_hash="0" * 64, hash=way.ljust(64, "0"),
            )
        )  # fmt: skip
    asked = an_assessment(application, an_assessor())
    db.session.add(
        AuditEntry(
            chain=asked.id, seq=99, subject="assessment", at=NOON, actor_id=who["asked"].id,
            actor_name="asked", action="create", note="", facts={}, previous_hash="0" * 64, hash="f" * 64,
        )
    )  # fmt: skip
    db.session.commit()
    return application, who, people.ada


def test_every_part_that_somebody_can_have_keeps_them_from_acting_on_it_and_from_seeing_it() -> None:
    application, who, ada = everybody_with_a_part()

    assert {each.id for each in who.values()} <= involved_in(application)
    with unit_of_work():
        complaint = make_complaint(application, at_noon(ada), about="rule", words=WORDS)
    for way, user in who.items():
        with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
            take_action(complaint, "acknowledge", at_noon(user))
        assert refusal.value.keys == ["you-worked-on-the-application"], way
        with pytest.raises(NotFound):
            get_complaint(complaint.id, actor(user))
        assert list_complaints(application.id, actor(user)) == []
        assert rows_of(user) == []
    assert complaint.stage == "received"
    free = an_officer()
    assert get_complaint(complaint.id, actor(free)) == complaint
    assert rows_of(free) == [complaint.id]


def test_whoever_is_named_in_it_neither_sees_nor_handles_it() -> None:
    complaint, people = a_complaint("On Friday imran  shah told us not to bother.", about="manner")

    with pytest.raises(NotFound):
        get_complaint(complaint.id, actor(people.free))
    with pytest.raises(ActionUnavailable) as refusal:
        do(complaint, "acknowledge", people.free)
    assert refusal.value.keys == ["you-are-named-in-it"]
    assert [each.name for each in list_handlers(complaint)] == ["Mair Rees"]


def test_somebody_who_takes_a_part_later_may_not_go_on() -> None:
    complaint, people = taken_up()
    a_check(complaint.application, "REG", checked_by_id=people.free.id)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        answer_complaint(complaint, at_noon(people.free), **UPHELD)

    assert refusal.value.keys == ["you-worked-on-the-application"]
    db.session.expire_all()
    assert (complaint.stage, complaint.answers) == ("looking", [])


def test_a_declared_interest_in_the_application_closes_it_too() -> None:
    complaint, people = taken_up()
    with unit_of_work():
        declare_interest(complaint.application, at_noon(people.free), interest="My sister works there.")

    with pytest.raises(NotFound):
        get_complaint(complaint.id, actor(people.free))
    assert complaint.assigned_to_id is None  # and not the officer of the round
    assert [each.name for each in list_handlers(complaint)] == ["Mair Rees"]


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.PANEL_MEMBER, Role.EVALUATOR, Role.FINANCE, Role.ADMIN])
def test_nobody_at_the_level_of_assessors_and_panels_sees_a_complaint(role: Role) -> None:
    complaint, _ = a_complaint()
    somebody = a_member_of_staff(role)

    with pytest.raises(NotFound):
        get_complaint(complaint.id, actor(somebody))
    assert list_complaints(complaint.application_id, actor(somebody)) == []


def test_an_officer_of_another_region_does_not_see_it_and_one_of_everywhere_does() -> None:
    complaint, _ = a_complaint()

    with pytest.raises(NotFound):
        get_complaint(complaint.id, actor(an_officer(region="A")))
    assert get_complaint(complaint.id, actor(an_officer(region=None))) == complaint


def test_an_applicant_sees_their_own_and_nobody_elses() -> None:
    complaint, people = a_complaint()

    assert get_own_complaint(complaint.id, actor(people.ada)) == complaint
    with pytest.raises(NotFound):
        get_own_complaint(complaint.id, actor(a_member(an_organisation())))
    with pytest.raises(NotFound):
        get_own_complaint(complaint.id, actor(people.free))


def test_the_record_of_it_is_closed_to_an_auditor_who_had_a_part() -> None:
    complaint, people = a_complaint()
    people.officer.roles.append(RoleGrant(role=Role.AUDITOR, region_code="B"))
    other = a_member_of_staff(Role.AUDITOR)
    db.session.commit()

    seen = search_history(actor(other), Search(reference=complaint.reference)).happenings
    assert [each.entry.action for each in seen] == ["create"]
    assert search_history(actor(people.officer), Search(reference=complaint.reference)).happenings == []


# ---------------------------------------------------------------------------------------------- the second look


def test_another_person_may_be_asked_to_look_once_and_is_another_person() -> None:
    complaint, people = answered(outcome="not-upheld", change="")
    do(complaint, "ask-second-look", people.ada, days=3, note="Nobody asked our partner.")

    assert (complaint.stage, complaint.assigned_to_id) == ("asked-again", None)
    assert complaint.answer_by == date(2026, 12, 24)
    assert [each.name for each in list_handlers(complaint)] == ["Mair Rees"]
    with pytest.raises(ActionUnavailable) as refusal:
        do(complaint, "take-up-again", people.free, days=3)
    assert refusal.value.keys == ["you-looked-before"]
    with pytest.raises(ActionUnavailable) as refusal:
        do(complaint, "take-up-again", people.lead, days=3)
    assert refusal.value.keys == ["you-worked-on-the-application"]
    do(complaint, "take-up-again", people.free_lead, days=3)
    with pytest.raises(ActionUnavailable), unit_of_work():
        answer_complaint(complaint, at_noon(people.free, days=4), **UPHELD)
    with unit_of_work():
        answer_complaint(complaint, at_noon(people.free_lead, days=4), **UPHELD)

    assert complaint.stage == "closed"
    assert [(each.number, each.outcome) for each in complaint.answers] == [(1, "not-upheld"), (2, "upheld")]
    with pytest.raises(ActionUnavailable):
        do(complaint, "ask-second-look", people.ada, days=5, note="Once more.")


def test_leaving_it_to_somebody_else_keeps_the_day_and_says_why() -> None:
    complaint, people = taken_up()
    before = complaint.answer_by

    with pytest.raises(ActionUnavailable):
        do(complaint, "hand-back", people.free)
    do(complaint, "hand-back", people.free, note="I know them from school.")

    assert (complaint.stage, complaint.assigned_to_id, complaint.answer_by) == ("acknowledged", None, before)


# ---------------------------------------------------------------------------------------------- what comes of it


def test_an_upheld_complaint_opens_the_decision_again_and_nothing_else_does() -> None:
    application, people = a_story(decide_by=date(2026, 11, 1))
    lead = people.free_lead
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(application, "decide-again", at_noon(lead))
    assert refusal.value.keys == ["no-complaint-says-so"]
    assert application.stage == "declined"
    with unit_of_work():
        complaint = make_complaint(application, at_noon(people.ada), about="rule", words=WORDS)
    do(complaint, "acknowledge", people.free)
    do(complaint, "take-up", people.free)
    with unit_of_work():
        answer_complaint(
            complaint, at_noon(people.free), **UPHELD, decide_again=True, again_how="Mair decides by May."
        )

    with unit_of_work():
        take_action(application, "decide-again", at_noon(lead, days=1))

    assert (application.stage, application.decision) == ("panel", None)
    assert application.decide_by == local_date(add_working_days(NOON + timedelta(days=1), 15))
    with unit_of_work():
        decline(
            application,
            at_noon(lead, days=2),
            reason_codes=["plan-unclear"],
            strength="Known.",
            change="Who?",
        )
        take_action(application, "release-decline", at_noon(lead, days=2))
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(application, "decide-again", at_noon(lead, days=3))
    assert refusal.value.keys == ["no-complaint-says-so"]


def test_every_step_is_told_and_none_of_it_to_those_who_had_a_part(app: Flask, mail: MailServer) -> None:
    complaint, people = a_complaint()
    assert works(app) == []
    do(complaint, "acknowledge", people.free)
    assert works(app) == []
    do(complaint, "take-up", people.free)
    assert works(app) == []
    with unit_of_work():
        answer_complaint(complaint, at_noon(people.free), **UPHELD | {"outcome": "not-upheld", "change": ""})
    with clock_at():
        assert works(app) == []
    do(complaint, "ask-second-look", people.ada, note="Look at the emails.")
    assert works(app) == []

    assert [str(each["Subject"]) for each in mail.to("ada@harbour.example")] == [
        "We have your complaint", "Somebody has read your complaint", "Imran Shah is looking into your complaint",
        "Our answer to your complaint", "Another person will look into your complaint",
    ]  # fmt: skip
    replies = {str(each["Reply-To"]) for each in mail.to("ada@harbour.example")}
    assert people.officer.email not in replies
    assert mail.to(people.officer.email) == mail.to(people.lead.email) == []
    assert [str(each["Subject"]) for each in mail.to(people.free.email)] == [
        f"Complaint {complaint.reference} is waiting"
    ]
    assert len(mail.to(people.free_lead.email)) == 2
    assert WORDS not in "".join(each.get_content() for each in mail.messages)
    assert len(list_emails([complaint.id])) == 8


def test_the_answer_is_a_letter_that_says_what_was_found_and_how_to_go_on(
    app: Flask, mail: MailServer
) -> None:
    complaint, people = answered(decide_again=True, again_how="Mair Rees decides by 15 January.")
    with clock_at():
        assert works(app) == []

    said = said_in_letter(complaint)
    for expected in (
        "Our answer to your complaint", "On 23 November 2026 you told us about a decision that came late",
        "I had no part in your application.", "You are right", "You are right: it lay in a tray.",
        "Nobody keeps a tray any more.", "Your application will be decided again",
        "Mair Rees decides by 15 January.", "It may end as it did before.",
        "That you complained counts neither for nor against you", "Yours sincerely Imran Shah",
        "You may ask, until 21 December 2026, for another person to look", complaint.reference,
    ):  # fmt: skip
        assert expected in said, expected
    [letter] = list_letters([complaint.id])
    assert letter.document_id is not None
    for reader in (people.ada, people.free):
        assert get_document(letter.document_id, actor(reader)).id == letter.document_id
    with pytest.raises(NotFound):
        get_document(letter.document_id, actor(people.officer))


def test_where_nobody_is_free_those_who_give_roles_are_asked(app: Flask, mail: MailServer) -> None:
    application, people = a_story()
    for each in (people.free, people.free_lead):
        a_check(application, f"X{each.name[:2]}", checked_by_id=each.id)
    admin = an_admin(name="Nasreen Khan")

    with unit_of_work():
        complaint = make_complaint(application, at_noon(people.ada), about="late", words=WORDS)
    assert works(app) == []

    assert list_handlers(complaint) == []
    [asked] = mail.to(admin.email)
    assert str(asked["Subject"]) == f"Nobody may look into complaint {complaint.reference}"
    assert "North West" in asked.get_content()
    assert "Harbour House" not in asked.get_content()


def test_those_who_could_take_it_are_reminded_before_each_day_passes(app: Flask, mail: MailServer) -> None:
    complaint, people = a_complaint()
    assert works(app) == []
    later = NOON + timedelta(days=3)
    with clock_at(later):
        with unit_of_work():
            promise_due(later)
        assert works(app) == []

    assert len(mail.to(people.free.email)) == 3  # when it came, a day before, on the day
    assert [each.reference for each in rows_overdue(people.free, days=3)] == [complaint.reference]


def test_what_is_overdue_leads_the_list() -> None:
    first, people = a_complaint()
    do(first, "acknowledge", people.free)
    application = an_application(stage="declined", round=first.application.round)
    a_decision(application, people.lead, "decline")
    assert application.organisation is not None
    ada = a_member(application.organisation)
    with unit_of_work():
        second = make_complaint(application, at_noon(ada, days=1), about="late", words=WORDS)

    assert rows_of(people.free) == [second.id, first.id]


def test_the_list_finds_it_by_title_and_organisation() -> None:
    complaint, people = a_complaint()

    for words in ("cooking", "harbour ho"):
        page = work_list(actor(people.free), Filters(kind="complaint", words=words), Place(), NOON)
        assert [row.id for row in page.rows] == [complaint.id]
    page = work_list(actor(people.free), Filters(kind="complaint", words="tray"), Place(), NOON)
    assert page.rows == []


def rows_of(user: User) -> list[object]:
    page = work_list(actor(user), Filters(kind="complaint"), Place(), NOON)
    return [row.id for row in page.rows]


def rows_overdue(user: User, *, days: int) -> list[Any]:
    filters = Filters(kind="complaint", overdue=True)
    return list(work_list(actor(user), filters, Place(), NOON + timedelta(days=days)).rows)
