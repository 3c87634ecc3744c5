"""What the engine runs on in this process: the library of content, and the names that content may use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache

from flask import current_app
from sqlalchemy import select

from grantflow.casework.models import AnyCase, Case, PinnedDefinition
from grantflow.core.clock import Clock
from grantflow.db import db
from grantflow.engine.form import Form
from grantflow.engine.library import Library, parse_form, parse_tiers, parse_workflow
from grantflow.engine.machine import Ask, Step
from grantflow.engine.tiers import Tiers
from grantflow.engine.workflow import Workflow
from grantflow.errors import NotFound, Reason
from grantflow.permissions import Occasion

Guard = Callable[[Case, Occasion], Reason | None]
Effect = Callable[[Case, Step, Occasion], None]


@dataclass(frozen=True)
class Running:
    """The library and the catalogue, joined to an app once at start-up."""

    library: Library
    guards: Mapping[str, Guard]
    effects: Mapping[str, Effect]
    case_types: Mapping[str, type[Case]] = field(default_factory=dict)


def running() -> Running:
    found: Running = current_app.extensions["grantflow"]
    return found


def now() -> datetime:
    """The time by this app's clock, for those who have no request to read it once for."""
    clock: Clock = current_app.extensions["clock"]
    return clock.now()


def asking(case: Case, occasion: Occasion) -> Ask:
    """A way to ask any guard about this case; the answer is None or a reason.

    Each guard is asked once: several actions that leave a stage may share it.
    """
    guards = running().guards
    return cache(lambda name: guards[name](case, occasion))


def of_kind(model: type[AnyCase], case: Case) -> AnyCase:
    """The case as the guard or effect that is asked about it knows it.

    :raises TypeError: if the workflow of another kind of case names that guard or effect
    """
    if not isinstance(case, model):
        raise TypeError(f"{case.reference} is a case of “{case.kind}”, not {model.__name__}")
    return case


def workflow_of(case: Case) -> Workflow:
    """The workflow, in the version this case began on."""
    return workflow(case.kind, case.workflow_version)


def workflow(key: str, version: int | None = None) -> Workflow:
    library = running().library
    if version is None or library.has("workflow", key, version):
        return library.workflow(key, version)
    return _pinned_workflow(key, version)


def form(key: str, version: int | None = None) -> Form:
    library = running().library
    if version is None or library.has("form", key, version):
        return library.form(key, version)
    return _pinned_form(key, version)


def tiers(version: int | None = None) -> Tiers:
    library = running().library
    if version is None or library.has("tiers", "tiers", version):
        return library.tiers(version)
    return _pinned_tiers(version)


# What was pinned never changes, so it is read and parsed once a process.


@lru_cache(maxsize=64)
def _pinned_workflow(key: str, version: int) -> Workflow:
    return parse_workflow(_pinned_body("workflow", key, version), f"workflows/{key}/{version}.toml")


@lru_cache(maxsize=64)
def _pinned_form(key: str, version: int) -> Form:
    return parse_form(_pinned_body("form", key, version), f"forms/{key}/{version}.toml")


@lru_cache(maxsize=64)
def _pinned_tiers(version: int) -> Tiers:
    return parse_tiers(_pinned_body("tiers", "tiers", version), f"workflows/tiers/{version}.toml")


def _pinned_body(kind: str, key: str, version: int) -> str:
    body = db.session.scalar(
        select(PinnedDefinition.body).where(
            PinnedDefinition.kind == kind, PinnedDefinition.key == key, PinnedDefinition.version == version
        )
    )
    if body is None:
        raise NotFound("definition", f"{kind} {key} {version}")
    return body
