"""Decide: award, reserve or decline, held until release. From a proposal of the panel it is one button."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import get_user
from grantflow.applications.models import Application
from grantflow.assessment import commands, decision_sheet, departing, panels, queries, reserves
from grantflow.assessment.interests import left_pence
from grantflow.assessment.models import Marking
from grantflow.assessment.rules import REASON_CODES
from grantflow.casework.queries import OpenAction
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission, allows
from grantflow.places.queries import name_of_region
from grantflow.web.access import requires
from grantflow.web.comparing import compare
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import actions_of, frame, load
from grantflow.web.officer.forms import AwardForm, ButtonForm, DeclineForm, ReserveForm
from grantflow.web.officer.panel_forms import KINDS, WaiveForm
from grantflow.web.officer.reasons import REASONS
from grantflow.web.phrases import phrase

# What the panel proposes, and the page on which that is decided.
PAGES = {"reserve": "officer.reserve", "decline": "officer.decline"}
DECIDING = frozenset({"panel", "to-award", "to-reserve", "to-decline", "reserve"})


@bp.route("/applications/<uuid:application_id>/decision")
@requires(Permission.APPLICATION_VIEW)
def decision(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    actions = [each for each in actions_of(found) if found.stage in DECIDING]
    kept, marking = found.decision, _marking(found)
    may = {decision_sheet.OUTCOMES.get(each.action.key) for each in actions if not _in_the_way(each)}
    is_proposed = kept is not None and kept.outcome == "award" and found.stage in {"panel", "reserve"}
    return render_template(
        "pages/officer/decision.html",
        **frame(found, "officer.decision"),
        scores=compare(found),
        left_pence=_left(found),
        actions=actions,
        may=may,
        expected={decision_sheet.OUTCOMES.get(each.action.key) for each in actions},
        decision=kept,
        is_proposed=is_proposed,
        may_second=is_proposed
        and kept is not None
        and kept.decided_by_id != current_actor().user_id
        and any(
            decision_sheet.OUTCOMES.get(each.action.key) == "award" and not _lacks_approver(each)
            for each in actions
        ),
        marking=marking,
        marking_is_open=marking is not None and _outcome_of(marking) in may,
        kinds=KINDS,
        marking_page=url_for(PAGES.get(marking.kind, "officer.award"), application_id=found.id)
        if marking
        else "",
        quorum=panels.quorum_for(found) if _waits_for_panel(found) else None,
        may_waive=_may_waive(found, actions),
        reasons=[REASONS[code] for code in kept.reason_codes] if kept else [],
        decided_by=get_user(kept.decided_by_id).name if kept else "",
        seconded_by=get_user(kept.seconded_by_id).name if kept and kept.seconded_by_id else "",
        form=ButtonForm(revision=found.revision),
    )


@bp.route("/applications/<uuid:application_id>/decision/award", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def award(application_id: UUID) -> ResponseReturnValue:
    found = _to_decide(application_id, "award")
    aside = departing.rules_in_the_way(found, awarded=True)
    form = AwardForm(data=_begun(found, aside))
    form.ask_why([departing.RULES[each] for each in aside])
    form.asked_pence, form.left_pence = found.amount_pence or 0, _left(found)
    form.left_in_region = queries.left_in_region(found.round, found.region_code, besides=found.id)
    form.region = name_of_region(found.region_code)
    if form.validate_on_submit():
        with unit_of_work():
            commands.award(
                found, form.amount.data, this_occasion(), why=form.why.data or "",
                why_less=form.why_less.data or "", conditions=form.conditions.data or "",
                departing_because=form.because, expected_revision=form.read_revision,
            )  # fmt: skip
        flash(AWARDED.get(found.stage, "Proposed to a second person."))
        return redirect(url_for("officer.decision", application_id=found.id))
    return render_template(
        "pages/officer/award.html",
        application=found,
        form=form,
        left_pence=form.left_pence,
        scores=compare(found),
    )


AWARDED = {"to-award": "The award is held until release.", "awarded": "Awarded. The offer is on its way."}


@bp.route("/applications/<uuid:application_id>/decision/second", methods=["POST"])
@requires(Permission.APPLICATION_DECIDE)
def second(application_id: UUID) -> ResponseReturnValue:
    """Agree to an award that somebody else has proposed."""
    found = load(application_id, Permission.APPLICATION_DECIDE)
    form = ButtonForm()
    if form.validate_on_submit():
        with unit_of_work():
            commands.second_award(found, this_occasion(), expected_revision=form.read_revision)
        flash(f"You agreed. {AWARDED[found.stage]}")
    return redirect(url_for("officer.decision", application_id=found.id))


@bp.route("/applications/<uuid:application_id>/decision/reserve", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def reserve(application_id: UUID) -> ResponseReturnValue:
    found = _to_decide(application_id, "reserve")
    aside = departing.rules_in_the_way(found, awarded=False)
    form = ReserveForm(data=_begun(found, aside) | {"place": reserves.next_place(found.round.id)})
    form.ask_why([departing.RULES[each] for each in aside])
    form.asked_pence = found.amount_pence or 0
    if form.validate_on_submit():
        try:
            with unit_of_work():
                reserves.reserve(
                    found, form.amount.data, this_occasion(), place=form.place.data or 0,
                    why=form.why.data or "", strength=form.strength.data or "", change=form.change.data or "",
                    departing_because=form.because, expected_revision=form.read_revision,
                )  # fmt: skip
        except ActionUnavailable as refusal:
            if not all(each.key.startswith("reserve-place") for each in refusal.reasons):
                raise
            form.place.errors = [phrase(each) for each in refusal.reasons]
        else:
            flash("On the reserve list. That is held until release.")
            return redirect(url_for("officer.decision", application_id=found.id))
    return render_template("pages/officer/reserve.html", application=found, form=form)


@bp.route("/applications/<uuid:application_id>/decision/decline", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE)
def decline(application_id: UUID) -> ResponseReturnValue:
    found = _to_decide(application_id, "decline")
    aside = departing.rules_in_the_way(found, awarded=False)
    form = DeclineForm(data=_begun(found, aside))
    form.ask_why([departing.RULES[each] for each in aside])
    form.reason_codes.choices = {code: REASONS[code] for code in REASON_CODES}
    if form.validate_on_submit():
        with unit_of_work():
            commands.decline(
                found, this_occasion(), reason_codes=list(form.reason_codes.data or []),
                strength=form.strength.data or "", change=form.change.data or "",
                departing_because=form.because, expected_revision=form.read_revision,
            )  # fmt: skip
        held = found.stage == "to-decline"
        flash("The refusal is held until release." if held else "Off the list. The letter is on its way.")
        return redirect(url_for("officer.decision", application_id=found.id))
    return render_template("pages/officer/decline.html", application=found, form=form, scores=compare(found))


@bp.route("/applications/<uuid:application_id>/decision/waive-quorum", methods=["GET", "POST"])
@requires(Permission.QUORUM_WAIVE)
def waive_quorum(application_id: UUID) -> ResponseReturnValue:
    """The regional lead lets it be decided although too few of the panel were there."""
    found = load(application_id, Permission.QUORUM_WAIVE)
    if not _waits_for_panel(found):
        raise ActionUnavailable([Reason("not-at-this-stage")])
    form = WaiveForm(revision=found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            departing.waive_quorum(found, form.why.data or "", this_occasion())
        flash("The rule is set aside for this application, and the reason is kept.")
        return redirect(url_for("officer.decision", application_id=found.id))
    return render_template(
        "pages/officer/waive-quorum.html", application=found, form=form, quorum=panels.quorum_for(found)
    )


def _to_decide(application_id: UUID, outcome: str) -> Application:
    """The application, if this person could take this decision about it now.

    :raises ActionUnavailable: with everything in the way that the form would not ask for
    """
    found = load(application_id, Permission.APPLICATION_DECIDE)
    key = decision_sheet.ACTIONS.get((outcome, found.stage))
    if key is None:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    open_action = next((each for each in actions_of(found) if each.action.key == key), None)
    if open_action is None:
        raise NotFound("action", key)
    if reasons := _in_the_way(open_action):
        raise ActionUnavailable(reasons)
    return found


def _begun(found: Application, aside: list[str]) -> dict[str, Any]:
    """What the form starts with: what was asked, or what the panel proposes."""
    marking = _marking(found)
    kept = found.decision if found.stage == "reserve" else None
    amount = kept.amount_pence if kept else found.amount_pence
    note = marking.note if marking else ""
    return {
        "revision": found.revision,
        "amount": marking.amount_pence if marking and marking.amount_pence is not None else amount,
        "why": "",
        "why_less": note if marking and marking.kind == "part" and not aside else "",
        "conditions": note if marking and marking.kind == "condition" else "",
        "departing_because": note if aside and not (marking and marking.kind == "condition") else "",
    }


def _marking(found: Application) -> Marking | None:
    return panels.find_marking(found.id) if found.stage == "panel" and queries.tier_of(found).panel else None


def _outcome_of(marking: Marking) -> str:
    return "award" if marking.kind in panels.AWARDING else marking.kind


def _in_the_way(open_action: OpenAction) -> list[Reason]:
    """What no change to the decision would help: an amount or a second person's word can still be put right."""
    award = decision_sheet.OUTCOMES.get(open_action.action.key) == "award"
    return [each for each in open_action.reasons if not (award and each.key in PUT_RIGHT_THERE)]


def _lacks_approver(open_action: OpenAction) -> bool:
    return "approver-needed" in {each.key for each in open_action.reasons}


QUORUM_REASONS = frozenset({"panel-has-not-met", "quorum-not-present"})


def _waits_for_panel(found: Application) -> bool:
    return found.stage in {"panel", "reserve"} and queries.tier_of(found).panel


def _may_waive(found: Application, actions: list[OpenAction]) -> bool:
    """Whether the quorum stands in the way, and this person could set it aside."""
    in_the_way = any(reason.key in QUORUM_REASONS for each in actions for reason in each.reasons)
    return in_the_way and allows(current_actor(), Permission.QUORUM_WAIVE, on=found)


PUT_RIGHT_THERE = frozenset(
    {
        "second-approval-needed",
        "second-must-differ",
        "over-round-budget",
        "over-region-budget",
        "too-much-for-round",
        "approver-needed",
    }
)


def _left(found: Application) -> int | None:
    return left_pence(found.round, current_actor(), besides=found.id)
