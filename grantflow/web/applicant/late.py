"""Use a late code: the round opens again for one organisation."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.attempts import count_attempt
from grantflow.applications.late import use_late_code
from grantflow.db import unit_of_work
from grantflow.errors import Refused
from grantflow.funds.queries import get_public_round
from grantflow.web.access import signed_in
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import CodeForm
from grantflow.web.applicant.start import _own_organisation, own_organisations
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.phrases import phrase

MOST_TRIES = 20  # in an hour: a code read over the telephone goes wrong now and then


@bp.route("/rounds/<slug>/late", methods=["GET", "POST"])
@signed_in
def late(slug: str) -> ResponseReturnValue:
    round, organisations = get_public_round(slug), own_organisations()
    if not organisations:
        flash("Tell us about your organisation first. Then come back to this page with your code.")
        return redirect(url_for("applicant.new_organisation", slug=slug))
    form = CodeForm({str(each.id): each.name for each in organisations})
    if form.validate_on_submit():
        organisation = _own_organisation(form.organisation_id)
        with unit_of_work():
            count_attempt("late-code", str(current_actor().user_id), this_occasion().at, most=MOST_TRIES)
        try:
            with unit_of_work():
                begun = use_late_code(round, organisation, form.code.data or "", this_occasion())
        except Refused as refusal:
            form.code.errors = [phrase(refusal.reasons[0])]
        else:
            flash("The round is open for you. Send your application before the code runs out.")
            if begun is not None:
                return redirect(url_for("applicant.application", application_id=begun.id))
            return redirect(url_for("applicant.amount", slug=slug, organisation_id=organisation.id))
    return render_template("pages/applicant/late.html", form=form, round=round)
