"""Guards of awards and payments: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.assessment.queries import committed_pence, left_in_region
from grantflow.assessment.rules import within_region_budget
from grantflow.awards import plans, queries, rules
from grantflow.awards.models import Award, OutcomesPlan, Payment
from grantflow.casework.models import Case
from grantflow.casework.running import Guard, of_kind, tiers
from grantflow.checks.queries import what_counts
from grantflow.core.display import listed
from grantflow.db import db, within_unit_of_work
from grantflow.errors import Reason
from grantflow.funds.models import Round
from grantflow.permissions import Occasion
from grantflow.places.queries import name_of_region


def signatory_may_sign(case: Case, occasion: Occasion) -> Reason | None:
    award = of_kind(Award, case)
    right = occasion.actor.organisations.get(award.organisation_id) if award.organisation_id else None
    return _reason(rules.signatory_may_sign(right, award.accepted_name, award.accepted_position))


def payment_checks_settled(case: Case, occasion: Occasion) -> Reason | None:
    """What was found for this application, or stands from another one of the organisation."""
    award = of_kind(Award, case)
    results = {code: found.result for code, found in what_counts(award.application, occasion.at).items()}
    missing = rules.checks_still_open(queries.tier_of(award).checks_before_payment, results)
    checks = [str(tiers().check(code).label) for code in missing]
    return Reason("payment-checks-open", {"checks": listed(checks)}) if checks else None


def payee_is_checked(case: Case, _occasion: Occasion) -> Reason | None:
    """For an award as for each of its payments."""
    payee = queries.find_payee(case.organisation_id)
    return _reason(rules.payee_is_checked(given=payee is not None, checked=bool(payee and payee.checked_at)))


def authoriser_did_not_prepare(case: Case, occasion: Occasion) -> Reason | None:
    payee = queries.find_payee(case.organisation_id)
    prepared_by = [payee.given_by_id, payee.checked_by_id] if payee else []
    return _reason(rules.authoriser_did_not_prepare(occasion.actor.user_id, prepared_by))


def payer_did_not_authorise(case: Case, occasion: Occasion) -> Reason | None:
    return _reason(
        rules.payer_did_not_authorise(occasion.actor.user_id, of_kind(Payment, case).authorised_by_id)
    )


def authorisation_stands(case: Case, _occasion: Occasion) -> Reason | None:
    payment, payee = of_kind(Payment, case), queries.find_payee(case.organisation_id)
    if payee is None:
        return None
    refusal = rules.authorisation_stands(
        payment.authorised_by_id, [payee.given_by_id, payee.checked_by_id],
        authorised_at=payment.stage_entered_at, checked_at=payee.checked_at,
    )  # fmt: skip
    return _reason(refusal)


def within_award(case: Case, _occasion: Occasion) -> Reason | None:
    payment = of_kind(Payment, case)
    committed = queries.committed_pence(payment.award_id, besides=payment.id)
    award = db.session.get_one(Award, payment.award_id)
    refusal = rules.within_award(committed, payment.amount_pence, award.amount_pence)
    facts = {"award_pence": award.amount_pence, "committed_pence": committed}
    return Reason(refusal, facts) if refusal else None


def award_is_under_way(case: Case, _occasion: Occasion) -> Reason | None:
    award = db.session.get_one(Award, of_kind(Payment, case).award_id)
    return _reason(rules.award_is_under_way(award.stage))


def every_payment_settled(case: Case, _occasion: Occasion) -> Reason | None:
    return _reason(rules.every_payment_is_settled(each.stage for each in queries.list_payments(case.id)))


def award_fits_round_budget(case: Case, _occasion: Occasion) -> Reason | None:
    """What was given back may have been awarded to somebody else meanwhile; the round is held while we look."""
    award = of_kind(Award, case)
    round = db.session.get_one(Round, award.round_id)
    if within_unit_of_work():
        db.session.refresh(round, with_for_update={"of": Case})
    committed = committed_pence(award.round_id, besides=award.application_id)
    if refusal := rules.fits_the_budget(committed, award.amount_pence, round.budget_pence):
        return Reason(refusal, {"left_pence": max(round.budget_pence - committed, 0)})
    left = left_in_region(round, award.region_code, besides=award.application_id)
    if refusal := within_region_budget(left, award.amount_pence):
        return Reason(refusal, {"left_pence": max(left or 0, 0), "region": name_of_region(award.region_code)})
    return None


def plan_is_complete(case: Case, _occasion: Occasion) -> Reason | None:
    plan = plans.plan_of(of_kind(OutcomesPlan, case))
    if not plan.outcomes:
        return Reason("plan-empty")
    return Reason("plan-unfinished", {"left": len(plan.unfinished)}) if plan.unfinished else None


def _reason(key: str | None) -> Reason | None:
    return Reason(key) if key else None


GUARDS: Mapping[str, Guard] = {
    "signatory-may-sign": signatory_may_sign,
    "payment-checks-settled": payment_checks_settled,
    "payee-is-checked": payee_is_checked,
    "authoriser-did-not-prepare": authoriser_did_not_prepare,
    "payer-did-not-authorise": payer_did_not_authorise,
    "authorisation-stands": authorisation_stands,
    "within-award": within_award,
    "award-is-under-way": award_is_under_way,
    "every-payment-settled": every_payment_settled,
    "award-fits-round-budget": award_fits_round_budget,
    "plan-is-complete": plan_is_complete,
}
