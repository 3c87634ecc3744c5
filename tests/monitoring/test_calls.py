"""A report told in a call: asked for, rung, written up, corrected and called their own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import Organisation
from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.queries import answers_of
from grantflow.casework.timers import fire
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.monitoring import commands, queries
from grantflow.monitoring.models import ProgressReview
from grantflow.notices.models import Email
from tests.conftest import NOON
from tests.factories import a_member, a_review, an_award, an_evaluator, an_officer, an_organisation, at_noon
from tests.jobs_inline import run_jobs
from tests.monitoring.filled import COUNTS, REPORT
from tests.web.browser import clock_at, hidden_fields, sign_in, words_of

ASKED = {"call-instead": "yes", "call-times": "Mondays, 01632 960 001"}
SAID = {key: value for key, value in REPORT.items() if key != "call-instead"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield


def a_writer(award: Award) -> Any:
    return a_member(db.session.get_one(Organisation, award.organisation_id), "edit", name="Sam Reid")


def a_call(**given: Any) -> tuple[ProgressReview, Any, Any]:
    """A call that was asked for, who asked and who will ring."""
    award = an_award(tier_key="small", **given)
    review, writer = a_review(award, form_key="monitoring-yearly", report=ASKED), a_writer(award)
    with unit_of_work():
        commands.ask_for_call(review, at_noon(writer))
    return review, writer, an_officer(name="Farida Holroyd")


def written_up(review: ProgressReview, officer: Any) -> None:
    with unit_of_work():
        commands.save_report(review, dict(SAID), at_noon(officer))
        commands.send_write_up(review, at_noon(officer))


def test_a_call_is_written_up_checked_and_as_good_as_a_report(app: Flask) -> None:
    review, writer, officer = a_call()
    assert review.stage == "call-wanted"
    written_up(review, officer)
    assert (review.stage, review.write_up.written_by_id) == ("written-up", officer.id)  # type: ignore[union-attr]

    with unit_of_work():
        commands.save_report(review, {"what-helped": "The cook, not the bus."}, at_noon(writer, days=2))
        commands.send_report(review, at_noon(writer, days=2))

    assert (review.stage, review.reported_at) == ("received", NOON + timedelta(days=2))
    assert answers_of(review.id, queries.REPORT)["what-helped"] == "The cook, not the bus."
    assert review.write_up is not None
    assert (review.write_up.checked_by_id, review.write_up.checked_at) == (
        writer.id,
        NOON + timedelta(days=2),
    )


def test_an_evaluator_may_ring_as_well(app: Flask) -> None:
    review, _, _ = a_call()

    written_up(review, an_evaluator())

    assert review.stage == "written-up"


def test_nothing_is_sent_to_be_checked_with_a_question_open(app: Flask) -> None:
    review, _, officer = a_call()
    with unit_of_work():
        commands.save_report(review, {"what-you-did": "We cooked."}, at_noon(officer))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.send_write_up(review, at_noon(officer))

    assert (refusal.value.keys, review.stage, review.write_up) == (["report-incomplete"], "call-wanted", None)


def test_a_report_is_not_sent_by_whoever_would_rather_talk(app: Flask) -> None:
    award = an_award()
    review = a_review(award, report=ASKED)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.send_report(review, at_noon(a_writer(award)))

    assert (refusal.value.keys, review.stage) == (["call-not-asked-for"], "announced")


def test_a_call_is_not_asked_for_without_a_time_to_ring(app: Flask) -> None:
    award = an_award()
    review = a_review(award, report={"call-instead": "yes"})

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.ask_for_call(review, at_noon(a_writer(award)))

    assert (refusal.value.keys, review.stage) == (["call-not-chosen"], "announced")


def test_while_a_call_is_to_come_only_whoever_rings_writes(app: Flask) -> None:
    review, writer, _ = a_call()

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.save_report(review, {"what-you-did": "We cooked."}, at_noon(writer))
    for stranger in (an_officer(region="A"), a_member(an_organisation())):
        with pytest.raises(Forbidden), unit_of_work():
            commands.save_report(review, {"what-you-did": "We cooked."}, at_noon(stranger))

    assert refusal.value.keys == ["call-is-coming"]
    assert "what-you-did" not in answers_of(review.id, queries.REPORT)


def test_before_a_call_is_wanted_and_once_it_is_theirs_to_check_we_write_nothing(app: Flask) -> None:
    review, _, officer = a_call()
    written_up(review, officer)

    with pytest.raises(Forbidden), unit_of_work():
        commands.save_report(review, {"what-you-did": "Ours."}, at_noon(officer))

    assert answers_of(review.id, queries.REPORT)["what-you-did"] == REPORT["what-you-did"]


def test_a_charity_that_rings_need_not_ask_on_the_page(app: Flask) -> None:
    award = an_award()
    review, officer = a_review(award, stage="overdue"), an_officer()

    with unit_of_work():
        take_action(review, "take-call", at_noon(officer))
    written_up(review, officer)

    assert review.stage == "written-up"


def test_what_nobody_corrects_stands_after_three_weeks_and_says_so(client: FlaskClient) -> None:
    review, writer, officer = a_call()
    written_up(review, officer)
    timer = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == review.id, CaseTimer.does == "act")
    ).one()
    assert timer.due_at == NOON + timedelta(days=21)

    with unit_of_work():
        fire(timer.id, timer.due_at)

    assert (review.stage, review.write_up.checked_at) == ("received", None)  # type: ignore[union-attr]
    page = words_of(sign_in(client, writer).get(f"/applicant/reports/{review.id}"))
    assert "Written up by Farida Holroyd after a call. The organisation was asked to check it" in page


def test_the_officer_is_told_when_to_ring_and_the_charity_when_it_is_written_up(app: Flask) -> None:
    review, _, officer = a_call()
    a_member(db.session.get_one(Organisation, review.organisation_id))
    run_jobs(app)
    written_up(review, officer)
    run_jobs(app)

    sent = {each.notice: each for each in db.session.scalars(select(Email).where(Email.case_id == review.id))}
    assert "Mondays, 01632 960 001" in sent["call-wanted"].body
    assert "Please ring by Monday 7 December 2026." in sent["call-wanted"].body
    assert "Farida Holroyd has written down what you said" in sent["call-written-up"].body
    assert "If we hear nothing by Monday 14 December 2026" in sent["call-written-up"].body


def test_a_call_through_the_pages(client: FlaskClient) -> None:
    review, writer, officer = a_call()
    page = f"/officer/reports/{review.id}/call"
    sign_in(client, officer)
    reports = client.get(f"/officer/applications/{review.award.application_id}/reviews/1")
    assert page in reports.get_data(as_text=True)
    assert "They asked to be rung: Mondays, 01632 960 001" in words_of(client.get(page))

    typed = SAID | {"spent": "4,120", "send": "1"} | {
        f"mental-health-{name.replace('_', '-')}": str(number) for name, number in COUNTS.items()
    }  # fmt: skip
    wrong = post(client, page, typed | {"mental-health-forward": "1"})
    assert "The numbers do not fit together yet" in words_of(wrong)
    assert post(client, page, typed).status_code == 302

    sign_in(client, writer)
    theirs = f"/applicant/reports/{review.id}"
    shown = words_of(client.get(theirs))
    assert "Farida Holroyd wrote this down on 23 November 2026, after talking with you." in shown
    assert REPORT["what-helped"] in shown
    corrected = SAID | {"what-helped": "The cook, not the bus."}
    assert post(client, f"{theirs}/sections/what-happened", corrected).status_code == 302
    assert post(client, theirs, {}).status_code == 302
    after = words_of(client.get(theirs))
    assert "Written up by Farida Holroyd after a call, and checked by the organisation" in after
    assert "The cook, not the bus." in after
    sign_in(client, an_evaluator())
    assert "Written up by Farida Holroyd" in words_of(client.get(f"/evaluator/reviews/{review.id}"))


def test_a_call_without_counts_is_written_up_all_the_same(client: FlaskClient) -> None:
    review, _, officer = a_call()
    sign_in(client, officer)

    sent = post(client, f"/officer/reports/{review.id}/call", SAID | {"spent": "4,120", "send": "1"})

    db.session.refresh(review)
    assert (sent.status_code, review.stage, review.progress) == (302, "written-up", [])


def test_a_call_is_not_there_for_others(client: FlaskClient) -> None:
    review, writer, _ = a_call()

    for stranger in (writer, an_officer(region="A"), a_member(an_organisation())):
        assert sign_in(client, stranger).get(f"/officer/reports/{review.id}/call").status_code == 404


def post(client: FlaskClient, page: str, typed: dict[str, Any]) -> Any:
    return client.post(page, data=hidden_fields(client.get(page)) | typed)
