"""The step between the scores for quality and the money: what is asked for is shown, and those scores stay."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment.hiding import quality_of, show_amount, why_amount_stays_hidden
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.assessor import bp
from grantflow.web.assessor.reading import cover_of, criteria_of, load_open
from grantflow.web.fields import RevisionForm
from grantflow.web.occasion import this_occasion


@bp.route("/assessments/<uuid:assessment_id>/amount", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_SCORE)
def amount(assessment_id: UUID) -> ResponseReturnValue:
    found = load_open(assessment_id)
    cover, criteria = cover_of(found), criteria_of(found)
    if not cover.hidden.amount:
        raise NotFound("page")
    if reason := why_amount_stays_hidden(found):
        raise ActionUnavailable([reason])
    form = RevisionForm(revision=found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            show_amount(found, this_occasion())
        about_money = [each.key for each in criteria if each.needs_amount]
        if about_money:
            return redirect(url_for("assessor.criterion", assessment_id=found.id, key=about_money[0]))
        return redirect(url_for("assessor.assessment", assessment_id=found.id))
    return render_template(
        "pages/assessor/amount.html",
        assessment=found,
        cover=cover,
        quality=quality_of(criteria),
        scores={score.criterion_key: score for score in found.scores},
        form=form,
    )
