"""Every shipped workflow is sound, and no sequence of actions leads where its file does not."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from grantflow.content import content_root
from grantflow.engine.check import KnownNames, problems
from grantflow.engine.library import Library
from grantflow.engine.machine import decide, prospects
from grantflow.engine.workflow import Workflow
from grantflow.errors import ActionUnavailable, Reason
from grantflow.permissions import HOLDINGS

LIBRARY = Library.load(content_root())
WORKFLOWS = list(LIBRARY.workflows.values())
LIFE_CYCLES = {
    "round", "application", "assessment", "award", "payment", "monitoring", "learning", "partner", "letter",
    "adaptation", "embedding",
}  # fmt: skip

every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.key)


def test_every_life_cycle_is_written_down() -> None:
    assert {workflow.key for workflow in WORKFLOWS} >= LIFE_CYCLES


@every_workflow
def test_a_workflow_is_sound(workflow: Workflow, tmp_path: Path) -> None:
    # The catalogue has its own test of guards, notices and dates: here all that the workflow names is known.
    library = Library((), {(workflow.key, workflow.version): workflow}, {}, {})

    assert problems(library, all_known(workflow, tmp_path)) == []


@every_workflow
def test_words_for_applicants_are_short_and_kind(workflow: Workflow) -> None:
    for stage in workflow.stages:
        words = str(stage.applicant_label)
        assert len(words) <= 60
        for unkind in ("reject", "fail", "refus", "unsuccessful", "declin", "bid", "offender", "deadline"):
            assert unkind not in words.lower()


def test_nobody_learns_a_decision_before_it_is_released() -> None:
    application = LIBRARY.workflow("application")
    panel, *held = (application.stage(key) for key in ("panel", "to-award", "to-decline"))

    for stage in held:
        assert stage.applicant_label == panel.applicant_label
        assert stage.category == panel.category
        assert can_withdraw(application, stage.key) == can_withdraw(application, panel.key)
    for action in application.actions:
        if action.to in ("to-award", "to-decline"):
            assert action.notify == ()


def test_an_applicant_can_withdraw_until_they_are_told() -> None:
    application = LIBRARY.workflow("application")

    for stage in application.stages:
        assert can_withdraw(application, stage.key) == (stage.category != "closed")


@every_workflow
def test_no_sequence_of_actions_leads_where_the_file_does_not(workflow: Workflow) -> None:
    [body] = [
        file.body
        for file in LIBRARY.definitions()
        if (file.kind, file.key, file.version) == ("workflow", workflow.key, workflow.version)
    ]
    run_state_machine_as_test(
        a_walk(workflow, tomllib.loads(body)),
        settings=settings(max_examples=25, stateful_step_count=30, deadline=None),
    )


def a_walk(workflow: Workflow, file: Mapping[str, Any]) -> type[RuleBasedStateMachine]:
    """A case taken through a workflow in any order, with guards refusing and agreeing as they please.

    What should happen is read from the file's own words, not from the model that the engine made of them.
    """
    actions: dict[str, Mapping[str, Any]] = {action["key"]: action for action in file.get("action", [])}
    guards = sorted({guard for action in actions.values() for guard in action.get("guards", [])})

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.stage: str = file["start"]
            self.refusing: set[str] = set()

        def ask(self, guard: str) -> Reason | None:
            return Reason(f"not-{guard}") if guard in self.refusing else None

        @precondition(lambda self: bool(guards))
        @rule(guard=st.sampled_from(guards or [""]))
        def a_guard_changes_its_mind(self, guard: str) -> None:
            self.refusing ^= {guard}

        @rule(key=st.sampled_from(sorted(actions)))
        def take(self, key: str) -> None:
            action = actions[key]
            refusals = [f"not-{guard}" for guard in action.get("guards", []) if guard in self.refusing]
            expected = refusals if self.stage in action["from"] else ["not-at-this-stage"]
            if expected:
                with pytest.raises(ActionUnavailable) as refusal:
                    decide(workflow, self.stage, key, self.ask)
                assert refusal.value.keys == expected
            else:
                step = decide(workflow, self.stage, key, self.ask)
                assert (step.source, step.target) == (self.stage, action["to"])
                self.stage = step.target

        @rule(key=st.text(max_size=20))
        def try_something_nobody_wrote(self, key: str) -> None:
            if key not in actions:
                with pytest.raises(ActionUnavailable, match="no-such-action"):
                    decide(workflow, self.stage, key, self.ask)

        @invariant()
        def the_stage_is_in_the_file(self) -> None:
            assert self.stage in [stage["key"] for stage in file["stage"]]

        @invariant()
        def what_may_be_done_is_what_can_be_done(self) -> None:
            found = prospects(workflow, self.stage, self.ask)
            assert [each.action.key for each in found] == [
                key for key, action in actions.items() if self.stage in action["from"]
            ]
            for prospect in found:
                assert prospect.reasons == the_reasons(workflow, self.stage, prospect.action.key, self)

    return Walk


def the_reasons(workflow: Workflow, stage: str, key: str, walk: Any) -> tuple[Reason, ...]:
    try:
        decide(workflow, stage, key, walk.ask)
    except ActionUnavailable as refusal:
        return refusal.reasons
    return ()


def can_withdraw(workflow: Workflow, stage: str) -> bool:
    return stage in workflow.action("withdraw").from_


def all_known(workflow: Workflow, templates: Path) -> KnownNames:
    """Everything this workflow names, beside the real roles and what they may really do."""
    notices = {notice for action in workflow.actions for notice in action.notify}
    notices |= {timer.notice for timer in workflow.timers if timer.notice}
    for notice in notices:
        (templates / "emails" / notice).mkdir(parents=True)
    return KnownNames(
        guards={guard for action in workflow.actions for guard in action.guards},
        effects={effect for action in workflow.actions for effect in action.does},
        notices=notices,
        permissions_by_role={role: held for role, (_, held) in HOLDINGS.items()},
        dates={workflow.key: {timer.relative_to for timer in workflow.timers if timer.relative_to}},
        templates=templates,
    )
