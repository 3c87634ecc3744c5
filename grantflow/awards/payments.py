"""Plan the payments of an award, and move each from planned to paid. Two people at least: see the guards."""

from datetime import date

from grantflow.awards import queries, rules
from grantflow.awards.models import Award, Payment
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.core.calendar import local_date
from grantflow.core.display import day
from grantflow.errors import ActionUnavailable, Reason
from grantflow.permissions import Occasion

STILL_TO_COME = ("planned", "due", "held")


def plan(award: Award, occasion: Occasion) -> list[Payment]:
    """Open a payment for each part of the award that its tier foresees."""
    planned = queries.terms_of(award).payments
    version = pinned_version(award.round_id, "workflow", "payment")
    payments = [
        Payment(
            title=f"{award.title}: payment {each.number} of {len(planned)}", region_code=award.region_code,
            round_id=award.round_id, organisation_id=award.organisation_id,
            assigned_to_id=award.assigned_to_id, award_id=award.id, number=each.number,
            amount_pence=each.amount_pence, due_on=each.due_on,
        )
        for each in planned
    ]  # fmt: skip
    return [open_case(payment, occasion, version=version) for payment in payments]


def pay(
    payment: Payment,
    paid_on: date,
    bank_reference: str,
    occasion: Occasion,
    *,
    expected_revision: int | None = None,
) -> None:
    """Record that the bank has been told to pay.

    :raises ActionUnavailable: also when the day cannot be, or the reference is missing: nothing could be traced by it
    """
    lock(payment, expected_revision, occasion.actor)
    authorised_on, today = local_date(payment.stage_entered_at), local_date(occasion.at)
    refusal = rules.paid_on_is_possible(paid_on, authorised_on=authorised_on, today=today)
    if refusal and payment.stage == "authorised":
        raise ActionUnavailable([Reason(refusal, {"authorised_on": day(authorised_on)})])
    if not bank_reference.strip():
        raise ActionUnavailable([Reason("bank-reference-missing")])
    facts = {"amount_pence": payment.amount_pence, "bank_reference": bank_reference.strip()}
    take_action(payment, "pay", occasion, expected_revision=expected_revision, facts=facts)
    payment.paid_on, payment.bank_reference = paid_on, bank_reference.strip()


def cancel_what_is_left(award: Award, occasion: Occasion, why: str) -> None:
    """Cancel every payment that has not been authorised."""
    left = [payment for payment in queries.list_payments(award.id) if payment.stage in STILL_TO_COME]
    for payment in left:
        take_action(payment, "cancel", occasion, note=why)
