"""The line where the money runs out, what stands out of the order of scores, and ties."""

from grantflow.assessment.order import (
    Standing,
    goes_out_of_order,
    running_totals,
    ties_broken,
    where_money_runs_out,
)


def standing(key: str, mean: float | None, awarded: bool | None = None, **given: bool) -> Standing[str]:
    return Standing(key, mean, 100, awarded, **given)


def test_whoever_is_passed_over_costs_nothing() -> None:
    standings = [standing("a", 4.0, True), standing("b", 3.0, False), standing("c", 2.0)]

    assert running_totals(standings) == [100, 100, 200]


def test_the_money_runs_out_at_the_first_place_it_does_not_reach() -> None:
    assert where_money_runs_out([100, 200, 300], 200) == 2
    assert where_money_runs_out([100, 200, 300], 300) is None
    assert where_money_runs_out([100], 99) == 0
    assert where_money_runs_out([], 0) is None


def test_an_award_above_a_higher_score_that_was_passed_over_is_out_of_order() -> None:
    others = [standing("a", 4.0, False), standing("b", 4.5), standing("c", None, False)]

    assert goes_out_of_order(3.9, awarded=True, others=others)
    assert not goes_out_of_order(4.0, awarded=True, others=others)
    assert not goes_out_of_order(None, awarded=True, others=others)


def test_passing_over_a_higher_score_is_out_of_order_unless_the_lower_award_has_its_reason() -> None:
    bare, explained = standing("a", 3.0, True), standing("b", 3.0, True, explained=True)

    assert goes_out_of_order(3.5, awarded=False, others=[bare])
    assert not goes_out_of_order(3.5, awarded=False, others=[explained])
    assert not goes_out_of_order(3.0, awarded=False, others=[bare])


def test_a_tie_is_broken_when_the_same_score_is_told_yes_and_no() -> None:
    yes, no, open_ = standing("a", 3.0, True), standing("b", 3.0, False), standing("c", 3.0)
    agreed = [standing("d", 4.0, True), standing("e", 4.0, True)]

    assert ties_broken([*agreed, yes, no, open_]) == [[yes, no, open_]]
