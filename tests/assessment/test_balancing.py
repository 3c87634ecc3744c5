"""A plan breaks no conflict, is as even as conflicts allow, parts pairs, and comes out the same every time."""

from collections import Counter
from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantflow.assessment.balancing import Plan, Reader, ToRead, share_out, why_not

ORGANISATIONS = [UUID(int=1000 + number) for number in range(6)]
PEOPLE = [UUID(int=number) for number in range(1, 9)]


def some(ids: list[UUID]) -> st.SearchStrategy[frozenset[UUID]]:
    return st.frozensets(st.sampled_from(ids), max_size=2)


READERS = st.lists(
    st.builds(
        Reader,
        key=st.sampled_from(PEOPLE),
        regions=st.sampled_from([frozenset({None}), frozenset("B"), frozenset("J"), frozenset("BJ")]),
        organisations=some(ORGANISATIONS),
        load=st.integers(0, 4),
        trained=st.sampled_from([True, True, True, False]),
    ),
    unique_by=lambda each: each.key,
    max_size=8,
)
APPLICATIONS = st.lists(
    st.builds(
        ToRead,
        key=st.integers(1, 500).map(lambda number: UUID(int=5000 + number)),
        region=st.sampled_from("BJ"),
        organisation=st.sampled_from(ORGANISATIONS),
        needed=st.integers(0, 3),
        asked=some(PEOPLE),
        recused=some(PEOPLE),
    ),
    unique_by=lambda each: each.key,
    max_size=25,
)


def a_round(
    number: int, people: int, needed: int = 2, *, interests: int = 0
) -> tuple[list[ToRead], list[Reader]]:
    chance = Random(number)
    organisations = [UUID(int=chance.getrandbits(128)) for _ in range(max(number // 2, 1))]
    return (
        [
            ToRead(UUID(int=chance.getrandbits(128)), "B", chance.choice(organisations), needed)
            for _ in range(number)
        ],
        [
            Reader(
                UUID(int=chance.getrandbits(128)),
                frozenset("B"),
                frozenset(chance.sample(organisations, interests)),
            )
            for _ in range(people)
        ],
    )


def meetings(plan: Plan) -> Counter[tuple[UUID, UUID]]:
    return Counter(pair for people in plan.given.values() for pair in combinations(sorted(people), 2))


@given(APPLICATIONS, READERS)
def test_nobody_is_given_what_is_not_theirs_to_read(
    applications: list[ToRead], readers: list[Reader]
) -> None:
    plan = share_out(applications, readers)

    by_key, people = {each.key: each for each in applications}, {each.key: each for each in readers}
    for key, given_to in plan.given.items():
        assert len(set(given_to)) == len(given_to) <= by_key[key].needed
        for person in given_to:
            assert why_not(by_key[key], people[person]) is None


@given(APPLICATIONS, READERS)
def test_as_many_are_placed_as_can_be_and_the_rest_is_explained(
    applications: list[ToRead], readers: list[Reader]
) -> None:
    plan = share_out(applications, readers)

    missing = {each.key: each for each in plan.missing}
    for each in applications:
        free = [reader for reader in readers if why_not(each, reader) is None]
        assert len(plan.given.get(each.key, ())) == min(each.needed, len(free))
        if each.needed > len(free):
            assert missing[each.key].number == each.needed - len(free)
            assert len(missing[each.key].against) == len(readers) - len(free)
    assert len(missing) == sum(
        each.needed > sum(why_not(each, reader) is None for reader in readers) for each in applications
    )


@given(APPLICATIONS, READERS)
def test_no_chain_of_hand_overs_would_make_the_loads_more_even(
    applications: list[ToRead], readers: list[Reader]
) -> None:
    plan = share_out(applications, readers)

    loads = {each.key: each.load for each in readers}
    loads.update({key: loads[key] + number for key, number in plan.numbers_given.items()})
    assert plan.loads == loads
    for start in plan.loads:
        for end in reached_from(start, plan, applications, readers):
            assert loads[start] - loads[end] <= 1


def reached_from(start: UUID, plan: Plan, applications: list[ToRead], readers: list[Reader]) -> set[UUID]:
    """Everyone to whom one of this person's assessments could go in the end, each handing one on."""
    reached, waiting = {start}, [start]
    while waiting:
        giver = waiting.pop()
        for each in applications:
            people = plan.given.get(each.key, ())
            if giver in people:
                takers = {reader.key for reader in readers if why_not(each, reader) is None} - set(people)
                waiting += sorted(takers - reached)
                reached |= takers
    return reached


@given(APPLICATIONS, READERS, st.randoms())
def test_the_same_round_gives_the_same_plan_in_any_order(
    applications: list[ToRead], readers: list[Reader], chance: Random
) -> None:
    first = share_out(applications, readers)
    chance.shuffle(applications)
    chance.shuffle(readers)

    again = share_out(applications, readers)

    assert again == first
    assert again.mark == first.mark


@given(st.integers(0, 60), st.integers(2, 12))
def test_without_conflicts_loads_differ_by_at_most_one(number: int, people: int) -> None:
    plan = share_out(*a_round(number, people))

    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1
    assert plan.number == 2 * number


@pytest.mark.parametrize(("number", "people", "most"), [(45, 10, 1), (66, 12, 1), (200, 15, 2), (400, 20, 3)])
def test_two_people_read_together_as_seldom_as_they_can(number: int, people: int, most: int) -> None:
    plan = share_out(*a_round(number, people))

    assert max(meetings(plan).values()) == most


def test_who_has_much_to_do_already_is_given_less() -> None:
    applications, (one, two, three) = a_round(6, 3, needed=1)
    busy = Reader(one.key, one.regions, load=5)

    plan = share_out(applications, [busy, two, three])

    assert plan.numbers_given == {two.key: 3, three.key: 3}


def test_pairs_that_read_together_before_are_parted() -> None:
    _, people = a_round(1, 4)
    one, two, three, four = sorted(each.key for each in people)
    before = ToRead(UUID(int=1), "B", None, 0, asked=frozenset({one, two}))
    new = ToRead(UUID(int=2), "B", None, 2)

    plan = share_out([before, new], people)

    assert set(plan.given[new.key]) != {one, two}
    assert {one, two, three, four} >= set(plan.given[new.key])
