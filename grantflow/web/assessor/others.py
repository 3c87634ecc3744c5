"""What the others said: open to an assessor once their own scores are in, and not before."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.assessment.hiding import left_out
from grantflow.assessment.models import Assessment
from grantflow.assessment.queries import Sheet
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.assessor import bp
from grantflow.web.assessor.forms import RECOMMENDATIONS
from grantflow.web.assessor.reading import cover_of, criteria_of, load_open
from grantflow.web.comparing import compare


@dataclass(frozen=True)
class View:
    """One assessor's view of the whole."""

    who: str
    mean: float | None
    recommendation: str
    strengths: str
    concerns: str


@dataclass(frozen=True)
class Said:
    """What one assessor gave for a criterion, and why."""

    who: str
    points: int | None
    reason: str


@dataclass(frozen=True)
class Line:
    """One criterion: what everybody said of it, and the mean."""

    label: str
    mean: float | None
    said: list[Said]


@bp.route("/assessments/<uuid:assessment_id>/others")
@requires(Permission.ASSESSMENT_SCORE)
def others(assessment_id: UUID) -> ResponseReturnValue:
    """Everybody's scores and reasons beside this person's own, with the means."""
    found = load_open(assessment_id)
    if found.stage != "submitted":
        raise NotFound("page")
    cover, scores = cover_of(found), compare(found.application)
    say = left_out(found.application, cover.hidden)
    sheets = sorted(scores.sheets, key=lambda each: each.assessment.id != found.id)
    means = {label: mean for label, _, _, mean in scores.lines}
    return render_template(
        "pages/assessor/others.html",
        assessment=found,
        cover=cover,
        alone=len(sheets) == 1,
        mean=scores.mean,
        views=[_view(each, found, say) for each in sheets],
        lines=[
            Line(
                str(each.label), means[str(each.label)], [_said(one, each.key, found, say) for one in sheets]
            )
            for each in criteria_of(found)
        ],
    )


def _view(sheet: Sheet, own: Assessment, say: Callable[[str], str]) -> View:
    of = sheet.assessment
    return View(
        _who(of, own), sheet.mean, RECOMMENDATIONS[of.recommendation], say(of.strengths), say(of.concerns)
    )


def _said(sheet: Sheet, key: str, own: Assessment, say: Callable[[str], str]) -> Said:
    score = next((each for each in sheet.assessment.scores if each.criterion_key == key), None)
    reason = say(score.reason) if score else ""
    return Said(_who(sheet.assessment, own), score.points if score else None, reason)


def _who(assessment: Assessment, own: Assessment) -> str:
    return "You" if assessment.id == own.id or not assessment.assigned_to else assessment.assigned_to.name
