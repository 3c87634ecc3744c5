"""The outcomes plan as its writers see it: a page for each outcome, then one button."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards import plan_commands, plans
from grantflow.awards.models import Award
from grantflow.awards.plans import Plan
from grantflow.awards.queries import get_award
from grantflow.casework.answering import record_nobody
from grantflow.casework.queries import answers_of, list_answers
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.errors import NotFound
from grantflow.monitoring.queries import counted_outcomes
from grantflow.permissions import Permission, allows, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.plan_forms import ChangePlanForm, SendPlanForm
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.why import say_why

NEW = "new"


@bp.route("/grants/<uuid:award_id>/plan", methods=["GET", "POST"])
@requires(Permission.AWARD_VIEW)
def plan(award_id: UUID) -> ResponseReturnValue:
    """While it is written, a list of its outcomes; afterwards, the plan as it stands and as it was agreed."""
    award, found = _load(award_id)
    form = SendPlanForm(revision=found.case.revision)
    may_write = allows(current_actor(), Permission.PLAN_WRITE, on=found.case)
    if form.validate_on_submit():
        with unit_of_work():
            plan_commands.give_plan(found.case, this_occasion(), expected_revision=form.read_revision)
        flash("Thank you. Your officer reads it and agrees to it, or rings you.")
        return redirect(url_for("applicant.award", award_id=award.id))
    return render_template(
        "pages/applicant/plan.html",
        award=award,
        plan=found,
        form=form,
        may_write=may_write,
        is_open=found.case.stage in ("draft", "talking"),
        more=len(found.outcomes) < plans.MOST,
        agreed=plans.list_agreed(found.case.id),
        minutes=plans.plan_form(found.case).minutes,
    )


@bp.route("/grants/<uuid:award_id>/plan/outcomes/<key>", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def plan_outcome(award_id: UUID, key: str) -> ResponseReturnValue:
    """What is planned for one outcome, or (key "new") which outcome to add."""
    award, found = _writable(award_id)
    page = _which(found) if key == NEW else _about(award, found, key)
    say_why(page)
    if request.method == "POST":
        kept = _add(found, page) if key == NEW else _keep_outcome(found, key, page)
        if kept:
            following = url_for("applicant.plan_outcome", award_id=award.id, key=kept) if key == NEW else None
            return redirect(following or _home(award))
    outcome = next((each for each in found.outcomes if each.key == key), None)
    return render_template(
        "pages/applicant/plan-outcome.html", award=award, plan=found, page=page, outcome=outcome,
        may_leave_out=outcome and len(found.outcomes) > 1 and key not in counted_outcomes(award.id),
        our_steps=plans.OUR_STEPS,
    )  # fmt: skip


@bp.route("/grants/<uuid:award_id>/plan/outcomes/<key>/leave-out", methods=["POST"])
@requires(Permission.PLAN_WRITE)
def plan_without(award_id: UUID, key: str) -> ResponseReturnValue:
    award, found = _writable(award_id)
    with unit_of_work():
        plan_commands.leave_out_outcome(found.case, key, this_occasion(), counted=counted_outcomes(award.id))
    flash("We have left that outcome out.")
    return redirect(_home(award))


@bp.route("/grants/<uuid:award_id>/plan/tool", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def plan_tool(award_id: UUID) -> ResponseReturnValue:
    """The name of a form or scale of their own, where they have one."""
    award, found = _writable(award_id)
    page = filling(found.case.id, plans.plan_form(found.case), [plans.TOOL], part=plans.WHOLE)
    if request.method == "POST" and _keep(found, page, plans.WHOLE, plan_commands.save_tool):
        return redirect(_home(award))
    return render_template(
        "pages/applicant/plan-outcome.html",
        award=award,
        plan=found,
        page=page,
        outcome=None,
        may_leave_out=False,
        our_steps=plans.OUR_STEPS,
    )


@bp.route("/grants/<uuid:award_id>/plan/change", methods=["GET", "POST"])
@requires(Permission.PLAN_WRITE)
def change_plan(award_id: UUID) -> ResponseReturnValue:
    award, found = _writable(award_id)
    if found.case.stage != "agreed":
        raise NotFound("agreed plan", award.reference)
    form = ChangePlanForm(revision=found.case.revision)
    if form.validate_on_submit():
        with unit_of_work():
            plan_commands.change_plan(
                found.case, form.why.data or "", this_occasion(), expected_revision=form.read_revision
            )
            record_nobody(found.case, form.confirmed, this_occasion())
        return redirect(_home(award))
    return render_template("pages/applicant/change-plan.html", award=award, form=form)


def _load(award_id: UUID) -> tuple[Award, Plan]:
    """:raises NotFound: before the offer is accepted, and to whom the grant is not to be seen"""
    award = get_award(award_id, current_actor())
    found = plans.find_plan(award)
    if found is None:
        raise NotFound("plan", award.reference)
    return award, found


def _writable(award_id: UUID) -> tuple[Award, Plan]:
    award, found = _load(award_id)
    require(current_actor(), Permission.PLAN_WRITE, on=found.case)
    return award, found


def _which(found: Plan) -> Filling:
    return filling(found.case.id, plans.plan_form(found.case), [plans.WHICH], part=plans.part_of(NEW))


def _about(award: Award, found: Plan, key: str) -> Filling:
    """:raises NotFound: if the plan has no such outcome"""
    outcome = next((each for each in award.outcomes if each.outcome_key == key), None)
    if outcome is None:
        raise NotFound("outcome", key)
    part = plans.part_of(key)
    return filling(
        found.case.id, plans.plan_form(found.case), [plans.SEEING, plans.STEPS], part=part,
        suggested=plans.begin_with(outcome.how_known), choices=plans.choices_in(answers_of(found.case.id, part)),
    )  # fmt: skip


def _add(found: Plan, page: Filling) -> str:
    """The key of the outcome that was added; nothing while something is in the way."""
    chosen: dict[str, Any] = {}
    if not keep_posted(page, lambda answers, *_: chosen.update(answers)):
        return ""
    with unit_of_work():
        outcome = plan_commands.add_outcome(
            found.case, str(chosen["outcome"]), str(chosen.get("own-words") or ""), this_occasion()
        )
        record_nobody(found.case, page.confirmed, this_occasion())
        return outcome.outcome_key


def _keep_outcome(found: Plan, key: str, page: Filling) -> bool:
    def save(case: Any, answers: Any, occasion: Any, *, revisions: Any) -> None:
        plan_commands.save_outcome(case, key, answers, occasion, revisions=revisions)

    return _keep(found, page, plans.part_of(key), save)


def _keep(found: Plan, page: Filling, part: str, save: Callable[..., None]) -> bool:
    def keep(answers: dict[str, Any], revisions: dict[str, int], _uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            save(found.case, answers, this_occasion(), revisions=revisions)
            record_nobody(found.case, page.confirmed, this_occasion())

    clean = keep_posted(page, keep)
    page.kept = {answer.question_key: answer for answer in list_answers(found.case.id, part)}
    return clean


def _home(award: Award) -> str:
    return url_for("applicant.plan", award_id=award.id)
