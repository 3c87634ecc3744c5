"""Every grant, and what an officer does with one besides paying it: start it, end it, complete it."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards import commands, queries
from grantflow.awards.models import Award
from grantflow.awards.payments import pay
from grantflow.casework.commands import take_action
from grantflow.casework.models import Case
from grantflow.casework.queries import OpenAction, open_actions
from grantflow.casework.running import workflow
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.fields import whole_number
from grantflow.web.occasion import current_official, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.forms import TakeForm
from grantflow.web.officer.grant_forms import PayForm


@dataclass(frozen=True)
class Choices:
    """What may be done now, and what would be expected but has something in its way."""

    open: list[OpenAction]
    blocked: list[OpenAction]


def choices(case: Case) -> Choices:
    """:raises Forbidden: never: an action the person's roles do not allow is simply not among them"""
    found = open_actions(case, this_occasion())
    return Choices([each for each in found if each.allowed], [each for each in found if not each.allowed])


@bp.route("/grants")
@requires(Permission.AWARD_VIEW)
def grants() -> ResponseReturnValue:
    stage = request.args.get("stage", "")
    page = max(1, request.args.get("page", 1, type=whole_number))
    found = queries.list_awards(current_official(), stage=stage, page=page)
    return render_template(
        "pages/officer/grants.html",
        awards=found[: queries.PAGE],
        stages=workflow("award").stages,
        stage=stage,
        page=page,
        more=len(found) > queries.PAGE,
    )


@bp.route("/applications/<uuid:application_id>/grant/<action>", methods=["GET", "POST"])
@requires(Permission.AWARD_MANAGE)
def grant_action(application_id: UUID, action: str) -> ResponseReturnValue:
    award = queries.get_award_of(application_id, current_official(), Permission.AWARD_MANAGE)
    chosen = the_action(award, action)
    form = TakeForm(revision=award.revision)
    form.ask_for(chosen.action)
    if form.validate_on_submit():
        with unit_of_work():
            _take(award, action, form)
        flash(f"Done: {chosen.action.label}.")
        return redirect(url_for("officer.application_money", application_id=application_id))
    return render_template(
        "pages/officer/grant-action.html", case=award, form=form, chosen=chosen,
        back=url_for("officer.application_money", application_id=application_id),
    )  # fmt: skip


@bp.route("/applications/<uuid:application_id>/money/<int:number>/<action>", methods=["GET", "POST"])
@requires(Permission.PAYMENT_VIEW)
def payment_action(application_id: UUID, number: int, action: str) -> ResponseReturnValue:
    award = queries.get_award_of(application_id, current_official(), Permission.PAYMENT_VIEW)
    payment = queries.get_payment(award, number)
    chosen = the_action(payment, action)
    form = PayForm(revision=payment.revision) if action == "pay" else TakeForm(revision=payment.revision)
    form.ask_for(chosen.action)
    if isinstance(form, PayForm):
        form.authorised_on = local_date(payment.stage_entered_at)
    back = url_for("officer.payment", application_id=application_id, number=number)
    if form.validate_on_submit():
        with unit_of_work():
            if isinstance(form, PayForm):
                pay(
                    payment, form.day, form.bank_reference.data or "", this_occasion(),
                    expected_revision=form.read_revision,
                )  # fmt: skip
            else:
                take_action(
                    payment, action, this_occasion(), note=written(form), expected_revision=form.read_revision
                )
        flash(f"Done: {chosen.action.label}.")
        return redirect(url_for("officer.application_money", application_id=application_id))
    return render_template(
        "pages/officer/grant-action.html", case=payment, form=form, chosen=chosen, back=back
    )


def the_action(case: Case, action_key: str) -> OpenAction:
    """One of the actions that this person would expect here, possible or not.

    :raises NotFound: if it is none of them
    """
    for each in open_actions(case, this_occasion()):
        if each.action.key == action_key:
            return each
    raise NotFound("action", action_key)


def written(form: TakeForm) -> str:
    """The note, where one was asked for."""
    return (form.note.data or "") if "note" in form else ""


def _take(award: Award, action: str, form: TakeForm) -> None:
    note = written(form)
    if action == "end-early":
        commands.end_early(award, note, this_occasion(), expected_revision=form.read_revision)
    else:
        take_action(award, action, this_occasion(), note=note, expected_revision=form.read_revision)
