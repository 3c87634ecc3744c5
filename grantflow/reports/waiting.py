"""Whom a case waits for: whoever may take the first action that leads on from where it stands."""

from sqlalchemy import ColumnElement, and_, exists, literal, not_, select

from grantflow.assessment.models import Assessment
from grantflow.assessment.rules import LIVE
from grantflow.casework.models import Case
from grantflow.casework.running import workflow
from grantflow.permissions import Role, roles_holding

# Who moves a case on, where several may: the one whose daily work it is.
MOVERS = (
    Role.OFFICER,
    Role.ASSESSOR,
    Role.APPLICANT,
    Role.PARTNER,
    Role.EVALUATOR,
    Role.FINANCE,
    Role.REGIONAL_LEAD,
)
# While an application is here it waits for its assessors, and when they are done for its officer.
BEING_ASSESSED = "assessing"


def who_moves_on(kind: str, version: int | None, stage: str) -> Role | None:
    """Whose turn it is; None where only time moves it."""
    path = workflow(kind, version)
    onward = path.actions_from(stage)
    ways = [each for each in onward if path.stage(each.to).category != "closed"] or onward
    holding = roles_holding(ways[0].permission) if ways else []
    return next((role for role in MOVERS if role in holding), None)


def those_waited_for(kind: str) -> dict[Role, list[str]]:
    """The roles that cases of a kind may wait for, each with the stages at which they do."""
    found: dict[Role, list[str]] = {}
    for stage in workflow(kind).stages:
        role = who_moves_on(kind, None, stage.key) if stage.category == "open" else None
        if role is not None:
            found.setdefault(role, []).append(stage.key)
    if kind == "application":
        found[Role.ASSESSOR] = [BEING_ASSESSED]
    return {role: found[role] for role in MOVERS if role in found}


def waits_for(kind: str, role: Role, stage: ColumnElement[str]) -> ColumnElement[bool]:
    """That a case of this kind waits for this role. `stage` is the case's, as it is to be looked up."""
    here = stage.in_(those_waited_for(kind).get(role, []))
    if kind != "application" or role not in {Role.OFFICER, Role.ASSESSOR}:
        return here
    asked, its_case = Assessment.__table__, Case.__table__.alias()
    unfinished = exists(
        select(literal(1))
        .select_from(asked.join(its_case, its_case.c.id == asked.c.id))
        .where(asked.c.application_id == Case.id, its_case.c.stage.in_(sorted(LIVE - {"submitted"})))
        .correlate(Case)
    )
    with_assessors = and_(Case.stage == BEING_ASSESSED, unfinished)
    return and_(here, with_assessors if role is Role.ASSESSOR else not_(with_assessors))
