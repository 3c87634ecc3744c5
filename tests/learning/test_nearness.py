"""Which entries are near one, which came out otherwise, and what is different; with plain values."""

from typing import Any
from uuid import uuid4

from grantflow.learning.nearness import (
    Difference,
    Profile,
    came_out_otherwise,
    differences,
    is_contrary,
    nearness,
    neighbours,
    significant,
)


def a_profile(**given: Any) -> Profile:
    """Women in a town, in the community, with a home as the aim; it worked."""
    sets = {
        "outcomes": {"housing"}, "cohorts": {"women"}, "settings": {"community"}, "partner_types": set(),
        "words": set(),
    }  # fmt: skip
    frozen: dict[str, Any] = {name: frozenset(given.pop(name, values)) for name, values in sets.items()}
    plain: dict[str, Any] = {"id": uuid4(), "worked": "yes", "rurality": "town", "need_level": "medium"}
    return Profile(**(plain | frozen | given))


HERE = a_profile()


def test_without_the_same_aim_nothing_is_near() -> None:
    assert nearness(HERE, a_profile()) > 0
    assert nearness(HERE, a_profile(outcomes={"welfare"})) == 0


def test_people_or_a_setting_or_the_reason_makes_it_near() -> None:
    neither = a_profile(cohorts={"veterans"}, settings={"prison"})
    assert nearness(HERE, neither) == 0
    assert (
        nearness(HERE, a_profile(settings={"prison"})) > nearness(HERE, a_profile(cohorts={"veterans"})) > 0
    )

    reason = significant("Nobody was asked anything until they trusted the cook and had eaten together.")
    same_reason = significant("They ate together, trusting the cook, and were asked for nothing.")
    assert len(reason & same_reason) >= 3
    far_away = a_profile(cohorts={"veterans"}, settings={"prison"}, words=same_reason)
    assert nearness(a_profile(words=reason), far_away) > 0


def test_the_more_is_shared_the_nearer() -> None:
    most = a_profile(partner_types={"health", "none"})
    less = a_profile(rurality="city")
    least = a_profile(rurality="city", need_level="high")
    here = a_profile(partner_types={"health", "none"})

    assert nearness(here, most) > nearness(here, less) > nearness(here, least)
    assert nearness(HERE, a_profile(rurality="")) == nearness(HERE, a_profile(rurality="city"))
    alone = a_profile(partner_types={"none"})
    assert nearness(alone, a_profile(partner_types={"none"})) == nearness(alone, a_profile())


def test_contrary_is_the_same_aim_in_a_context_that_overlaps_with_another_result() -> None:
    assert is_contrary(HERE, a_profile(worked="no", rurality="city"))
    assert is_contrary(HERE, a_profile(worked="partly"))
    assert is_contrary(a_profile(worked="no"), HERE)
    assert not is_contrary(HERE, a_profile(worked="yes"))
    assert not is_contrary(HERE, a_profile(worked=""))
    assert not is_contrary(HERE, a_profile(worked="no", outcomes={"welfare"}))
    assert not is_contrary(HERE, a_profile(worked="no", cohorts={"veterans"}, settings={"prison"}))
    assert not came_out_otherwise(a_profile(worked="no"), a_profile(worked="partly"))


def test_at_most_three_of_each_the_nearest_first_and_never_itself() -> None:
    alike = [a_profile(rurality="city") for _ in range(4)]
    nearest, otherwise = a_profile(), [a_profile(worked="no") for _ in range(4)]

    found = neighbours(HERE, [HERE, *alike, nearest, *otherwise, a_profile(outcomes={"welfare"})])

    assert (found.similar[0], len(found.similar)) == (nearest, 3)
    assert found.contrary == tuple(otherwise[:3])


def test_what_is_different_is_said_only_where_nothing_is_shared() -> None:
    there = a_profile(rurality="city", settings={"prison"}, cohorts={"women", "veterans"}, need_level="high")

    assert differences(HERE, there) == [
        Difference("rurality", ("city",), ("town",)),
        Difference("settings", ("prison",), ("community",)),
        Difference("need_level", ("high",), ("medium",)),
    ]
    assert differences(HERE, a_profile()) == []
    assert differences(HERE, a_profile(rurality="", cohorts=set())) == []
