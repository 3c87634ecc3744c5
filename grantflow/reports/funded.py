"""What was funded across rounds: of one theme, or in one region. Counts here are of grants, not of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import joinedload

from grantflow.applications.models import Application
from grantflow.awards.models import AgreedOutcome, Award
from grantflow.awards.queries import GIVEN_BACK
from grantflow.casework.models import Case
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.reports.round_figures import is_small, percent

# An offer is not a grant until it is accepted.
NOT_YET = ("offered", *GIVEN_BACK)
# An award and its application are both cases: as tables, each is joined once.
AWARD: Table = Award.__table__  # type: ignore[assignment]
APPLICATION: Table = Application.__table__  # type: ignore[assignment]
CASE: Table = Case.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class FundedRound:
    """One round's grants among those that are asked about."""

    round: Round
    grants: int
    pence: int


@dataclass(frozen=True)
class Funded:
    """Grants across rounds, the newest round first. The small shares are in percent; None without any grant."""

    rounds: Sequence[FundedRound]
    regions: frozenset[str]
    areas: frozenset[str]
    organisations: int
    grants: int
    pence: int
    small_share_of_grants: int | None
    small_share_of_money: int | None


def funded_for(outcome_key: str) -> Funded:
    agreed = select(AgreedOutcome.award_id).where(AgreedOutcome.outcome_key == outcome_key)
    return _funded(AWARD.c.id.in_(agreed))


def funded_in(region_code: str) -> Funded:
    return _funded(CASE.c.region_code == region_code)


def _funded(which: ColumnElement[bool]) -> Funded:
    """In two statements, however many grants there are."""
    rows = db.session.execute(
        select(
            CASE.c.round_id, CASE.c.region_code, CASE.c.organisation_id, AWARD.c.amount_pence,
            APPLICATION.c.applicant_income_pence, APPLICATION.c.force_areas,
        )
        .join(AWARD, AWARD.c.id == CASE.c.id)
        .join(APPLICATION, APPLICATION.c.id == AWARD.c.application_id)
        .where(which, CASE.c.stage.not_in(NOT_YET))
        .order_by(CASE.c.id)
    ).all()  # fmt: skip
    pence = sum(row.amount_pence for row in rows)
    small = [row for row in rows if is_small(row.applicant_income_pence)]
    by_round: dict[UUID, list[int]] = {}
    for row in rows:
        by_round.setdefault(row.round_id, []).append(row.amount_pence)
    return Funded(
        rounds=[
            FundedRound(each, len(by_round[each.id]), sum(by_round[each.id])) for each in _rounds(by_round)
        ],
        regions=frozenset(row.region_code for row in rows if row.region_code),
        areas=frozenset(code for row in rows for code in row.force_areas),
        organisations=len({row.organisation_id for row in rows}),
        grants=len(rows),
        pence=pence,
        small_share_of_grants=percent(len(small), len(rows)),
        small_share_of_money=percent(sum(row.amount_pence for row in small), pence),
    )


def _rounds(ids: dict[UUID, list[int]]) -> Sequence[Round]:
    return db.session.scalars(
        select(Round)
        .where(Round.id.in_(ids))
        .options(joinedload(Round.fund), joinedload(Round.assigned_to))
        .order_by(Round.opens_at.desc(), Round.id)
    ).all()
