"""What would be published about somebody's work: they read it first, and agree or ask for changes."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.answering import record_nobody
from grantflow.casework.queries import answers_of
from grantflow.db import unit_of_work
from grantflow.engine.answers import shown_by_section
from grantflow.errors import NotFound
from grantflow.learning import commands, queries
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.report_forms import ConsentForm
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/learning/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Permission.LEARNING_CONSENT)
def learning_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = queries.get_entry(entry_id, current_actor(), Permission.LEARNING_CONSENT)
    if entry.stage == "draft":
        raise NotFound("learning entry", entry_id)
    form = ConsentForm(revision=entry.revision)
    if form.validate_on_submit():
        with unit_of_work():
            if form.answer.data == "yes":
                commands.give_consent(entry, this_occasion(), expected_revision=form.read_revision)
            else:
                commands.ask_for_changes(
                    entry, form.changes.data or "", this_occasion(), expected_revision=form.read_revision
                )
            record_nobody(entry, form.confirmed, this_occasion())
        flash("Thank you. We have your answer.")
        return redirect(url_for("applicant.learning_entry", entry_id=entry.id))
    return render_template(
        "pages/applicant/learning-entry.html",
        entry=entry,
        form=form,
        sections=shown_by_section(queries.entry_form(entry), answers_of(entry.id)),
        may_answer=allows(current_actor(), Permission.LEARNING_CONSENT, on=entry),
    )
