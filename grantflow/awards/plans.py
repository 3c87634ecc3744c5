"""The outcomes plan of an award: what is planned for each outcome, what is missing, what was agreed before."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from grantflow.awards.models import AgreedPlan, Award, OutcomesPlan
from grantflow.casework.models import Answer
from grantflow.casework.running import form
from grantflow.db import db
from grantflow.engine.answers import missing
from grantflow.engine.form import Choice, Form
from grantflow.engine.questions import Choices
from grantflow.engine.text import Text

FORM = "outcomes-plan"
# Sections of its form: what is asked of a new outcome only, of each one, and of the plan as a whole.
WHICH, SEEING, STEPS, TOOL = "which", "seeing", "steps", "tool"
WHOLE = "main"
MOST = 5
OWN = "own"
# Our words for a journey, until the organisation has its own.
OUR_STEPS = ("Not ready yet", "Getting ready", "First steps", "Holding on to it", "Kept up for a while")


@dataclass(frozen=True)
class Planned:
    """One outcome: in whose words, how they would know, where people start, and on which of the five steps."""

    key: str
    wording: str
    how: str
    start: str
    step: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A whole plan. `unfinished` are the keys of outcomes that still need something."""

    case: OutcomesPlan
    outcomes: tuple[Planned, ...]
    own_tool: str
    unfinished: tuple[str, ...]


def find_plan(award: Award) -> Plan | None:
    """None until the offer is accepted."""
    case = db.session.scalar(select(OutcomesPlan).where(OutcomesPlan.award_id == award.id))
    return _read(award, case) if case is not None else None


def plan_of(case: OutcomesPlan) -> Plan:
    return _read(case.award, case)


def plan_form(case: OutcomesPlan | None = None) -> Form:
    return form(FORM, case.form_version if case else None)


def part_of(outcome_key: str) -> str:
    """The part of a plan's answers that is about one outcome."""
    return f"outcome:{outcome_key}"


def steps_in(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The five steps by name: the organisation's own where it has given one."""
    return tuple(str(answers.get(f"step-{n}") or ours) for n, ours in enumerate(OUR_STEPS, start=1))


def choices_in(answers: Mapping[str, Any]) -> Choices:
    """The steps as the form offers them."""
    steps = enumerate(steps_in(answers), start=1)
    return {"steps": [Choice(value=str(n), label=Text(en=step)) for n, step in steps]}


def begin_with(how_known: str) -> dict[str, Any]:
    """What a page about an outcome begins with: what the application said, to be kept or changed."""
    return {"how-we-would-know": how_known} if how_known else {}


def list_agreed(plan_id: UUID) -> Sequence[AgreedPlan]:
    """What was agreed, the newest first."""
    return db.session.scalars(
        select(AgreedPlan).where(AgreedPlan.plan_id == plan_id).order_by(AgreedPlan.number.desc())
    ).all()


def as_planned(agreed: AgreedPlan) -> tuple[Planned, ...]:
    return tuple(Planned(**each | {"steps": tuple(each["steps"])}) for each in agreed.outcomes)


def as_kept(outcomes: Sequence[Planned]) -> list[dict[str, Any]]:
    return [asdict(each) | {"steps": list(each.steps)} for each in outcomes]


def _read(award: Award, case: OutcomesPlan) -> Plan:
    answers: dict[str, dict[str, Any]] = {}
    for row in db.session.scalars(select(Answer).where(Answer.case_id == case.id)):
        answers.setdefault(row.part, {})[row.question_key] = row.value
    planned, unfinished = [], []
    for outcome in award.outcomes:
        given = answers.get(part_of(outcome.outcome_key), {})
        planned.append(_planned(outcome.outcome_key, outcome.wording, given))
        if any(each.key in _ASKED for each in missing(plan_form(case), given)):
            unfinished.append(outcome.outcome_key)
    tool = str(answers.get(WHOLE, {}).get("own-tool") or "")
    return Plan(case, tuple(planned), tool, tuple(unfinished))


# What is asked about each outcome that is there.
_ASKED = frozenset({"how-we-would-know", "where-people-start", "usual-step"})


def _planned(key: str, wording: str, given: Mapping[str, Any]) -> Planned:
    steps, number = steps_in(given), str(given.get("usual-step") or "")
    return Planned(
        key=key, wording=wording, how=str(given.get("how-we-would-know") or ""),
        start=str(given.get("where-people-start") or ""),
        step=steps[int(number) - 1] if number in {"1", "2", "3", "4", "5"} else "", steps=steps,
    )  # fmt: skip
