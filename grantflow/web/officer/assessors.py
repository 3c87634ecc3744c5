"""Who reads and scores an application, and what they made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.models import User
from grantflow.accounts.queries import get_user
from grantflow.applications.models import Application
from grantflow.assessment import assessors, queries, rules
from grantflow.assessment.commands import assign_assessor
from grantflow.assessment.models import Assessment
from grantflow.casework.commands import take_action
from grantflow.core.calendar import local_date
from grantflow.core.display import counted
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.assessor.forms import RECOMMENDATIONS
from grantflow.web.comparing import compare
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import actions_of, frame, load
from grantflow.web.officer.forms import AssignForm, ButtonForm
from grantflow.web.phrases import phrase
from grantflow.web.training import Training, skills_in_words, training_of


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked, with what to know before asking; `against` is empty when they may be."""

    user: User
    hint: str
    training: Training
    against: list[str]


@bp.route("/applications/<uuid:application_id>/assessments")
@requires(Permission.ASSESSMENT_VIEW)
def assessments(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    asked, scores = queries.list_assessments(found.id), compare(found)
    return render_template(
        "pages/officer/assessments.html",
        **frame(found, "officer.assessments"),
        asked=asked,
        recommendations=RECOMMENDATIONS,
        criteria={each.key: each.label for each in queries.tiers_of(found).criteria},
        scores=scores,
        form=ButtonForm(revision=found.revision),
        may_assign=_may_assign(found) and _places_left(found, asked) > 0,
        may_cancel=_may_assign(found),
        may_moderate=_may_assign(found) and scores.is_far,
        actions=[each for each in actions_of(found) if each.action.key == "send-to-panel"],
    )


@bp.route("/applications/<uuid:application_id>/assessments/ask", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_ASSIGN)
def ask_assessor(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    if not _may_assign(found):
        raise NotFound("page")
    candidates = _candidates(found)
    free = [each for each in candidates if not each.against]
    form = AssignForm(revision=found.revision)
    form.assessor.choices = {str(each.user.id): each.user.name for each in free}
    if form.validate_on_submit():
        with unit_of_work():
            assessment = assign_assessor(found, get_user(UUID(form.assessor.data)), this_occasion())
        flash(f"{assessment.reference}: asked. They are told by email, and declare their interests first.")
        return redirect(url_for("officer.assessments", application_id=found.id))
    return render_template(
        "pages/officer/ask-assessor.html",
        application=found,
        form=form,
        free=free,
        items=[_item(each) for each in free],
        is_full=_places_left(found, queries.list_assessments(found.id)) < 1,
        others=[each for each in candidates if each.against],
    )


@bp.route("/applications/<uuid:application_id>/assessments/<uuid:assessment_id>/cancel", methods=["POST"])
@requires(Permission.ASSESSMENT_ASSIGN)
def cancel_assessment(application_id: UUID, assessment_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    assessment = next((each for each in queries.list_assessments(found.id) if each.id == assessment_id), None)
    if assessment is None:
        raise NotFound("assessment", assessment_id)
    with unit_of_work():
        take_action(assessment, "cancel", this_occasion())
    flash("Nobody is waiting for that assessment any more.")
    return redirect(url_for("officer.assessments", application_id=found.id))


def _may_assign(found: Application) -> bool:
    return found.stage == "assessing" and allows(current_actor(), Permission.ASSESSMENT_ASSIGN, on=found)


def _places_left(found: Application, asked: Sequence[Assessment]) -> int:
    stages = [each.stage for each in asked if each.stage in rules.LIVE]
    return rules.places_left(stages, queries.tier_of(found).assessors)


def _candidates(found: Application) -> list[Candidate]:
    """Everyone who assesses in this region, those with least to do first."""
    people = assessors.list_assessors(found.region_code)
    load_of = assessors.open_assessments_by_assessor([each.id for each in people])
    asked = queries.list_assessments(found.id)
    live = {each.assigned_to_id for each in asked if each.stage in rules.LIVE}
    aside = assessors.stepped_aside(found)
    places = _places_left(found, asked)
    looking = (
        assessors.who_see_scores([each.id for each in people], found.region_code)
        if any(each.stage == "submitted" for each in asked)
        else set()
    )
    closed = assessors.organisations_closed_to([each.id for each in people])
    candidates = []
    for person in people:
        keys = rules.may_assess(
            found.organisation_id,
            closed.get(person.id, set()),
            already_asked=person.id in live,
            stepped_aside=person.id in aside,
            could_look=person.id in looking,
            places_left=places,
        )
        training = training_of(person, local_date(this_occasion().at))
        knows = skills_in_words(person.skills)
        hint = f"{counted(load_of.get(person.id, 0), 'assessment')} to do. {training.words}"
        hint += f" Knows about: {', '.join(knows)}." if knows else ""
        candidates.append(Candidate(person, hint, training, [phrase(key, name=person.name) for key in keys]))
    return sorted(candidates, key=lambda each: (load_of.get(each.user.id, 0), each.user.name))


def _item(candidate: Candidate) -> dict[str, object]:
    """A button of the list; choosing somebody whose training is overdue shows what that means."""
    item: dict[str, object] = {"hint": {"text": candidate.hint}}
    if candidate.training.is_overdue:
        item["conditional"] = {
            "html": render_template("pages/officer/overdue.html", name=candidate.user.name)
        }
    return item
