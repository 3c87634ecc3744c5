"""Where an action leads, or everything that is in its way."""

import pytest

from grantflow.engine.machine import decide, prospects
from grantflow.errors import ActionUnavailable, Reason
from tests.engine.workflows import a_kettle


def nothing_against(_guard: str) -> None:
    return None


def everything_against(guard: str) -> Reason:
    return Reason(f"not-{guard}", {"guard": guard})


def test_an_action_leads_where_the_file_says() -> None:
    step = decide(a_kettle(), "full", "pour", nothing_against)

    assert (step.source, step.action.key, step.target) == ("full", "pour", "poured")


def test_every_guard_is_asked_and_every_reason_is_given() -> None:
    with pytest.raises(ActionUnavailable) as refusal:
        decide(a_kettle(), "full", "pour", everything_against)

    assert refusal.value.reasons == (
        Reason("not-it-has-boiled", {"guard": "it-has-boiled"}),
        Reason("not-cup-is-there", {"guard": "cup-is-there"}),
    )


def test_one_guard_is_enough_to_refuse() -> None:
    with pytest.raises(ActionUnavailable) as refusal:
        decide(
            a_kettle(), "full", "pour", lambda guard: Reason("no-cup") if guard == "cup-is-there" else None
        )

    assert refusal.value.keys == ["no-cup"]


def test_an_action_from_elsewhere_is_refused_without_asking_its_guards() -> None:
    def not_to_be_asked(guard: str) -> None:
        raise AssertionError(guard)

    with pytest.raises(ActionUnavailable) as refusal:
        decide(a_kettle(), "empty", "pour", not_to_be_asked)

    assert refusal.value.reasons == (Reason("not-at-this-stage", {"action": "pour", "stage": "empty"}),)


def test_an_action_nobody_wrote_is_refused() -> None:
    with pytest.raises(ActionUnavailable) as refusal:
        decide(a_kettle(), "empty", "to_poured", nothing_against)

    assert refusal.value.keys == ["no-such-action"]


def test_prospects_are_all_that_leaves_the_stage_with_what_is_in_the_way() -> None:
    pour, tip_out = prospects(a_kettle(), "full", everything_against)

    assert (pour.action.key, pour.allowed) == ("pour", False)
    assert [reason.key for reason in pour.reasons] == ["not-it-has-boiled", "not-cup-is-there"]
    assert (tip_out.action.key, tip_out.allowed) == ("tip-out", True)


def test_a_guard_that_breaks_is_a_fault_and_never_a_yes() -> None:
    def broken(_guard: str) -> None:
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        decide(a_kettle(), "full", "pour", broken)


def test_versions_are_decided_apart() -> None:
    kettle = a_kettle()
    longer = kettle.model_copy(update={"version": 2, "actions": kettle.actions[:1]})

    assert decide(kettle, "full", "pour", nothing_against).target == "poured"
    with pytest.raises(ActionUnavailable):
        decide(longer, "full", "pour", nothing_against)
