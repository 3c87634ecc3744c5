"""Share out the assessments of a round: the facts for a plan, the promise to carry it out, and the job that does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.assessment import assessors, rules
from grantflow.assessment.balancing import Plan, Reader, ToRead, share_out
from grantflow.assessment.commands import against, assign_assessor
from grantflow.assessment.models import Assessment
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.casework.queries import official_to
from grantflow.casework.running import tiers
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Reason
from grantflow.funds.models import Round
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Actor, Grant, Occasion, Permission, Role, require

# Applications in one job. One each would hold the database for ten seconds at 2,000, while people wait.
A_JOB = 25


@dataclass(frozen=True)
class Sharing:
    """A plan for a round, with the applications and people it speaks of."""

    plan: Plan
    applications: Mapping[UUID, Application]
    people: Mapping[UUID, User]
    loads_now: Mapping[UUID, int]
    untrained: Sequence[User]


def sharing_of(round: Round, viewer: Actor, today: date) -> Sharing:
    """Who would be asked for what, of the applications that this person may share out."""
    applications = list_to_share(round.id, viewer)
    people = assessors.list_assessors_with_regions({each.region_code for each in applications.values()})
    loads = assessors.open_assessments_by_assessor([each.id for each in people])
    regions = assessors.regions_of_assessors([each.id for each in people])
    closed = assessors.organisations_closed_to([each.id for each in people])
    readers = [
        Reader(
            each.id,
            regions=frozenset(regions[each.id]),
            organisations=frozenset(closed.get(each.id, ())),
            load=loads.get(each.id, 0),
            trained=rules.training_is_current(each.trained_on, today),
        )
        for each in people
    ]
    trained = {each.key for each in readers if each.trained}
    return Sharing(
        share_out(_to_read(round, applications, [each.id for each in people]), readers),
        applications,
        {each.id: each for each in people},
        loads,
        [each for each in people if each.id not in trained],
    )


def list_to_share(round_id: UUID, viewer: Actor) -> dict[UUID, Application]:
    """What is being assessed in a round and is this person's to share out, by id."""
    found = db.session.scalars(
        select(Application)
        .where(
            Application.round_id == round_id,
            Application.stage == "assessing",
            official_to(viewer, Permission.ASSESSMENT_ASSIGN),
        )
        .options(selectinload(Application.round))
        .order_by(Application.applicant_name, Application.id)
    )
    return {each.id: each for each in found}


def promise_sharing(round: Round, sharing: Sharing, occasion: Occasion, *, seen: str) -> None:
    """Promise to carry the plan out: a few jobs, in which each application has a transaction of its own.

    :param seen: the mark of the plan on this person's page
    :raises ActionUnavailable: if nobody can be asked, or the plan is not the one that was seen
    """
    lock(round)
    plan = sharing.plan
    if plan.mark != seen:
        raise ActionUnavailable([Reason("plan-has-changed")])
    if not plan.number:
        raise ActionUnavailable([Reason("nothing-to-share-out")])
    for key in plan.given:
        require(occasion.actor, Permission.ASSESSMENT_ASSIGN, on=sharing.applications[key])
    lines = [f"{key}:{','.join(map(str, people))}" for key, people in plan.given.items()]
    for start in range(0, len(lines), A_JOB):
        name = f"share-out:{round.id}:{occasion.at.isoformat()}:{start}"
        enqueue("share-out", str(occasion.actor.user_id), *lines[start : start + A_JOB], key=name)
    facts = {"assessments": plan.number, "applications": len(plan.given), "plan": plan.mark}
    record(round.id, round.kind, "share-out", occasion, facts=facts)


def ask_as_planned(
    application: Application, asked_by: User, people: Sequence[User], occasion: Occasion
) -> int:
    """Ask those of the plan who may still be asked. What has changed since it was made is left to an officer.

    :returns: how many were asked
    """
    # Their right to ask was looked at when they pressed the button; the record names them.
    officer = Actor(name=asked_by.name, user_id=asked_by.id, grants=(Grant(Role.SYSTEM),))
    number = 0
    lock(application)
    for person in people:
        if not against(application, person):
            assign_assessor(application, person, Occasion(officer, occasion.at))
            number += 1
    return number


def _to_read(round: Round, applications: Mapping[UUID, Application], people: Sequence[UUID]) -> list[ToRead]:
    sizes = tiers(round.tiers_version)
    rows = db.session.execute(
        select(Assessment.application_id, Assessment.assigned_to_id, Assessment.stage).where(
            Assessment.round_id == round.id, Assessment.stage.in_(sorted(rules.LIVE))
        )
    )
    live: dict[UUID, set[UUID]] = {}
    scored = set()
    for application_id, user_id, stage in rows:
        if user_id is not None:
            live.setdefault(application_id, set()).add(user_id)
        if stage == "submitted":
            scored.add(application_id)
    aside = assessors.stepped_aside_in(round.id)
    looking = assessors.regions_where_scores_are_seen(people)
    return [
        ToRead(
            each.id,
            region=each.region_code,
            organisation=each.organisation_id,
            needed=max(sizes.tier(each.tier_key).assessors - len(live.get(each.id, ())), 0),
            asked=frozenset(live.get(each.id, ())),
            recused=frozenset(aside.get(each.id, set()) | aside.get(each.organisation_id, set())),
            could_look=frozenset(
                key
                for key, regions in looking.items()
                if each.id in scored and regions & {None, each.region_code}
            ),
        )
        for each in applications.values()
    ]
