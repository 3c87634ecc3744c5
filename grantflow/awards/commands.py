"""Make an award, answer its offer, take bank details and check them. `payments.py` moves the money."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from grantflow.applications.models import Application
from grantflow.audit.commands import record
from grantflow.awards import bank, queries, rules, schedule
from grantflow.awards.models import AgreedOutcome, Award, Payee
from grantflow.casework.commands import open_case, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.casework.queries import answers_of
from grantflow.casework.running import form, tiers
from grantflow.checks.commands import keep_result
from grantflow.checks.queries import results_by_code
from grantflow.core.calendar import YEARS, local_date
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Forbidden, NotFound, Reason, Stale
from grantflow.funds.models import Round
from grantflow.jobs.commands import enqueue
from grantflow.permissions import SYSTEM, Occasion, Permission, require

MONTHS_UNLESS_SAID = 12


@dataclass(frozen=True)
class BankDetails:
    """What somebody typed; the numbers are digits only."""

    account_name: str
    sort_code: str
    account_number: str


def make_award(application: Application, occasion: Occasion) -> Award:
    """Open the award that a decision made, with what the applicant hopes for, and promise the offer."""
    decision = application.decision
    if decision is None or decision.amount_pence is None:
        raise NotFound("decision to award", application.reference)
    grant_round = db.session.get_one(Round, application.round_id)
    answers = answers_of(application.id)
    starts_on, ends_on = _dates(answers, grant_round, local_date(occasion.at))
    award = Award(
        title=application.title, region_code=application.region_code, round_id=application.round_id,
        organisation_id=application.organisation_id, assigned_to_id=application.assigned_to_id,
        application_id=application.id, amount_pence=decision.amount_pence,
        tier_key=tiers(grant_round.tiers_version).tier_for(decision.amount_pence).key,
        starts_on=starts_on, ends_on=ends_on, why=decision.why, conditions=decision.conditions,
    )  # fmt: skip
    award.outcomes = _agreed_outcomes(application, answers)
    open_case(award, occasion, version=pinned_version(award.round_id, "workflow", "award"))
    enqueue("notice", "offer", str(award.id), key=f"offer:{award.id}:{award.revision}")
    return award


def accept_offer(
    award: Award, name: str, position: str, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    award.accepted_name, award.accepted_position = name.strip(), position.strip()
    award.accepted_at = occasion.at
    facts = {"name": award.accepted_name, "position": award.accepted_position}
    take_action(award, "accept", occasion, expected_revision=expected_revision, facts=facts)


def end_early(award: Award, why: str, occasion: Occasion, *, expected_revision: int | None = None) -> None:
    award.ended_because = why.strip()
    take_action(award, "end-early", occasion, note=why, expected_revision=expected_revision)


def give_bank_details(award: Award, details: BankDetails, occasion: Occasion) -> Payee:
    """Keep the account an organisation is paid into, to be checked by somebody else.

    :raises ActionUnavailable: once the account has been checked: then a change begins with a telephone call
    """
    require(occasion.actor, Permission.AWARD_ACCEPT, on=award)
    if award.organisation_id is None or award.accepted_at is None:
        raise ActionUnavailable([Reason("offer-not-accepted")])
    known = queries.find_payee(award.organisation_id, hold=True)
    payee = known or Payee(organisation_id=award.organisation_id)
    if payee.checked_at is not None:
        raise ActionUnavailable([Reason("payee-locked")])
    payee.account_name, payee.sort_code = details.account_name.strip(), details.sort_code
    payee.account_number = details.account_number
    payee.given_by_id, payee.given_at = occasion.actor.user_id, occasion.at
    db.session.add(payee)
    record(
        award.id, "award", "give-bank-details", occasion, facts={"ending": bank.ending(payee.account_number)}
    )
    return payee


def check_payee(award: Award, how: str, occasion: Occasion, *, read: str | None = None) -> None:
    """Say that the account is the organisation's own, and how that is known. It is locked from now on.

    :param read: the mark of the details that this person read
    :raises Stale: if others have been given since
    :raises ActionUnavailable: if there is none, it is checked already, or this person gave it
    """
    require(occasion.actor, Permission.AWARD_MANAGE, on=award)
    payee = _payee_of(award, read)
    if payee.checked_at is not None:
        raise ActionUnavailable([Reason("payee-locked")])
    if refusal := rules.checker_did_not_give(occasion.actor.user_id, payee.given_by_id):
        raise ActionUnavailable([Reason(refusal)])
    payee.checked_by_id, payee.checked_at = occasion.actor.user_id, occasion.at
    payee.checked_how = how.strip()
    record(award.id, "award", "check-bank-details", occasion, note=payee.checked_how)


def ask_for_new_bank_details(award: Award, why: str, occasion: Occasion, *, read: str | None = None) -> None:
    """Unlock the account: it has to be given and checked again before anything is paid into it.

    Whatever was authorised, of whichever grant, was authorised for the old account: it is held, to be looked at afresh.

    :param read: the mark of the details that this person knew of
    :raises Stale: if others have been given since
    """
    require(occasion.actor, Permission.AWARD_MANAGE, on=award)
    payee = _payee_of(award, read)
    payee.checked_by_id, payee.checked_at, payee.checked_how = None, None, ""
    record(award.id, "award", "unlock-bank-details", occasion, note=why.strip())
    for payment in queries.list_authorised(payee.organisation_id):
        take_action(payment, "hold", Occasion(SYSTEM, occasion.at), note=f"New bank details: {why.strip()}")


def record_payment_check(award: Award, code: str, result: str, evidence: str, occasion: Occasion) -> None:
    """Keep what a check before payment found, beside those done before the offer."""
    require(occasion.actor, Permission.AWARD_MANAGE, on=award)
    if code == rules.BANK or code not in queries.tier_of(award).checks_before_payment:
        raise NotFound("check", code)
    _person(occasion)
    until = tiers(award.application.round.tiers_version).check(code).good_until(local_date(occasion.at))
    found = keep_result(
        award.application, code, occasion, result=result, evidence=evidence.strip(), expires_on=until,
        found=results_by_code(award.application_id).get(code),
    )  # fmt: skip
    facts = {"code": code, "result": result}
    record(award.id, "award", "check-before-payment", occasion, note=found.evidence, facts=facts)


def _person(occasion: Occasion) -> UUID:
    """:raises Forbidden: if nobody in particular is acting, for what only a named person may do"""
    if occasion.actor.user_id is None:
        raise Forbidden(Permission.AWARD_MANAGE)
    return occasion.actor.user_id


def _payee_of(award: Award, read: str | None) -> Payee:
    """The account as it is now, held until the transaction ends."""
    payee = queries.find_payee(award.organisation_id, hold=True)
    if payee is None:
        raise ActionUnavailable([Reason("payee-missing")])
    if read is not None and payee.mark != read:
        raise Stale([Reason("payee-given-anew")])
    return payee


def _dates(answers: dict[str, Any], grant_round: Round, today: date) -> tuple[date, date]:
    """When the applicant wanted to start, but not before today; and the last day of as long as they asked.

    A year that no form takes any more may stand in an older answer: then it is the start of the round.
    """
    wanted = date.fromisoformat(answers.get("start-date") or grant_round.starts_on.isoformat())
    starts_on = max(wanted if wanted.year in YEARS else grant_round.starts_on, today)
    return starts_on, schedule.last_day(starts_on, answers.get("length-months") or MONTHS_UNLESS_SAID)


def _agreed_outcomes(application: Application, answers: dict[str, Any]) -> list[AgreedOutcome]:
    """What the applicant ticked, in the words they read, and how they said they would know."""
    question = form(application.form_key, application.form_version).question("outcomes")
    words = {choice.value: str(choice.label) for choice in question.choices}
    chosen = [key for key in answers.get("outcomes") or application.outcomes if key in words]
    known = str(answers.get("how-you-will-know") or "")
    return [
        AgreedOutcome(position=position, outcome_key=key, wording=words[key], how_known=known)
        for position, key in enumerate(chosen, start=1)
    ]
