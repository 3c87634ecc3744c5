"""A call that an applicant asked for: choose the time, move it, write down what was said."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.commands import take_action
from grantflow.casework.queries import open_actions
from grantflow.casework.running import workflow_of
from grantflow.core.display import clock, weekday
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, Reason
from grantflow.feedback.commands import book_call, record_call
from grantflow.feedback.models import FeedbackCall
from grantflow.feedback.queries import get_call
from grantflow.feedback.rules import Offer
from grantflow.notices.compose_feedback import in_words
from grantflow.notices.correspondence import last_said
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.applications import steps_of
from grantflow.web.officer.forms import TakeForm
from grantflow.web.officer.reply_forms import BookForm, RecordForm


@bp.route("/calls/<uuid:call_id>")
@requires(Permission.FEEDBACK_VIEW)
def feedback_call(call_id: UUID) -> ResponseReturnValue:
    found = get_call(call_id, current_actor())
    at = this_occasion().at
    return render_template(
        "pages/officer/call.html",
        call=found,
        offered=in_words(found),
        may={each.action.key for each in open_actions(found, this_occasion())},
        is_over=found.booked_at is not None and found.booked_at <= at,
        why_not=last_said(found.id, "not-possible"),
        entries=steps_of(found),
    )


@bp.route("/calls/<uuid:call_id>/book", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_HOLD)
def book_feedback_call(call_id: UUID) -> ResponseReturnValue:
    found = _open(call_id)
    offers = [Offer.read(each) for each in found.offered]
    form = BookForm(offers, this_occasion().at, data={"revision": found.revision})
    if form.validate_on_submit():
        with unit_of_work():
            book_call(found, form.at, this_occasion(), expected_revision=form.read_revision)
        flash(f"You ring at {clock(form.at)} on {weekday(form.at)}. We have told them.")
        return redirect(url_for("officer.feedback_call", call_id=found.id))
    return render_template("pages/officer/call-book.html", call=found, form=form)


@bp.route("/calls/<uuid:call_id>/record", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_HOLD)
def record_feedback_call(call_id: UUID) -> ResponseReturnValue:
    found = _open(call_id)
    form = RecordForm(revision=found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            record_call(found, form.said.data or "", this_occasion(), expected_revision=form.read_revision)
        flash("Kept. They can read it on the page of their application.")
        return redirect(url_for("officer.feedback_call", call_id=found.id))
    return render_template("pages/officer/call-record.html", call=found, form=form)


@bp.route("/calls/<uuid:call_id>/not-possible", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_HOLD)
def call_not_possible(call_id: UUID) -> ResponseReturnValue:
    found = _open(call_id)
    action = workflow_of(found).action("not-possible")
    form = TakeForm(revision=found.revision)
    form.ask_for(action)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                found, action.key, this_occasion(), note=form.words, expected_revision=form.read_revision
            )
        flash("We have told them, and that they may ask again.")
        return redirect(url_for("officer.feedback_call", call_id=found.id))
    return render_template("pages/officer/call-not-possible.html", call=found, form=form, action=action)


def _open(call_id: UUID) -> FeedbackCall:
    """
    :raises NotFound: if it is not for this person to hold
    :raises ActionUnavailable: if it is over
    """
    found = get_call(call_id, current_actor(), Permission.FEEDBACK_HOLD)
    if not found.is_open:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    return found
