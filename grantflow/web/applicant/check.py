"""Check the answers, then send them: once, however often the button is pressed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.commands import submit_application
from grantflow.applications.models import Application
from grantflow.applications.queries import choices_in, form_of, get_own_application, tier_of
from grantflow.applications.reuse import suggestions
from grantflow.casework.queries import answers_of, open_actions
from grantflow.db import unit_of_work
from grantflow.engine.answers import missing, shown_by_section
from grantflow.engine.conditions import Answers
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import SubmitForm
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/applications/<uuid:application_id>/check", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def check(application_id: UUID) -> ResponseReturnValue:
    application = get_own_application(application_id, current_actor())
    form = SubmitForm()
    if form.validate_on_submit():
        with unit_of_work():
            sent = submit_application(application, this_occasion())
        if sent:
            flash(f"We have your application. Your reference is {application.reference}.")
        return redirect(url_for("applicant.application", application_id=application.id))
    if application.stage != "draft":
        return redirect(url_for("applicant.application", application_id=application.id))
    return _shown(application, form)


@bp.route("/applications/<uuid:application_id>/answers")
@requires(Permission.APPLICATION_WRITE)
def answers(application_id: UUID) -> ResponseReturnValue:
    """What was sent, to read or print."""
    application = get_own_application(application_id, current_actor())
    return render_template(
        "pages/applicant/answers.html",
        application=application,
        sections=_sections(application, answers_of(application.id)),
    )


def _shown(application: Application, form: SubmitForm) -> ResponseReturnValue:
    answers = answers_of(application.id)
    to_send = next(
        (each for each in open_actions(application, this_occasion()) if each.action.key == "submit"), None
    )
    return render_template(
        "pages/applicant/check.html",
        application=application,
        tier=tier_of(application),
        form=form,
        sections=_sections(application, answers),
        missing={each.key for each in missing(form_of(application), answers)},
        to_send=to_send,
        filled=suggestions(application).keys() - answers.keys(),
    )


def _sections(application: Application, answers: Answers) -> object:
    return shown_by_section(form_of(application), answers, choices=choices_in(application.round))
