"""Scores add up the same whatever the order, and what does not apply never counts against anyone."""

from hypothesis import given
from hypothesis import strategies as st

from grantflow.assessment.scoring import Points, mean, means_by_criterion, ranking, spread, weighted_mean

KEYS = st.sampled_from(["need", "people", "progress", "outcomes", "local"])
POINTS = st.dictionaries(KEYS, st.none() | st.integers(0, 5), max_size=5)
WEIGHTS = st.fixed_dictionaries(
    {key: st.integers(1, 50) for key in ("need", "people", "progress", "outcomes", "local")}
)


def test_a_heavier_criterion_counts_for_more() -> None:
    weights = {"need": 75, "budget": 25}

    assert weighted_mean({"need": 4, "budget": 0}, weights) == 3.0
    assert weighted_mean({"need": 0, "budget": 4}, weights) == 1.0


def test_nothing_scored_has_no_mean() -> None:
    assert weighted_mean({}, {"need": 100}) is None
    assert weighted_mean({"need": None}, {"need": 100}) is None
    assert mean([None, None]) is None


@given(POINTS, WEIGHTS)
def test_not_applicable_is_the_same_as_not_there(
    points: dict[str, int | None], weights: dict[str, int]
) -> None:
    scored = {key: each for key, each in points.items() if each is not None}

    assert weighted_mean(points, weights) == weighted_mean(scored, weights)


@given(POINTS, WEIGHTS)
def test_a_mean_lies_between_the_lowest_and_the_highest_score(
    points: dict[str, int | None], weights: dict[str, int]
) -> None:
    scored = [each for each in points.values() if each is not None]
    found = weighted_mean(points, weights)

    assert (found is None) == (not scored)
    assert found is None or min(scored) - 1e-9 <= found <= max(scored) + 1e-9


@given(st.integers(0, 5), WEIGHTS, st.integers(1, 20))
def test_the_same_score_throughout_is_the_mean_whatever_the_weights(
    points: int, weights: dict[str, int], times: int
) -> None:
    heavier = {key: weight * times for key, weight in weights.items()}

    assert weighted_mean(dict.fromkeys(weights, points), heavier) == points


@given(st.lists(st.none() | st.floats(0, 5), max_size=6))
def test_spread_is_never_below_nothing_and_needs_two(values: list[float | None]) -> None:
    known = [value for value in values if value is not None]

    assert spread(values) >= 0
    assert spread(known[:1]) == 0
    assert spread(values) == spread(list(reversed(values)))


@given(st.dictionaries(st.integers(), st.none() | st.integers(0, 500).map(lambda n: n / 100), max_size=20))
def test_a_ranking_keeps_everyone_the_highest_first_and_the_unscored_last(
    means: dict[int, float | None],
) -> None:
    ranked = ranking(means)

    assert {each.key for each in ranked} == means.keys()
    scored = [each for each in ranked if each.mean is not None]
    assert ranked[: len(scored)] == scored
    values = [each.mean for each in scored if each.mean is not None]
    assert values == sorted(values, reverse=True)
    for each in scored:
        assert each.place == 1 + sum(other.mean > each.mean for other in scored)  # type: ignore[operator]
    assert all(each.place is None for each in ranked[len(scored) :])


def test_the_mean_of_a_criterion_leaves_out_those_for_whom_it_did_not_apply() -> None:
    sheets: list[Points] = [{"need": 5, "people": None}, {"need": 2, "people": 3}]

    assert means_by_criterion(sheets) == {"need": 3.5, "people": 3.0}
