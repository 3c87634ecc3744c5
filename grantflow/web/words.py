"""What every page's template may call: dates, money, stages and tags in words."""

from datetime import datetime

from flask import Flask

from grantflow.casework.models import Case
from grantflow.casework.running import workflow_of
from grantflow.core import display
from grantflow.core.display import LONDON
from grantflow.db import NO_DUE_DATE
from grantflow.engine.workflow import Stage
from grantflow.web.occasion import current_actor, current_user, this_occasion
from grantflow.web.phrases import phrase

# GOV.UK's tag colours. Nothing is red: a stage is never wrong.
TAG_COLOURS = {"preparing": "grey", "open": "blue", "decided": "turquoise", "closed": "green"}


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=display.day,
        weekday=display.weekday,
        month=display.month,
        money=display.money,
        listed=display.listed,
        minutes=display.minutes,
        clock=display.clock,
        time_left=display.time_left,
        clock_time=clock_time,
        moment=moment,
    )
    app.jinja_env.globals.update(
        chance=display.chance,
        counted=display.counted,
        stage_of=stage_of,
        tag_colour=tag_colour,
        is_overdue=is_overdue,
        has_due_date=has_due_date,
        current_actor=current_actor,
        current_user=current_user,
        phrase=phrase,
    )


def stage_of(case: Case) -> Stage:
    """Where a case stands, with its label for staff and for applicants."""
    return workflow_of(case).stage(case.stage)


def tag_colour(case: Case) -> str:
    """The colour of a stage's tag. Ended without the hoped-for result is grey, not red."""
    stage = stage_of(case)
    if stage.category == "closed" and stage.key in ENDED_QUIETLY:
        return "grey"
    return TAG_COLOURS[stage.category]


def is_overdue(case: Case) -> bool:
    return case.is_open and case.due_at < this_occasion().at


def has_due_date(case: Case) -> bool:
    return case.due_at < NO_DUE_DATE


def clock_time(at: datetime) -> str:
    """4:05pm, in London."""
    local = at.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{hour}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def moment(at: datetime) -> str:
    """22 November 2026 at 4:05pm, in London."""
    return f"{display.day(at)} at {clock_time(at)}"


ENDED_QUIETLY = frozenset(
    {
        "declined",
        "ineligible",
        "withdrawn",
        "expired",
        "lapsed",
        "turned-down",
        "ended-early",
        "cancelled",
        "recused",
        "waived",
        "retired",
        "archived",
        "refused",
        "not-held",
        "taken-back",
    }
)
