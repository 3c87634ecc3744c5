"""What an assessor has been asked to do, and the declaration that comes before any reading."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment import queries
from grantflow.assessment.commands import declare_conflict
from grantflow.casework.commands import take_action
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.places.queries import names_of_force_areas
from grantflow.web.access import requires
from grantflow.web.assessor import bp
from grantflow.web.assessor.forms import DeclareForm
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/", endpoint="queue")
@requires(Permission.ASSESSMENT_SCORE)
def show_queue() -> ResponseReturnValue:
    mine = queries.list_my_assessments(current_actor())
    return render_template(
        "pages/assessor/queue.html",
        to_do=[each for each in mine if each.is_open],
        done=[each for each in mine if not each.is_open],
    )


@bp.route("/assessments/<uuid:assessment_id>/declare", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_DECLARE)
def declare(assessment_id: UUID) -> ResponseReturnValue:
    """Nothing of the application is shown here but whose it is and where."""
    found = queries.get_assessment(assessment_id, current_actor(), Permission.ASSESSMENT_DECLARE)
    if found.stage not in {"assigned", "open"}:
        raise NotFound("page")
    form = DeclareForm(revision=found.revision)
    if form.validate_on_submit():
        if form.answer.data == "yes":
            with unit_of_work():
                declare_conflict(found, this_occasion(), interest=form.interest.data or "")
            flash("Thank you for saying so. Somebody else will be asked.")
            return redirect(url_for("assessor.queue"))
        if found.stage == "assigned":
            with unit_of_work():
                take_action(
                    found, "declare-no-conflict", this_occasion(), expected_revision=form.read_revision
                )
        return redirect(url_for("assessor.assessment", assessment_id=found.id))
    return render_template(
        "pages/assessor/declare.html",
        assessment=found,
        form=form,
        areas=names_of_force_areas(found.application.force_areas),
    )
