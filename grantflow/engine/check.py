"""Finds what is wrong with content that can be read: what leads nowhere, is not known or may not be done."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from grantflow.engine.form import USES, Form, Tells
from grantflow.engine.library import Library
from grantflow.engine.strict import StrictModel, nearest
from grantflow.engine.text import Text
from grantflow.engine.tiers import Tiers
from grantflow.engine.workflow import Action, Category, Timer, Workflow
from grantflow.errors import Problem

SYSTEM = "system"


@dataclass(frozen=True)
class KnownNames:
    """Every name that content may use, and where its templates are. Dates are by workflow key."""

    guards: Set[str]
    effects: Set[str]
    notices: Set[str]
    permissions_by_role: Mapping[str, Set[str]]
    dates: Mapping[str, Set[str]]
    templates: Path


def problems(library: Library, names: KnownNames) -> list[Problem]:
    """Everything wrong with a library, in order of file. None means that it may be served."""
    found = chain(
        *(_in_workflow(workflow, names) for workflow in library.workflows.values()),
        *(_in_form(form, _may_be_served(library)) for form in library.forms.values()),
        *(_in_tiers(tiers, library, names) for tiers in library.tiers_files.values()),
    )
    return sorted(found, key=lambda problem: (problem.file, problem.key, problem.problem))


# ---------------------------------------------------------------------------------------------- workflows


def _in_workflow(workflow: Workflow, names: KnownNames) -> Iterator[Problem]:
    file = f"workflows/{workflow.key}/{workflow.version}.toml"
    for place in _blank(workflow):
        yield _without_words(file, place)
    for place, problem, fix in chain(
        _dead_ends(workflow),
        *(_in_action(action, names) for action in workflow.actions),
        *(_in_timer(timer, workflow, names) for timer in workflow.timers),
    ):
        yield Problem(file, place, problem, fix)


Finding = tuple[str, str, str]
"""The place, the problem and the fix."""


def _dead_ends(workflow: Workflow) -> Iterator[Finding]:
    onward = {
        stage.key: {action.to for action in workflow.actions_from(stage.key)} for stage in workflow.stages
    }
    back = {key: {source for source, targets in onward.items() if key in targets} for key in onward}
    ends = [stage.key for stage in workflow.stages if stage.category is Category.CLOSED]
    can_be_reached, can_end = _reached([workflow.start], onward), _reached(ends, back)

    for stage in workflow.stages:
        place = f"stage[{stage.key}]"
        if stage.key not in can_be_reached:
            yield place, "nothing leads here", "Add an action to it, or remove it"
        if stage.key not in can_end:
            yield place, "there is no way out", 'Add an action from it, or give it category = "closed"'


def _reached(starts: Iterable[str], neighbours: Mapping[str, Set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        stage = waiting.pop()
        if stage not in reached:
            reached.add(stage)
            waiting.extend(neighbours[stage])
    return reached


def _in_action(action: Action, names: KnownNames) -> Iterator[Finding]:
    place = f"action[{action.key}]"
    held = set().union(*names.permissions_by_role.values())
    if action.permission not in held:
        problem = f"no role holds '{action.permission}', so nobody can take this action"
        yield f"{place}.permission", problem, nearest(action.permission, held)
    yield from _unknown(f"{place}.guards", "guard", action.guards, names.guards)
    yield from _unknown(f"{place}.does", "effect", action.does, names.effects)
    for notice in action.notify:
        yield from _in_notice(f"{place}.notify", notice, names)


def _in_timer(timer: Timer, workflow: Workflow, names: KnownNames) -> Iterator[Finding]:
    place = f"timer[{timer.key}]"
    dates = names.dates.get(workflow.key, set())
    if timer.relative_to is not None and timer.relative_to not in dates:
        problem = f"it can never fire: nothing here has a date called '{timer.relative_to}'"
        yield f"{place}.relative_to", problem, nearest(timer.relative_to, dates)
    if timer.after_days is not None and any(days > timer.after_days for days in timer.remind):
        fix = f"Remind at {timer.after_days} days left or fewer"
        yield f"{place}.remind", "it would remind before the case arrives, so it never does", fix
    if timer.notice is not None:
        yield from _in_notice(f"{place}.notice", timer.notice, names)
    if timer.then is not None:
        yield from _in_then(f"{place}.then", workflow.action(timer.then), timer, names)


def _in_then(place: str, action: Action, timer: Timer, names: KnownNames) -> Iterator[Finding]:
    if timer.stage not in action.from_:
        problem = f"it can never fire: '{action.key}' does not leave '{timer.stage}'"
        yield place, problem, f"Wait at one of: {', '.join(action.from_)}"
    if action.permission not in names.permissions_by_role.get(SYSTEM, set()):
        problem = f"it can never fire: the system does not hold '{action.permission}'"
        yield place, problem, "Give the system this permission, or the action another one"


def _in_notice(place: str, notice: str, names: KnownNames) -> Iterator[Finding]:
    yield from _unknown(place, "notice", [notice], names.notices)
    folders = [f"{kind}/{notice}" for kind in ("emails", "letters", "summaries")]
    if notice in names.notices and not any((names.templates / folder).is_dir() for folder in folders):
        yield place, f"'{notice}' has no template", f"Add templates/{folders[0]}/"


# ---------------------------------------------------------------------------------------------- forms


def _in_form(form: Form, may_be_served: Mapping[str, Set[str]]) -> Iterator[Problem]:
    file = f"forms/{form.key}/{form.version}.toml"
    for place in _blank(form):
        yield _without_words(file, place)
    for section in form.sections:
        for question in section.questions:
            place = f"section[{section.key}].question[{question.key}].serves"
            for served in question.serves:
                kind, _, name = served.partition(":")
                for finding in _unknown(place, kind, [name], may_be_served[kind]):
                    yield Problem(file, *finding)


def _may_be_served(library: Library) -> Mapping[str, Set[str]]:
    newest = [library.tiers()] if library.tiers_files else []
    return {
        "criterion": {criterion.key for tiers in newest for criterion in tiers.criteria},
        "check": {check.code for tiers in newest for check in tiers.checks},
        "use": USES,
    }


# ---------------------------------------------------------------------------------------------- tiers


def _in_tiers(tiers: Tiers, library: Library, names: KnownNames) -> Iterator[Problem]:
    file = f"workflows/tiers/{tiers.version}.toml"
    for place in _blank(tiers):
        yield _without_words(file, place)
    for finding in chain(_used_twice(tiers), _unfair_criteria(tiers), _in_each_tier(tiers, library, names)):
        yield Problem(file, *finding)


def _used_twice(tiers: Tiers) -> Iterator[Finding]:
    for kind, keys in (
        ("criterion", [criterion.key for criterion in tiers.criteria]),
        ("check", [check.code for check in tiers.checks]),
        ("tier", [tier.key for tier in tiers.tiers]),
    ):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield f"{kind}[{key}]", "the key is used twice", "Rename one of them"


_PRICE = re.compile(r"\b(pric|cheap|cost[ -]per|unit[ -]cost|value[ -]for[ -]money|lowest)", re.IGNORECASE)
_NOVELTY = re.compile(r"\b(novel|newness|innovat|original|new[ -]idea|ground-?breaking)", re.IGNORECASE)


def _unfair_criteria(tiers: Tiers) -> Iterator[Finding]:
    for criterion in tiers.criteria:
        words = f"{criterion.key} {criterion.label}"
        for pattern, what, why in (
            (_PRICE, "price", "it favours whoever pays people least"),
            (_NOVELTY, "novelty", "it passes over what is known to work here"),
        ):
            if pattern.search(words):
                fix = f"Remove it, for {why}: the fund looks for local fit and progress"
                yield f"criterion[{criterion.key}]", f"applications are not scored on {what}", fix


def _in_each_tier(tiers: Tiers, library: Library, names: KnownNames) -> Iterator[Finding]:
    forms = {key for key, _ in library.forms}
    codes = {check.code for check in tiers.checks}
    roles = set(names.permissions_by_role)
    for tier in tiers.tiers:
        place = f"tier[{tier.key}]"
        yield from _unknown(f"{place}.form", "form", [tier.form], forms)
        yield from _unknown(f"{place}.reporting.form", "form", [tier.reporting.form], forms)
        yield from _unknown(f"{place}.checks_before_offer", "check", tier.checks_before_offer, codes)
        yield from _unknown(f"{place}.checks_before_payment", "check", tier.checks_before_payment, codes)
        yield from _unknown(f"{place}.approver", "role", [tier.approver], roles)
        asked = [form for form in library.forms.values() if form.key == tier.form]
        for form in asked:
            yield from _not_asked(f"{place}.form", tiers, form)
            yield from _told_too_early(f"{place}.form", tiers, form)


def _not_asked(place: str, tiers: Tiers, form: Form) -> Iterator[Finding]:
    """Criteria that applicants at a tier are scored on without ever being asked."""
    served = {name for question in form.questions() for name in question.serves}
    for criterion in tiers.criteria:
        if f"criterion:{criterion.key}" not in served:
            problem = f"version {form.version} of '{form.key}' asks nothing for '{criterion.key}'"
            yield place, problem, f"Let a question serve criterion:{criterion.key}"


def _told_too_early(place: str, tiers: Tiers, form: Form) -> Iterator[Finding]:
    """Answers that would tell an assessor the amount or the name, and criteria scored before their answer is seen."""
    asked_early = {f"criterion:{each.key}" for each in tiers.criteria if not each.needs_amount}
    for question in form.questions():
        name = f"'{question.key}' in version {form.version} of '{form.key}'"
        if missing := question.tells_of_itself - set(question.tells):
            tells = ", ".join(f'"{each}"' for each in sorted({*question.tells, *missing}))
            yield place, f"{name} shows assessors what may be hidden from them", f"Add tells = [{tells}]"
        unseen = asked_early & set(question.serves) if Tells.AMOUNT in question.tells else ()
        for criterion in sorted(unseen):
            fix = "Give that criterion needs_amount = true, or let another question serve it"
            yield place, f"{name} tells the amount, but {criterion} is scored before that is seen", fix


# ---------------------------------------------------------------------------------------------- everywhere


def _unknown(place: str, kind: str, used: Iterable[str], known: Set[str]) -> Iterator[Finding]:
    for name in used:
        if name not in known:
            yield place, f"no {kind} is called '{name}'", nearest(name, known)


def _without_words(file: str, place: str) -> Problem:
    return Problem(file, place, "has no words", "Write what a person should read here")


def _blank(model: StrictModel, place: str = "") -> Iterator[str]:
    """The places where words are required and there are none."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        path = f"{place}.{field.alias or name}".lstrip(".")
        if isinstance(value, Text):
            if field.is_required() and not value.en.strip():
                yield path
        elif isinstance(value, StrictModel):
            yield from _blank(value, path)
        elif isinstance(value, tuple):
            for number, item in enumerate(value, start=1):
                if isinstance(item, Text) and not item.en.strip():
                    yield f"{path}[{number}]"
                elif isinstance(item, StrictModel):
                    yield from _blank(item, f"{path}[{getattr(item, 'key', number)}]")
