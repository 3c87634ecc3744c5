"""Nothing that was hidden can be worked out from everything that was told, quarter after quarter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grantflow.core.disclosure import THRESHOLD, public_count
from grantflow.core.pooling import Counted, highest, release
from tests.core.attack import VALUES_LEFT, Attack
from tests.core.told import attack_on, least_and_most

QUARTERS = 5


@dataclass(frozen=True)
class Life:
    """One grant's reports: the quarter and the people of each, and when what was to come was waived, if it was."""

    reports: tuple[tuple[int, int], ...]
    finished: bool
    waived: int | None

    def at(self, quarter: int) -> Counted | None:
        come = [number for number, (sent, _) in enumerate(self.reports) if sent <= quarter]
        if not come:
            return None
        newest = come[-1]
        is_last = self.finished and newest == len(self.reports) - 1
        waived = self.waived is not None and self.waived <= quarter and newest == len(self.reports) - 1
        return Counted(self.reports[newest][1], newest, last=is_last, over=is_last or waived)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Mostly counts under ten, and often nine or nought: those are the easiest to work out."""
    sent = draw(st.lists(st.integers(0, QUARTERS - 1), min_size=1, max_size=3, unique=True))
    people = st.one_of(st.sampled_from([0, 9]), st.integers(0, 9), st.integers(0, 30))
    reports = tuple((quarter, draw(people)) for quarter in sorted(sent))
    return Life(reports, draw(st.booleans()), draw(st.none() | st.integers(0, QUARTERS - 1)))


@given(st.lists(lives(), min_size=1, max_size=6))
@settings(max_examples=400, deadline=None)
def test_whatever_is_hidden_may_still_be_one_of_six_numbers(grants: list[Life]) -> None:
    history = quarters_of(grants)
    attack = attack_on(history)

    for (grant, report), people in counts_in(history).items():
        least, most = attack.narrow().ranges[grant, report]
        assert least <= people <= most, "the attack is wrong"
        if people < THRESHOLD:
            assert attack.values_left((grant, report)) >= VALUES_LEFT


@given(st.lists(lives(), min_size=1, max_size=6))
@settings(max_examples=400, deadline=None)
def test_a_count_goes_into_one_number_at_the_most_and_each_number_is_of_ten_or_more(
    grants: list[Life],
) -> None:
    history = quarters_of(grants)
    pools = {id(pool): pool for released in release(history) for pool in released.pools}.values()

    pooled = [(grant, report) for pool in pools for grant, report in pool.reports.items()]
    assert len(pooled) == len(set(pooled))
    for pool in pools:
        people = sum(counts_in(history)[each] for each in pool.reports.items())
        assert people >= THRESHOLD
        assert people - 18 <= pool.number <= people + 2


@given(st.lists(lives(), min_size=1, max_size=6))
def test_what_was_told_once_is_told_the_same_for_ever(grants: list[Life]) -> None:
    history = quarters_of(grants)

    for length in range(len(history)):
        assert release(history[:length]) == release(history)[:length]


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_change_between_two_numbers_that_are_shown_may_be_one_of_five(before: int, after: int) -> None:
    shown = [public_count(before).number, public_count(after).number]
    if shown[0] is None or shown[1] is None:
        return
    least, most = least_and_most(shown[0])
    later_least, later_most = least_and_most(shown[1])
    assert (later_most - least) - (later_least - most) + 1 >= 5


def test_small_counts_of_a_round_are_told_together_once_they_come_to_ten() -> None:
    [first, second] = release([counted(a=6, b=3), counted(a=6, b=3, c=8)])

    assert first.numbers() == []
    assert second.numbers() == [15]


def test_a_pool_waits_until_each_of_its_grants_has_reported_again() -> None:
    start = {"a": Counted(6, 1), "b": Counted(5, 1)}
    one_again = start | {"a": Counted(9, 2)}
    both_again = one_again | {"b": Counted(8, 2)}

    assert [each.numbers() for each in release([start, one_again, both_again])] == [[10], [10], [15]]


def test_a_grant_that_reports_no_more_does_not_hold_the_others_up() -> None:
    start = {"a": Counted(6, 1), "b": Counted(5, 1), "c": Counted(4, 1)}
    waived = {"a": Counted(9, 2), "b": Counted(9, 2), "c": Counted(4, 1, over=True)}

    assert [each.numbers() for each in release([start, waived])] == [[15], [15]]


def test_last_counts_are_pooled_apart_and_stay() -> None:
    ended = {"a": Counted(6, 3, last=True, over=True), "b": Counted(7, 3, last=True, over=True)}
    going_on = ended | {"c": Counted(6, 1), "d": Counted(6, 1)}

    assert [each.numbers() for each in release([ended, going_on])] == [[15], [15, 10]]


def test_two_counts_of_nine_are_not_given_away_by_their_sum() -> None:
    """The sum is 18, which would be 20: and 18 or more of two counts under ten is nine and nine."""
    [released] = release([counted(a=9, b=9)])

    assert released.numbers() == [15]
    assert highest(2) == 15


def test_the_attack_finds_what_tables_rounded_one_by_one_give_away() -> None:
    """33, 18 and 0 people, shown as 35, 20 and fewer than ten, beside their true total of 51 rounded to 50."""
    attack = Attack()
    attack.knows("forward", *least_and_most(35))
    attack.knows("same", *least_and_most(20))
    attack.knows("back", 0, 9)
    attack.knows_sum(["forward", "same", "back"], *least_and_most(50))

    assert attack.values_left("back") == 2


def test_the_attack_finds_who_changed_where_others_did_not() -> None:
    """Two pictures of four grants, of which only one reported between them."""
    attack = Attack()
    for count in ("a then", "a now", "b", "c", "d"):
        attack.knows(count, 0, 9)
    attack.knows_sum(["a then", "b", "c", "d"], *least_and_most(10))
    attack.knows_sum(["a now", "b", "c", "d"], *least_and_most(20))

    assert attack.values_left("a then") == 4


@pytest.mark.parametrize("units", range(2, 40))
def test_the_highest_number_leaves_each_count_six_values_and_one_higher_would_not(units: int) -> None:
    least, _ = least_and_most(highest(units))
    assert least - 9 * (units - 1) <= 4
    assert least + 5 - 9 * (units - 1) > 4


def quarters_of(grants: Sequence[Life]) -> list[dict[int, Counted]]:
    return [
        {number: now for number, life in enumerate(grants) if (now := life.at(quarter)) is not None}
        for quarter in range(QUARTERS)
    ]


def counts_in(history: Sequence[Mapping[int, Counted]]) -> dict[tuple[int, int], int]:
    return {(grant, each.report): each.people for now in history for grant, each in now.items()}


def counted(**people: int) -> dict[str, Counted]:
    return {grant: Counted(each, 1) for grant, each in people.items()}
