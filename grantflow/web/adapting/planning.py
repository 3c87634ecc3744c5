"""From “use this elsewhere” to trying it: compare the two places, ask the source, say what changes."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.commands import take_action
from grantflow.casework.queries import OpenAction, answers_of, list_answers, open_actions
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import progress, shown_by_section
from grantflow.errors import NotFound
from grantflow.learning import adaptations, adapting, queries
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.adaptation_rules import PLANNING
from grantflow.permissions import Permission, allows
from grantflow.places.queries import name_of_region
from grantflow.web.access import requires
from grantflow.web.adapting import bp
from grantflow.web.adapting.forms import BeginForm, PlaceForm
from grantflow.web.applicant.task_list import STATUS
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer.forms import TakeForm
from grantflow.web.tried import beside, source_of

# What has a page of its own, which asks for what the guard would miss.
OWN_PAGE = "tell-result"


@bp.route("/")
@requires(Permission.ADAPTATION_WRITE)
def home() -> ResponseReturnValue:
    return render_template(
        "pages/adapting/home.html", adaptations=adaptations.list_adaptations(current_actor())
    )


@bp.route("/from/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Permission.ADAPTATION_WRITE)
def begin(entry_id: UUID) -> ResponseReturnValue:
    entry = queries.get_published(entry_id)
    settings = {each.key: each for each in adaptations.list_settings(current_actor())}
    form = BeginForm(setting=next(iter(settings)) if len(settings) == 1 else None)
    form.setting.choices = {each.key: each.words for each in settings.values()}
    if form.validate_on_submit():
        with unit_of_work():
            adaptation = adapting.begin_adaptation(
                entry, settings[form.setting.data], **form.words, occasion=this_occasion()
            )
        return redirect(url_for("adapting.plan", adaptation_id=adaptation.id))
    return render_template(
        "pages/adapting/begin.html", entry=entry, form=form, may_begin=bool(settings),
        region=name_of_region(entry.region_code),
    )  # fmt: skip


@bp.route("/<uuid:adaptation_id>")
@requires(Permission.ADAPTATION_WRITE)
def plan(adaptation_id: UUID) -> ResponseReturnValue:
    adaptation = adaptations.get_adaptation(adaptation_id, current_actor())
    form, answers = adaptations.adaptation_form(adaptation), answers_of(adaptation.id)
    found = open_actions(adaptation, this_occasion())
    return render_template(
        "pages/adapting/plan.html",
        adaptation=adaptation,
        source=source_of(adaptation.entry),
        readable=adaptations.is_readable(adaptation.entry),
        needs_asking=adaptations.needs_asking(adaptation),
        may_change=adaptation.stage in PLANNING and _may_write(adaptation),
        items=_items(adaptation, answers),
        sections=shown_by_section(form, answers),
        result=shown_by_section(adaptations.result_form(), answers_of(adaptation.id, adaptations.RESULT)),
        **_steps(found),
    )


@bp.route("/<uuid:adaptation_id>/where", methods=["GET", "POST"])
@requires(Permission.ADAPTATION_WRITE)
def where(adaptation_id: UUID) -> ResponseReturnValue:
    adaptation = get_to_write(adaptation_id, PLANNING)
    form = PlaceForm(revision=adaptation.revision, place=adaptation.place, with_whom=adaptation.with_whom)
    if form.validate_on_submit():
        with unit_of_work():
            adapting.put_place_right(
                adaptation, **form.words, occasion=this_occasion(), revision=form.read_revision
            )
        return redirect(url_for("adapting.plan", adaptation_id=adaptation.id))
    return render_template("pages/adapting/where.html", adaptation=adaptation, form=form)


@bp.route("/<uuid:adaptation_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.ADAPTATION_WRITE)
def section(adaptation_id: UUID, key: str) -> ResponseReturnValue:
    adaptation = get_to_write(adaptation_id, PLANNING)
    page = filling(adaptation.id, adaptations.adaptation_form(adaptation), [key])
    if request.method == "POST" and not page.row_added:
        clean = _keep(adaptation, page)
        if clean or "later" in request.form:
            following = _after(adaptation, key) if clean and "later" not in request.form else None
            if following:
                return redirect(url_for("adapting.section", adaptation_id=adaptation.id, key=following))
            return redirect(url_for("adapting.plan", adaptation_id=adaptation.id))
    return render_template(
        "pages/adapting/section.html", adaptation=adaptation, page=page, beside=beside(adaptation, key),
        source=source_of(adaptation.entry),
    )  # fmt: skip


@bp.route("/<uuid:adaptation_id>/<action>", methods=["GET", "POST"])
@requires(Permission.ADAPTATION_WRITE)
def act(adaptation_id: UUID, action: str) -> ResponseReturnValue:
    adaptation = adaptations.get_adaptation(adaptation_id, current_actor())
    found = {each.action.key: each for each in open_actions(adaptation, this_occasion())}
    if action not in found or action == OWN_PAGE:
        raise NotFound("action", action)
    chosen = found[action]
    form = TakeForm(revision=adaptation.revision)
    form.ask_for(chosen.action)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                adaptation, action, this_occasion(), note=form.words, expected_revision=form.read_revision
            )
        flash(f"Done: {chosen.action.label}.")
        return redirect(url_for("adapting.plan", adaptation_id=adaptation.id))
    back = url_for("adapting.plan", adaptation_id=adaptation.id)
    return render_template(
        "pages/officer/grant-action.html", case=adaptation, form=form, chosen=chosen, back=back
    )


def get_to_write(adaptation_id: UUID, stages: Collection[str]) -> Adaptation:
    """:raises NotFound: if there is none at these stages, or this person may at most read it"""
    adaptation = adaptations.get_adaptation(adaptation_id, current_actor())
    if adaptation.stage not in stages or not _may_write(adaptation):
        raise NotFound("adaptation", adaptation.reference)
    return adaptation


def _may_write(adaptation: Adaptation) -> bool:
    return allows(current_actor(), Permission.ADAPTATION_WRITE, on=adaptation)


def _steps(found: list[OpenAction]) -> dict[str, Any]:
    """The one most likely thing, the others, and what is in the way of it."""
    onward = [each for each in found if each.action.key in ("ask-source", "start", OWN_PAGE)]
    main = next((each for each in onward if each.allowed or each.action.key == OWN_PAGE), None)
    return {
        "main": main,
        "blocked": [each for each in onward if not each.allowed and each.action.key == "start"],
        "others": [each for each in found if each.allowed and each not in onward],
    }


def _keep(adaptation: Adaptation, page: Filling) -> bool:
    def keep(answers: dict[str, Any], revisions: dict[str, int], _uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            adapting.save_plan(adaptation, answers, this_occasion(), revisions=revisions)

    clean = keep_posted(page, keep)
    page.kept = {answer.question_key: answer for answer in list_answers(adaptation.id)}
    return clean


def _items(adaptation: Adaptation, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of the GOV.UK task list."""
    form = adaptations.adaptation_form(adaptation)
    return [
        {
            "title": {"text": str(form.section(key).title)},
            "href": url_for("adapting.section", adaptation_id=adaptation.id, key=key),
            "status": STATUS[how_far],
        }
        for key, how_far in progress(form, answers).items()
    ]


def _after(adaptation: Adaptation, key: str) -> str | None:
    keys = [section.key for section in adaptations.adaptation_form(adaptation).sections]
    return next(iter(keys[keys.index(key) + 1 :]), None)
