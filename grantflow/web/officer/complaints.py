"""A complaint: acknowledge it, look into it, answer it. Whoever had a part in the application finds no page here."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.commands import take_action
from grantflow.casework.queries import OpenAction, open_actions
from grantflow.casework.running import workflow_of
from grantflow.complaints.commands import answer_complaint
from grantflow.complaints.involved import list_handlers
from grantflow.complaints.models import Complaint
from grantflow.complaints.queries import get_complaint
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.notices.correspondence import last_said
from grantflow.notices.queries import list_letters
from grantflow.notices.sender import sentence
from grantflow.permissions import Permission
from grantflow.places.queries import name_of_region
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.applications import steps_of
from grantflow.web.officer.forms import ButtonForm, TakeForm
from grantflow.web.officer.reply_forms import OUTCOMES, AnswerForm

ANSWERING = frozenset({"answer", "answer-again"})
# What somebody may do without having the complaint in hand.
ASIDE = frozenset({"hand-back", "hand-back-again"})


@bp.route("/complaints/<uuid:complaint_id>")
@requires(Permission.COMPLAINT_VIEW)
def complaint(complaint_id: UUID) -> ResponseReturnValue:
    found = get_complaint(complaint_id, current_actor())
    actions = _actions(found)
    return render_template(
        "pages/officer/complaint.html",
        complaint=found,
        about=sentence(f"complaint-about-{found.about}"),
        region=name_of_region(found.region_code),
        actions=actions,
        steps=[each.action for each in actions if each.allowed and each.action.key not in ASIDE],
        aside=[each.action for each in actions if each.allowed and each.action.key in ASIDE],
        answering=ANSWERING,
        outcomes=OUTCOMES,
        why_again=last_said(found.id, "ask-second-look"),
        handlers=list_handlers(found) if found.is_open else [],
        letters=list_letters([found.id]),
        entries=steps_of(found),
        form=ButtonForm(revision=found.revision),
    )


@bp.route("/complaints/<uuid:complaint_id>/act/<action>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_HANDLE)
def act_on_complaint(complaint_id: UUID, action: str) -> ResponseReturnValue:
    """Anything that needs no more than a note; the answer has a page of its own."""
    found = get_complaint(complaint_id, current_actor(), Permission.COMPLAINT_HANDLE)
    open_action = _one(found, action)
    form = TakeForm(revision=found.revision)
    form.ask_for(open_action.action)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(found, action, this_occasion(), note=form.words, expected_revision=form.read_revision)
        flash(f"{open_action.action.label}: done.")
        return redirect(url_for("officer.complaint", complaint_id=found.id))
    return render_template(
        "pages/officer/act-on-complaint.html", complaint=found, form=form, action=open_action.action
    )


@bp.route("/complaints/<uuid:complaint_id>/answer", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_HANDLE)
def answer_a_complaint(complaint_id: UUID) -> ResponseReturnValue:
    found = get_complaint(complaint_id, current_actor(), Permission.COMPLAINT_HANDLE)
    open_action = next((each for each in _actions(found) if each.action.key in ANSWERING), None)
    if open_action is None:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    if not open_action.allowed:
        raise ActionUnavailable(open_action.reasons)
    form = AnswerForm(revision=found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            answer_complaint(
                found, this_occasion(), outcome=form.outcome.data, words=form.words.data or "",
                change=form.change.data or "", decide_again=bool(form.decide_again.data),
                again_how=form.again_how.data or "", expected_revision=form.read_revision,
            )  # fmt: skip
        flash("The answer is on its way to them, as a letter.")
        return redirect(url_for("officer.complaint", complaint_id=found.id))
    return render_template(
        "pages/officer/complaint-answer.html", complaint=found, form=form,
        about=sentence(f"complaint-about-{found.about}"),
    )  # fmt: skip


def _actions(found: Complaint) -> list[OpenAction]:
    """What this person may do; what the page of the answer asks for is not held against it here."""
    return [
        OpenAction(
            each.action, tuple(reason for reason in each.reasons if reason.key != "complaint-answer-missing")
        )
        for each in open_actions(found, this_occasion())
    ]


def _one(found: Complaint, action: str) -> OpenAction:
    """
    :raises NotFound: if there is no such action here, or it has a page of its own
    :raises ActionUnavailable: with everything in the way
    """
    definition = workflow_of(found).find_action(action)
    if definition is not None and found.stage not in definition.from_:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    open_action = next((each for each in _actions(found) if each.action.key == action), None)
    if open_action is None or action in ANSWERING:
        raise NotFound("action", action)
    if not open_action.allowed:
        raise ActionUnavailable(open_action.reasons)
    return open_action
