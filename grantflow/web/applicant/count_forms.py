"""Reading the counts of a report: figures in small boxes, one row of them for each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grantflow.awards.plans import Planned, find_plan
from grantflow.monitoring.distance import COUNTS, Counts
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.rules import counts_add_up
from grantflow.web.fields import whole_number
from grantflow.web.phrases import phrase

MOST = 100_000
# What each box is called, and what it means. Nothing here is a target: "back" is as welcome as "forward".
BOXES = {
    "started": ("Started", "Everyone who has taken part since the grant began"),
    "two_points": ("Seen at least twice", "Those you know about at the start and again later"),
    "forward": ("Moved forward", "By any step, however small"),
    "same": ("About the same", ""),
    "back": ("Moved back", "This is normal. Change does not go in a straight line"),
    "unknown": ("You cannot tell", "Seen twice, but you do not know how they moved"),
    "left_early": ("Left early", "For any reason"),
}
# Where to mend each thing that does not add up.
AT = {
    "moves-do-not-add-up": "two_points",
    "seen-twice-more-than-started": "two_points",
    "left-more-than-started": "left_early",
}


@dataclass
class Row:
    """One outcome: what stands in its boxes, what is wrong with which, and what was planned for it."""

    key: str
    wording: str
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    planned: Planned | None = None

    def box(self, name: str) -> str:
        return f"{self.key}-{name.replace('_', '-')}"


@dataclass
class CountsPage:
    rows: list[Row]
    counts: dict[str, Counts]

    @property
    def boxes(self) -> Mapping[str, tuple[str, str]]:
        return BOXES

    @property
    def errors(self) -> list[dict[str, str]]:
        """`errorList` of the GOV.UK error summary."""
        return [
            {"text": f"{row.wording}: {message}", "href": f"#{row.box(name)}"}
            for row in self.rows
            for name, message in row.errors.items()
        ]


def stored_counts(review: ProgressReview) -> CountsPage:
    kept = {row.outcome_key: row for row in review.progress}
    rows = _rows(review)
    for row in rows:
        counted = kept.get(row.key)
        row.typed = {name: str(getattr(counted, name)) if counted else "" for name in COUNTS}
    return CountsPage(rows, {})


def read_counts(review: ProgressReview, post: Mapping[str, str], *, may_skip: bool = False) -> CountsPage:
    """What was typed, with what is wrong; the counts of each outcome where nothing is.

    :param may_skip: an outcome whose boxes are all empty is not counted, as after a call
    """
    page = CountsPage(_rows(review), {})
    for row in page.rows:
        row.typed = {name: post.get(row.box(name), "").strip() for name in COUNTS}
        if may_skip and not any(row.typed.values()):
            continue
        figures = {name: _figure(row, name) for name in COUNTS}
        if row.errors:
            continue
        counts = Counts(**figures)
        row.errors = {AT[reason.key]: phrase(reason) for reason in counts_add_up(counts)}
        page.counts[row.key] = counts
    return page


def _rows(review: ProgressReview) -> list[Row]:
    """One for each outcome, with what was planned for it, so that the count and the words stand together."""
    plan = find_plan(review.award)
    planned = {each.key: each for each in plan.outcomes} if plan else {}
    return [
        Row(each.outcome_key, each.wording, {}, planned=planned.get(each.outcome_key))
        for each in review.award.outcomes
    ]


def _figure(row: Row, name: str) -> int:
    typed = row.typed[name].replace(",", "").replace(" ", "")
    if not typed:
        row.errors[name] = f"Enter how many for “{BOXES[name][0].lower()}”, or 0"
        return 0
    try:
        figure = whole_number(typed)
    except ValueError:
        figure = MOST + 1
    if figure > MOST:
        row.errors[name] = f"For “{BOXES[name][0].lower()}” enter a whole number, such as 12"
        return 0
    return figure
