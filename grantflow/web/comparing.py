"""What several assessors made of one application, side by side."""

from dataclasses import dataclass

from grantflow.applications.models import Application
from grantflow.assessment import queries, rules, scoring
from grantflow.assessment.models import Moderation
from grantflow.assessment.moderation import find_moderation


@dataclass(frozen=True)
class Comparison:
    """The scores that are in, side by side: one line a criterion, one column an assessor."""

    sheets: list[queries.Sheet]
    lines: list[tuple[str, int, list[int | None], float | None]]
    mean: float | None
    spread: float
    limit: float
    note: Moderation | None

    @property
    def is_far(self) -> bool:
        return rules.is_far_apart(self.spread, self.limit)


def compare(found: Application) -> Comparison:
    criteria = queries.tiers_of(found).criteria
    weights = {each.key: each.weight for each in criteria}
    sheets = queries.list_sheets(found.id, weights)
    means = scoring.means_by_criterion([sheet.points for sheet in sheets])
    spread, limit = scoring.spread(sheet.mean for sheet in sheets), queries.tiers_of(found).moderation_spread
    return Comparison(
        sheets=sheets,
        lines=[
            (
                str(each.label),
                each.weight,
                [sheet.points.get(each.key) for sheet in sheets],
                means.get(each.key),
            )
            for each in criteria
        ],
        mean=scoring.mean(sheet.mean for sheet in sheets),
        spread=spread,
        limit=limit,
        # Scores are never taken away, so a note is there only where they are still far apart.
        note=find_moderation(found.id) if rules.is_far_apart(spread, limit) else None,
    )
