"""A grant as its holder sees it: the offer, saying yes or no, bank details, payments, what is next."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment.queries import find_decision
from grantflow.awards import commands, queries
from grantflow.awards.bank import ending
from grantflow.awards.models import Award
from grantflow.awards.plans import find_plan
from grantflow.casework.commands import take_action
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.learning.queries import list_entries_of_award
from grantflow.learning.rules import award_may_teach
from grantflow.monitoring.queries import list_reviews
from grantflow.monitoring.rules import OPEN_TO_REPORT
from grantflow.notices.queries import list_letters
from grantflow.permissions import Permission, allows, require
from grantflow.reports.progress import progress_of_award
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.award_forms import AcceptForm, BankForm, TurnDownForm
from grantflow.web.distances import pictures_over_time
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/grants/<uuid:award_id>")
@requires(Permission.AWARD_VIEW)
def award(award_id: UUID) -> ResponseReturnValue:
    found = queries.get_award(award_id, current_actor())
    template = "offer.html" if found.stage == "offered" else "award.html"
    payee, decision = queries.find_payee(found.organisation_id), find_decision(found.application_id)
    reviews, payments = list_reviews(found.id, counted=False), queries.list_payments(found.id)
    # A letter is about the grant, one of its payments or one of its reports; people look for all of them here.
    around = [found.id, *(each.id for each in payments), *(each.id for each in reviews)]
    return render_template(
        f"pages/applicant/{template}",
        award=found,
        terms=queries.terms_of(found),
        may_sign=allows(current_actor(), Permission.AWARD_ACCEPT, on=found),
        payee=payee,
        account_ending=ending(payee.account_number) if payee else "",
        payments=queries.running_totals(payments),
        reviews=reviews,
        next_report=next((each for each in reviews if each.stage in OPEN_TO_REPORT), None),
        over_time=pictures_over_time(progress_of_award(found.id, local_date(this_occasion().at))),
        why_less=decision.why_less if decision else "",
        entries=list_entries_of_award(found.id),
        may_teach=_may_teach(found),
        letters=list_letters(around, current_actor()),
        plan=find_plan(found),
        may_write_plan=allows(current_actor(), Permission.PLAN_WRITE, on=found),
    )


@bp.route("/grants/<uuid:award_id>/accept", methods=["GET", "POST"])
@requires(Permission.AWARD_ACCEPT)
def accept(award_id: UUID) -> ResponseReturnValue:
    found = _signable(award_id)
    form = AcceptForm(revision=found.revision, name=current_actor().name)
    if form.validate_on_submit():
        with unit_of_work():
            commands.accept_offer(
                found,
                form.name.data or "",
                form.position.data or "",
                this_occasion(),
                expected_revision=form.read_revision,
            )
        flash("You have accepted the grant. Thank you.")
        return redirect(_after_accepting(found))
    return render_template("pages/applicant/accept.html", award=found, form=form)


@bp.route("/grants/<uuid:award_id>/turn-down", methods=["GET", "POST"])
@requires(Permission.AWARD_ACCEPT)
def turn_down(award_id: UUID) -> ResponseReturnValue:
    found = _signable(award_id)
    form = TurnDownForm(revision=found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                found, "turn-down", this_occasion(),
                note=form.why.data or "", expected_revision=form.read_revision,
            )  # fmt: skip
        flash("You have turned this offer down. Thank you for telling us.")
        return redirect(url_for("applicant.award", award_id=found.id))
    return render_template("pages/applicant/turn-down.html", award=found, form=form)


@bp.route("/grants/<uuid:award_id>/bank-details", methods=["GET", "POST"])
@requires(Permission.AWARD_ACCEPT)
def bank_details(award_id: UUID) -> ResponseReturnValue:
    """Given once and never shown again in full, not even to those who gave them."""
    found = _signable(award_id)
    form = BankForm()
    if form.validate_on_submit():
        with unit_of_work():
            commands.give_bank_details(found, form.details, this_occasion())
        flash("Thank you. We will check these details before we pay you.")
        return redirect(url_for("applicant.award", award_id=found.id))
    return render_template(
        "pages/applicant/bank-details.html",
        award=found,
        form=form,
        payee=queries.find_payee(found.organisation_id),
    )


def _may_teach(award: Award) -> bool:
    """Whether this person may write down, for their own organisation, what this grant taught."""
    theirs = award.organisation_id in current_actor().organisations
    return (
        theirs
        and award_may_teach(award.stage) is None
        and allows(current_actor(), Permission.LEARNING_EDIT, on=award)
    )


def _signable(award_id: UUID) -> Award:
    """:raises Forbidden: to somebody of the organisation who may not sign for it"""
    found = queries.get_award(award_id, current_actor(), Permission.AWARD_ACCEPT)
    require(current_actor(), Permission.AWARD_ACCEPT, on=found)
    return found


def _after_accepting(award: Award) -> str:
    """Bank details are asked for now, unless we have them from another grant."""
    known = queries.find_payee(award.organisation_id) is not None
    return url_for("applicant.award" if known else "applicant.bank_details", award_id=award.id)
