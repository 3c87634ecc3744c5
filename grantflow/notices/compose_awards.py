"""Written to those who were offered a grant, and when money is paid."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.accounts.models import Organisation
from grantflow.accounts.organisations import KINDS
from grantflow.awards import bank
from grantflow.awards.models import Award, Payment
from grantflow.awards.queries import Terms, find_payee, list_payments, terms_of
from grantflow.awards.rules import SETTLED
from grantflow.casework.running import tiers
from grantflow.checks.queries import what_counts
from grantflow.core.calendar import add_days, add_working_days, local_date, start_of_day
from grantflow.core.display import month
from grantflow.db import NO_DUE_DATE, db
from grantflow.errors import NotFound
from grantflow.notices import addresses
from grantflow.notices import emails_to_grantees as emails
from grantflow.notices.compose_decisions import decided_by
from grantflow.notices.correspondence import Outgoing, about_application
from grantflow.notices.data import (
    OfferLetter,
    PaymentLine,
    PaymentNotice,
    ReportLine,
    YearAmount,
)
from grantflow.notices.excerpts import in_short
from grantflow.notices.models import Letter
from grantflow.notices.sender import sentence

DAYS_TO_ANSWER = 28
DAYS_TO_ARRIVE = 3  # working days, as the banks' scheme for such payments takes
PURPOSE = 60  # words
APRIL = 4


def offer_emails(award_id: UUID, at: datetime) -> list[Outgoing]:
    award = get_award(award_id)
    return about_application(award.application_id).to_each(
        addresses.award(award.id),
        lambda cover: emails.OfferEmail(
            cover=cover,
            project=award.title,
            amount_pence=award.amount_pence,
            accept_by=accept_by(award, at),
        ),
        reference=award.reference,
    )


def offer_reminder_emails(award_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once it has been answered."""
    award = get_award(award_id)
    if award.stage != "offered":
        return []
    last_day = accept_by(award, at)
    return about_application(award.application_id).to_each(
        addresses.award(award.id),
        lambda cover: emails.OfferReminderEmail(
            cover=cover,
            project=award.title,
            amount_pence=award.amount_pence,
            accept_by=last_day,
            days_left=max((last_day - local_date(at)).days, 0),
        ),
        reference=award.reference,
    )


def offer_letter(letter: Letter) -> OfferLetter:
    award = get_award(letter.about_id)
    about = about_application(award.application_id)
    terms, decision = terms_of(award), about.application.decision
    grant_round = about.application.round
    return OfferLetter(
        cover=about.letter_cover(
            letter, approved_by=decided_by(decision) if decision else "", reference=award.reference
        ),
        organisation=about.organisation,
        numbers=_numbers(about.application.organisation),
        round_title=grant_round.title,
        project=award.title,
        amount_pence=award.amount_pence,
        by_year=_by_year(terms),
        purpose=in_short(about.answers.get("what-you-will-do"), PURPOSE) or award.title,
        why_awarded=award.why or sentence("why-awarded"),
        asked_pence=about.application.amount_pence or 0,
        why_less=decision.why_less if decision else "",
        restricted=True,
        flexibility=sentence("flexibility"),
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        start_by=None,
        payments=tuple(
            PaymentLine(number=each.number, pence=each.amount_pence, due_on=each.due_on)
            for each in terms.payments
        ),
        before_first_payment=_before_first_payment(award, terms, grant_round.tiers_version),
        special_conditions=tuple(line.strip() for line in award.conditions.splitlines() if line.strip()),
        outcomes=tuple(outcome.wording for outcome in award.outcomes),
        reports=_reports(terms),
        or_call=terms.tier.reporting.or_call,
        evaluation=sentence(f"evaluation-{terms.tier.evaluation}"),
        relationship=f"{sentence('relationship')}\n\n{sentence('relationship-otherwise')}",
        legal_power=grant_round.fund.legal_power,
        subsidy=sentence("subsidy"),
        accept_by=accept_by(award, letter.created_at),
        accept_link=addresses.award(award.id),
        signatories=1,
        privacy_link=addresses.privacy(),
    )


def payment_emails(payment_id: UUID, at: datetime) -> list[Outgoing]:
    payment = _payment(payment_id)
    return about_application(payment.award.application_id).to_each(
        addresses.award(payment.award_id),
        lambda cover: emails.PaymentEmail(
            cover=cover,
            project=payment.award.title,
            pence=payment.amount_pence,
            arrives_by=_arrives_by(payment, at),
        ),
        reference=payment.award.reference,
    )


def payment_letter(letter: Letter) -> PaymentNotice:
    payment = _payment(letter.about_id)
    about, payee = about_application(payment.award.application_id), find_payee(payment.organisation_id)
    if payee is None:
        raise NotFound("payee", payment.reference)
    payments = [each for each in list_payments(payment.award_id) if each.stage != "cancelled"]
    return PaymentNotice(
        cover=about.letter_cover(letter, reference=payment.award.reference),
        project=payment.award.title,
        number=payment.number,
        of=len(payments),
        pence=payment.amount_pence,
        paid_on=payment.paid_on or local_date(letter.created_at),
        arrives_by=_arrives_by(payment, letter.created_at),
        account_ending=bank.ending(payee.account_number),
        bank_reference=payment.bank_reference,
        paid_so_far_pence=_paid_so_far(payments, payment),
        grant_pence=payment.award.amount_pence,
        next_payment=_next_payment(payments, payment),
    )


def get_award(award_id: UUID) -> Award:
    return db.session.scalars(
        select(Award).where(Award.id == award_id).options(selectinload(Award.outcomes))
    ).one()


def accept_by(award: Award, at: datetime) -> date:
    """The last day to answer: when the offer lapses; for one that was answered, when it would have."""
    lapses = award.due_at if award.stage == "offered" and award.due_at != NO_DUE_DATE else None
    return local_date(lapses or add_days(at, DAYS_TO_ANSWER))


def _payment(payment_id: UUID) -> Payment:
    return db.session.scalars(
        select(Payment).where(Payment.id == payment_id).options(joinedload(Payment.award))
    ).one()


def _numbers(organisation: Organisation | None) -> str:
    if organisation is None:
        return ""
    numbers = [
        *([f"Registered charity {organisation.charity_number}"] if organisation.charity_number else []),
        *([f"Company {organisation.company_number}"] if organisation.company_number else []),
    ]
    return ", ".join(numbers) or KINDS.get(organisation.kind, organisation.kind)


def _by_year(terms: Terms) -> tuple[YearAmount, ...]:
    """What falls into each of the funder's financial years, which begin on 1 April."""
    years: dict[int, int] = {}
    for each in terms.payments:
        begins = each.due_on.year if each.due_on.month >= APRIL else each.due_on.year - 1
        years[begins] = years.get(begins, 0) + each.amount_pence
    return tuple(
        YearAmount(year=f"{year} to {year + 1}", pence=pence) for year, pence in sorted(years.items())
    )


def _before_first_payment(award: Award, terms: Terms, tiers_version: int) -> tuple[str, ...]:
    """The checks before payment that nobody has settled, in the words of the tiers file."""
    found = what_counts(award.application, award.created_at)
    checks = [tiers(tiers_version).check(code) for code in terms.tier.checks_before_payment]
    return tuple(
        f"{check.label}. {check.what}"
        for check in checks
        if check.code not in found or found[check.code].result not in SETTLED
    )


def _reports(terms: Terms) -> tuple[ReportLine, ...]:
    return tuple(
        ReportLine(
            due_on=each.due_on,
            what=f"how it went from {month(each.period_from)} to {month(each.period_to)}",
            minutes=terms.tier.reporting.minutes,
        )
        for each in terms.reports
    )


def _arrives_by(payment: Payment, at: datetime) -> date:
    paid_on = payment.paid_on or local_date(at)
    return local_date(add_working_days(start_of_day(paid_on), DAYS_TO_ARRIVE))


def _paid_so_far(payments: Sequence[Payment], payment: Payment) -> int:
    """What had been paid when this one was: those before it in number, and this one."""
    return sum(
        each.amount_pence for each in payments if each.stage == "paid" and each.number <= payment.number
    )


def _next_payment(payments: Sequence[Payment], payment: Payment) -> PaymentLine | None:
    later = [each for each in payments if each.number > payment.number and each.stage != "paid"]
    if not later:
        return None
    return PaymentLine(
        number=later[0].number,
        pence=later[0].amount_pence,
        due_on=later[0].due_on,
        depends_on=later[0].condition,
    )
