"""One page of a panel's pack for each application: who, where, how much, what assessors made of it, what to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grantflow.applications.models import CheckResult
from grantflow.assessment.models import Assessment
from grantflow.assessment.scoring import FAR_APART, mean, spread
from grantflow.casework.running import tiers
from grantflow.core.display import money
from grantflow.db import db
from grantflow.engine.tiers import Tiers
from grantflow.funds.models import Round
from grantflow.notices.excerpts import in_short
from grantflow.places.queries import list_force_areas
from grantflow.reports.panel_board import BoardLine

# Words that fit on a page: what all assessors together have for one criterion, and each for the whole.
REASONS, VIEW, EVIDENCE = 32, 24, 16
# How a check stands, in the words of a list.
RESULTS = {
    "pass": "passed",
    "query": "a query is open",
    "condition": "passed on a condition",
    "fail": "failed",
    "not-needed": "not needed",
}
RECOMMENDATIONS = {
    "fund": "fund",
    "fund-in-part": "fund in part",
    "fund-if": "fund if something is put right first",
    "do-not-fund": "do not fund",
}
# Points apart on one criterion that are worth talking over.
WORTH_ASKING = 2


@dataclass(frozen=True, kw_only=True)
class ScoreLine:
    """One criterion: each assessor's points and reason in short, in the same order on every line."""

    label: str
    points: tuple[str, ...]
    mean: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PackPage:
    line: BoardLine
    where: str
    size: str
    income: str
    scores: tuple[ScoreLine, ...]
    assessors: int
    recommended: tuple[str, ...]
    strengths: tuple[str, ...]
    concerns: tuple[str, ...]
    checks_passed: int
    checks_open: tuple[str, ...]
    questions: tuple[str, ...]


def pack_pages(found: Round, lines: Sequence[BoardLine]) -> Iterator[PackPage]:
    """In the order of the list."""
    sizes, ids = tiers(found.tiers_version), [each.id for each in lines]
    assessments, checks = _assessments(ids), _checks(ids)
    areas = {area.code: area.name for area in list_force_areas()}
    for line in lines:
        sheets, results = assessments.get(line.id, []), checks.get(line.id, [])
        scores = tuple(_scores(sheets, sizes))
        not_passed = [each for each in results if each.result in {"query", "condition", "fail"}]
        yield PackPage(
            line=line,
            where=", ".join(areas[code] for code in line.force_areas if code in areas) or "Not said",
            size=str(sizes.tier(line.tier_key).label),
            income=money(line.income_pence) if line.income_pence is not None else "Not known",
            scores=scores,
            assessors=len(sheets),
            recommended=tuple(
                RECOMMENDATIONS.get(each.recommendation) or in_short(each.recommendation, VIEW).rstrip(".")
                for each in sheets
                if each.recommendation
            ),
            strengths=tuple(in_short(each.strengths, VIEW) for each in sheets if each.strengths.strip()),
            concerns=tuple(in_short(each.concerns, VIEW) for each in sheets if each.concerns.strip()),
            checks_passed=len(results) - len(not_passed),
            checks_open=tuple(
                f"{sizes.check(each.code).label}: {RESULTS[each.result]}. {in_short(each.evidence, EVIDENCE)}"
                for each in not_passed
            ),
            questions=tuple(_questions(line, sheets, not_passed, sizes)),
        )


def _assessments(ids: Sequence[UUID]) -> dict[UUID, list[Assessment]]:
    """Those that are in, by application, in the order in which they were asked for."""
    rows = db.session.scalars(
        select(Assessment)
        .where(Assessment.application_id.in_(ids), Assessment.stage == "submitted")
        .options(selectinload(Assessment.scores))
        .order_by(Assessment.created_at, Assessment.id)
    )
    found: dict[UUID, list[Assessment]] = {}
    for each in rows:
        found.setdefault(each.application_id, []).append(each)
    return found


def _checks(ids: Sequence[UUID]) -> dict[UUID, list[CheckResult]]:
    rows = db.session.scalars(
        select(CheckResult)
        .where(CheckResult.application_id.in_(ids))
        .order_by(CheckResult.application_id, CheckResult.code)
    )
    found: dict[UUID, list[CheckResult]] = {}
    for each in rows:
        found.setdefault(each.application_id, []).append(each)
    return found


def _scores(sheets: Sequence[Assessment], sizes: Tiers) -> Iterator[ScoreLine]:
    by_key = [{score.criterion_key: score for score in each.scores} for each in sheets]
    for criterion in sizes.criteria if sheets else ():
        scores = [each.get(criterion.key) for each in by_key]
        average = mean(each.points if each else None for each in scores)
        yield ScoreLine(
            label=str(criterion.label),
            points=tuple(
                "n/a" if each is None or each.points is None else str(each.points) for each in scores
            ),
            mean="n/a" if average is None else f"{average:.1f}",
            reasons=tuple(
                in_short(each.reason, REASONS // len(sheets))
                for each in scores
                if each and each.reason.strip()
            ),
        )


def _questions(
    line: BoardLine, sheets: Sequence[Assessment], not_passed: Sequence[CheckResult], sizes: Tiers
) -> Iterator[str]:
    """What the papers leave open, so that the meeting begins there."""
    if line.spread > FAR_APART:
        yield f"The assessors are {line.spread:.1f} apart. What did one see that the other did not?"
    for criterion in sizes.criteria:
        points = [
            score.points for each in sheets for score in each.scores if score.criterion_key == criterion.key
        ]
        apart = spread(points)
        if apart >= WORTH_ASKING:
            yield f"{criterion.label}: {apart:.0f} points apart. Which reason holds?"
    recommended = {each.recommendation for each in sheets} & set(RECOMMENDATIONS)
    if len(recommended) > 1:
        yield "The assessors recommend different things. What would it take to agree?"
    if "fund-if" in recommended:
        yield "Something is to be put right first. What is it, and by when?"
    for check in not_passed:
        yield f"{sizes.check(check.code).label}: is an award possible as it stands, or on a condition?"
    if (line.income_pence or 0) > sizes.tier(line.tier_key).applicant_income_up_to_pence:
        yield "Their yearly income is above what this size is for. Is there a reason to award it all the same?"
