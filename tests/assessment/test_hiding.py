"""What is hidden from an assessor, until when, and what they may score meanwhile."""

from typing import Any

import pytest

from grantflow.assessment import commands, rules
from grantflow.assessment.hiding import Hidden, hidden_from, hide, show_amount
from grantflow.assessment.models import Assessment, Score
from grantflow.casework.running import tiers
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.permissions import Role
from tests.factories import (
    a_member_of_staff,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    at_noon,
)

pytestmark = pytest.mark.usefixtures("app")


def an_open_assessment(**given: Any) -> Assessment:
    round = a_round(stage="assessing", **given)
    return an_assessment(an_application(stage="assessing", round=round), an_assessor(), stage="open")


def score_quality(assessment: Assessment, points: int | None = 3, *, besides: str = "") -> None:
    assessment.scores = [
        Score(criterion_key=each.key, points=points, reason="They show it.")
        for each in tiers(1).criteria
        if not each.needs_amount and each.key != besides
    ]
    db.session.commit()


def by_its_assessor(assessment: Assessment) -> Any:
    assert assessment.assigned_to is not None
    return at_noon(assessment.assigned_to)


def test_a_new_round_hides_the_amount_and_not_the_names() -> None:
    assert hidden_from(an_open_assessment()) == Hidden(amount=True, names=False)


def test_an_amount_is_shown_once_quality_is_scored_and_the_assessor_asks() -> None:
    assessment = an_open_assessment()
    score_quality(assessment, None)
    assert hidden_from(assessment).amount

    with unit_of_work():
        show_amount(assessment, by_its_assessor(assessment))

    assert not hidden_from(assessment).amount
    assert assessment.amount_shown_at is not None


def test_no_amount_is_shown_while_one_score_for_quality_is_missing() -> None:
    assessment = an_open_assessment()
    score_quality(assessment, besides="local-link")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        show_amount(assessment, by_its_assessor(assessment))

    assert refusal.value.keys == ["quality-scores-missing"]
    assert assessment.amount_shown_at is None


def test_the_amount_is_shown_once_and_only_to_the_assessor_themself() -> None:
    assessment = an_open_assessment()
    score_quality(assessment)
    with pytest.raises(Forbidden), unit_of_work():
        show_amount(assessment, at_noon(an_assessor()))
    assert hidden_from(assessment).amount
    with unit_of_work():
        show_amount(assessment, by_its_assessor(assessment))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        show_amount(assessment, by_its_assessor(assessment))

    assert refusal.value.keys == ["amount-shown-already"]


def test_the_money_is_not_scored_before_it_is_seen() -> None:
    assessment = an_open_assessment()
    score_quality(assessment)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.save_score(assessment, "budget-sense", 3, "It adds up.", by_its_assessor(assessment))

    assert refusal.value.keys == ["amount-still-hidden"]
    assert "budget-sense" not in {each.criterion_key for each in assessment.scores}


def test_a_score_for_quality_stays_once_the_amount_was_seen() -> None:
    assessment = an_open_assessment()
    score_quality(assessment, 3)
    with unit_of_work():
        show_amount(assessment, by_its_assessor(assessment))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.save_score(assessment, "local-link", 0, "Too dear.", by_its_assessor(assessment))

    assert refusal.value.keys == ["score-stays-as-it-is"]
    assert {each.points for each in assessment.scores} == {3}
    with unit_of_work():
        commands.save_score(assessment, "budget-sense", 4, "It adds up.", by_its_assessor(assessment))
    assert "budget-sense" in {each.criterion_key for each in assessment.scores}


def test_where_nothing_is_hidden_scores_are_given_in_any_order() -> None:
    assessment = an_open_assessment(hide_amount=False)
    for key in ("budget-sense", "local-link", "budget-sense"):
        with unit_of_work():
            commands.save_score(assessment, key, 2, "They show it.", by_its_assessor(assessment))

    assert hidden_from(assessment) == Hidden(amount=False, names=False)
    with pytest.raises(ActionUnavailable):
        show_amount(assessment, by_its_assessor(assessment))


def test_names_stay_hidden_until_ones_own_scores_and_everybody_elses_are_in() -> None:
    round = a_round(stage="assessing", hide_names=True)
    application = an_application(stage="assessing", round=round, tier_key="small")
    own = an_assessment(application, an_assessor(), stage="submitted", points=3)
    other = an_assessment(application, an_assessor(), stage="open")
    assert hidden_from(own).names
    other.stage = "submitted"
    db.session.commit()

    assert not hidden_from(own).names
    own.stage = "open"
    assert hidden_from(own).names


def test_what_is_hidden_is_chosen_until_somebody_is_asked() -> None:
    officer, round = an_officer(), a_round()
    with unit_of_work():
        hide(round, at_noon(officer), amount=False, names=True)
    assert (round.hide_amount, round.hide_names) == (False, True)
    an_assessment(an_application(stage="assessing", round=round), an_assessor())

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        hide(round, at_noon(officer), amount=True, names=True)

    assert refusal.value.keys == ["assessments-have-begun"]
    assert (round.hide_amount, round.hide_names) == (False, True)


def test_whoever_sees_scores_in_another_role_is_not_asked_once_some_are_in() -> None:
    application = an_application(stage="assessing", tier_key="small", round=a_round(stage="assessing"))
    panel_member, officer = a_member_of_staff(Role.PANEL_MEMBER), an_officer()
    panel_member.roles = [*panel_member.roles, *an_assessor().roles]
    db.session.commit()
    assert commands.against(application, panel_member) == []
    an_assessment(application, an_assessor(), stage="submitted", points=3)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        commands.assign_assessor(application, panel_member, at_noon(officer))

    assert refusal.value.keys == ["assessor-could-see-scores"]
    assert commands.against(application, an_assessor()) == []


@pytest.mark.parametrize(
    ("hides", "shown", "needs_amount", "reason"),
    [
        (False, False, True, None),
        (False, False, False, None),
        (True, False, False, None),
        (True, True, True, None),
        (True, False, True, "amount-still-hidden"),
        (True, True, False, "score-stays-as-it-is"),
    ],
)
def test_quality_is_scored_before_the_amount_and_the_money_after(
    hides: bool, shown: bool, needs_amount: bool, reason: str | None
) -> None:
    assert rules.score_can_be_given(hides=hides, shown=shown, needs_amount=needs_amount) == reason
