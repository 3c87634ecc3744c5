"""Ask an applicant for changes, section by section, and see what they changed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications import changes
from grantflow.applications.queries import form_of, list_change_requests, list_submissions
from grantflow.casework.running import workflow_of
from grantflow.core.difference import difference
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason, Refused
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking_forms import ChangesForm
from grantflow.web.officer.cases import actions_of, frame, load
from grantflow.web.phrases import phrase


@bp.route("/applications/<uuid:application_id>/changes/ask", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def ask_for_changes(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id, Permission.APPLICATION_CHECK)
    if found.stage not in workflow_of(found).action("ask-for-changes").from_:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    if not any(each.action.key == "ask-for-changes" for each in actions_of(found)):
        raise NotFound("action", "ask-for-changes")
    form, sections = ChangesForm(revision=found.revision), form_of(found).sections
    boxes = {section.key: request.form.get(f"wanted-{section.key}", "") for section in sections}
    refused = ""
    if form.validate_on_submit():
        try:
            with unit_of_work():
                changes.ask_for_changes(
                    found, boxes, form.by.data, this_occasion(), revision=form.read_revision
                )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            refused = phrase(refusal.reasons[0])
        else:
            flash("We are writing to ask for the changes.")
            return redirect(url_for("officer.application", application_id=found.id))
    return render_template(
        "pages/officer/ask-for-changes.html", application=found, form=form, sections=sections, boxes=boxes,
        refused=refused,
    )  # fmt: skip


@bp.route("/applications/<uuid:application_id>/changes")
@requires(Permission.APPLICATION_VIEW)
def what_changed(application_id: UUID) -> ResponseReturnValue:
    """What was asked, and each answer that is different, with what went and what is new."""
    found = load(application_id)
    form = form_of(found)
    titles = {section.key: str(section.title) for section in form.sections}
    return render_template(
        "pages/officer/changes.html",
        **frame(found, "officer.what_changed"),
        asked=[
            (titles.get(each.section_key, each.section_key), each) for each in list_change_requests(found.id)
        ],
        sent=list_submissions(found.id),
        changed=[
            (each, difference(_text(each.before), _text(each.after))) for each in changes.what_changed(found)
        ],
    )


def _text(answer: str | list[str]) -> str:
    return answer if isinstance(answer, str) else "\n".join(answer)
