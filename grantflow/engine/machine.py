"""Decides where an action leads, or says everything that is in its way. It never saves anything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from transitions import EventData, Machine, MachineError

from grantflow.engine.workflow import Action, Workflow
from grantflow.errors import ActionUnavailable, Reason

Ask = Callable[[str], Reason | None]
"""Asks a guard, by its name, for its reason to refuse. None means that it has none."""


@dataclass(frozen=True)
class Step:
    """One move that may be made."""

    action: Action
    source: str
    target: str


@dataclass(frozen=True)
class Prospect:
    """An action that leaves the stage a case is at, and what is in its way."""

    action: Action
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


def decide(workflow: Workflow, stage: str, action_key: str, ask: Ask) -> Step:
    """Find where an action leads from a stage.

    :raises ActionUnavailable: with every guard's reason, or the only one there is when the action does not
        leave this stage: guards speak of where the action starts, so elsewhere they are not asked
    """
    action = workflow.action(action_key)
    cursor = _try(workflow, stage, action, ask)
    if cursor.reasons:
        raise ActionUnavailable(cursor.reasons)
    return Step(action, source=stage, target=cursor.state)


def prospects(workflow: Workflow, stage: str, ask: Ask) -> list[Prospect]:
    """Every action that leaves a stage, in the file's order, each with all that is in its way."""
    return [
        Prospect(action, tuple(_try(workflow, stage, action, ask).reasons))
        for action in workflow.actions_from(stage)
    ]


@dataclass
class _Cursor:
    """Stands in for a case while the machine decides, and is thrown away afterwards."""

    state: str
    ask: Ask
    reasons: list[Reason] = field(default_factory=list)


def _try(workflow: Workflow, stage: str, action: Action, ask: Ask) -> _Cursor:
    cursor = _Cursor(stage, ask)
    try:
        _compiled(workflow).events[action.key].trigger(cursor)
    except MachineError:
        cursor.reasons = [Reason("not-at-this-stage", {"action": action.key, "stage": stage})]
    return cursor


@lru_cache(maxsize=256)
def _compiled(workflow: Workflow) -> Machine:
    """One machine serves every case of a definition: building one costs more than a hundred decisions."""
    machine = Machine(
        model=None,
        states=[stage.key for stage in workflow.stages],
        initial=workflow.start,
        auto_transitions=False,
        send_event=True,
    )
    for action in workflow.actions:
        # A condition must be a function here: transitions would import a string as a dotted path.
        machine.add_transition(action.key, list(action.from_), action.to, conditions=_asking(action.guards))
    return machine


def _asking(guards: tuple[str, ...]) -> Callable[[EventData], bool]:
    """A condition that asks every guard, so that a person sees at once all that is in the way."""

    def all_agree(event: EventData) -> bool:
        cursor = cast(_Cursor, event.model)
        cursor.reasons = [reason for guard in guards if (reason := cursor.ask(guard))]
        return not cursor.reasons

    return all_agree
