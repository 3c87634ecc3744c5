"""The money of a grant: the account it is paid into, the checks before payment, and each payment."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards import commands, queries
from grantflow.awards.bank import ending
from grantflow.awards.models import Award, Payee
from grantflow.awards.rules import BANK
from grantflow.casework.running import tiers
from grantflow.checks.queries import results_by_code, standing_results
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, current_official, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import frame, load
from grantflow.web.officer.grant_forms import NewDetailsForm, PayeeForm, PaymentCheckForm
from grantflow.web.officer.grants import choices

HERE = "officer.application_money"
# The lists of the payments page: heading, stages, and what an empty list means.
LISTS = (
    ("To authorise", ("due",), "Nothing is waiting to be authorised."),
    ("To pay", ("authorised",), "Nothing is waiting to be paid."),
    ("Held", ("held",), "No payment is held."),
    ("Coming up", ("planned",), "No payment is planned."),
)


@bp.route("/payments")
@requires(Permission.PAYMENT_VIEW)
def payments() -> ResponseReturnValue:
    """What waits for whom, the earliest first."""
    stages = [stage for _, stages, _ in LISTS for stage in stages]
    found = queries.list_payments_at(current_official(), stages)
    return render_template(
        "pages/officer/payments.html",
        lists=[(title, [each for each in found if each.stage in at], empty) for title, at, empty in LISTS],
        reasons=queries.held_because(found),
    )


@bp.route("/applications/<uuid:application_id>/money")
@requires(Permission.PAYMENT_VIEW)
def application_money(application_id: UUID) -> ResponseReturnValue:
    award = _award(application_id)
    payee = queries.find_payee(award.organisation_id)
    listed = queries.list_payments(award.id)
    return render_template(
        "pages/officer/money.html",
        **frame(load(application_id), HERE),
        award=award,
        payee=payee,
        account_ending=ending(payee.account_number) if payee else "",
        checks=_checks(award),
        payments=queries.running_totals(listed),
        reasons=queries.held_because(listed),
        figures=queries.figures(award, listed),
        choices=choices(award),
        may_manage=allows(current_actor(), Permission.AWARD_MANAGE, on=award),
    )


@bp.route("/applications/<uuid:application_id>/money/<int:number>")
@requires(Permission.PAYMENT_VIEW)
def payment(application_id: UUID, number: int) -> ResponseReturnValue:
    award = _award(application_id)
    found = queries.get_payment(award, number)
    return render_template(
        "pages/officer/payment.html",
        award=award,
        payment=found,
        choices=choices(found),
        payee=_shown_payee(award),
        reason=queries.held_because([found]).get(found.id, ""),
    )


@bp.route("/applications/<uuid:application_id>/money/account", methods=["GET", "POST"])
@requires(Permission.AWARD_MANAGE)
def account_check(application_id: UUID) -> ResponseReturnValue:
    """The account in full, for whoever rings the organisation to check it."""
    award = _award(application_id, Permission.AWARD_MANAGE)
    payee = _given(award)
    form = PayeeForm(mark=payee.mark)
    if form.validate_on_submit():
        with unit_of_work():
            commands.check_payee(award, form.how.data or "", this_occasion(), read=form.read)
        flash("The bank details are checked, and locked.")
        return redirect(url_for(HERE, application_id=application_id))
    return render_template("pages/officer/account-check.html", award=award, payee=payee, form=form)


@bp.route("/applications/<uuid:application_id>/money/account/again", methods=["GET", "POST"])
@requires(Permission.AWARD_MANAGE)
def account_again(application_id: UUID) -> ResponseReturnValue:
    award = _award(application_id, Permission.AWARD_MANAGE)
    form = NewDetailsForm(mark=_given(award).mark)
    if form.validate_on_submit():
        with unit_of_work():
            commands.ask_for_new_bank_details(award, form.why.data or "", this_occasion(), read=form.read)
        flash("The bank details are unlocked. Nothing is paid until new ones are given and checked.")
        return redirect(url_for(HERE, application_id=application_id))
    return render_template("pages/officer/account-again.html", award=award, form=form)


@bp.route("/applications/<uuid:application_id>/money/checks/<code>", methods=["GET", "POST"])
@requires(Permission.AWARD_MANAGE)
def payment_check(application_id: UUID, code: str) -> ResponseReturnValue:
    award = _award(application_id, Permission.AWARD_MANAGE)
    check = next((each for each in _checks(award) if each["code"] == code), None)
    if check is None:
        raise NotFound("check", code)
    form = PaymentCheckForm(obj=check["found"])
    if form.validate_on_submit():
        with unit_of_work():
            commands.record_payment_check(
                award, code, form.result.data, form.evidence.data or "", this_occasion()
            )
        flash("Saved.")
        return redirect(url_for(HERE, application_id=application_id))
    return render_template("pages/officer/payment-check.html", award=award, check=check, form=form)


def _award(application_id: UUID, permission: Permission = Permission.PAYMENT_VIEW) -> Award:
    return queries.get_award_of(application_id, current_official(), permission)


def _given(award: Award) -> Payee:
    payee = queries.find_payee(award.organisation_id)
    if payee is None:
        raise NotFound("payee", award.reference)
    return payee


def _shown_payee(award: Award) -> Payee | None:
    """The account in full, to those who pay into it and to nobody else."""
    if not allows(current_actor(), Permission.PAYMENT_PAY, on=award):
        return None
    return queries.find_payee(award.organisation_id)


def _checks(award: Award) -> list[dict[str, Any]]:
    """Each check before payment but that of the account, with what was found."""
    tier, found = queries.tier_of(award), results_by_code(award.application_id)
    stands, words = standing_results(award.application, this_occasion().at), tiers()
    return [
        {
            "code": code,
            "label": words.check(code).label,
            "what": words.check(code).what,
            "found": found.get(code),
            "stands": stands[code].result if code in stands and code not in found else None,
        }
        for code in tier.checks_before_payment
        if code != BANK
    ]
