"""What a workflow file may say: the stages of a life, the actions that lead on and the timers that wait."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from grantflow.engine.strict import StrictModel, nearest, wrong
from grantflow.engine.text import NO_TEXT, Text
from grantflow.errors import ActionUnavailable, Problem, Reason

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Permission = Annotated[str, StringConstraints(pattern=r"^[a-z-]+:[a-z-]+$")]
DateName = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*_(at|on)$")]
Days = Annotated[int, Field(ge=0)]


class Category(StrEnum):
    """How far along a stage is. At a closed stage a life may end; at any other there must be a way on."""

    PREPARING = "preparing"
    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


class Note(StrEnum):
    """Whether whoever takes an action says why."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Stage(StrictModel):
    key: Key
    label: Text
    applicant_label: Text
    category: Category
    help: Text = NO_TEXT


class Action(StrictModel):
    """A move that somebody may make. `notify` names who is told, `does` what else happens with it."""

    key: Key
    label: Text
    from_: tuple[Key, ...] = Field(alias="from", min_length=1)
    to: Key
    permission: Permission
    guards: tuple[Key, ...] = ()
    notify: tuple[Key, ...] = ()
    does: tuple[Key, ...] = ()
    note: Note = Note.NONE
    help: Text = NO_TEXT


class Timer(StrictModel):
    """A wait at a stage, counted from arriving there or from a date on the case.

    It may remind when so many days are left, and when they have run out it may take an action. With `working_days`
    those days, and `after_days`, leave out weekends and bank holidays.
    """

    key: Key
    stage: Key
    after_days: Days | None = None
    working_days: bool = False
    relative_to: DateName | None = None
    offset_days: int = 0
    remind: tuple[Days, ...] = ()
    notice: Key | None = None
    then: Key | None = None

    @model_validator(mode="after")
    def _says_when_and_what(self) -> Self:
        if (self.after_days is None) == (self.relative_to is None):
            raise wrong("says both or neither of after_days and relative_to", "Give one of them")
        if self.offset_days and self.relative_to is None:
            raise wrong("offset_days counts from a date", "Add relative_to, or use after_days")
        if self.working_days and self.after_days is None and (self.offset_days or not self.remind):
            raise wrong("working_days goes with after_days, or with remind and no offset_days", "Remove it")
        if bool(self.remind) != (self.notice is not None):
            raise wrong("remind and notice go together", "Give both or neither")
        if not self.remind and self.then is None:
            raise wrong("does nothing", "Add remind and notice, or then")
        return self


class Workflow(StrictModel):
    """A life cycle. `key` and `version` come from the file's path."""

    key: Key
    version: int
    title: Text
    start: Key
    stages: tuple[Stage, ...] = Field(alias="stage", min_length=1)
    actions: tuple[Action, ...] = Field(alias="action", default=())
    timers: tuple[Timer, ...] = Field(alias="timer", default=())

    def stage(self, key: str) -> Stage:
        return self._stages[key]

    def action(self, key: str) -> Action:
        """:raises ActionUnavailable: if this workflow has no such action"""
        action = self.find_action(key)
        if action is None:
            raise ActionUnavailable([Reason("no-such-action", {"action": key})])
        return action

    def find_action(self, key: str) -> Action | None:
        return self._actions.get(key)

    def actions_from(self, stage: str) -> tuple[Action, ...]:
        return tuple(action for action in self.actions if stage in action.from_)

    def timers_of(self, stage: str) -> tuple[Timer, ...]:
        return tuple(timer for timer in self.timers if timer.stage == stage)

    def __hash__(self) -> int:
        return hash((self.key, self.version))

    @cached_property
    def _stages(self) -> Mapping[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    @cached_property
    def _actions(self) -> Mapping[str, Action]:
        return {action.key: action for action in self.actions}


def loose_ends(workflow: Workflow, where: str) -> Iterator[Problem]:
    """Names that lead nowhere within the file, and names used twice. A machine needs there to be none."""
    stages = [stage.key for stage in workflow.stages]
    actions = [action.key for action in workflow.actions]
    timers = [timer.key for timer in workflow.timers]

    for kind, keys in (("stage", stages), ("action", actions), ("timer", timers)):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Problem(where, f"{kind}[{key}]", "the key is used twice", "Rename one of them")

    for place, kind, name in _names_used(workflow):
        known = stages if kind == "stage" else actions
        if name not in known:
            yield Problem(where, place, f"no {kind} is called '{name}'", nearest(name, known))


def _names_used(workflow: Workflow) -> Iterator[tuple[str, str, str]]:
    """Every place that names a stage or an action: (place, kind, name)."""
    yield "start", "stage", workflow.start
    for action in workflow.actions:
        for source in action.from_:
            yield f"action[{action.key}].from", "stage", source
        yield f"action[{action.key}].to", "stage", action.to
    for timer in workflow.timers:
        yield f"timer[{timer.key}].stage", "stage", timer.stage
        if timer.then is not None:
            yield f"timer[{timer.key}].then", "action", timer.then
