"""Declare an interest in an application from its own page: it closes for whoever does, and others go on."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment.recusals import declare_interest
from grantflow.db import unit_of_work
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking_forms import InterestForm
from grantflow.web.officer.cases import load


@bp.route("/applications/<uuid:application_id>/interest", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VIEW)
def interest(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    form = InterestForm(revision=found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            declare_interest(found, this_occasion(), interest=form.interest.data or "")
        flash("Thank you for saying so. It is closed to you now, and somebody else goes on with it.")
        return redirect(url_for("officer.work_list"))
    return render_template("pages/officer/interest.html", application=found, form=form)
