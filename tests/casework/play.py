"""A small life cycle to play through, with guards and an effect that tests can turn."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from flask import Flask

from grantflow.casework.models import Case
from grantflow.casework.running import Running
from grantflow.engine.library import parse_workflow
from grantflow.engine.machine import Step
from grantflow.errors import Reason
from grantflow.permissions import Occasion

BODY = """
title = "Play"
start = "draft"

[[stage]]
key = "draft"
label = "Draft"
applicant_label = "Draft"
category = "preparing"

[[stage]]
key = "sent"
label = "Sent"
applicant_label = "Sent"
category = "open"

[[stage]]
key = "done"
label = "Done"
applicant_label = "Done"
category = "closed"

[[action]]
key = "send"
label = "Send it"
from = ["draft"]
to = "sent"
permission = "application:check"
guards = ["sun-shines", "tea-is-ready"]
does = ["ring-the-bell"]
notify = ["acknowledgement"]

[[action]]
key = "take-back"
label = "Take it back"
from = ["sent"]
to = "draft"
permission = "application:check"
note = "required"

[[action]]
key = "finish"
label = "Finish"
from = ["sent"]
to = "done"
permission = "application:expire"

[[timer]]
key = "finishing"
stage = "sent"
after_days = 10
remind = [7, 3]
notice = "draft-reminder"
then = "finish"
"""


@dataclass
class Weather:
    """What the guards find when they look, and how often the bell rang."""

    sun: bool = True
    tea: bool = True
    rings: list[str] = field(default_factory=list)

    def sun_shines(self, _case: Case, _occasion: Occasion) -> Reason | None:
        return None if self.sun else Reason("round-not-open-yet")

    def tea_is_ready(self, _case: Case, _occasion: Occasion) -> Reason | None:
        return None if self.tea else Reason("form-not-complete", {"count": 2})

    def ring(self, _case: Case, step: Step, _occasion: Occasion) -> None:
        self.rings.append(f"{step.source} to {step.target}")


@contextmanager
def playing(app: Flask, body: str = BODY) -> Iterator[Weather]:
    """Every application runs on the small life cycle, until the block ends."""
    before: Running = app.extensions["grantflow"]
    weather = Weather()
    play = parse_workflow(body, "workflows/application/1.toml")
    app.extensions["grantflow"] = replace(
        before,
        library=replace(before.library, workflows={**before.library.workflows, ("application", 1): play}),
        guards={"sun-shines": weather.sun_shines, "tea-is-ready": weather.tea_is_ready},
        effects={"ring-the-bell": weather.ring},
    )
    try:
        yield weather
    finally:
        app.extensions["grantflow"] = before
