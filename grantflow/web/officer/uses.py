"""That somebody used an answer; and the questions of reports, with how often each was answered and used."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.db import unit_of_work
from grantflow.monitoring.queries import get_review
from grantflow.monitoring.uses import questions_asked, use_answer
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_official, this_occasion
from grantflow.web.officer import bp
from grantflow.web.why import why

LONGEST = 200


@bp.route("/questions")
@requires(Permission.REPORT_VIEW)
def questions() -> ResponseReturnValue:
    """Totals over every region: what is asked is the fund's, and says nothing about any one charity."""
    asked = questions_asked()
    forms = list({each.form.key: each.form for each in asked}.values())
    return render_template(
        "pages/officer/questions.html",
        forms=[(form, [each for each in asked if each.form.key == form.key]) for form in forms],
        unused=[each for each in asked if each.unused],
        why=why,
    )


@bp.route("/reports/<uuid:review_id>/used", methods=["POST"])
@requires(Permission.MONITORING_VIEW)
def use(review_id: UUID) -> ResponseReturnValue:
    review = get_review(review_id, current_official())
    with unit_of_work():
        use_answer(
            review,
            request.form.get("question", ""),
            request.form.get("what_for", "")[:LONGEST],
            this_occasion(),
        )
    flash("Thank you. The organisation sees that you used it.")
    if request.form.get("back") == "review":
        return redirect(url_for("evaluator.review", review_id=review.id))
    return redirect(
        url_for("officer.report", application_id=review.award.application_id, number=review.number)
    )
