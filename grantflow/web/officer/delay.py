"""Put a decision off: say why, and promise another date."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment import commands
from grantflow.casework.running import workflow_of
from grantflow.core.calendar import local_date
from grantflow.core.display import weekday
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import actions_of, load
from grantflow.web.officer.forms import DelayForm


@bp.route("/applications/<uuid:application_id>/delay", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def delay(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id, Permission.APPLICATION_DECIDE)
    if found.stage not in workflow_of(found).action("delay").from_:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    if not any(each.action.key == "delay" for each in actions_of(found)):
        raise NotFound("action", "delay")
    form = DelayForm(revision=found.revision)
    form.promised_on, form.today = found.promised_on, local_date(this_occasion().at)
    if form.validate_on_submit() and form.decide_by.data:
        with unit_of_work():
            commands.delay(
                found, form.decide_by.data, this_occasion(), why=form.note.data or "",
                public_why=form.public_why.data or "", expected_revision=form.read_revision,
            )  # fmt: skip
        flash(f"Delayed. We are writing to say that they will hear by {weekday(found.promised_on)}.")
        return redirect(url_for("officer.application", application_id=found.id))
    return render_template("pages/officer/delay.html", application=found, form=form)
