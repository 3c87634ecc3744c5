"""Each guard of checking, assessing, deciding and releasing: once in the way, once not."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from grantflow.applications.models import Application
from grantflow.assessment.guards import GUARDS
from grantflow.casework.models import Case, Recusal
from grantflow.db import db
from grantflow.errors import Reason
from grantflow.permissions import Occasion
from tests.conftest import NOON
from tests.factories import (
    a_check,
    a_decision,
    a_member,
    a_regional_lead,
    a_round,
    all_checks,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    at_noon,
)

pytestmark = pytest.mark.usefixtures("app")


def asked(name: str, case: Case, occasion: Occasion | None = None) -> Reason | None:
    db.session.expire_all()
    return GUARDS[name](case, occasion or at_noon(an_officer()))


def key_of(reason: Reason | None) -> str | None:
    return reason.key if reason else None


def test_checks_are_settled_names_each_that_is_not(app: Flask) -> None:
    application = an_application(stage="checking")
    a_check(application, "REG")
    a_check(application, "BAND", "query")
    a_check(application, "COI", expires_on=date(2026, 11, 1))

    reason = asked("checks-are-settled", application)

    assert reason is not None
    assert reason.facts["checks"] == (
        "Income fits the size of award (a query is open), Interests declared (out of date) "
        "and Partners confirm (not done)"
    )


def test_checks_are_settled_when_all_have_passed() -> None:
    application = an_application(stage="checking")
    all_checks(application)

    assert asked("checks-are-settled", application) is None


def test_assessments_are_in_counts_those_sent() -> None:
    application = an_application(stage="assessing", amount_pence=2_000_000, tier_key="small")
    an_assessment(application, an_assessor(), stage="submitted", points=3)
    waiting = asked("assessments-are-in", application)
    an_assessment(application, an_assessor(), stage="submitted", points=3)

    assert waiting == Reason("assessments-missing", {"count": 1, "needed": 2})
    assert asked("assessments-are-in", application) is None


def test_scores_are_complete_when_every_criterion_has_a_reason() -> None:
    application = an_application(stage="assessing")
    empty = an_assessment(application, an_assessor(), stage="open")
    full = an_assessment(application, an_assessor(), stage="open", points=3)

    assert key_of(asked("scores-are-complete", empty)) == "scores-missing"
    assert asked("scores-are-complete", full) is None


def test_an_assessor_with_a_membership_or_a_declared_interest_may_not_score() -> None:
    application = an_application(stage="assessing")
    assert application.organisation is not None
    member = an_assessment(application, a_member(application.organisation), stage="open")
    declared = an_assessment(application, an_assessor(), stage="open")
    free = an_assessment(application, an_assessor(), stage="open")
    assert declared.assigned_to_id is not None
    db.session.add(Recusal(case_id=application.id, user_id=declared.assigned_to_id, declared_at=NOON))
    db.session.commit()

    assert key_of(asked("assessor-has-no-conflict", member)) == "you-have-an-interest"
    assert key_of(asked("assessor-has-no-conflict", declared)) == "you-have-an-interest"
    assert asked("assessor-has-no-conflict", free) is None


def test_whoever_assessed_it_does_not_decide() -> None:
    application, assessor = an_application(stage="panel"), an_assessor()
    an_assessment(application, assessor, stage="submitted", points=3)

    assert key_of(asked("decider-did-not-assess", application, at_noon(assessor))) == "you-assessed-this"
    assert asked("decider-did-not-assess", application) is None


def test_a_second_person_does_not_make_up_for_a_proposer_who_assessed() -> None:
    application, assessor = an_application(stage="panel"), an_assessor()
    an_assessment(application, assessor, stage="submitted", points=3)
    a_decision(application, assessor)

    assert key_of(asked("decider-did-not-assess", application)) == "you-assessed-this"


def test_an_award_stays_within_what_the_round_has_left() -> None:
    round = a_round(budget_pence=1_000_000, max_pence=500_000)
    first = an_application(stage="to-award", round=round)
    a_decision(first, an_officer())
    second = an_application(stage="panel", round=round)
    a_decision(second, an_officer(), amount_pence=550_000)
    third = an_application(stage="panel", round=round)
    a_decision(third, an_officer(), amount_pence=550_001)

    assert asked("within-round-budget", second) is None
    reason = asked("within-round-budget", third)
    assert reason is not None
    assert (reason.key, reason.facts) == ("over-round-budget", {"left_pence": 550_000})


def test_a_decline_takes_nothing_from_the_budget() -> None:
    round = a_round(budget_pence=500_000, max_pence=500_000)
    declined = an_application(stage="to-decline", round=round)
    a_decision(declined, an_officer(), "decline")
    application = an_application(stage="panel", round=round)
    a_decision(application, an_officer())

    assert asked("within-round-budget", application) is None


def test_above_a_hundred_thousand_pounds_a_second_person_is_needed() -> None:
    large: dict[str, Any] = {"amount_pence": 12_000_000, "tier_key": "large"}
    alone, agreed = an_application(stage="panel", **large), an_application(stage="panel", **large)
    a_decision(alone, an_officer())
    a_decision(agreed, an_officer(), seconded_by_id=a_regional_lead().id)

    assert key_of(asked("within-approval-limit", alone)) == "second-approval-needed"
    assert asked("within-approval-limit", agreed) is None


def test_feedback_is_written_before_a_refusal() -> None:
    bare, full = an_application(stage="panel"), an_application(stage="panel")
    a_decision(bare, an_officer(), "decline", change="")
    a_decision(full, an_officer(), "decline")

    assert key_of(asked("feedback-is-written", bare)) == "feedback-missing"
    assert key_of(asked("feedback-is-written", an_application(stage="panel"))) == "feedback-missing"
    assert asked("feedback-is-written", full) is None


def test_a_round_releases_when_every_application_is_decided() -> None:
    round = a_round(stage="assessing")
    for stage in ("to-award", "to-decline", "withdrawn", "ineligible", "draft"):
        an_application(stage=stage, round=round)
    decided = asked("every-application-decided", round)
    an_application(stage="delayed", round=round)
    waiting = asked("every-application-decided", round)

    assert decided is None
    assert waiting is not None
    assert waiting.facts == {"count": 1}


def test_a_round_releases_no_refusal_without_feedback() -> None:
    round = a_round(stage="assessing")
    a_decision(an_application(stage="to-decline", round=round), an_officer(), "decline")
    written = asked("every-refusal-has-feedback", round)
    a_decision(an_application(stage="to-decline", round=round), an_officer(), "decline", strength="")

    assert written is None
    assert asked("every-refusal-has-feedback", round) is not None


@pytest.mark.parametrize(
    ("stage", "rolling", "may_be_told"),
    [
        ("assessing", False, False),
        ("open", False, False),
        ("open", True, True),
        ("decisions-released", False, True),
    ],
)
def test_a_decision_is_told_with_its_round_or_at_once_where_the_round_is_rolling(
    stage: str, rolling: bool, may_be_told: bool
) -> None:
    application: Application = an_application(stage="to-award", round=a_round(stage=stage, rolling=rolling))

    assert (asked("told-with-its-round", application) is None) == may_be_told
