"""The panel's page with five hundred applications, each with two assessments, as somebody who marks them sees it."""

import random
from collections.abc import Callable, Iterator
from uuid import UUID

from sqlalchemy import insert, select

from bench.data import AT, BusyRound, a_busy_round
from bench.figures import Figure
from bench.house import a_house, a_server, ask, cookie_of
from grantflow.accounts.models import RoleGrant, User
from grantflow.applications.models import Application
from grantflow.assessment.models import Assessment, Marking, PanelAttendance, PanelMeeting, PanelMember, Score
from grantflow.casework.models import Case
from grantflow.casework.running import tiers
from grantflow.core.references import new_id, new_reference
from grantflow.db import NO_DUE_DATE, db
from grantflow.permissions import Role

APPLICATIONS, ASSESSORS, MEMBERS = 500, 2, 4
MARKED = 0.6


def panel(_names: list[str]) -> Iterator[Figure]:
    """Half of them marked, and the panel has met."""
    with a_house() as house:
        busy = a_busy_round(house.app, applications=0)
        busy.round.budget_pence = APPLICATIONS * 1_500_000
        # Every one of the round is on the list: `add_applications` would close a fifth of them.
        _add_ready(busy)
        with a_server(house) as port:
            officer = cookie_of(house.app, busy.officer)
            address = f"/officer/rounds/{busy.round.id}/panel"
            yield ask("panel-500", port, address, officer, aim=60, note="2 assessments each, 60% marked")


def _add_ready(busy: BusyRound) -> None:
    chance = random.Random(APPLICATIONS)
    people = [
        User(email=f"member{number}@bench.example", name=f"Member {number}", created_at=AT)
        for number in range(MEMBERS)
    ]
    for each in people:
        each.roles.append(RoleGrant(role=Role.PANEL_MEMBER, region_code="B"))
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(PanelMember(round_id=busy.round.id, user_id=each.id, place="other") for each in people)
    db.session.add(
        PanelMeeting(
            round_id=busy.round.id, held_on=AT.date(), recorded_by_id=busy.officer.id, recorded_at=AT,
            attendances=[PanelAttendance(user_id=each.id) for each in people],
        )
    )  # fmt: skip
    db.session.commit()
    organisation = busy.charity.memberships[0].organisation_id
    ids = [new_id() for _ in range(APPLICATIONS)]
    db.session.execute(
        insert(Case.__table__),  # type: ignore[arg-type]
        [
            _case(busy, each, "application", stage="panel", organisation=organisation, title=f"Project {at}")
            for at, each in enumerate(ids)
        ],
    )
    db.session.execute(
        insert(Application.__table__),  # type: ignore[arg-type]
        [_application(busy, each, at, chance) for at, each in enumerate(ids)],
    )
    _assess(busy, ids, organisation, chance)
    marked = [each for each in ids if chance.random() < MARKED]
    db.session.execute(
        insert(Marking),
        [
            {"application_id": each, "kind": chance.choice(["full", "reserve"]), "amount_pence": 1_000_000,
             "note": "The only one in its town.", "marked_by_id": busy.officer.id, "marked_at": AT}
            for each in marked
        ],
    )  # fmt: skip
    db.session.commit()


def _assess(busy: BusyRound, ids: list[UUID], organisation: UUID, chance: random.Random) -> None:
    cases, assessments, scores = [], [], []
    criteria = [each.key for each in tiers().criteria]
    assessor = db.session.scalars(select(User.id).order_by(User.email).limit(1)).one()
    for application_id in ids:
        for _ in range(ASSESSORS):
            assessment_id = new_id()
            cases.append(
                _case(
                    busy, assessment_id, "assessment", stage="submitted", organisation=organisation, title="x"
                )
            )
            assessments.append(
                {"id": assessment_id, "application_id": application_id, "due_on": AT.date(), "conflict": "",
                 "strengths": "Local.", "concerns": "Small.", "recommendation": "fund"}
            )  # fmt: skip
            scores += [
                {"id": new_id(), "assessment_id": assessment_id, "criterion_key": key,
                 "points": chance.randrange(6), "reason": "They say how they know."}
                for key in criteria
            ]  # fmt: skip
    for each in cases:
        each["assigned_to_id"] = assessor
    db.session.execute(insert(Case.__table__), cases)  # type: ignore[arg-type]
    db.session.execute(insert(Assessment.__table__), assessments)  # type: ignore[arg-type]
    db.session.execute(insert(Score), scores)


def _case(
    busy: BusyRound, case_id: UUID, kind: str, *, stage: str, organisation: UUID, title: str
) -> dict[str, object]:
    return {
        "id": case_id, "kind": kind, "workflow_version": 1, "reference": new_reference(kind[0].upper()),
        "title": title, "stage": stage, "stage_entered_at": AT, "is_open": kind == "application", "revision": 1,
        "region_code": "B", "round_id": busy.round.id, "due_at": NO_DUE_DATE, "organisation_id": organisation,
        "assigned_to_id": busy.officer.id, "created_at": AT,
    }  # fmt: skip


def _application(busy: BusyRound, case_id: UUID, number: int, chance: random.Random) -> dict[str, object]:
    return {
        "id": case_id, "amount_pence": chance.randrange(1_000_000, 2_500_000), "tier_key": "small",
        "form_key": "application-small", "form_version": 1, "applicant_name": f"Charity {number}",
        "applicant_income_pence": chance.randrange(1_000_000, 70_000_000), "force_areas": ["E23000002"],
        "outcomes": ["housing", "employment"], "closes_at": busy.round.closes_at, "submitted_at": AT,
    }  # fmt: skip


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {"panel-500": panel}
