"""From the report to our reply."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.models import Organisation
from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.queries import answers_of
from grantflow.casework.timers import fire
from grantflow.core.calendar import end_of_day
from grantflow.db import db, unit_of_work
from grantflow.documents.models import Document
from grantflow.documents.uploads import Upload
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.monitoring import commands, queries
from grantflow.monitoring.distance import Counts
from grantflow.monitoring.models import Progress
from tests.conftest import NOON
from tests.factories import a_member, a_review, an_award, an_evaluator, an_officer, an_organisation, at_noon
from tests.monitoring.filled import COUNTS, REPORT, REVIEW


def test_files_sent_anew_take_the_place_of_those_before(app: Flask) -> None:
    award = an_award()
    writer, review = a_writer(award), a_review(award)

    for number in range(8):
        sent = {"report-elsewhere": [Upload("report.pdf", b"%PDF-1.7\n" + bytes([65 + number]))]}
        with unit_of_work():
            commands.save_report(review, {}, at_noon(writer), uploads=sent)

    [document] = db.session.scalars(select(Document))
    [kept] = answers_of(review.id, queries.REPORT)["report-elsewhere"]
    assert kept["document"] == str(document.id)
    with unit_of_work():
        commands.leave_out_files(review, "report-elsewhere", at_noon(writer))
    assert db.session.scalars(select(Document)).all() == []


def test_a_report_is_kept_counted_and_sent(app: Flask) -> None:
    award = an_award(tier_key="small")
    writer, review = a_writer(award), a_review(award)

    with unit_of_work():
        commands.save_report(review, dict(REPORT), at_noon(writer))
        commands.save_progress(review, {"mental-health": Counts(**COUNTS)}, at_noon(writer))
        commands.send_report(review, at_noon(writer))

    assert (review.stage, review.reported_at) == ("received", NOON)
    assert answers_of(review.id, queries.REPORT) == REPORT
    [travelled] = queries.distance_of_review(review)
    assert (travelled.wording, travelled.counts) == ("Mental health and wellbeing", Counts(**COUNTS))


def test_a_report_is_not_sent_with_an_answer_or_the_counts_missing(app: Flask) -> None:
    award = an_award(tier_key="small")
    writer = a_writer(award)
    review = a_review(award, report={key: value for key, value in REPORT.items() if key != "spent"})

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.send_report(review, at_noon(writer))

    assert (refusal.value.keys, refusal.value.reasons[0].facts) == (["report-incomplete"], {"left": 2})
    assert (review.stage, review.reported_at) == ("announced", None)


def test_a_micro_grant_need_not_count(app: Flask) -> None:
    award = an_award()
    review = a_review(award, report=REPORT)

    with unit_of_work():
        commands.send_report(review, at_noon(a_writer(award)))

    assert review.stage == "received"


def test_a_report_for_somebody_else_leaves_only_the_counts_to_give(app: Flask) -> None:
    award = an_award(tier_key="small")
    writer, review = a_writer(award), a_review(award, report={"call-instead": "no", "spent": 1_000})
    sent = {"report-elsewhere": [Upload("report.pdf", b"%PDF-1.7")]}
    with unit_of_work():
        commands.save_report(review, {}, at_noon(writer), uploads=sent)

    assert queries.report_gaps(review) == (0, ["Mental health and wellbeing"])
    with unit_of_work():
        commands.save_progress(review, {"mental-health": Counts(**COUNTS)}, at_noon(writer))
        commands.send_report(review, at_noon(writer))

    assert review.stage == "received"


def test_sums_that_do_not_fit_are_refused_and_nothing_is_kept(app: Flask) -> None:
    award = an_award()
    review = a_review(award)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.save_progress(
            review, {"mental-health": Counts(started=1, forward=1)}, at_noon(a_writer(award))
        )

    assert refusal.value.keys == ["moves-do-not-add-up"]
    assert db.session.scalars(select(Progress)).all() == []


def test_an_outcome_that_was_not_agreed_is_not_counted(app: Flask) -> None:
    award = an_award()
    review = a_review(award)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.save_progress(review, {"housing": Counts()}, at_noon(a_writer(award)))

    assert refusal.value.keys == ["outcome-not-agreed"]


def test_what_was_sent_is_not_changed_afterwards(app: Flask) -> None:
    award = an_award()
    review = a_review(award, stage="received", report=REPORT)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.save_report(review, {"spent": 1}, at_noon(a_writer(award)))

    assert refusal.value.keys == ["report-not-open"]
    assert answers_of(review.id, queries.REPORT)["spent"] == REPORT["spent"]


def test_nobody_else_writes_an_organisations_report(app: Flask) -> None:
    review = a_review(an_award())

    for who in (a_member(an_organisation()), an_officer(), an_evaluator()):
        with pytest.raises(Forbidden), unit_of_work():
            commands.save_report(review, dict(REPORT), at_noon(who))

    assert answers_of(review.id, queries.REPORT) == {}


def test_an_overdue_report_is_still_welcome(app: Flask) -> None:
    award = an_award()
    review = a_review(award, report=REPORT)
    due = end_of_day(review.due_on)
    timer = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == review.id, CaseTimer.action == "mark-overdue")
    ).one()
    assert timer.due_at == due
    with unit_of_work():
        fire(timer.id, due)
    assert review.stage == "overdue"

    with unit_of_work():
        commands.send_report(review, at_noon(a_writer(award), days=600))

    assert review.stage == "received"


def test_an_evaluator_records_one_page_and_the_organisation_replies_beside_it(app: Flask) -> None:
    award = an_award()
    review = a_review(award, stage="received", report=REPORT)
    evaluator, writer = an_evaluator(), a_writer(award)

    with unit_of_work():
        commands.save_review(review, dict(REVIEW), at_noon(evaluator))
        commands.record_review(review, at_noon(evaluator))
        commands.reply_to_review(review, " Two more women joined in June. ", at_noon(writer))

    assert (review.stage, review.reviewed_by_id, review.reviewed_at) == ("reviewed", evaluator.id, NOON)
    assert review.grantee_reply == "Two more women joined in June."


def test_a_page_with_questions_open_is_not_recorded(app: Flask) -> None:
    review = a_review(an_award(), stage="received", review={"delivered": "yes"})

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.record_review(review, at_noon(an_evaluator()))

    assert (refusal.value.keys, review.stage) == (["review-incomplete"], "received")


def test_there_is_nothing_to_reply_to_before_the_page_is_recorded(app: Flask) -> None:
    award = an_award()
    review = a_review(award, stage="received")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.reply_to_review(review, "Wrong!", at_noon(a_writer(award)))

    assert (refusal.value.keys, review.grantee_reply) == (["nothing-to-reply-to"], "")


@pytest.mark.parametrize("stage", ["received", "reviewed"])
def test_every_report_is_answered_with_what_was_read_and_what_will_happen(app: Flask, stage: str) -> None:
    review, officer = a_review(an_award(), stage=stage, report=REPORT), an_officer()

    with unit_of_work():
        commands.answer_report(
            review, "We read of the flood.", "We will tell the next town.", at_noon(officer)
        )

    assert review.stage == "answered"
    assert (review.answer, review.answer_next) == ("We read of the flood.", "We will tell the next town.")
    assert (review.answered_by_id, review.answered_at) == (officer.id, NOON)


def test_a_report_is_not_closed_without_both_halves_of_a_reply(app: Flask) -> None:
    review = a_review(an_award(), stage="received", report=REPORT)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.answer_report(review, "Thanks.", " ", at_noon(an_officer()))

    assert refusal.value.keys == ["reply-not-written"]
    assert (review.stage, review.answer, review.answered_at) == ("received", "", None)


def test_a_report_is_not_waived_without_a_reason(app: Flask) -> None:
    review = a_review(an_award())

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(review, "waive", at_noon(an_officer()))

    assert (refusal.value.keys, review.stage) == (["note-needed"], "announced")


def test_the_newest_report_that_was_sent_stands_for_the_whole_grant(app: Flask) -> None:
    award = an_award()
    a_review(award, stage="answered", counts=COUNTS | {"started": 20})
    a_review(award, stage="received", number=2, counts=COUNTS | {"started": 30})
    a_review(award, stage="announced", number=3, counts=COUNTS | {"started": 90})

    [latest] = queries.distance_of_award(award.id)

    assert latest.counts.started == 30
    assert queries.distances_of_round(award.round_id) == [latest]  # type: ignore[arg-type]


def a_writer(award: Award) -> Any:
    return a_member(db.session.get_one(Organisation, award.organisation_id), "edit")
