"""What must hold before a grant moves on or money leaves. Each gives a refusal's key, or None."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from grantflow.permissions import RIGHTS

# A check that is not needed for this organisation, or was met by a condition, holds up no payment.
SETTLED = frozenset({"pass", "condition", "not-needed"})
# The bank account has its own check, with two people: see `payee_is_checked`.
BANK = "BANK"
OVER = frozenset({"paid", "cancelled"})
COMMITTED = frozenset({"authorised", "paid"})


def signatory_may_sign(right: str | None, name: str, position: str) -> str | None:
    """An offer is accepted by someone who may sign for the organisation, in their own name."""
    if right != RIGHTS[-1]:
        return "not-a-signatory"
    return None if name.strip() and position.strip() else "signature-incomplete"


def checks_still_open(needed: Iterable[str], results: Mapping[str, str]) -> list[str]:
    """The codes of checks before payment that nobody has settled, the bank account aside."""
    return [code for code in needed if code != BANK and results.get(code) not in SETTLED]


def payee_is_checked(*, given: bool, checked: bool) -> str | None:
    if not given:
        return "payee-missing"
    return None if checked else "payee-unchecked"


def checker_did_not_give(checker: UUID | None, giver: UUID | None) -> str | None:
    return "you-gave-these-details" if checker is not None and checker == giver else None


def authoriser_did_not_prepare(authoriser: UUID | None, prepared_by: Collection[UUID | None]) -> str | None:
    """Whoever gave or checked the bank account does not also authorise what goes into it."""
    return "you-prepared-this" if authoriser is not None and authoriser in prepared_by else None


def payer_did_not_authorise(payer: UUID | None, authoriser: UUID | None) -> str | None:
    return "you-authorised-this" if payer is not None and payer == authoriser else None


def authorisation_stands(
    authoriser: UUID | None,
    prepared_by: Collection[UUID | None],
    *,
    authorised_at: datetime,
    checked_at: datetime | None,
) -> str | None:
    """It was given for the account as it is now, and not by whoever gave or checked that account."""
    prepared = authoriser is not None and authoriser in prepared_by
    later = checked_at is not None and checked_at > authorised_at
    return "authorised-before-account" if prepared or later else None


def paid_on_is_possible(paid_on: date, *, authorised_on: date, today: date) -> str | None:
    return None if authorised_on <= paid_on <= today else "paid-on-not-possible"


def within_award(committed_pence: int, amount_pence: int, award_pence: int) -> str | None:
    return "over-the-award" if committed_pence + amount_pence > award_pence else None


def award_is_under_way(stage: str) -> str | None:
    return None if stage == "active" else "award-not-under-way"


def every_payment_is_settled(stages: Iterable[str]) -> str | None:
    return None if set(stages) <= OVER else "payments-open"


def fits_the_budget(committed_pence: int, amount_pence: int, budget_pence: int) -> str | None:
    return "budget-spent" if committed_pence + amount_pence > budget_pence else None


def plan_is_open(stage: str) -> str | None:
    """A plan is written until it is given, and again while it is talked about."""
    return None if stage in {"draft", "talking"} else "plan-not-open"


def outcome_may_be_added(chosen: str, have: Collection[str], *, most: int) -> str | None:
    if len(have) >= most:
        return "outcomes-enough"
    return "outcome-there-already" if chosen in have else None


def outcome_may_be_left_out(number: int, *, is_counted: bool) -> str | None:
    """A plan has one outcome at least, and those that a report has counted stay beside their counts."""
    if is_counted:
        return "outcome-counted"
    return "outcome-is-last" if number <= 1 else None
