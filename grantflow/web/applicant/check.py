"""Check the answers, then send them: once, however often the button is pressed."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.models import User
from grantflow.accounts.queries import get_user, list_people_of
from grantflow.applications import sign_off
from grantflow.applications.changes import changed_so_far
from grantflow.applications.commands import submit_application
from grantflow.applications.models import Application
from grantflow.applications.queries import (
    choices_in,
    find_sign_off,
    form_of,
    get_own_application,
    sections_wanted,
    tier_of,
)
from grantflow.applications.reuse import suggestions
from grantflow.casework.queries import answers_of, open_actions
from grantflow.db import unit_of_work
from grantflow.engine.answers import missing, shown_by_section
from grantflow.engine.conditions import Answers
from grantflow.errors import Reason, Refused
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import SubmitForm
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/applications/<uuid:application_id>/check", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def check(application_id: UUID) -> ResponseReturnValue:
    application = get_own_application(application_id, current_actor())
    form = SubmitForm().named("Send the changes" if application.stage == "changes" else "")
    if form.validate_on_submit():
        with unit_of_work():
            sent = submit_application(application, this_occasion())
        if sent:
            flash(f"We have your application. Your reference is {application.reference}.")
        return redirect(url_for("applicant.application", application_id=application.id))
    if application.stage not in {"draft", "changes"}:
        return redirect(url_for("applicant.application", application_id=application.id))
    return _shown(application, form)


@bp.route("/applications/<uuid:application_id>/sign-off", methods=["POST"])
@requires(Permission.APPLICATION_WRITE)
def ask_for_sign_off(application_id: UUID) -> ResponseReturnValue:
    """Ask a colleague to agree before it is sent, or take the question back."""
    application = get_own_application(application_id, current_actor())
    require(current_actor(), Permission.APPLICATION_SUBMIT, on=application)
    colleagues = _colleagues(application)
    chosen = next((each for each in colleagues if str(each.id) == request.form.get("colleague")), None)
    with unit_of_work():
        if "nobody" in request.form:
            sign_off.ask_nobody(application, this_occasion())
        elif chosen is not None:
            sign_off.ask_colleague(application, chosen, this_occasion())
        else:
            raise Refused([Reason("colleague-not-chosen")])
    flash(
        f"We have asked {chosen.name}." if chosen and "nobody" not in request.form else "Nobody is asked now."
    )
    return redirect(url_for("applicant.check", application_id=application.id))


@bp.route("/applications/<uuid:application_id>/agree", methods=["POST"])
@requires(Permission.APPLICATION_WRITE)
def agree(application_id: UUID) -> ResponseReturnValue:
    """The colleague who was asked says that it may go."""
    application = get_own_application(application_id, current_actor())
    with unit_of_work():
        sign_off.agree(application, this_occasion())
    flash("Thank you. Whoever asked you can send it now.")
    return redirect(url_for("applicant.check", application_id=application.id))


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
    waiting = {each.key for each in missing(form_of(application), answers)}
    sending = {"submit", "send-changes"}
    to_send = next(
        (each for each in open_actions(application, this_occasion()) if each.action.key in sending), None
    )
    asked = find_sign_off(application.id)
    return render_template(
        "pages/applicant/check.html",
        application=application,
        tier=tier_of(application),
        form=form,
        sections=_sections(application, answers),
        missing=waiting,
        to_send=to_send,
        filled=waiting & suggestions(application).keys() if waiting else set(),
        open=sections_wanted(application) if application.stage == "changes" else None,
        at=this_occasion().at,
        changes=changed_so_far(application) if application.stage == "changes" else [],
        asked=asked,
        asked_of=get_user(asked.colleague_id) if asked else None,
        colleagues=_colleagues(application) if to_send else [],
    )


def _colleagues(application: Application) -> Sequence[User]:
    """Who else of the organisation can read the answers."""
    me = current_actor().user_id
    people = list_people_of(application.organisation_id) if application.organisation_id else []
    return [each for each in people if each.id != me]


def _sections(application: Application, answers: Answers) -> object:
    return shown_by_section(form_of(application), answers, choices=choices_in(application.round))
