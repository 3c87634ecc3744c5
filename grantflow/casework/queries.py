"""Find cases and answers, and say what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from grantflow.audit.models import AuditEntry
from grantflow.casework.models import Answer, AnyCase, Case, CaseTimer, Recusal, RivalAnswer
from grantflow.casework.running import asking, workflow_of
from grantflow.db import db
from grantflow.engine.machine import prospects
from grantflow.engine.workflow import Action
from grantflow.errors import NotFound, Reason
from grantflow.permissions import HOLDINGS, Actor, Occasion, Permission, Reach, allows

# An application that was never sent is the applicant's own affair: nobody works on it.
UNSENT = frozenset({"draft", "expired"})


@dataclass(frozen=True)
class OpenAction:
    """An action that leaves the case's stage, and everything in its way (nothing: it may be taken now)."""

    action: Action
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


def open_actions(case: Case, occasion: Occasion) -> list[OpenAction]:
    """What this person may do to this case now: each action they would expect, with why not where blocked.

    An action that the person's roles never allow is left out; one that only a guard blocks has its reasons.
    """
    found = prospects(workflow_of(case), case.stage, asking(case, occasion))
    return [
        OpenAction(each.action, tuple(each.reasons))
        for each in found
        if allows(occasion.actor, each.action.permission, on=case)
    ]


def visible_to(viewer: Actor, permission: Permission) -> ColumnElement[bool]:
    """The cases over which the viewer holds a permission, as a condition on `Case`."""
    conditions = [official_to(viewer, permission)]
    for grant in viewer.grants:
        reach, held = HOLDINGS[grant.role]
        if permission not in held:
            continue
        match reach:
            case Reach.ASSIGNED:
                conditions.append(and_(Case.assigned_to_id == viewer.user_id, has_no_interest(viewer)))
            case Reach.ORGANISATION:
                conditions.append(Case.organisation_id.in_(list(viewer.organisations)))
            case Reach.ONE_CASE:
                conditions.append(Case.id == viewer.case_id)
    return or_(*conditions)


def official_to(viewer: Actor, permission: Permission) -> ColumnElement[bool]:
    """The cases that a role for a region, or for everywhere, gives: what a page for staff may show.

    Left out are cases seen only as a member of an organisation, that belong to an organisation of the viewer's
    own, any in which an interest was declared, and what the viewer has still to score as an assessor.
    """
    regions = viewer.regions(permission)
    if regions is None:
        return is_open_to(viewer)
    if not regions:
        return false()
    # One region is said as "equals", so that an index gives its rows in the order in which they are due.
    here = (
        Case.region_code == next(iter(regions))
        if len(regions) == 1
        else Case.region_code.in_(sorted(regions))
    )
    return and_(here, is_open_to(viewer))


def is_open_to(viewer: Actor) -> ColumnElement[bool]:
    """That the viewer has no interest in it, nor still to score it: whoever scores looks at nothing else first."""
    if not viewer.reads:
        return has_no_interest(viewer)
    read = or_(
        *(
            and_(Case.round_id == round_id, Case.organisation_id == organisation_id)
            for round_id, organisation_id in sorted(viewer.reads)
        )
    )
    # A round belongs to nobody, which SQL would take for "who knows".
    return and_(has_no_interest(viewer), or_(Case.round_id.is_(None), Case.organisation_id.is_(None), ~read))


def list_still_to_score(user_id: UUID) -> set[tuple[UUID, UUID]]:
    """What somebody was asked to assess and has not: each round with the organisation whose application it is."""
    rows = db.session.execute(
        select(Case.round_id, Case.organisation_id).where(
            Case.assigned_to_id == user_id, Case.kind == "assessment", Case.is_open
        )
    )
    return {(row.round_id, row.organisation_id) for row in rows if row.round_id and row.organisation_id}


def has_no_interest(viewer: Actor) -> ColumnElement[bool]:
    """That its organisation is neither the viewer's own nor of interest to them, and no interest is declared in it."""
    closed = {*viewer.organisations, *viewer.interests}
    if not closed:
        return has_no_recusal(viewer)
    # A round belongs to nobody, which SQL would take for "who knows".
    somebody_elses = or_(Case.organisation_id.is_(None), Case.organisation_id.not_in(sorted(closed)))
    return and_(somebody_elses, has_no_recusal(viewer))


def has_no_recusal(viewer: Actor) -> ColumnElement[bool]:
    """That the viewer has not declared an interest in the case, nor in its organisation in the same round."""
    if viewer.user_id is None:
        return true()
    same = and_(Recusal.organisation_id == Case.organisation_id, Recusal.round_id == Case.round_id)
    return ~exists().where(Recusal.user_id == viewer.user_id, or_(Recusal.case_id == Case.id, same))


def get_visible(
    model: type[AnyCase], case_id: UUID, viewer: Actor, permission: Permission, *options: Any
) -> AnyCase:
    """One case the viewer may see.

    :raises NotFound: if there is none, or the viewer may not know of it
    """
    return _get(model, case_id, visible_to(viewer, permission), options)


def get_official(
    model: type[AnyCase], case_id: UUID, viewer: Actor, permission: Permission, *options: Any
) -> AnyCase:
    """One case the viewer may see as staff: for pages that an applicant has no business on.

    :raises NotFound: if there is none, or no role of the viewer's reaches it
    """
    return _get(model, case_id, official_to(viewer, permission), options)


def _get(
    model: type[AnyCase], case_id: UUID, condition: ColumnElement[bool], options: Sequence[Any]
) -> AnyCase:
    case = db.session.scalar(select(model).where(model.id == case_id, condition).options(*options))
    if case is None:
        raise NotFound(model.__name__, case_id)
    return case


def answers_of(case_id: UUID, part: str = "main") -> dict[str, Any]:
    """The values of a case's answers, by question."""
    rows = db.session.execute(
        select(Answer.question_key, Answer.value).where(Answer.case_id == case_id, Answer.part == part)
    )
    return {row.question_key: row.value for row in rows}


def list_answers(case_id: UUID, part: str = "main") -> Sequence[Answer]:
    return db.session.scalars(
        select(Answer).where(Answer.case_id == case_id, Answer.part == part).order_by(Answer.question_key)
    ).all()


def list_rivals(case_id: UUID, part: str = "main") -> Sequence[RivalAnswer]:
    """Answers that stand beside another one to the same question, until somebody chooses."""
    return db.session.scalars(
        select(RivalAnswer)
        .where(RivalAnswer.case_id == case_id, RivalAnswer.part == part)
        .order_by(RivalAnswer.saved_at, RivalAnswer.id)
    ).all()


def timeline(case_ids: Sequence[UUID], limit: int = 200) -> Sequence[AuditEntry]:
    """What happened to these cases, newest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.chain.in_(case_ids))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    ).all()


def list_timers(case_id: UUID) -> Sequence[CaseTimer]:
    return db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == case_id).order_by(CaseTimer.due_at, CaseTimer.id)
    ).all()


def ids_official_to(viewer: Actor, permission: Permission, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these cases that the viewer may see as staff, and those of their timers, by the same identifiers."""
    cases = select(Case.id).where(Case.id.in_(ids), official_to(viewer, permission))
    timers = (
        select(CaseTimer.id)
        .join(Case, Case.id == CaseTimer.case_id)
        .where(CaseTimer.id.in_(ids), official_to(viewer, permission))
    )
    return {*db.session.scalars(cases), *db.session.scalars(timers)}


def names_of_cases(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Each case's reference and title in one line, by its id."""
    rows = db.session.execute(select(Case.id, Case.reference, Case.title).where(Case.id.in_(ids)))
    return {row.id: f"{row.reference} {row.title}" for row in rows}
