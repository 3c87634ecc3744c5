"""Take an application back, at any time before the decision is told."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.queries import get_own_application
from grantflow.casework.commands import take_action
from grantflow.db import unit_of_work
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import WithdrawForm
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/applications/<uuid:application_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WITHDRAW)
def withdraw(application_id: UUID) -> ResponseReturnValue:
    application = get_own_application(application_id, current_actor())
    require(current_actor(), Permission.APPLICATION_WITHDRAW, on=application)
    # No revision: it may be taken back at every stage, and how often it has moved would tell what was decided.
    form = WithdrawForm()
    if form.validate_on_submit():
        with unit_of_work():
            take_action(application, "withdraw", this_occasion(), note=form.why.data or "")
        flash("Your application has been withdrawn.")
        return redirect(url_for("applicant.application", application_id=application.id))
    return render_template("pages/applicant/withdraw.html", application=application, form=form)
