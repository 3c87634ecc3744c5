"""Rounds: set up, open, follow, and tell everyone together."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.turned_away import turned_away
from grantflow.assessment import departing, scoring
from grantflow.assessment import queries as assessing
from grantflow.assessment.interests import left_pence
from grantflow.assessment.means import means_of_round
from grantflow.assessment.reserves import list_reserves
from grantflow.casework.commands import take_action
from grantflow.casework.pinned import list_pinned
from grantflow.casework.queries import list_timers, open_actions, timeline
from grantflow.casework.running import tiers, workflow_of
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, Reason
from grantflow.funds import queries
from grantflow.funds.commands import create_round, edit_round
from grantflow.funds.models import Round
from grantflow.permissions import Actor, Permission, allows
from grantflow.places.models import Region
from grantflow.places.queries import list_regions, names_of_force_areas, names_of_regions
from grantflow.reports.early_no import early_no
from grantflow.reports.promises import put_off, waited
from grantflow.reports.replies import calls_of_round, complaints_of_round
from grantflow.reports.round_figures import round_figures
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.applications import Happening
from grantflow.web.officer.forms import ButtonForm, TakeForm
from grantflow.web.officer.hiding import in_words, may_change
from grantflow.web.officer.round_form import RoundForm, filled_from, round_form

# The reasons of the check before an account, as a line of a list.
TURNED_AWAY = {
    "kind-not-funded": "A business or a public body",
    "kind-not-clear": "Another kind of organisation",
    "income-above-size": "Yearly income above what the size of grant is for",
    "work-next-door": "Work in another part of the region",
    "work-elsewhere": "Work somewhere else",
    "outcome-not-in-round": "Helps with none of the round’s outcomes",
    "amount-below-round": "Asks for less than the round gives",
    "amount-above-round": "Asks for more than the round gives",
    "nobody-on-probation": "Nobody on probation takes part",
    "probation-not-clear": "Not sure whether people on probation take part",
    "grant-to-one-person": "A grant to one person",
}
# Never what somebody most likely came to do.
ASIDE = frozenset({"abandon"})


@bp.route("/rounds")
@requires(Permission.ROUND_VIEW)
def rounds() -> ResponseReturnValue:
    return render_template(
        "pages/officer/rounds.html",
        rounds=queries.list_rounds(current_actor()),
        regions=names_of_regions(),
        may_create=current_actor().holds(Permission.ROUND_EDIT),
    )


@bp.route("/rounds/<uuid:round_id>", endpoint="round")
@requires(Permission.ROUND_VIEW)
def show_round(round_id: UUID) -> ResponseReturnValue:
    found = queries.get_round(round_id, current_actor())
    regions = names_of_regions()
    actions = open_actions(found, this_occasion())
    sizes = tiers(found.tiers_version)
    return render_template(
        "pages/officer/round.html",
        round=found,
        region=regions.get(found.region_code or "", "All regions"),
        figures=round_figures(found.id, regions),
        left_pence=left_pence(found, current_actor()),
        early_no=early_no(found.id),
        promised_days=sizes.ineligible_working_days,
        actions=actions,
        steps=[each for each in actions if each.allowed and each.action.key not in ASIDE],
        aside=[each for each in actions if each.allowed and each.action.key in ASIDE],
        timers=list_timers(found.id),
        actions_by_key={each.key: each.label for each in workflow_of(found).actions},
        sizes=[sizes.tier(key) for key in found.tier_keys],
        areas=names_of_force_areas(found.force_areas),
        pinned=list_pinned(found.id),
        departures=departing.list_departures(found.id, current_actor()),
        reserves=list_reserves(found.id, current_actor()),
        region_budgets=_region_budgets(found, regions),
        turned_away=[(TURNED_AWAY[key], times) for key, times in turned_away(found.id).items()],
        waited=waited(found),
        put_off=put_off(found),
        calls=calls_of_round(found.id),
        complaints=complaints_of_round(found.id)
        if allows(current_actor(), Permission.COMPLAINT_VIEW, on=found)
        else None,
        entries=_happenings(found),
        may_edit=found.stage == "draft" and allows(current_actor(), Permission.ROUND_EDIT, on=found),
        may_run=allows(current_actor(), Permission.ROUND_RUN, on=found),
        hiding=in_words(found),
        may_hide=found.stage != "draft" and may_change(found),
        may_share_out=current_actor().holds_as_staff(Permission.ASSESSMENT_ASSIGN),
        form=ButtonForm(revision=found.revision),
    )


@bp.route("/rounds/<uuid:round_id>/act/<action>", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def act_on_round(round_id: UUID, action: str) -> ResponseReturnValue:
    found = queries.get_round(round_id, current_actor(), Permission.ROUND_RUN)
    definition = workflow_of(found).find_action(action)
    if definition is None or found.stage not in definition.from_:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    if action == "release-decisions":
        return redirect(url_for("officer.release", round_id=found.id))
    open_action = next(each for each in open_actions(found, this_occasion()) if each.action.key == action)
    form = TakeForm(revision=found.revision)
    form.ask_for(definition)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(found, action, this_occasion(), note=form.words, expected_revision=form.read_revision)
        flash(f"{definition.label}: done.")
        return redirect(url_for("officer.round", round_id=found.id))
    return render_template(
        "pages/officer/act-on-round.html", round=found, form=form, action=definition, open_action=open_action
    )


@bp.route("/rounds/<uuid:round_id>/release", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def release(round_id: UUID) -> ResponseReturnValue:
    """Everything that will be sent, counted; then one button."""
    found = queries.get_round(round_id, current_actor(), Permission.ROUND_RUN)
    actions = open_actions(found, this_occasion())
    open_action = next((each for each in actions if each.action.key == "release-decisions"), None)
    if open_action is None:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    form = ButtonForm(revision=found.revision).named(str(open_action.action.label))
    if form.validate_on_submit():
        with unit_of_work():
            take_action(found, "release-decisions", this_occasion(), expected_revision=form.read_revision)
        flash("Everyone is being told. Letters and emails go out over the next minutes.")
        return redirect(url_for("officer.release_progress", round_id=found.id))
    held = assessing.list_held_decisions(found.id, current_actor())
    awards = [each for each in held if each.outcome == "award"]
    return render_template(
        "pages/officer/release.html",
        round=found,
        form=form,
        open_action=open_action,
        awards=awards,
        reserves=sorted(
            (each for each in held if each.outcome == "reserve"), key=lambda each: each.reserve_place or 0
        ),
        refusals=[each for each in held if each.outcome == "decline"],
        awarded_pence=sum(each.amount_pence or 0 for each in awards),
        left_pence=left_pence(found, current_actor()),
    )


@bp.route("/rounds/<uuid:round_id>/ranking")
@requires(Permission.APPLICATION_VIEW)
def ranking(round_id: UUID) -> ResponseReturnValue:
    """What has been assessed, by score, with the money it would take."""
    found = queries.get_round(round_id, current_actor())
    weights = {each.key: each.weight for each in tiers(found.tiers_version).criteria}
    means = means_of_round(found.id, weights)
    applications = {each.id: each for each in assessing.list_scored(found.id, current_actor())}
    places = scoring.ranking({each: scoring.mean(means.get(each, [])) for each in applications})
    running, lines = 0, []
    for each in places:
        running += applications[each.key].amount_pence or 0
        lines.append((each, applications[each.key], scoring.spread(means.get(each.key, [])), running))
    return render_template("pages/officer/ranking.html", round=found, lines=lines)


@bp.route("/rounds/new", methods=["GET", "POST"])
@requires(Permission.ROUND_EDIT)
def new_round() -> ResponseReturnValue:
    form = _form()
    if form.validate_on_submit():
        with unit_of_work():
            made = create_round(
                form.columns() | {"fund_id": UUID(form.fund.data), "assigned_to_id": current_actor().user_id},
                this_occasion(),
            )
        flash("The draft is saved. Nobody outside can see it.")
        return redirect(url_for("officer.round", round_id=made.id))
    return render_template("pages/officer/round-form.html", form=form, round=None)


@bp.route("/rounds/<uuid:round_id>/edit", methods=["GET", "POST"])
@requires(Permission.ROUND_EDIT)
def edit_round_page(round_id: UUID) -> ResponseReturnValue:
    found = queries.get_round(round_id, current_actor(), Permission.ROUND_EDIT)
    if found.stage != "draft":
        raise ActionUnavailable([Reason("round-has-opened")])
    form = _form(data=filled_from(found))
    if form.validate_on_submit():
        values = form.columns() | {"fund_id": UUID(form.fund.data)}
        with unit_of_work():
            edit_round(found, values, this_occasion(), expected_revision=form.read_revision)
        flash("The draft is saved.")
        return redirect(url_for("officer.round", round_id=found.id))
    return render_template("pages/officer/round-form.html", form=form, round=found)


def _form(**given: Any) -> RoundForm:
    held = current_actor().regions(Permission.ROUND_EDIT)
    regions = _regions_of(current_actor())
    form = round_form(regions, **given)
    form.offer(queries.list_funds(), regions, tiers().tiers, everywhere=held is None)
    return form


def _region_budgets(found: Round, regions: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Each region with a budget of its own: its name, the budget and what is left of it."""
    return [
        (regions[code], pence, assessing.left_in_region(found, code) or 0)
        for code, pence in sorted(found.region_budgets.items(), key=lambda pair: regions[pair[0]])
    ]


def _regions_of(actor: Actor) -> list[Region]:
    held = actor.regions(Permission.ROUND_EDIT)
    return [region for region in list_regions() if held is None or region.code in held]


def _happenings(found: Round) -> list[Happening]:
    workflow = workflow_of(found)
    made_up = {
        "create": "Started", "edit": "Changed while a draft", "give-late-code": "Gave a late code",
        "choose-panel": "Chose the panel", "record-meeting": "Recorded who was at the panel",
        "share-out": "Shared out the assessments", "choose-hiding": "Chose what assessors see",
    }  # fmt: skip
    return [
        Happening(
            str(action.label) if (action := workflow.find_action(entry.action)) else made_up[entry.action],
            entry.actor_name,
            entry.at,
            entry.note,
        )
        for entry in timeline([found.id])
    ]
