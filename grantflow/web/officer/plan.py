"""The outcomes plan on a case: what they wrote, what it was before, and agreeing to it or asking to talk."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards import plans
from grantflow.awards.plans import Plan, Planned
from grantflow.awards.queries import get_award_of
from grantflow.casework.commands import take_action
from grantflow.core.difference import Piece, difference
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.notices.correspondence import last_said
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_official, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import frame, load
from grantflow.web.officer.forms import TakeForm
from grantflow.web.officer.grants import choices, the_action, written

HERE = "officer.plan"


@bp.route("/applications/<uuid:application_id>/plan")
@requires(Permission.AWARD_VIEW)
def plan(application_id: UUID) -> ResponseReturnValue:
    award = get_award_of(application_id, current_official(), Permission.AWARD_VIEW)
    found = plans.find_plan(award)
    agreed = plans.list_agreed(found.case.id) if found else []
    # While it is open, what is new stands against what was agreed last; once agreed, against the time before.
    before = agreed[1:] if found and found.case.stage == "agreed" else agreed
    return render_template(
        "pages/officer/plan.html",
        **frame(load(application_id), HERE),
        award=award,
        plan=found,
        agreed=agreed,
        changed=_changed(plans.as_planned(before[0]), found.outcomes) if found and before else {},
        gone=_gone(plans.as_planned(before[0]), found.outcomes) if found and before else [],
        why=last_said(found.case.id, "change") if found and before else "",
        choices=choices(found.case) if found else None,
    )


@bp.route("/applications/<uuid:application_id>/plan/<action>", methods=["GET", "POST"])
@requires(Permission.AWARD_MANAGE)
def plan_action(application_id: UUID, action: str) -> ResponseReturnValue:
    """Agree to it, or ask to talk."""
    case = _plan_of(application_id).case
    chosen = the_action(case, action)
    form = TakeForm(revision=case.revision)
    form.ask_for(chosen.action)
    back = url_for(HERE, application_id=application_id)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                case, action, this_occasion(), note=written(form), expected_revision=form.read_revision
            )
        flash(f"Done: {chosen.action.label}.")
        return redirect(back)
    return render_template("pages/officer/grant-action.html", case=case, form=form, chosen=chosen, back=back)


def _plan_of(application_id: UUID) -> Plan:
    """:raises NotFound: if there is no plan, or it is not for this person to see"""
    award = get_award_of(application_id, current_official(), Permission.AWARD_MANAGE)
    found = plans.find_plan(award)
    if found is None:
        raise NotFound("plan", award.reference)
    return found


def _changed(
    before: Sequence[Planned], now: Sequence[Planned]
) -> Mapping[str, Mapping[str, Sequence[Piece]]]:
    """For each outcome that was there before, what is different in each thing said of it."""
    old = {each.key: each for each in before}
    return {
        each.key: {
            name: difference(was, is_now)
            for name, was, is_now in (
                ("how", old[each.key].how, each.how), ("start", old[each.key].start, each.start),
                ("step", old[each.key].step, each.step),
            )
            if was != is_now
        }
        for each in now
        if each.key in old
    }  # fmt: skip


def _gone(before: Sequence[Planned], now: Sequence[Planned]) -> list[str]:
    """What is in the plan no more."""
    here = {each.key for each in now}
    return [each.wording for each in before if each.key not in here]
