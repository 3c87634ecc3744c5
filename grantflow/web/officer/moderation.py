"""Write down why assessors differ and what the view is now, beside the scores as they were sent."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment.moderation import apart, find_moderation, write_moderation
from grantflow.assessment.rules import moderator_is_not_apart
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.comparing import compare
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking_forms import ModerationForm
from grantflow.web.officer.cases import load


@bp.route("/applications/<uuid:application_id>/moderation", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def moderation(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id, Permission.APPLICATION_CHECK)
    scores, differing = compare(found), apart(found)
    if found.stage != "assessing" or not differing.is_far:
        raise NotFound("page")
    if key := moderator_is_not_apart(current_actor().user_id, differing.means):
        raise ActionUnavailable([Reason(key)])
    note = find_moderation(found.id)
    form = ModerationForm(
        data={
            "revision": found.revision,
            "why_apart": note.why_apart if note else "",
            "view_now": note.view_now if note else "",
        }
    )
    if form.validate_on_submit():
        with unit_of_work():
            write_moderation(
                found, this_occasion(), why_apart=form.why_apart.data or "", view_now=form.view_now.data or ""
            )
        flash("The note is kept beside the scores.")
        return redirect(url_for("officer.assessments", application_id=found.id))
    return render_template("pages/officer/moderation.html", application=found, form=form, scores=scores)
