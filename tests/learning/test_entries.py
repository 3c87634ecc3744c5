"""From the reviews of a grant to what everybody may read."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.models import Organisation
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.queries import answers_of
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, NotFound
from grantflow.jobs.queries import list_jobs
from grantflow.learning import commands, queries
from grantflow.learning.models import LearningEntry
from grantflow.learning.queries import Wanted
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
    assert (timer.action, timer.due_at - NOON) == ("look-again", timedelta(days=730))


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


def test_nobody_reads_in_public_what_is_not_published(app: Flask) -> None:
    for stage in ("draft", "in-review", "retired"):
        entry = a_learning_entry(an_award(), stage=stage)
        with pytest.raises(NotFound):
            queries.get_published(entry.id)

    assert queries.list_published() == []


def test_the_library_is_narrowed_by_what_mattered(app: Flask) -> None:
    award = an_award()
    strong = a_learning_entry(award, stage="published", evidence=3, worked="yes", outcomes=["housing"])
    failed = a_learning_entry(award, stage="published", evidence=1, worked="no", outcomes=["mental-health"])
    a_learning_entry(award, stage="draft", worked="no")

    def found(**wanted: Any) -> set[LearningEntry]:
        return set(queries.list_published(Wanted(**wanted)))

    assert found() == {strong, failed}
    assert found(worked="no") == {failed}
    assert found(outcome="housing") == {strong}
    assert found(outcome='h"ousing%') == set()
    assert found(evidence=2) == {strong}
    assert found(region="B") == {strong, failed}
    assert found(region="A") == set()


def a_chair(entry: LearningEntry, rights: str = "submit") -> Any:
    return a_member(db.session.get_one(Organisation, entry.organisation_id), rights)
