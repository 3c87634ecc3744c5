"""`assign-2000`: two assessors each for two thousand applications, among sixty people with interests of their own."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import insert, select, update

from bench.data import AT, BusyRound, a_busy_round, add_applications
from bench.figures import Figure
from bench.house import a_house
from grantflow.accounts.models import Membership, Organisation, RoleGrant, User
from grantflow.applications.models import Application
from grantflow.assessment.balancing import Plan
from grantflow.assessment.jobs import share_out
from grantflow.assessment.sharing import promise_sharing, sharing_of
from grantflow.casework.models import Case
from grantflow.core.calendar import local_date
from grantflow.core.references import new_id
from grantflow.db import db, unit_of_work
from grantflow.permissions import Role

APPLICATIONS, PEOPLE, ORGANISATIONS, INTERESTS = 2_000, 60, 500, 10
AIM_SECONDS = 5.0


def measure(_names: list[str]) -> Iterator[Figure]:
    with a_house() as house:
        busy = a_busy_round(house.app, applications=0)
        _fill(busy)
        today = local_date(AT)
        begun = time.perf_counter()
        sharing = sharing_of(busy.round, busy.occasion.actor, today)
        planned = time.perf_counter() - begun
        begun = time.perf_counter()
        with unit_of_work():
            promise_sharing(busy.round, sharing, busy.occasion, seen=sharing.plan.mark)
        promised = time.perf_counter() - begun
        begun = time.perf_counter()
        for key, people in sharing.plan.given.items():
            share_out(str(busy.officer.id), f"{key}:{','.join(map(str, people))}")
        written = time.perf_counter() - begun
        spread, broken = _spread(sharing.plan), _broken(sharing.plan)
        if spread > 1 or broken or sharing.plan.number != 2 * APPLICATIONS:
            raise SystemExit(f"assign-2000: spread {spread}, {broken} conflicts broken")
        yield Figure(
            "assign-2000", planned, "s", AIM_SECONDS,
            note=f"with its queries; spread of load {spread}, conflicts broken {broken}; "
            f"promised in {promised:.1f} s, written by one worker in {written:.0f} s, a transaction each",
        )  # fmt: skip


def _fill(busy: BusyRound) -> None:
    """Applications of 500 charities, and 60 people who each belong to ten of them."""
    chance = random.Random(PEOPLE)
    organisations = [new_id() for _ in range(ORGANISATIONS)]
    people = [new_id() for _ in range(PEOPLE)]
    rows = [
        {"id": each, "name": f"Charity {number}", "kind": "group", "income_pence": 1, "created_at": AT}
        for number, each in enumerate(organisations)
    ]
    users = [
        {
            "id": each, "email": f"assessor{number}@bench.example", "name": f"Assessor {number}",
            "trained_on": local_date(AT - timedelta(days=100)), "created_at": AT,
        }
        for number, each in enumerate(people)
    ]  # fmt: skip
    memberships = [
        {"id": new_id(), "user_id": each, "organisation_id": theirs, "rights": "view", "created_at": AT}
        for each in people
        for theirs in chance.sample(organisations, INTERESTS)
    ]
    with unit_of_work():
        db.session.execute(insert(Organisation), rows)
        db.session.execute(insert(User), users)
        roles = [{"user_id": each, "role": Role.ASSESSOR, "region_code": "B"} for each in people]
        db.session.execute(insert(RoleGrant), roles)
        db.session.execute(insert(Membership), memberships)
    add_applications(busy.round, busy.officer, organisations, APPLICATIONS, "assessing")
    with unit_of_work():
        # Of those made for lists, some are closed; here every one is to be read.
        every = update(Case.__table__).where(Case.__table__.c.kind == "application")  # type: ignore[arg-type]
        db.session.execute(every.values({"stage": "assessing", "is_open": True}))


def _spread(plan: Plan) -> int:
    return max(plan.loads.values()) - min(plan.loads.values())


def _broken(plan: Plan) -> int:
    """Counted from the rows, not from the plan's own idea of them."""
    belongs = set(db.session.execute(select(Membership.user_id, Membership.organisation_id)).tuples())
    owners = dict(db.session.execute(select(Application.id, Application.organisation_id)).tuples().all())
    return sum((person, owners[key]) in belongs for key, people in plan.given.items() for person in people)


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {"assign-2000": measure}
