"""Score an application: one criterion at a time beside the answers it asks about, then the whole."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment import queries, rules
from grantflow.assessment.commands import save_overall_view, save_score
from grantflow.assessment.hiding import why_amount_stays_hidden
from grantflow.assessment.models import Assessment, Score
from grantflow.casework.commands import take_action
from grantflow.casework.queries import open_actions
from grantflow.db import unit_of_work
from grantflow.engine.tiers import Criterion
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.assessor import bp
from grantflow.web.assessor.forms import NOT_APPLICABLE, RECOMMENDATIONS, OverallForm, ScoreForm
from grantflow.web.assessor.reading import about, answers_for, cover_of, criteria_of, load_open
from grantflow.web.fields import RevisionForm
from grantflow.web.occasion import current_actor, this_occasion


@dataclass(frozen=True)
class Line:
    """One criterion on the list: its score, and the key of why it cannot be scored now, or nothing."""

    criterion: Criterion
    score: Score | None
    refusal: str | None


@bp.route("/assessments/<uuid:assessment_id>")
@requires(Permission.ASSESSMENT_SCORE)
def assessment(assessment_id: UUID) -> ResponseReturnValue:
    """Where this assessor stands, and the step that comes next."""
    found = queries.get_assessment(assessment_id, current_actor(), Permission.ASSESSMENT_DECLARE)
    if found.stage == "assigned":
        return redirect(url_for("assessor.declare", assessment_id=found.id))
    found = load_open(assessment_id)
    cover, criteria = cover_of(found), criteria_of(found)
    send = next(
        (each for each in open_actions(found, this_occasion()) if each.action.key == "submit-scores"), None
    )
    return render_template(
        "pages/assessor/assessment.html",
        assessment=found,
        cover=cover,
        lines=_lines(found, criteria),
        answers=answers_for(found, cover.hidden),
        recommendations=RECOMMENDATIONS,
        amount_next=cover.hidden.amount and why_amount_stays_hidden(found) is None,
        send=send,
        form=RevisionForm(revision=found.revision),
        own=queries.sheet_of(found, {each.key: each.weight for each in criteria}),
    )


@bp.route("/assessments/<uuid:assessment_id>/criteria/<key>", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_SCORE)
def criterion(assessment_id: UUID, key: str) -> ResponseReturnValue:
    found = load_open(assessment_id)
    criteria = criteria_of(found)
    line = next((each for each in _lines(found, criteria) if each.criterion.key == key), None)
    if line is None or found.stage != "open":
        raise NotFound("criterion", key)
    if line.refusal:
        raise ActionUnavailable([Reason(line.refusal)])
    form = ScoreForm(data=_begun(found, line.score))
    form.anchor(line.criterion)
    if form.validate_on_submit():
        with unit_of_work():
            save_score(found, key, form.chosen, form.reason.data or "", this_occasion())
        return redirect(_after(found, criteria, line.criterion))
    cover = cover_of(found)
    own, others = about(answers_for(found, cover.hidden), line.criterion)
    return render_template(
        "pages/assessor/criterion.html",
        assessment=found,
        cover=cover,
        criterion=line.criterion,
        number=criteria.index(line.criterion) + 1,
        criteria=criteria,
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
    return render_template("pages/assessor/overall.html", assessment=found, cover=cover_of(found), form=form)


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


def _lines(found: Assessment, criteria: tuple[Criterion, ...]) -> list[Line]:
    scores = {score.criterion_key: score for score in found.scores}
    hides, shown = found.application.round.hide_amount, found.amount_shown_at is not None
    return [
        Line(
            each,
            scores.get(each.key),
            rules.score_can_be_given(hides=hides, shown=shown, needs_amount=each.needs_amount),
        )
        for each in criteria
    ]


def _begun(found: Assessment, kept: Score | None) -> dict[str, object]:
    """What the form starts with: what was saved before."""
    if kept is None:
        return {"revision": found.revision, "points": None, "reason": ""}
    points = NOT_APPLICABLE if kept.points is None else str(kept.points)
    return {"revision": found.revision, "points": points, "reason": kept.reason}


def _after(found: Assessment, criteria: tuple[Criterion, ...], done: Criterion) -> str:
    """The next criterion that can be scored; then the amount, where it is hidden; then the whole."""
    ahead = [each for each in _lines(found, criteria) if not each.refusal]
    place = next(number for number, each in enumerate(ahead) if each.criterion == done)
    if ahead[place + 1 :]:
        key = ahead[place + 1].criterion.key
        return url_for("assessor.criterion", assessment_id=found.id, key=key)
    if not cover_of(found).hidden.amount:
        return url_for("assessor.overall", assessment_id=found.id)
    if why_amount_stays_hidden(found) is None:
        return url_for("assessor.amount", assessment_id=found.id)
    return url_for("assessor.assessment", assessment_id=found.id)
