"""What must hold before an application moves on, over plain values."""

from datetime import date
from uuid import uuid4

import pytest

from grantflow.assessment import rules
from grantflow.assessment.rules import Found
from grantflow.content import content_root

TODAY = date(2026, 11, 23)
ME, YOU = uuid4(), uuid4()


@pytest.mark.parametrize("result", ["pass", "condition", "not-needed"])
def test_a_check_that_found_nothing_in_the_way_is_settled(result: str) -> None:
    assert rules.unsettled_checks(["REG"], {"REG": Found(result)}, TODAY) == {}


@pytest.mark.parametrize("result", ["query", "fail"])
def test_a_query_or_a_fail_stands_in_the_way(result: str) -> None:
    assert rules.unsettled_checks(["REG"], {"REG": Found(result)}, TODAY) == {"REG": result}


def test_a_check_that_was_not_made_or_is_out_of_date_stands_in_the_way() -> None:
    old = {"REG": Found("pass", expires_on=date(2026, 11, 22)), "GOV": Found("pass", expires_on=TODAY)}

    assert rules.unsettled_checks(["REG", "GOV", "BAND"], old, TODAY) == {"REG": "expired", "BAND": "missing"}


def test_a_check_that_this_size_does_not_need_is_not_asked() -> None:
    assert rules.unsettled_checks(["REG"], {"REG": Found("pass"), "SAFE": Found("fail")}, TODAY) == {}


@pytest.mark.parametrize(
    ("stages", "reason"),
    [
        ([], "assessments-missing"),
        (["submitted"], "assessments-missing"),
        (["submitted", "recused"], "assessments-missing"),
        (["submitted", "submitted", "open"], "assessment-still-open"),
        (["submitted", "submitted"], None),
        (["submitted", "submitted", "cancelled", "recused"], None),
    ],
)
def test_as_many_assessments_are_in_as_the_size_of_grant_needs(stages: list[str], reason: str | None) -> None:
    assert rules.assessments_are_in(stages, needed=2) == reason


def test_one_more_may_be_asked_once_all_that_are_needed_are_in() -> None:
    assert rules.places_left([], 2) == 2
    assert rules.places_left(["open", "submitted"], 2) == 0
    assert rules.places_left(["submitted", "submitted"], 2) == 1
    assert rules.places_left(["submitted", "submitted", "open"], 2) == 0


def test_scores_are_complete_with_a_reason_for_each_and_a_view_of_the_whole() -> None:
    reasons = {"need": "They know the place.", "people": "Trusted."}

    assert (
        rules.scores_are_complete(reasons, ["need", "people"], strengths="Local.", recommendation="fund")
        is None
    )
    assert (
        rules.scores_are_complete(
            reasons | {"people": "  "}, reasons, strengths="Local.", recommendation="fund"
        )
        == "scores-missing"
    )
    assert (
        rules.scores_are_complete(reasons, reasons, strengths="", recommendation="fund")
        == "overall-view-missing"
    )
    assert (
        rules.scores_are_complete(reasons, reasons, strengths="Local.", recommendation="")
        == "overall-view-missing"
    )


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (None, "new-date-not-later"),
        (TODAY, "new-date-not-later"),
        (date(2027, 1, 15), "new-date-not-later"),
        (date(2027, 1, 16), None),
    ],
)
def test_a_new_date_is_later_than_the_promised_one_and_still_to_come(
    new: date | None, reason: str | None
) -> None:
    assert rules.new_date_is_later(new, date(2027, 1, 15), TODAY) == reason
    assert rules.new_date_is_later(date(2026, 11, 23), date(2026, 11, 1), TODAY) == "new-date-not-later"


def test_everything_against_asking_somebody_is_said_at_once() -> None:
    organisation = uuid4()

    assert rules.may_assess(
        organisation, {organisation}, already_asked=True, stepped_aside=False, could_look=True, places_left=0
    ) == ["assessor-belongs-to-organisation", "assessor-asked-already", "enough-assessors"]
    assert (
        rules.may_assess(
            organisation, {uuid4()}, already_asked=False, stepped_aside=False, could_look=False, places_left=1
        )
        == []
    )


def test_training_lasts_two_years() -> None:
    assert rules.training_is_current(date(2024, 11, 23), TODAY)
    assert not rules.training_is_current(date(2024, 11, 22), TODAY)
    assert not rules.training_is_current(None, TODAY)


def test_the_decider_did_not_assess() -> None:
    assert rules.decider_did_not_assess({ME}, {ME, YOU}) == "you-assessed-this"
    assert rules.decider_did_not_assess({ME}, {YOU}) is None
    # The system has no account, and neither has an assessment whose assessor is gone: that is no match.
    assert rules.decider_did_not_assess({None}, {None}) is None


def test_an_award_may_take_the_last_of_the_budget_and_no_more() -> None:
    assert rules.within_round_budget(100_000, 60_000, 40_000) is None
    assert rules.within_round_budget(100_000, 60_000, 40_001) == "over-round-budget"


@pytest.mark.parametrize(
    ("amount", "seconded_by", "reason"),
    [
        (10_000_000, None, None),
        (10_000_001, None, "second-approval-needed"),
        (10_000_001, ME, "second-must-differ"),
        (10_000_001, YOU, None),
    ],
)
def test_above_the_limit_a_second_person_agrees(amount: int, seconded_by: object, reason: str | None) -> None:
    assert rules.within_approval_limit(amount, 10_000_000, ME, seconded_by) == reason  # type: ignore[arg-type]


def test_where_there_is_no_limit_one_person_is_enough() -> None:
    assert rules.within_approval_limit(99_999_999, None, ME, None) is None


def test_an_award_is_more_than_nothing_and_at_most_what_was_asked() -> None:
    assert rules.award_is_in_order(450_000, 450_000) is None
    assert rules.award_is_in_order(450_001, 450_000) == "more-than-asked"
    assert rules.award_is_in_order(0, 450_000) == "award-of-nothing"


@pytest.mark.parametrize(
    ("codes", "strength", "change"),
    [
        ([], "Local.", "Say who."),
        (["plan-unclear", "budget-unclear", "outside-area", "delivery-risk"], "Local.", "Say who."),
        (["too-dear"], "Local.", "Say who."),
        (["plan-unclear"], " ", "Say who."),
        (["plan-unclear"], "Local.", ""),
    ],
)
def test_a_refusal_without_something_to_use_is_refused(codes: list[str], strength: str, change: str) -> None:
    assert rules.feedback_is_written(codes, strength, change) == "feedback-missing"


def test_up_to_three_reasons_a_strength_and_a_change_are_feedback() -> None:
    assert rules.feedback_is_written(["plan-unclear"], "Local.", "Say who.") is None
    assert rules.feedback_is_written(list(rules.REASON_CODES[:3]), "Local.", "Say who.") is None


def test_the_letter_has_words_for_every_reason() -> None:
    words = (content_root() / "templates/letters/unsuccessful/reasons.html").read_text(encoding="utf-8")

    for code in rules.REASON_CODES:
        assert f'"{code}":' in words


@pytest.mark.parametrize(
    ("approver", "held", "expected"),
    [
        ("officer", {"officer"}, None),
        ("officer", {"regional-lead"}, None),
        ("regional-lead", {"officer", "finance"}, "approver-needed"),
        ("regional-lead", {"officer", "regional-lead"}, None),
        ("admin", {"regional-lead"}, "approver-needed"),
        ("admin", {"admin"}, None),
    ],
)
def test_an_approver_holds_the_role_of_the_size_or_one_above_it(
    approver: str, held: set[str], expected: str | None
) -> None:
    assert rules.approver_agrees(approver, held) == expected
