"""The reserve list: who would be funded if money came free, and in which order."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.applications.models import Application, Decision
from grantflow.assessment import decision_sheet, departing, queries, rules
from grantflow.casework.commands import lock, take_action
from grantflow.casework.queries import is_open_to
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.permissions import Actor, Occasion


def reserve(
    application: Application,
    amount_pence: int,
    occasion: Occasion,
    *,
    place: int,
    why: str,
    strength: str,
    change: str,
    departing_because: str = "",
    expected_revision: int | None = None,
) -> Decision:
    """Put an application on the reserve list, for an amount and at a place.

    :param strength: with `change`, what the applicant reads if the list ends before money comes free
    :raises ActionUnavailable: with every reason, such as that somebody else has the place
    """
    lock(application, expected_revision)
    queries.hold_round(application.round)
    taken = places_taken(application.round.id, besides=application.id)
    decision = decision_sheet.begin(application, "reserve", occasion)
    if key := rules.award_is_in_order(amount_pence, application.amount_pence or 0):
        raise ActionUnavailable([Reason(key, {"asked_pence": application.amount_pence or 0})])
    if key := rules.place_is_free(place, taken):
        raise ActionUnavailable([Reason(key, {"place": place})])
    decision.amount_pence, decision.reserve_place, decision.why = amount_pence, place, why
    decision.strength, decision.change = strength, change
    db.session.flush()
    aside = departing.rules_in_the_way(application, awarded=False)
    departing.set_aside(application, aside, departing_because, occasion)
    facts = {"amount_pence": amount_pence, "place": place, "why": why}
    take_action(application, decision_sheet.action_for(application, "reserve"), occasion, facts=facts)
    return decision


def next_place(round_id: UUID) -> int:
    """After everybody who is on the list."""
    return max(places_taken(round_id), default=0) + 1


def places_taken(round_id: UUID, *, besides: UUID | None = None) -> set[int]:
    rows = db.session.execute(
        select(Application.id, Decision.reserve_place)
        .join(Decision, Decision.application_id == Application.id)
        .where(Application.round_id == round_id, Application.stage.in_(queries.RESERVES))
        .order_by(Decision.reserve_place, Application.id)
    )
    return {place for application_id, place in rows if place is not None and application_id != besides}


def list_reserves(round_id: UUID, viewer: Actor) -> Sequence[Decision]:
    """In order of place, without what the viewer has an interest in."""
    return db.session.scalars(
        select(Decision)
        .join(Application, Application.id == Decision.application_id)
        .where(Application.round_id == round_id, Application.stage.in_(queries.RESERVES), is_open_to(viewer))
        .options(joinedload(Decision.application))
        .order_by(Decision.reserve_place, Decision.id)
    ).all()
