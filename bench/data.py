"""Many applications quickly: rows inserted in bulk, alike but for what a list sorts and filters by."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Membership, Organisation, RoleGrant, User
from grantflow.applications.models import Application
from grantflow.audit.commands import record
from grantflow.casework.commands import open_case
from grantflow.casework.models import Answer, Case
from grantflow.core.references import new_id, new_reference
from grantflow.db import NO_DUE_DATE, db
from grantflow.funds.models import Fund, Round
from grantflow.permissions import SYSTEM, Occasion, Role

AT = datetime.now(UTC)
BATCH = 5_000


@dataclass(frozen=True)
class BusyRound:
    """A round with its officer, a charity, and as many applications as were asked for."""

    round: Round
    officer: User
    charity: User
    occasion: Occasion

    def some_applications(self, number: int) -> Sequence[Application]:
        return db.session.scalars(
            select(Application).where(Application.is_open).order_by(Application.id).limit(number)
        ).all()


def a_busy_round(app: Flask, *, applications: int, stage: str = "checking") -> BusyRound:
    officer = User(email="officer@bench.example", name="Officer", created_at=AT)
    officer.roles.append(RoleGrant(role=Role.OFFICER, region_code="B"))
    organisation = _organisation(0)
    charity = User(email="charity@bench.example", name="Charity", created_at=AT)
    charity.memberships.append(Membership(organisation=organisation, rights="submit", created_at=AT))
    fund = Fund(
        key="bench",
        name="Bench fund",
        purpose="To be measured.",
        legal_power="None",
        senior_officer="Nobody",
        outcomes=["housing"],
    )
    db.session.add_all([officer, organisation, charity, fund])
    db.session.flush()
    found = _round(fund, officer)
    db.session.commit()
    add_applications(found, officer, [organisation.id], applications, stage)
    return BusyRound(found, officer, charity, Occasion(actor_of(officer), AT))


def add_applications(
    found: Round,
    officer: User,
    organisations: Sequence[UUID],
    number: int,
    stage: str = "checking",
    *,
    is_open: float = 0.8,
) -> None:
    """Insert applications in batches; due dates are spread over a year so that a list has something to sort."""
    chance = random.Random(number)
    # Of 100,000 that are drawn, two are the same once in thirty times.
    references: set[str] = set()
    while len(references) < number:
        references.add(new_reference("A"))
    for start in range(0, number, BATCH):
        cases, rows = [], []
        for _ in range(start, min(number, start + BATCH)):
            case_id = new_id()
            still_open = chance.random() < is_open
            cases.append(
                {
                    "id": case_id,
                    "kind": "application",
                    "workflow_version": 1,
                    "reference": references.pop(),
                    "title": f"Project {chance.randrange(10**6)}",
                    "stage": stage if still_open else "declined",
                    "stage_entered_at": AT,
                    "is_open": still_open,
                    "revision": 1,
                    "region_code": "B",
                    "round_id": found.id,
                    "due_at": AT + timedelta(minutes=chance.randrange(-10_000, 500_000))
                    if still_open
                    else NO_DUE_DATE,
                    "organisation_id": chance.choice(organisations),
                    "assigned_to_id": officer.id,
                    "created_at": AT,
                }
            )
            rows.append(
                {
                    "id": case_id,
                    "amount_pence": chance.randrange(100_000, 7_500_000),
                    "tier_key": "small",
                    "form_key": "application-small",
                    "form_version": 1,
                    "applicant_name": f"Charity {chance.randrange(10**6)}",
                    "applicant_income_pence": 9_000_000,
                    "force_areas": ["E23000002"],
                    "outcomes": ["housing"],
                    "closes_at": found.closes_at,
                    "submitted_at": AT - timedelta(minutes=chance.randrange(50_000)),
                }
            )
        db.session.execute(insert(Case.__table__), cases)  # type: ignore[arg-type]
        db.session.execute(insert(Application.__table__), rows)  # type: ignore[arg-type]
        db.session.commit()


def a_full_application(busy: BusyRound, answers: dict[str, Any], *, stage: str) -> Application:
    """One application with its answers and a history, as a case page would find it."""
    organisation_id = busy.charity.memberships[0].organisation_id
    application = Application(
        title="A full application",
        round_id=busy.round.id,
        region_code="B",
        organisation_id=organisation_id,
        applicant_name="Charity",
        applicant_income_pence=9_000_000,
        amount_pence=1_800_000,
        tier_key="small",
        form_key="application-small",
        form_version=1,
        closes_at=busy.round.closes_at,
        force_areas=["E23000002"],
        outcomes=["housing"],
        assigned_to_id=busy.officer.id,
        started_by_id=busy.charity.id,
    )
    open_case(application, busy.occasion)
    for key, value in answers.items():
        db.session.add(Answer(case_id=application.id, question_key=key, value=value, saved_at=AT))
    for number in range(15):
        record(application.id, "application", "note", busy.occasion, note=f"Something happened ({number}).")
    application.stage = stage
    db.session.commit()
    return application


def _organisation(number: int) -> Organisation:
    return Organisation(
        name=f"Charity {number}",
        kind="registered-charity",
        charity_number=f"{9900000 + number}",
        income_pence=9_000_000,
        created_at=AT,
    )


def _round(fund: Fund, officer: User) -> Round:
    found = Round(
        title="Bench round",
        slug="bench",
        fund_id=fund.id,
        region_code="B",
        assigned_to_id=officer.id,
        summary="x",
        who_can_apply="x",
        what_we_fund="x",
        opens_at=AT - timedelta(days=5),
        closes_at=AT + timedelta(days=30),
        decisions_on=date(2099, 1, 1),
        starts_on=date(2099, 2, 1),
        budget_pence=10**12,
        min_pence=100_000,
        max_pence=7_500_000,
        tier_keys=["micro", "small", "standard"],
        tiers_version=1,
        force_areas=["E23000002"],
        outcomes=["housing"],
        small_target_number=60,
        small_target_value=50,
    )
    open_case(found, Occasion(SYSTEM, AT - timedelta(days=6)))
    found.stage = "open"
    return found
