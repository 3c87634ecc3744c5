"""Codes for those who are late for a good reason."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import tidy_email
from grantflow.applications.late import give_late_code
from grantflow.applications.queries import list_late_codes
from grantflow.core.calendar import end_of_day
from grantflow.db import unit_of_work
from grantflow.errors import Refused
from grantflow.funds.queries import get_round
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking_forms import LateCodeForm
from grantflow.web.phrases import phrase


@bp.route("/rounds/<uuid:round_id>/late", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def late_codes(round_id: UUID) -> ResponseReturnValue:
    found = get_round(round_id, current_actor(), Permission.ROUND_RUN)
    form = LateCodeForm(revision=found.revision)
    if form.validate_on_submit() and form.until.data:
        try:
            with unit_of_work():
                code = give_late_code(
                    found, tidy_email(form.email.data or ""), end_of_day(form.until.data), form.why.data or "",
                    this_occasion(),
                ).code  # fmt: skip
        except Refused as refusal:
            form.until.errors = [phrase(refusal.reasons[0])]
        else:
            flash(f"The code is {code}. We are sending it to {form.email.data}.")
            return redirect(url_for("officer.late_codes", round_id=found.id))
    return render_template(
        "pages/officer/late-codes.html", round=found, form=form, codes=list_late_codes(found.id),
        at=this_occasion().at,
    )  # fmt: skip
