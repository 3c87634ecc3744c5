"""Everything that a work list shows, as rows of a table: what each case is, then every answer in words.

Which cases they are is known first, and in which order. Their rows are then read some at a time, so that no more
than those are in memory, however many there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from grantflow.accounts.models import Organisation, User
from grantflow.casework import running
from grantflow.casework.models import Answer, Case
from grantflow.core.display import LONDON
from grantflow.db import NO_DUE_DATE, as_object, db
from grantflow.engine.answers import visible_answers
from grantflow.engine.form import Choice, Form, Kind, Question
from grantflow.engine.questions import Choices, shown
from grantflow.engine.text import Text
from grantflow.permissions import Actor
from grantflow.places.queries import list_force_areas
from grantflow.reports.orders import OWN
from grantflow.reports.work_list import Filters, conditions, count_cases, in_order

SOME = 200  # rows that are in memory at once
OUTCOMES, AREAS = "outcomes", "force-areas"

# What was typed is what is read.
AS_IT_IS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.PHONE})

Cell = str | date | float | None


@dataclass(frozen=True)
class Sheet:
    """A table: what stands above each column, how many rows there are, and the rows, to be read once."""

    heads: Sequence[str]
    count: int
    rows: Iterator[list[Cell]]


def sheet_of(viewer: Actor, filters: Filters, at: datetime) -> Sheet:
    """What the viewer's list shows with these filters, on all of its pages, in its order."""
    wanted = conditions(viewer, filters, at)
    count = count_cases(viewer, filters, wanted)
    query = select(Case.id)
    if filters.kind != "application":
        ids = list(db.session.scalars(in_order(query, viewer, filters, wanted, count=count)))
        return Sheet(list(COMMON), len(ids), _plain_rows(ids))
    query = query.add_columns(OWN.c.form_key, OWN.c.form_version).join(OWN, OWN.c.id == Case.id)
    found = db.session.execute(in_order(query, viewer, filters, wanted, count=count)).all()
    ids, versions = [row.id for row in found], {(row.form_key, row.form_version) for row in found}
    forms = {version: running.form(*version) for version in sorted(versions)}
    questions = _questions(forms)
    heads = [*COMMON, *OF_APPLICATIONS, *questions.values()]
    return Sheet(heads, len(ids), _rows(ids, forms, list(questions)))


COMMON = ("Reference", "Title", "Organisation", "Round", "Stage", "Officer", "Due on", "Begun on")
OF_APPLICATIONS = (
    "Amount asked for (£)", "Size of grant", "Organisation’s yearly income (£)", "Police force areas", "Outcomes",
    "Received on", "Applicant told to hear by",
)  # fmt: skip


def _questions(forms: Mapping[tuple[str, int], Form]) -> dict[str, str]:
    """The label of every question, by its key, in the order of the forms: the longest form leads."""
    longest_first = sorted(
        forms.values(), key=lambda form: -sum(len(each.questions) for each in form.sections)
    )
    labels: dict[str, str] = {}
    for form in longest_first:
        for section in form.sections:
            for question in section.questions:
                labels.setdefault(question.key, str(question.label))
    return labels


def _plain_rows(ids: Sequence[UUID]) -> Iterator[list[Cell]]:
    for some in _in_parts(ids):
        found = {row.id: row for row in db.session.execute(_columns().where(Case.id.in_(some)))}
        yield from (_common(found[each]) for each in some if each in found)


def _rows(
    ids: Sequence[UUID], forms: Mapping[tuple[str, int], Form], keys: Sequence[str]
) -> Iterator[list[Cell]]:
    names = {area.code: area.name for area in list_force_areas()}
    choices = {AREAS: [Choice(value=code, label=Text(en=name)) for code, name in names.items()]}
    outcomes = _names_of_outcomes(forms.values())
    asked = {version: {each.key: each for section in form.sections for each in section.questions}
             for version, form in forms.items()}  # fmt: skip
    query = _columns().add_columns(*OWN.c).join(OWN, OWN.c.id == Case.id)
    for some in _in_parts(ids):
        answers = _answers(some)
        found = {row[0]: row for row in db.session.execute(query.where(Case.id.in_(some)))}
        for row in (found[each] for each in some if each in found):
            version = (row.form_key, row.form_version)
            given = visible_answers(forms[version], answers.get(row[0], {}))
            yield [
                *_common(row),
                *_of_application(row, names, outcomes),
                *_in_words(keys, asked[version], given, choices),
            ]


def _answers(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    given = as_object(Answer.__table__.c.question_key, Answer.__table__.c.value).label("given")
    rows = db.session.execute(
        select(Answer.case_id, given)
        .where(Answer.case_id.in_(ids), Answer.part == "main")
        .group_by(Answer.case_id)
    )
    return {row.case_id: row.given for row in rows}


def _columns() -> Any:
    round = aliased(Case, flat=True)
    return (
        select(
            Case.id, Case.kind, Case.workflow_version, Case.reference, Case.title, Case.stage, Case.due_at,
            Case.created_at, Organisation.name.label("organisation"), User.name.label("officer"),
            round.title.label("round"),
        )
        .outerjoin(Organisation, Organisation.id == Case.organisation_id)
        .outerjoin(User, User.id == Case.assigned_to_id)
        .outerjoin(round, round.id == Case.round_id)
    )  # fmt: skip


def _common(row: Any) -> list[Cell]:
    return [
        row.reference,
        row.title,
        row.organisation or "",
        row.round or "",
        str(running.workflow(row.kind, row.workflow_version).stage(row.stage).label),
        row.officer or "",
        _day(row.due_at) if row.due_at < NO_DUE_DATE else None,
        _day(row.created_at),
    ]


def _of_application(row: Any, areas: Mapping[str, str], outcomes: Mapping[str, str]) -> list[Cell]:
    return [
        _pounds(row.amount_pence),
        str(running.tiers().tier(row.tier_key).label),
        _pounds(row.applicant_income_pence),
        "; ".join(areas.get(code, code) for code in row.force_areas),
        "; ".join(outcomes.get(key, key) for key in row.outcomes),
        _day(row.submitted_at),
        row.decide_by,
    ]


def _in_words(
    keys: Sequence[str], asked: Mapping[str, Question], given: Mapping[str, Any], choices: Choices
) -> Iterator[Cell]:
    for key in keys:
        if key not in given:
            yield ""
            continue
        question, answer = asked[key], given[key]
        if question.type not in AS_IT_IS:
            answer = shown(question, answer, choices=choices)
        yield answer if isinstance(answer, str) else "; ".join(answer)


def _names_of_outcomes(forms: Any) -> dict[str, str]:
    """As the forms call them."""
    return {
        choice.value: str(choice.label)
        for form in forms
        for section in form.sections
        for question in section.questions
        if question.key == OUTCOMES
        for choice in question.choices
    }


def _in_parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + SOME] for start in range(0, len(ids), SOME))


def _day(at: datetime | None) -> date | None:
    """In London."""
    return at.astimezone(LONDON).date() if at else None


def _pounds(pence: int | None) -> float | None:
    return None if pence is None else pence / 100
