"""Departures: a rule that somebody sets aside is written down, with the reason, before what it stood in the way of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from grantflow.applications.models import Application, Decision
from grantflow.assessment import panels, queries
from grantflow.assessment.models import Departure
from grantflow.assessment.order import goes_out_of_order
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.casework.models import Case
from grantflow.casework.queries import is_open_to
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Forbidden, Reason
from grantflow.permissions import Actor, Occasion, Permission, require

QUORUM = "quorum"
# Each rule that may be set aside, as it is kept beside the reason: who reads it later need not know this code.
RULES: Mapping[str, str] = {
    "score-order": "A higher score is awarded before a lower one.",
    "income": "An award goes to an organisation with a yearly income that its size of award is for.",
    "reserve-order": "Whoever is first on the reserve list is awarded first.",
    QUORUM: "Enough members of the panel without an interest are there when it talks about an application.",
}
# Those that belong to a decision, and are taken back with it.
OF_A_DECISION = frozenset(RULES) - {QUORUM}


def rules_in_the_way(application: Application, *, awarded: bool) -> list[str]:
    """Which rules a decision sets aside, if it is made now: each needs a reason."""
    found = []
    if application.stage == "reserve":
        if awarded and _is_not_next(application):
            found.append("reserve-order")
    else:
        standings = panels.standings_of(application.round.id, application.round.tiers_version)
        mean = next((each.mean for each in standings if each.key == application.id), None)
        others = [each for each in standings if each.key != application.id]
        if goes_out_of_order(mean, awarded=awarded, others=others):
            found.append("score-order")
    most = queries.tier_of(application).applicant_income_up_to_pence
    if awarded and (application.applicant_income_pence or 0) > most:
        found.append("income")
    return found


def set_aside(application: Application, rules: Sequence[str], why: str, occasion: Occasion) -> None:
    """Keep why a decision does not follow these rules.

    :raises ActionUnavailable: if there is no reason for it
    """
    if rules and not why.strip():
        raise ActionUnavailable([Reason("departure-needs-reason", {"rule": RULES[rule]}) for rule in rules])
    for rule in rules:
        _keep(application, rule, why, occasion)


def waive_quorum(application: Application, why: str, occasion: Occasion) -> Departure:
    """Let an application be decided although too few members of the panel were there for it.

    :raises Forbidden: to everybody but the regional lead
    :raises ActionUnavailable: if there is nothing to waive, or no reason for it
    """
    require(occasion.actor, Permission.QUORUM_WAIVE, on=application)
    lock(application)
    if application.stage not in {"panel", "reserve"} or not queries.tier_of(application).panel:
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": application.stage})])
    quorum = panels.quorum_for(application)
    if quorum.present >= quorum.needed or quorum_is_waived(application.id):
        raise ActionUnavailable([Reason("quorum-nothing-to-waive")])
    if not why.strip():
        raise ActionUnavailable([Reason("departure-needs-reason", {"rule": RULES[QUORUM]})])
    return _keep(application, QUORUM, why, occasion)


def quorum_is_waived(application_id: UUID) -> bool:
    return bool(
        db.session.scalar(
            select(func.count())
            .select_from(Departure)
            .where(
                Departure.case_id == application_id,
                Departure.rule == QUORUM,
                Departure.taken_back_at.is_(None),
            )
        )
    )


def take_back(application: Application, at: datetime) -> None:
    """A decision that is taken back takes along the rules it set aside; whoever was at the meeting was still there."""
    for each in db.session.scalars(
        select(Departure)
        .where(
            Departure.case_id == application.id,
            Departure.rule.in_(sorted(OF_A_DECISION)),
            Departure.taken_back_at.is_(None),
        )
        .order_by(Departure.made_at, Departure.id)
    ):
        each.taken_back_at = at
    db.session.flush()


def list_departures(round_id: UUID, viewer: Actor) -> Sequence[tuple[Departure, Case]]:
    """Every rule set aside in a round and not taken back, in order, with what it was set aside for.

    Left out is whatever the viewer has an interest in.
    """
    rows = db.session.execute(
        select(Departure, Case)
        .join(Case, Case.id == Departure.case_id)
        .where(Departure.round_id == round_id, Departure.taken_back_at.is_(None), is_open_to(viewer))
        .order_by(Departure.made_at, Departure.id)
    )
    return [(departure, case) for departure, case in rows]


def _keep(application: Application, rule: str, why: str, occasion: Occasion) -> Departure:
    if occasion.actor.user_id is None:
        raise Forbidden(Permission.APPLICATION_DECIDE)
    departure = Departure(
        round_id=application.round_id, case_id=application.id, rule=rule, words=RULES[rule], reason=why.strip(),
        made_by_id=occasion.actor.user_id, made_at=occasion.at,
    )  # fmt: skip
    db.session.add(departure)
    record(
        application.id, application.kind, "set-rule-aside", occasion, note=why.strip(), facts={"rule": rule}
    )
    return departure


def _is_not_next(application: Application) -> bool:
    """Whether somebody stands before this one on the reserve list."""
    first = db.session.scalar(
        select(func.min(Decision.reserve_place))
        .join(Application, Application.id == Decision.application_id)
        .where(Application.round_id == application.round_id, Application.stage.in_(queries.RESERVES))
    )
    decision = application.decision
    place = decision.reserve_place if decision else None
    return first is not None and place is not None and first < place
