"""What the assessors of a round are not shown: chosen before the first of them is asked."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from grantflow.assessment.hiding import has_begun, hide
from grantflow.assessment.rules import hiding_can_be_changed
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, Reason
from grantflow.funds.models import Round
from grantflow.funds.queries import get_round
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.fields import RevisionForm
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.round_form import hide_amount_box, hide_names_box


class HidingForm(RevisionForm):
    """Two boxes, as on the form of a draft."""

    hide_amount = hide_amount_box()
    hide_names = hide_names_box()
    submit = SubmitField("Save", widget=GovSubmitInput())


@bp.route("/rounds/<uuid:round_id>/hiding", methods=["GET", "POST"])
@requires(Permission.ROUND_EDIT)
def hiding(round_id: UUID) -> ResponseReturnValue:
    found = get_round(round_id, current_actor(), Permission.ROUND_EDIT)
    if key := hiding_can_be_changed(begun=has_begun(found)):
        raise ActionUnavailable([Reason(key)])
    form = HidingForm(revision=found.revision, hide_amount=found.hide_amount, hide_names=found.hide_names)
    if form.validate_on_submit():
        with unit_of_work():
            hide(found, this_occasion(), amount=bool(form.hide_amount.data), names=bool(form.hide_names.data))
        flash("What assessors see is saved.")
        return redirect(url_for("officer.round", round_id=found.id))
    return render_template("pages/officer/hiding.html", round=found, form=form)


def in_words(round: Round) -> str:
    """What assessors are not shown, in a sentence."""
    amount = "The amount is hidden until their quality scores are in."
    names = "Names are hidden while they score."
    said = [words for words, hides in ((amount, round.hide_amount), (names, round.hide_names)) if hides]
    return " ".join(said) or "Everything but whom to get in touch with."


def may_change(round: Round) -> bool:
    return allows(current_actor(), Permission.ROUND_EDIT, on=round) and not has_begun(round)
