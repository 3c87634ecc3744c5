"""Score an application: one criterion at a time beside the answers it asks about, then the whole."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment import queries
from grantflow.assessment.commands import save_overall_view, save_score
from grantflow.casework.commands import take_action
from grantflow.casework.queries import open_actions
from grantflow.db import unit_of_work
from grantflow.engine.tiers import Criterion
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.assessor import bp
from grantflow.web.assessor.forms import NOT_APPLICABLE, RECOMMENDATIONS, OverallForm, ScoreForm
from grantflow.web.assessor.reading import about, answers_for, criteria_of, load_open
from grantflow.web.fields import RevisionForm
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/assessments/<uuid:assessment_id>")
@requires(Permission.ASSESSMENT_SCORE)
def assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Where this assessor stands. What others made of it is shown only after their own scores are in."""
    found = queries.get_assessment(assessment_id, current_actor(), Permission.ASSESSMENT_DECLARE)
    if found.stage == "assigned":
        return redirect(url_for("assessor.declare", assessment_id=found.id))
    found = load_open(assessment_id)
    criteria = criteria_of(found)
    weights = {each.key: each.weight for each in criteria}
    sent = found.stage == "submitted"
    send = next(
        (each for each in open_actions(found, this_occasion()) if each.action.key == "submit-scores"), None
    )
    return render_template(
        "pages/assessor/assessment.html",
        assessment=found,
        application=found.application,
        criteria=criteria,
        scores={score.criterion_key: score for score in found.scores},
        answers=answers_for(found.application, criteria),
        recommendations=RECOMMENDATIONS,
        send=send,
        form=RevisionForm(revision=found.revision),
        own=queries.sheet_of(found, weights),
        others=[
            sheet
            for sheet in (queries.list_sheets(found.application_id, weights) if sent else [])
            if sheet.assessment.id != found.id
        ],
    )


@bp.route("/assessments/<uuid:assessment_id>/criteria/<key>", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_SCORE)
def criterion(assessment_id: UUID, key: str) -> ResponseReturnValue:
    found = load_open(assessment_id)
    criteria = criteria_of(found)
    asked = next((each for each in criteria if each.key == key), None)
    if asked is None or found.stage != "open":
        raise NotFound("criterion", key)
    kept = next((each for each in found.scores if each.criterion_key == key), None)
    form = ScoreForm(
        data={
            "revision": found.revision,
            "points": None if kept is None else NOT_APPLICABLE if kept.points is None else str(kept.points),
            "reason": kept.reason if kept else "",
        }
    )
    form.anchor(asked)
    if form.validate_on_submit():
        with unit_of_work():
            save_score(found, key, form.chosen, form.reason.data or "", this_occasion())
        return redirect(_after(found.id, criteria, asked))
    own, others = about(answers_for(found.application, criteria), asked)
    return render_template(
        "pages/assessor/criterion.html",
        assessment=found,
        application=found.application,
        criterion=asked,
        number=criteria.index(asked) + 1,
        criteria=criteria,
        scored={each.criterion_key for each in found.scores},
        form=form,
        own=own,
        others=others,
    )


@bp.route("/assessments/<uuid:assessment_id>/overall", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_SCORE)
def overall(assessment_id: UUID) -> ResponseReturnValue:
    found = load_open(assessment_id)
    if found.stage != "open":
        raise NotFound("page")
    form = OverallForm(
        data={
            "revision": found.revision,
            "strengths": found.strengths,
            "concerns": found.concerns,
            "recommendation": found.recommendation or None,
        }
    )
    if form.validate_on_submit():
        with unit_of_work():
            save_overall_view(
                found, this_occasion(), strengths=form.strengths.data or "", concerns=form.concerns.data or "",
                recommendation=form.recommendation.data,
            )  # fmt: skip
        return redirect(url_for("assessor.assessment", assessment_id=found.id))
    return render_template(
        "pages/assessor/overall.html", assessment=found, application=found.application, form=form
    )


@bp.route("/assessments/<uuid:assessment_id>/send", methods=["POST"])
@requires(Permission.ASSESSMENT_SCORE)
def send_scores(assessment_id: UUID) -> ResponseReturnValue:
    found = load_open(assessment_id)
    form = RevisionForm()
    if form.validate_on_submit():
        with unit_of_work():
            take_action(found, "submit-scores", this_occasion(), expected_revision=form.read_revision)
        flash("Your scores are in. Thank you for reading so closely.")
    return redirect(url_for("assessor.assessment", assessment_id=found.id))


def _after(assessment_id: UUID, criteria: tuple[Criterion, ...], done: Criterion) -> str:
    """The next criterion, or the page that shows how far this is once there are no more."""
    following = criteria[criteria.index(done) + 1 :]
    if following:
        return url_for("assessor.criterion", assessment_id=assessment_id, key=following[0].key)
    return url_for("assessor.overall", assessment_id=assessment_id)
