"""Complain about how we went about it, follow what comes of it, and ask once for a second look."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.queries import get_application, list_own_applications
from grantflow.casework.commands import take_action
from grantflow.casework.queries import UNSENT, open_actions
from grantflow.complaints import rules
from grantflow.complaints.commands import make_complaint
from grantflow.complaints.models import Complaint
from grantflow.complaints.queries import find_open_complaint, get_own_complaint
from grantflow.core.display import weekday
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, Reason, Refused
from grantflow.funds.queries import get_public_round
from grantflow.notices.compose_complaints import second_look_by
from grantflow.notices.queries import list_letters
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import SubmitForm
from grantflow.web.applicant.reply_forms import ComplaintForm, SecondLookForm, about_words
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/rounds/<slug>/complain")
@requires(Permission.COMPLAINT_MAKE)
def complain_about_round(slug: str) -> ResponseReturnValue:
    """From the round's page to the application it is about, where the person has sent one there."""
    found = get_public_round(slug)
    theirs = [
        each
        for each in list_own_applications(current_actor())
        if each.round_id == found.id and each.stage not in UNSENT
    ]
    if len(theirs) == 1:
        return redirect(url_for("applicant.complain", application_id=theirs[0].id))
    return render_template("pages/applicant/complain-about-round.html", round=found, applications=theirs)


@bp.route("/applications/<uuid:application_id>/complain", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_MAKE)
def complain(application_id: UUID) -> ResponseReturnValue:
    application = get_application(application_id, current_actor(), Permission.COMPLAINT_MAKE)
    require(current_actor(), Permission.COMPLAINT_MAKE, on=application)
    begun = find_open_complaint(application.id)
    if begun is not None:
        return redirect(url_for("applicant.complaint", complaint_id=begun.id))
    if reason := rules.may_complain(application.stage, has_open=False):
        raise Refused([reason])
    form = ComplaintForm()
    if form.validate_on_submit():
        with unit_of_work():
            made = make_complaint(
                application, this_occasion(), about=form.about.data, words=form.words.data or ""
            )
        flash(f"Thank you for telling us. We write to you by {weekday(made.acknowledge_by)}.")
        return redirect(url_for("applicant.complaint", complaint_id=made.id))
    return render_template("pages/applicant/complain.html", application=application, form=form)


@bp.route("/complaints/<uuid:complaint_id>")
@requires(Permission.COMPLAINT_MAKE)
def complaint(complaint_id: UUID) -> ResponseReturnValue:
    found = get_own_complaint(complaint_id, current_actor())
    may = {each.action.key for each in open_actions(found, this_occasion()) if each.allowed}
    return render_template(
        "pages/applicant/complaint.html",
        complaint=found,
        about=about_words(found.about),
        may=may,
        second_look_by=second_look_by(found.answers[-1]) if found.answers else None,
        letters=list_letters([found.id], current_actor()),
        form=SubmitForm(),
    )


@bp.route("/complaints/<uuid:complaint_id>/second-look", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_MAKE)
def second_look(complaint_id: UUID) -> ResponseReturnValue:
    found = _to_act_on(complaint_id)
    if found.stage != "answered":
        raise ActionUnavailable([Reason("not-at-this-stage")])
    form = SecondLookForm(revision=found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                found, "ask-second-look", this_occasion(), note=form.why.data or "",
                expected_revision=form.read_revision,
            )  # fmt: skip
        flash(f"Another person will look. You have an answer by {weekday(found.answer_by)}.")
        return redirect(url_for("applicant.complaint", complaint_id=found.id))
    return render_template("pages/applicant/second-look.html", complaint=found, form=form)


@bp.route("/complaints/<uuid:complaint_id>/take-back", methods=["POST"])
@requires(Permission.COMPLAINT_MAKE)
def take_complaint_back(complaint_id: UUID) -> ResponseReturnValue:
    found = _to_act_on(complaint_id)
    if SubmitForm().validate_on_submit():
        with unit_of_work():
            take_action(found, "take-back", this_occasion())
        flash("You have taken the complaint back.")
    return redirect(url_for("applicant.complaint", complaint_id=found.id))


def _to_act_on(complaint_id: UUID) -> Complaint:
    """
    :raises NotFound: if it is not the person's own organisation's
    :raises Forbidden: if it is, and their right in it does not reach that far
    """
    found = get_own_complaint(complaint_id, current_actor())
    require(current_actor(), Permission.COMPLAINT_MAKE, on=found)
    return found
