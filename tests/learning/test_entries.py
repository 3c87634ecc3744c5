"""From the reviews of a grant to what everybody may read."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.models import Organisation
from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.queries import answers_of, list_rivals
from grantflow.core.calendar import add_years
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, NotFound
from grantflow.jobs.queries import list_jobs
from grantflow.learning import commands, queries
from grantflow.learning.models import LearningEntry
from grantflow.reports.library import library
from grantflow.web.phrases import phrase
from tests.conftest import NOON
from tests.factories import (
    a_learning_entry,
    a_member,
    a_regional_lead,
    a_review,
    an_award,
    an_evaluator,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.learning.filled import ENTRY
from tests.monitoring.filled import COUNTS, REPORT, REVIEW


def test_a_draft_begins_with_what_the_report_and_the_review_say(app: Flask) -> None:
    award = an_award()
    a_review(award, stage="answered", report=REPORT, review=REVIEW, counts=COUNTS)
    evaluator = an_evaluator()

    with unit_of_work():
        entry = commands.draft_entry(award, at_noon(evaluator))

    answers = answers_of(entry.id)
    assert (entry.stage, entry.drafted_by_id) == ("draft", evaluator.id)
    assert (entry.outcomes, entry.force_areas) == (["mental-health"], ["E23000002"])
    assert answers["what-was-done"] == REPORT["what-you-did"]
    assert answers["what-happened"] == REVIEW["progress-pattern"]
    assert answers["when-and-how-long"] == "April 2027 to March 2028"
    assert "limits" not in answers


def test_two_presses_make_one_draft_and_a_published_one_leaves_room_for_another(app: Flask) -> None:
    award = an_award()
    published = a_learning_entry(award, stage="published", answers=ENTRY)
    drafts = []
    for who in (an_evaluator(), an_officer()):
        with unit_of_work():
            drafts.append(commands.draft_entry(award, at_noon(who)).id)

    assert drafts[0] == drafts[1]
    assert {each.id for each in queries.list_entries_of_award(award.id)} == {published.id, drafts[0]}


def test_a_report_that_was_not_sent_is_not_quoted(app: Flask) -> None:
    award = an_award()
    a_review(award, stage="announced", report=REPORT)

    with unit_of_work():
        entry = commands.draft_entry(award, at_noon(an_evaluator()))

    assert "what-was-done" not in answers_of(entry.id)


def test_a_draft_says_where_its_words_are_from(app: Flask) -> None:
    award = an_award()
    review = a_review(award, stage="answered", report=REPORT, review=REVIEW, counts=COUNTS)

    with unit_of_work():
        entry = commands.draft_entry(award, at_noon(an_evaluator()))

    assert entry.began_from["what-was-done"] == {"from": "report", "at": review.period_to.isoformat()}
    assert entry.began_from["mechanism"]["from"] == "review"
    assert "title" not in entry.began_from


def test_a_review_that_is_not_recorded_yet_is_its_evaluators_own(app: Flask) -> None:
    award = an_award()
    a_review(award, stage="received", report=REPORT, review=REVIEW, counts=COUNTS)

    with unit_of_work():
        entry = commands.draft_entry(award, at_noon(a_chair_of(award)))

    answers = answers_of(entry.id)
    assert answers["what-was-done"] == REPORT["what-you-did"]
    assert "mechanism" not in answers


@pytest.mark.parametrize("rights", ["edit", "submit"])
def test_an_organisation_begins_writes_and_sends_its_own_entry(app: Flask, rights: str) -> None:
    award = an_award()
    member = a_chair_of(award, rights)

    with unit_of_work():
        entry = commands.draft_entry(award, at_noon(member))
        commands.save_entry(entry, ENTRY, at_noon(member))
        take_action(entry, "submit-for-review", at_noon(member))

    assert (entry.stage, entry.drafted_by_id, entry.worked) == ("in-review", member.id, "partly")
    assert (entry.cohorts, entry.rurality) == (["women", "young-adults"], "town")


def test_whoever_may_only_read_and_other_organisations_write_nothing(app: Flask) -> None:
    award = an_award()
    entry = a_learning_entry(award, answers=ENTRY)

    for who in (a_chair_of(award, "view"), a_member(an_organisation()), an_officer(region="A")):
        with pytest.raises(Forbidden), unit_of_work():
            commands.save_entry(entry, {"limits": "None."}, at_noon(who))
        with pytest.raises(Forbidden), unit_of_work():
            commands.draft_entry(award, at_noon(who))

    assert answers_of(entry.id)["limits"] == ENTRY["limits"]
    assert len(queries.list_entries_of_award(award.id)) == 1


@pytest.mark.parametrize("stage", ["offered", "accepted", "turned-down"])
def test_there_is_nothing_to_learn_from_a_grant_that_has_not_begun(app: Flask, stage: str) -> None:
    award = an_award(stage=stage)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.draft_entry(award, at_noon(a_chair_of(award)))

    assert (refusal.value.keys, queries.list_entries_of_award(award.id)) == (["nothing-to-learn-yet"], [])


def test_two_people_on_one_question_keep_both_answers_and_choose_before_it_is_reviewed(app: Flask) -> None:
    award = an_award()
    entry = a_learning_entry(award, answers=ENTRY)
    chair, evaluator = a_chair_of(award), an_evaluator()
    seen = {"mechanism": 1}
    with unit_of_work():
        commands.save_entry(entry, {"mechanism": "The cook."}, at_noon(chair), revisions=seen)
        commands.save_entry(
            entry, {"mechanism": "The meal.", "worked": "yes"}, at_noon(evaluator), revisions=seen
        )

    assert (answers_of(entry.id)["mechanism"], entry.worked) == ("The cook.", "yes")
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(entry, "submit-for-review", at_noon(evaluator))
    assert refusal.value.keys == ["two-answers-left"]
    assert "Why, and how far it holds" in phrase(refusal.value.reasons[0])

    [rival] = list_rivals(entry.id)
    with unit_of_work():
        commands.choose_answer(entry, rival.id, at_noon(chair), use_rival=True)
        take_action(entry, "submit-for-review", at_noon(evaluator))
    assert answers_of(entry.id)["mechanism"] == "The meal."


def test_choosing_another_answer_asks_for_consent_again(app: Flask) -> None:
    entry = a_learning_entry(an_award(), answers=ENTRY, consent_given_at=NOON, consent_given_by="Ada")
    evaluator = an_evaluator()
    with unit_of_work():
        commands.save_entry(entry, {"rurality": "city"}, at_noon(evaluator), revisions={"rurality": 7})
    assert (entry.rurality, entry.consent_given_by) == ("town", "Ada")

    [rival] = list_rivals(entry.id)
    with unit_of_work():
        commands.choose_answer(entry, rival.id, at_noon(evaluator), use_rival=True)
    assert (entry.rurality, entry.consent_given_at) == ("city", None)


def test_an_entry_is_reviewed_agreed_to_and_published(app: Flask) -> None:
    award = an_award()
    entry = a_learning_entry(award, answers=ENTRY)
    chair = a_chair(entry)

    with unit_of_work():
        take_action(entry, "submit-for-review", at_noon(an_evaluator()))
        commands.give_consent(entry, at_noon(chair))
        take_action(entry, "publish", at_noon(a_regional_lead()))

    assert (entry.stage, entry.published_at, entry.consent_given_by) == ("published", NOON, chair.name)
    assert queries.get_published(entry.id) == entry
    assert ["learning-published", str(entry.id)] in [list(job.args) for job in list_jobs("waiting")]
    timer = db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == entry.id)).one()
    assert (timer.action, timer.due_at) == ("look-again", NOON.replace(year=2028))


@pytest.mark.parametrize(
    ("without", "named"),
    [
        ("context-place", "what was true here (context)"),
        ("mechanism", "what people responded to (mechanism)"),
        ("limits", "when it would not hold (limits)"),
    ],
)
def test_learning_without_context_mechanism_or_limits_is_not_published(
    app: Flask, without: str, named: str
) -> None:
    answers = {key: value for key, value in ENTRY.items() if key != without}
    entry = a_learning_entry(an_award(), stage="in-review", answers=answers, consent_given_at=NOON)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(entry, "publish", at_noon(a_regional_lead()))

    assert refusal.value.keys == ["learning-headings-missing"]
    assert phrase(refusal.value.reasons[0]).startswith(f"Still to write: {named}.")
    assert (entry.stage, entry.published_at) == ("in-review", None)


def test_learning_is_not_published_without_the_organisations_word(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="in-review", answers=ENTRY)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(entry, "publish", at_noon(a_regional_lead()))

    assert (refusal.value.keys, entry.stage) == (["consent-missing"], "in-review")


def test_an_evaluator_does_not_publish(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="in-review", answers=ENTRY, consent_given_at=NOON)

    with pytest.raises(Forbidden), unit_of_work():
        take_action(entry, "publish", at_noon(an_evaluator()))

    assert entry.stage == "in-review"


def test_an_entry_with_questions_open_does_not_go_to_review(app: Flask) -> None:
    entry = a_learning_entry(an_award(), answers={"title": "Cooking"})

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(entry, "submit-for-review", at_noon(an_evaluator()))

    assert (refusal.value.keys, entry.stage) == (["entry-incomplete"], "draft")


def test_an_organisation_may_ask_for_changes_and_is_asked_again(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="in-review", answers=ENTRY)
    chair, lead, evaluator = a_chair(entry), a_regional_lead(), an_evaluator()

    with unit_of_work():
        commands.ask_for_changes(entry, "Say that the hall was lent.", at_noon(chair))
    assert (entry.changes_wanted, entry.consent_given_at) == ("Say that the hall was lent.", None)

    with unit_of_work():
        take_action(entry, "return", at_noon(lead), note="Please see to what they ask.")
        commands.save_entry(entry, {"where": "A town, in a hall that was lent."}, at_noon(evaluator))
        take_action(entry, "submit-for-review", at_noon(evaluator))
    assert (entry.stage, entry.changes_wanted) == ("in-review", "")
    assert queries.list_waiting_for_consent(at_noon(chair).actor) == [entry]


def test_a_change_after_consent_asks_for_it_again(app: Flask) -> None:
    entry = a_learning_entry(an_award(), answers=ENTRY, consent_given_at=NOON, consent_given_by="Ada")
    evaluator = an_evaluator()

    with unit_of_work():
        commands.save_entry(entry, {"limits": ENTRY["limits"]}, at_noon(evaluator))
    assert entry.consent_given_by == "Ada"

    with unit_of_work():
        commands.save_entry(entry, {"limits": "Nowhere else.", "worked": "no"}, at_noon(evaluator))
    assert (entry.consent_given_at, entry.consent_given_by, entry.worked) == (None, "", "no")


def test_what_is_in_review_is_not_changed_behind_the_readers_back(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="in-review", answers=ENTRY)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.save_entry(entry, {"limits": "None at all."}, at_noon(an_evaluator()))

    assert refusal.value.keys == ["entry-not-a-draft"]
    assert answers_of(entry.id)["limits"] == ENTRY["limits"]


def test_only_somebody_who_may_sign_agrees(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="in-review", answers=ENTRY)

    for who in (a_chair(entry, "edit"), an_officer(), a_regional_lead()):
        with pytest.raises(Forbidden), unit_of_work():
            commands.give_consent(entry, at_noon(who))

    assert entry.consent_given_at is None


@pytest.mark.parametrize("years", [1, 2, 3])
def test_its_publisher_chooses_when_it_is_looked_at_again(app: Flask, years: int) -> None:
    entry = a_learning_entry(an_award(), stage="in-review", answers=ENTRY, consent_given_at=NOON)

    with unit_of_work():
        commands.publish_entry(entry, "publish", at_noon(a_regional_lead()), years=years)

    timer = db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == entry.id)).one()
    assert entry.look_again_at == timer.due_at == NOON.replace(year=2026 + years)


@pytest.mark.parametrize("years", [0, 4])
def test_another_number_of_years_is_refused(app: Flask, years: int) -> None:
    entry = a_learning_entry(an_award(), stage="in-review", answers=ENTRY, consent_given_at=NOON)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.publish_entry(entry, "publish", at_noon(a_regional_lead()), years=years)

    assert (refusal.value.keys, entry.stage, entry.look_again_years) == (["look-again-years"], "in-review", 2)


def test_it_is_looked_at_again_by_itself_and_still_holds(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="published", answers=ENTRY, consent_given_at=NOON)
    with unit_of_work():
        take_action(entry, "look-again", at_noon(days=730))
    assert queries.get_published(entry.id).stage == "looked-at-again"
    assert ["learning-look-again", str(entry.id)] in [list(job.args) for job in list_jobs("waiting")]

    with unit_of_work():
        commands.publish_entry(entry, "still-holds", at_noon(a_regional_lead(), days=740), years=1)
    assert (entry.stage, entry.published_at) == ("published", NOON)
    assert entry.look_again_at == add_years(at_noon(days=740).at, 1)


def test_what_is_written_again_is_not_read_meanwhile_and_a_reason_is_kept(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="looked-at-again", answers=ENTRY, consent_given_at=NOON)
    lead = a_regional_lead()
    with pytest.raises(ActionUnavailable), unit_of_work():
        take_action(entry, "write-again", at_noon(lead))
    assert queries.get_published(entry.id) == entry

    with unit_of_work():
        take_action(entry, "write-again", at_noon(lead), note="The hall has gone.")
    with pytest.raises(NotFound):
        queries.get_published(entry.id)


def test_an_evaluator_does_not_say_that_it_still_holds(app: Flask) -> None:
    entry = a_learning_entry(an_award(), stage="looked-at-again", answers=ENTRY, consent_given_at=NOON)

    with pytest.raises(Forbidden), unit_of_work():
        commands.publish_entry(entry, "still-holds", at_noon(an_evaluator()), years=1)

    assert (entry.stage, entry.look_again_years) == ("looked-at-again", 2)


def test_nobody_reads_in_public_what_is_not_published(app: Flask) -> None:
    for stage in ("draft", "in-review", "retired"):
        entry = a_learning_entry(an_award(), stage=stage)
        with pytest.raises(NotFound):
            queries.get_published(entry.id)

    assert library().rows == []


def a_chair(entry: LearningEntry, rights: str = "submit") -> Any:
    return a_member(db.session.get_one(Organisation, entry.organisation_id), rights)


def a_chair_of(award: Award, rights: str = "submit") -> Any:
    return a_member(db.session.get_one(Organisation, award.organisation_id), rights)
