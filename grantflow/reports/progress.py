"""How far people travelled over time: of one grant, a round, a region, and a theme across all rounds.

Counts run from a grant's start, so a quarter's end adds up each grant's newest report that had been sent by then. A
report that came late counts from the day it came; one that was never asked for leaves the one before it standing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from grantflow.core.calendar import quarter_ends
from grantflow.core.disclosure import Reader, Row, row_for
from grantflow.funds.outcomes import OUTCOMES
from grantflow.monitoring.counted import Told, list_told, of_award, of_region, of_round
from grantflow.monitoring.distance import MOVES, Counts

# Two years of quarters: what still fits on a page. Those before are in the sums anyway.
MOST_POINTS = 8


@dataclass(frozen=True, kw_only=True)
class Point:
    """People up to one day, as one reader may see them, and how many grants had counted any."""

    by: date
    row: Row
    grants: int


@dataclass(frozen=True, kw_only=True)
class Course:
    """One outcome over time, the oldest point first. There is always one point."""

    outcome_key: str
    name: str
    points: tuple[Point, ...]

    @property
    def newest(self) -> Point:
        return self.points[-1]


def progress_of_award(award_id: UUID, today: date) -> list[Course]:
    """Exact, in the words that were agreed: for its own organisation, and for staff who may see the award."""
    return _courses(list_told(of_award(award_id)), today, Reader.SAME_REGION, agreed_words=True)


def progress_of_round(round_id: UUID, today: date, reader: Reader) -> list[Course]:
    """For staff; the public is shown `published.published_of_round`."""
    return _courses(list_told(of_round(round_id)), today, reader)


def progress_of_region(region_code: str, today: date, reader: Reader) -> list[Course]:
    """For staff, of this region or of another."""
    return _courses(list_told(of_region(region_code)), today, reader)


def by_outcome(told: Iterable[Told]) -> dict[str, list[Told]]:
    """In the order in which the fund names its outcomes, and any other by its key after them."""
    order = {key: place for place, key in enumerate(OUTCOMES)}
    ordered = sorted(told, key=lambda each: (order.get(each.outcome_key, len(order)), each.outcome_key))
    return {key: list(several) for key, several in groupby(ordered, key=lambda each: each.outcome_key)}


def newest_by(told: Iterable[Told], day: date) -> dict[UUID, Told]:
    """Of one outcome, each grant's newest report that had been sent by the end of a day."""
    newest: dict[UUID, Told] = {}
    for each in told:
        before = newest.get(each.award_id)
        if each.sent_on <= day and (before is None or each.number > before.number):
            newest[each.award_id] = each
    return newest


def parts_of(counts: Counts) -> dict[str, int]:
    return {move: getattr(counts, move) for move in MOVES}


def _courses(
    told: Sequence[Told], today: date, reader: Reader, *, agreed_words: bool = False
) -> list[Course]:
    return [
        Course(
            outcome_key=key,
            name=several[-1].wording if agreed_words else OUTCOMES.get(key, several[-1].wording),
            points=tuple(
                Point(by=day, row=row_for(reader, parts_of(_sum(newest.values()))), grants=len(newest))
                for day, newest in _moments(several, today)
            ),
        )
        for key, several in by_outcome(told).items()
    ]


def _moments(told: Sequence[Told], today: date) -> list[tuple[date, Mapping[UUID, Told]]]:
    """The quarters' ends at which something was new, and today if something has come since."""
    days = [*quarter_ends(min(each.sent_on for each in told), today), today]
    moments: list[tuple[date, Mapping[UUID, Told]]] = []
    for day in days:
        newest = newest_by(told, day)
        if newest and (not moments or moments[-1][1] != newest):
            moments.append((day, newest))
    return moments[-MOST_POINTS:]


def _sum(told: Iterable[Told]) -> Counts:
    return sum((each.counts for each in told), Counts())
