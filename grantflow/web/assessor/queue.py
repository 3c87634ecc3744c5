"""What an assessor has been asked to do, and the declaration that comes before any reading."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment import queries
from grantflow.assessment.commands import declare_conflict
from grantflow.casework.commands import take_action
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.places.queries import names_of_force_areas
from grantflow.web.access import requires
from grantflow.web.assessor import bp
from grantflow.web.assessor.forms import DeclareForm
from grantflow.web.assessor.reading import cover_in_list, cover_of
from grantflow.web.occasion import current_actor, current_user, this_occasion
from grantflow.web.training import skills_in_words, training_of


@bp.route("/", endpoint="queue")
@requires(Permission.ASSESSMENT_SCORE)
def show_queue() -> ResponseReturnValue:
    user: Any = current_user()
    mine = queries.list_my_assessments(current_actor())
    rows = [(each, cover_in_list(each)) for each in mine]
    return render_template(
        "pages/assessor/queue.html",
        to_do=[row for row in rows if row[0].is_open],
        done=[row for row in rows if not row[0].is_open],
        training=training_of(user, local_date(this_occasion().at)),
        skills=skills_in_words(user.skills),
    )


@bp.route("/assessments/<uuid:assessment_id>/declare", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_DECLARE)
def declare(assessment_id: UUID) -> ResponseReturnValue:
    """Nothing of the application is shown here but whose it is, with whom, and where.

    The one page that says so where names are hidden: nobody can tell of an interest in somebody they do not know of.
    """
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
        cover=cover_of(found),
        names_it=found.stage == "assigned" or not found.application.round.hide_names,
        partners=[each.title for each in found.application.partners],
        areas=names_of_force_areas(found.application.force_areas),
    )
