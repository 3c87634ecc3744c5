"""Every report that comes is answered: by no road does one close without both halves of a reply, and late ones lead."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.timers import fire
from grantflow.content import content_root
from grantflow.core.calendar import add_working_days
from grantflow.db import db, unit_of_work
from grantflow.engine.library import Library
from grantflow.errors import ActionUnavailable
from grantflow.monitoring import commands
from grantflow.monitoring.models import ProgressReview
from grantflow.notices.models import Email
from tests.conftest import NOON
from tests.factories import a_review, an_award, an_officer, at_noon
from tests.jobs_inline import run_jobs
from tests.monitoring.filled import REPORT
from tests.web.browser import clock_at, sign_in, words_of

WORKFLOW = Library.load(content_root()).workflow("monitoring")
CAME = ("received", "reviewed")


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield


def a_report_that_came(
    award: Award | None = None, *, days_ago: int = 0, title: str = "Cooking"
) -> ProgressReview:
    reported = at_noon(days=-days_ago).at
    return a_review(award or an_award(), stage="received", report=REPORT, reported_at=reported, title=title)


@pytest.mark.parametrize("stage", CAME)
def test_every_road_that_closes_a_report_asks_for_both_halves_of_a_reply(stage: str) -> None:
    closing = [each for each in WORKFLOW.actions_from(stage) if WORKFLOW.stage(each.to).category == "closed"]

    assert [each.key for each in closing] == ["answer"]
    assert closing[0].guards == ("reply-is-written",)


@pytest.mark.parametrize(("read", "what_next"), [("", ""), ("We read it.", ""), (" ", "We will ring.")])
def test_taking_the_action_itself_goes_round_nothing(app: Flask, read: str, what_next: str) -> None:
    review = a_report_that_came()
    review.answer, review.answer_next = read, what_next
    db.session.commit()

    for action in ("answer", "waive"):
        with pytest.raises(ActionUnavailable), unit_of_work():
            take_action(review, action, at_noon(an_officer()), note="Done with it.")

    assert review.stage == "received"


def test_ending_a_grant_early_does_not_close_a_report_that_came(app: Flask) -> None:
    award = an_award()
    review = a_report_that_came(award)

    with unit_of_work():
        take_action(award, "end-early", at_noon(an_officer()), note="They closed.")

    assert review.stage == "received"


def test_a_report_that_comes_is_promised_a_reply_in_fifteen_working_days(app: Flask) -> None:
    review = a_report_that_came()

    # Fifteen working days, with no bank holiday among them.
    assert review.due_at == add_working_days(NOON, 15)
    timers = db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == review.id)).all()
    assert {(each.notice, each.days_left) for each in timers} == {("answer-wanted", 5), ("answer-wanted", 0)}


def test_the_promise_stays_when_an_evaluator_has_looked(app: Flask) -> None:
    review = a_report_that_came()
    promised = review.due_at

    review.stage = "reviewed"
    db.session.commit()

    assert review.promised_at() == promised


def test_the_officer_is_reminded_of_the_promise_and_nobody_once_it_is_kept(app: Flask) -> None:
    review, officer = a_report_that_came(), an_officer()
    first, last = sorted(
        db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == review.id)),
        key=lambda each: each.due_at,
    )
    last_id, last_due = last.id, last.due_at
    with unit_of_work():
        fire(first.id, first.due_at)
    run_jobs(app)
    sent = db.session.scalars(select(Email).where(Email.notice == "answer-wanted")).all()
    assert len(sent) == 1
    assert "We promised one by Monday 14 December 2026." in sent[0].body
    assert "/reviews/1" in sent[0].body

    with unit_of_work():
        commands.answer_report(review, "The flood.", "We ring.", at_noon(officer))
    with unit_of_work():
        fire(last_id, last_due)
    run_jobs(app)

    assert len(db.session.scalars(select(Email).where(Email.notice == "answer-wanted")).all()) == 1


def test_a_reply_that_is_late_leads_the_list_and_the_work_list(client: FlaskClient) -> None:
    fresh = a_report_that_came(title="Fresh")
    late = a_report_that_came(title="Late", days_ago=40)
    sign_in(client, an_officer())

    for address in ("/officer/reports", "/officer/?kind=monitoring"):
        page = words_of(client.get(address))
        assert page.index("Late") < page.index("Fresh"), address
    assert "The promise is late" in words_of(client.get("/officer/reports"))
    assert late.due_at < fresh.due_at
