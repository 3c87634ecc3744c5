"""Find awards, their payees and their payments, and what has been promised for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.audit.models import AuditEntry
from grantflow.awards import rules, schedule
from grantflow.awards.models import Award, Payee, Payment
from grantflow.casework.models import Case
from grantflow.casework.queries import get_visible, visible_to
from grantflow.casework.running import tiers
from grantflow.db import db
from grantflow.engine.tiers import Tier
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.permissions import Actor, Permission

PAGE = 50
# An offer in one of these stages no longer takes up any of its round's budget.
GIVEN_BACK = ("turned-down", "lapsed", "offer-withdrawn")


@dataclass(frozen=True)
class Terms:
    """What an award's tier says: how it is paid and what will be asked."""

    tier: Tier
    payments: tuple[schedule.PlannedPayment, ...]
    reports: tuple[schedule.PlannedReport, ...]


@dataclass(frozen=True)
class Figures:
    """Where an award's money is, in pence. `to_come` is neither paid, authorised nor cancelled."""

    awarded: int
    paid: int
    authorised: int
    to_come: int


@dataclass(frozen=True)
class Running:
    """A payment in a list, with the total of the award paid once this one is (None: it will not be)."""

    payment: Payment
    total_pence: int | None


def get_award(award_id: UUID, viewer: Actor, permission: Permission = Permission.AWARD_VIEW) -> Award:
    """:raises NotFound: if there is none, or the viewer may not know of it"""
    return get_visible(
        Award, award_id, viewer, permission,
        joinedload(Award.organisation), joinedload(Award.assigned_to), selectinload(Award.outcomes),
    )  # fmt: skip


def get_award_of(application_id: UUID, viewer: Actor, permission: Permission) -> Award:
    """The award that an application became.

    :raises NotFound: if it became none, or the viewer may not know of it
    """
    award = db.session.scalar(
        select(Award)
        .where(Award.application_id == application_id, visible_to(viewer, permission))
        .options(joinedload(Award.organisation), joinedload(Award.assigned_to))
    )
    if award is None:
        raise NotFound("award of application", application_id)
    return award


def list_awards(viewer: Actor, *, stage: str = "", page: int = 1) -> Sequence[Award]:
    """The awards this person may see, the soonest due first; fifty, and one more."""
    query = select(Award).where(visible_to(viewer, Permission.AWARD_VIEW))
    if stage:
        query = query.where(Award.stage == stage)
    return db.session.scalars(
        query.options(joinedload(Award.organisation))
        .order_by(Award.is_open.desc(), Award.due_at, Award.ends_on, Award.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()


def list_awards_of_organisations(viewer: Actor) -> Sequence[Award]:
    """The awards of the person's own organisations, newest first."""
    return db.session.scalars(
        select(Award)
        .where(Award.organisation_id.in_(list(viewer.organisations)))
        .options(joinedload(Award.organisation))
        .order_by(Award.created_at.desc(), Award.id)
    ).all()


def terms_of(award: Award) -> Terms:
    tier = tier_of(award)
    return Terms(
        tier,
        tuple(schedule.plan_payments(award.amount_pence, award.starts_on, award.ends_on, tier.payments)),
        tuple(schedule.plan_reports(award.starts_on, award.ends_on, tier.reporting.every_months)),
    )


def tier_of(award: Award) -> Tier:
    """The tier, in the version the award's round runs on."""
    version = db.session.scalar(select(Round.tiers_version).where(Round.id == award.round_id))
    return tiers(version).tier(award.tier_key)


def find_payee(organisation_id: UUID | None, *, hold: bool = False) -> Payee | None:
    """:param hold: read it afresh, and keep the row for ourselves until the transaction ends"""
    query = select(Payee).where(Payee.organisation_id == organisation_id)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def list_payments(award_id: UUID) -> Sequence[Payment]:
    return db.session.scalars(
        select(Payment).where(Payment.award_id == award_id).order_by(Payment.number, Payment.id)
    ).all()


def list_authorised(organisation_id: UUID) -> Sequence[Payment]:
    """Every payment to an organisation that waits to be paid, held until the transaction ends."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.organisation_id == organisation_id, Payment.stage == "authorised")
        .order_by(Payment.due_on, Payment.id)
        .with_for_update(of=Case)
    ).all()


def running_totals(payments: Sequence[Payment]) -> list[Running]:
    """Each payment with the running total; a cancelled one adds nothing."""
    total, rows = 0, []
    for payment in payments:
        counts = payment.stage != "cancelled"
        total += payment.amount_pence if counts else 0
        rows.append(Running(payment, total if counts else None))
    return rows


def figures(award: Award, payments: Sequence[Payment]) -> Figures:
    """Read on the payments themselves, so that what is shown always adds up to what is listed."""

    def at(*stages: str) -> int:
        return sum(each.amount_pence for each in payments if each.stage in stages)

    return Figures(award.amount_pence, at("paid"), at("authorised"), at("planned", "due", "held"))


def get_payment(award: Award, number: int) -> Payment:
    """:raises NotFound: if this award has no such payment"""
    found = db.session.scalar(select(Payment).where(Payment.award_id == award.id, Payment.number == number))
    if found is None:
        raise NotFound("payment", f"{award.reference} {number}")
    found.award = award
    return found


def list_payments_at(viewer: Actor, stages: Sequence[str], limit: int = 200) -> Sequence[Payment]:
    """The payments this person may see at these stages, the earliest due first."""
    return db.session.scalars(
        select(Payment)
        .where(visible_to(viewer, Permission.PAYMENT_VIEW), Payment.stage.in_(stages))
        .options(joinedload(Payment.award), joinedload(Payment.organisation))
        .order_by(Payment.due_on, Payment.id)
        .limit(limit)
    ).all()


def held_because(payments: Sequence[Payment]) -> Mapping[UUID, str]:
    """Why each held payment is held: what was written when it last was."""
    held = [payment.id for payment in payments if payment.stage == "held"]
    if not held:
        return {}
    rows = db.session.execute(
        select(AuditEntry.chain, AuditEntry.note)
        .where(AuditEntry.chain.in_(held), AuditEntry.target == "held")
        .order_by(AuditEntry.seq)
    )
    return {row.chain: row.note for row in rows}


def committed_pence(award_id: UUID, *, besides: UUID) -> int:
    """What is authorised or paid of an award, leaving out one payment."""
    query = select(func.coalesce(func.sum(Payment.amount_pence), 0)).where(
        Payment.award_id == award_id, Payment.stage.in_(rules.COMMITTED), Payment.id != besides
    )
    return int(db.session.scalar(query) or 0)
