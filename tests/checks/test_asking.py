"""A query asks once, about everything open, gives time, is answered point by point, and stops when it is settled."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.timers import fire, promise_due
from grantflow.checks import asking
from grantflow.checks.commands import record_check
from grantflow.checks.models import CheckQuery
from grantflow.checks.queries import list_check_queries
from grantflow.db import db, unit_of_work
from grantflow.documents.queries import get_document
from grantflow.documents.uploads import Upload
from grantflow.errors import ActionUnavailable, Forbidden, NotFound, Refused, Stale
from tests.conftest import NOON
from tests.factories import (
    a_check,
    a_member,
    a_query,
    a_round,
    an_application,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.notices.cases import ANSWERS, MARGARET, a_sent_application, pdf_of
from tests.notices.mail_server import MailServer
from tests.notices.reading import squeezed, text_of

pytestmark = pytest.mark.usefixtures("app")

BY = date(2026, 12, 7)
MISSING = {"ACC": "Your annual return has not arrived.", "TRU": "The register names two trustees."}
PDF = b"%PDF-1.4 the accounts"


def at_query(**given: Any) -> Application:
    """A small one that is being checked, with two checks at query and one that passed."""
    application = an_application(**{"stage": "checking", "tier_key": "small"} | given)
    a_check(application, "REG")
    a_check(application, "ACC", "query")
    a_check(application, "TRU", "query")
    return application


def ask(application: Application, officer: User | None = None, **given: Any) -> CheckQuery:
    about: dict[str, Any] = {"missing": MISSING, "by": BY} | given
    with unit_of_work():
        return asking.ask_about(
            application, about.pop("missing"), about.pop("by"), at_noon(officer or an_officer()),
            revision=about.pop("revision", application.revision), **about,
        )  # fmt: skip


def answer(query: CheckQuery, member: User, **texts: str) -> None:
    with unit_of_work():
        asking.save_answers(query, texts, at_noon(member), marks={})
        asking.send_answers(query, at_noon(member))


def asked() -> int:
    return db.session.scalar(select(func.count()).select_from(CheckQuery)) or 0


def story(chain: Any) -> list[str]:
    return list(
        db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.chain == chain).order_by(AuditEntry.seq)
        )
    )


def test_everything_open_goes_into_one_letter() -> None:
    application = at_query()
    assert asking.codes_at_query(application, at_noon(an_officer())) == ["ACC", "TRU"]

    query = ask(application)

    assert [(each.code, each.missing) for each in query.points] == list(MISSING.items())
    assert (query.stage, query.number, query.answer_by) == ("asked", 1, BY)
    assert story(query.id) == ["create", "ask"]
    assert story(application.id)[-1] == "ask-about-checks"


def test_a_point_whose_words_were_taken_out_is_left_out() -> None:
    query = ask(at_query(), missing=MISSING | {"TRU": "  "})

    assert [each.code for each in query.points] == ["ACC"]


def test_ten_working_days_are_given_over_christmas_too() -> None:
    christmas = datetime(2026, 12, 18, 12, 0, tzinfo=UTC)
    occasion = at_noon(an_officer(), days=(christmas - NOON).days)

    assert asking.answer_by(at_query(), at_noon(an_officer())) == BY
    # Two bank holidays and two weekends lie in between, and New Year's Day.
    assert asking.answer_by(at_query(), occasion) == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ({"missing": {}}, ["query-not-written"]),
        ({"missing": {"REG": "Who are you?"}}, ["query-not-wanted"]),
        ({"by": NOON.date()}, ["query-needs-a-day"]),
        ({"by": None}, ["query-needs-a-day"]),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(given: dict[str, Any], keys: list[str]) -> None:
    application = at_query()

    with pytest.raises(Refused) as refusal:
        ask(application, **given)

    assert refusal.value.keys == keys
    assert asked() == 0
    assert "ask-about-checks" not in story(application.id)


def test_a_second_query_needs_a_written_reason_and_that_they_were_asked_is_kept() -> None:
    application, officer = at_query(), an_officer()
    first = ask(application, officer)
    with pytest.raises(Refused) as refusal:
        ask(application, officer, why_again="More.")
    assert refusal.value.keys == ["query-still-open"]
    with unit_of_work():
        take_action(first, "close", at_noon(officer), note="They rang.")

    with pytest.raises(Refused) as refusal:
        ask(application, officer)
    assert refusal.value.keys == ["query-asked-before"]
    assert asked() == 1

    again = ask(application, officer, why_again="Your bank merged since.")
    assert (again.number, again.why_again) == (2, "Your bank merged since.")


def test_of_two_officers_who_ask_at_once_the_second_is_told() -> None:
    application = at_query()
    read = application.revision
    ask(application, revision=read)

    with pytest.raises(Stale):
        ask(application, revision=read)
    assert asked() == 1


@pytest.mark.parametrize("stage", ["submitted", "to-award", "declined", "withdrawn"])
def test_nobody_is_asked_at_another_stage(stage: str) -> None:
    with pytest.raises(ActionUnavailable):
        ask(at_query(stage=stage))
    assert asked() == 0


def test_an_officer_of_another_region_asks_nobody() -> None:
    with pytest.raises(Forbidden):
        ask(at_query(), an_officer(region="J"))
    assert asked() == 0


def test_answers_are_kept_before_they_are_sent_and_sent_once_each_point_has_one() -> None:
    application = at_query()
    query = ask(application)
    member = a_member(application.organisation or an_organisation(), "edit")

    with unit_of_work():
        asking.save_answers(query, {"ACC": " Sent on Friday. "}, at_noon(member), marks={})
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        asking.send_answers(query, at_noon(member))
    assert refusal.value.keys == ["query-not-answered"]
    assert (query.stage, query.answered_at, query.points[0].answer) == ("asked", None, "Sent on Friday.")

    with unit_of_work():
        asking.save_answers(
            query,
            {"ACC": "Sent on Friday."},
            at_noon(member),
            marks={},
            uploads={"TRU": [Upload("t.pdf", PDF)]},
        )
        asking.send_answers(query, at_noon(member))

    assert (query.stage, query.answered_by_id) == ("answered", member.id)
    assert story(application.id)[-1] == "answer-about-checks"
    with pytest.raises(ActionUnavailable), unit_of_work():
        asking.save_answers(query, {"ACC": "No, on Monday."}, at_noon(member), marks={})
    assert query.points[0].answer == "Sent on Friday."


def test_a_colleagues_answer_is_not_overwritten() -> None:
    application = at_query()
    query = ask(application)
    member = a_member(application.organisation or an_organisation())
    read = {each.code: each.mark for each in query.points}
    with unit_of_work():
        asking.save_answers(query, {"ACC": "Sent on Friday."}, at_noon(member), marks=read)

    with pytest.raises(Stale), unit_of_work():
        asking.save_answers(query, {"ACC": "No idea.", "TRU": "Five."}, at_noon(member), marks=read)
    db.session.expire_all()
    assert [each.answer for each in query.points] == ["Sent on Friday.", ""]
    # Whoever left that box alone may answer the other.
    with unit_of_work():
        asking.save_answers(query, {"ACC": "Sent on Friday.", "TRU": "Five."}, at_noon(member), marks=read)
    assert [each.answer for each in query.points] == ["Sent on Friday.", "Five."]


def test_somebody_of_another_organisation_finds_no_such_query() -> None:
    query = ask(at_query())
    stranger = a_member(an_organisation())

    with pytest.raises(NotFound):
        asking.get_own_query(query.id, actor_of(stranger))
    with pytest.raises(Forbidden):
        answer(query, stranger, ACC="Yes.", TRU="Five.")
    assert query.stage == "asked"


def test_somebody_who_may_only_read_answers_nothing() -> None:
    application = at_query()
    query = ask(application)

    with pytest.raises(Forbidden):
        answer(
            query, a_member(application.organisation or an_organisation(), "view"), ACC="Yes.", TRU="Five."
        )
    assert [each.answer for each in query.points] == ["", ""]


def test_a_file_is_the_applicants_own_until_the_answers_are_sent() -> None:
    application = at_query()
    query = ask(application)
    member, officer = a_member(application.organisation or an_organisation()), an_officer()
    with unit_of_work():
        asking.save_answers(query, {}, at_noon(member), marks={}, uploads={"ACC": [Upload("a.pdf", PDF)]})
    [[file]] = asking.files_of([query.id]).values()

    assert get_document(file.id, actor_of(member)).id == file.id
    with pytest.raises(NotFound):
        get_document(file.id, actor_of(officer))

    answer(query, member, TRU="Five.")
    assert get_document(file.id, actor_of(officer)).id == file.id
    for outsider in (an_officer(region="J"), a_member(an_organisation())):
        with pytest.raises(NotFound):
            get_document(file.id, actor_of(outsider))


def test_once_nothing_asked_about_is_open_nobody_waits_or_is_reminded() -> None:
    application, officer = at_query(), an_officer()
    query = ask(application, officer)
    for code, stage in (("ACC", "asked"), ("TRU", "closed")):
        with unit_of_work():
            record_check(application, code, at_noon(officer), result="pass", evidence="They rang.")
        assert query.stage == stage
    assert db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == query.id)).all() == []


@pytest.mark.parametrize("action", ["withdraw", "mark-ineligible"])
def test_an_application_that_ends_is_asked_nothing_more(action: str) -> None:
    application = at_query(ineligible_rule="rule-area")
    query = ask(application)
    who = a_member(application.organisation or an_organisation()) if action == "withdraw" else an_officer()

    with unit_of_work():
        take_action(application, action, at_noon(who), note="No longer.")

    assert query.stage == "closed"


def test_longer_is_given_and_an_answer_that_comes_late_is_welcome() -> None:
    application, officer = at_query(), an_officer()
    query = ask(application, officer)
    with pytest.raises(Refused) as refusal, unit_of_work():
        asking.give_longer(query, BY, at_noon(officer), revision=query.revision)
    assert refusal.value.keys == ["query-not-longer"]
    assert query.answer_by == BY
    run_out(query)
    assert query.stage == "unanswered"

    with unit_of_work():
        asking.give_longer(query, BY + timedelta(days=14), at_noon(officer), revision=query.revision)
    assert (query.stage, query.answer_by) == ("asked", BY + timedelta(days=14))

    run_out(query)
    answer(query, a_member(application.organisation or an_organisation()), ACC="Sent.", TRU="Five.")
    assert query.stage == "answered"


def run_out(query: CheckQuery) -> None:
    timer = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == query.id, CaseTimer.does == "act")
    ).one()
    with unit_of_work():
        fire(timer.id, timer.due_at)


def test_they_are_reminded_two_working_days_before() -> None:
    """To be answered by Monday 7 December: the reminder goes on Thursday 3 December."""
    query = ask(at_query())

    timers = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == query.id).order_by(CaseTimer.due_at)
    ).all()

    assert [(each.due_at.date(), each.notice or each.action) for each in timers] == [
        (date(2026, 12, 3), "query-reminder"),
        (date(2026, 12, 7), "run-out"),
    ]


def test_the_letter_says_what_why_by_when_how_to_have_longer_and_whom_to_ring(
    app: Flask, mail: MailServer
) -> None:
    application = a_sent_application(stage="checking", tier_key="small", round=a_round(officer=an_officer(
        name="Farida Holroyd")))  # fmt: skip
    a_check(application, "ACC", "query")
    a_check(application, "TRU", "query")
    query = ask(application)
    assert [each.problem for each in run_jobs(app) if each.problem] == []

    said, [message] = text_of(pdf_of(query)), mail.to(MARGARET)
    for words in (
        MISSING["ACC"],
        "Accounts that arrive on time show that somebody is looking after the money.",
        "A file or a clear photo is fine.",
        "by Monday 7 December 2026",
        "If you need longer",
        "Farida Holroyd",
        f"/applicant/questions/{query.id}",
    ):
        assert squeezed(words) in squeezed(said)
    assert f"/applicant/questions/{query.id}" in message.get_content()
    assert "accounts and returns up to date and enough trustees" in message.get_content()


def test_the_officer_hears_of_answers_and_of_silence_and_the_reminder_stops_with_an_answer(
    app: Flask, mail: MailServer
) -> None:
    silent, prompt = (
        a_query(an_application(stage="checking", round=a_round(officer=an_officer_at(to)), answers=ANSWERS))
        for to in ("one@fund.example", "two@fund.example")
    )
    answer(prompt, a_member(prompt.organisation or an_organisation()), ACC="Sent.")
    with unit_of_work():
        promise_due(datetime(2026, 12, 8, 9, 0, tzinfo=UTC))
    run_at(app, datetime(2026, 12, 8, 9, 0, tzinfo=UTC))

    assert "Please ring them first on 01946 555 0101." in mail.to("one@fund.example")[0].get_content()
    [told] = mail.to("two@fund.example")
    assert "has answered what we asked" in told.get_content()
    assert silent.stage == "unanswered"


def an_officer_at(email: str) -> User:
    officer = an_officer()
    officer.email = email
    db.session.commit()
    return officer


def run_at(app: Flask, at: datetime) -> None:
    class Standing:
        def now(self) -> datetime:
            return at

    kept, app.extensions["clock"] = app.extensions["clock"], Standing()
    try:
        assert [each.problem for each in run_jobs(app) if each.problem] == []
    finally:
        app.extensions["clock"] = kept
    db.session.expire_all()


def test_the_history_of_asking_is_in_order() -> None:
    application, officer = at_query(), an_officer()
    first = ask(application, officer)
    with unit_of_work():
        take_action(first, "close", at_noon(officer), note="They rang.")
    ask(application, officer, why_again="One more thing came up.")

    assert [each.number for each in list_check_queries(application.id)] == [1, 2]
