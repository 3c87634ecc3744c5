"""Decide: award or decline, held until release."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import get_user
from grantflow.applications.models import Application
from grantflow.assessment import commands
from grantflow.assessment.interests import left_pence
from grantflow.assessment.rules import REASON_CODES
from grantflow.casework.queries import OpenAction
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.assessors import compare
from grantflow.web.officer.cases import actions_of, frame, load
from grantflow.web.officer.forms import AwardForm, ButtonForm, DeclineForm
from grantflow.web.officer.reasons import REASONS


@bp.route("/applications/<uuid:application_id>/decision")
@requires(Permission.APPLICATION_VIEW)
def decision(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    actions = [each for each in actions_of(found) if found.stage in {"panel", "to-award", "to-decline"}]
    kept = found.decision
    return render_template(
        "pages/officer/decision.html",
        **frame(found, "officer.decision"),
        scores=compare(found),
        left_pence=_left(found),
        actions=actions,
        may={each.action.key for each in actions if not _in_the_way(each)},
        expected={each.action.key for each in actions},
        decision=kept,
        may_second=found.stage == "panel"
        and kept is not None
        and kept.outcome == "award"
        and kept.decided_by_id != current_actor().user_id
        and any(each.action.key == "award" and not _lacks_approver(each) for each in actions),
        reasons=[REASONS[code] for code in kept.reason_codes] if kept else [],
        decided_by=get_user(kept.decided_by_id).name if kept else "",
        seconded_by=get_user(kept.seconded_by_id).name if kept and kept.seconded_by_id else "",
        form=ButtonForm(revision=found.revision),
    )


@bp.route("/applications/<uuid:application_id>/decision/award", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def award(application_id: UUID) -> ResponseReturnValue:
    found = _to_decide(application_id, "award")
    form = AwardForm(
        data={"revision": found.revision, "amount": found.amount_pence, "why": "", "conditions": ""}
    )
    form.asked_pence, form.left_pence = found.amount_pence or 0, _left(found)
    if form.validate_on_submit():
        with unit_of_work():
            commands.award(
                found, form.amount.data, this_occasion(), why=form.why.data or "",
                conditions=form.conditions.data or "", expected_revision=form.read_revision,
            )  # fmt: skip
        flash(
            "The award is held until release."
            if found.stage == "to-award"
            else "Proposed to a second person."
        )
        return redirect(url_for("officer.decision", application_id=found.id))
    return render_template(
        "pages/officer/award.html",
        application=found,
        form=form,
        left_pence=form.left_pence,
        scores=compare(found),
    )


@bp.route("/applications/<uuid:application_id>/decision/second", methods=["POST"])
@requires(Permission.APPLICATION_DECIDE)
def second(application_id: UUID) -> ResponseReturnValue:
    """Agree to an award that somebody else has proposed."""
    found = load(application_id, Permission.APPLICATION_DECIDE)
    form = ButtonForm()
    if form.validate_on_submit():
        with unit_of_work():
            commands.second_award(found, this_occasion(), expected_revision=form.read_revision)
        flash("You agreed. The award is held until release.")
    return redirect(url_for("officer.decision", application_id=found.id))


@bp.route("/applications/<uuid:application_id>/decision/decline", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def decline(application_id: UUID) -> ResponseReturnValue:
    found = _to_decide(application_id, "decline")
    form = DeclineForm(revision=found.revision)
    form.reason_codes.choices = {code: REASONS[code] for code in REASON_CODES}
    if form.validate_on_submit():
        with unit_of_work():
            commands.decline(
                found, this_occasion(), reason_codes=list(form.reason_codes.data or []),
                strength=form.strength.data or "", change=form.change.data or "",
                expected_revision=form.read_revision,
            )  # fmt: skip
        flash("The refusal is held until release.")
        return redirect(url_for("officer.decision", application_id=found.id))
    return render_template("pages/officer/decline.html", application=found, form=form, scores=compare(found))


def _to_decide(application_id: UUID, action: str) -> Application:
    """The application, if this person could take this decision about it now.

    :raises ActionUnavailable: with everything in the way that the form would not ask for
    """
    found = load(application_id, Permission.APPLICATION_DECIDE)
    if found.stage != "panel":
        raise ActionUnavailable([Reason("not-at-this-stage")])
    open_action = next((each for each in actions_of(found) if each.action.key == action), None)
    if open_action is None:
        raise NotFound("action", action)
    if reasons := _in_the_way(open_action):
        raise ActionUnavailable(reasons)
    return found


def _in_the_way(open_action: OpenAction) -> list[Reason]:
    """What no change to the decision would help: an amount or a second person's word can still be put right."""
    award = open_action.action.key == "award"
    return [each for each in open_action.reasons if not (award and each.key in PUT_RIGHT_THERE)]


def _lacks_approver(open_action: OpenAction) -> bool:
    return "approver-needed" in {each.key for each in open_action.reasons}


PUT_RIGHT_THERE = frozenset(
    {
        "second-approval-needed",
        "second-must-differ",
        "over-round-budget",
        "too-much-for-round",
        "approver-needed",
    }
)


def _left(found: Application) -> int | None:
    return left_pence(found.round, current_actor(), besides=found.id)
