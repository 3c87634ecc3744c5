"""What anybody may see of how far people travelled: sums of the numbers that `core.pooling` releases.

A table is as it was at a quarter's end, for what comes out in between could be set against it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from grantflow.core.calendar import quarter_ends
from grantflow.core.disclosure import FEW, WITHHELD, Figure, Shown, shown_row
from grantflow.core.pooling import Counted, Released, release
from grantflow.funds.outcomes import OUTCOMES
from grantflow.monitoring.counted import Asked, Scope, Told, list_asked, list_told, of_round, of_theme
from grantflow.monitoring.distance import MOVES
from grantflow.reports.progress import MOST_POINTS, Course, Point, by_outcome, newest_by

# The round and the region of a grant: whose small counts are put together.
Place = tuple[UUID | None, str | None]
Key = TypeVar("Key", bound="UUID | str | None")


@dataclass(frozen=True, kw_only=True)
class Theme:
    """One outcome of the fund across its rounds, over time; and at the newest quarter's end by round and by region."""

    course: Course
    by_round: Mapping[UUID | None, Point]
    by_region: Mapping[str | None, Point]


@dataclass(frozen=True, kw_only=True)
class _Quarter:
    """The end of one: what each place may tell of each way to move, and the newest reports behind it."""

    day: date
    released: Mapping[Place, Mapping[str, Released[UUID]]]
    newest: Mapping[Place, Mapping[UUID, Told]]

    def point(self, belongs: Callable[[Place], bool]) -> Point | None:
        """The table of all places that belong to something; None while nobody there has counted."""
        here = [place for place in self.newest if belongs(place) and self.newest[place]]
        grants = sum(len(self.newest[place]) for place in here)
        if not grants:
            return None
        parts = {move: _figure([self.released[place][move] for place in here], grants) for move in MOVES}
        return Point(by=self.day, row=shown_row(parts), grants=grants)


def published_of_round(round_id: UUID, today: date) -> list[Course]:
    """Each outcome of a round; none that nobody had counted by the last quarter's end."""
    scope = of_round(round_id)
    asked = list_asked(scope)
    courses = (
        _course(key, several, _quarters(several, asked, today))
        for key, several in by_outcome(list_told(scope)).items()
    )
    return [course for course in courses if course is not None]


def published_of_theme(outcome_key: str, today: date) -> Theme | None:
    """One outcome across all rounds; None while no quarter has ended since anybody counted."""
    scope: Scope = of_theme(outcome_key)
    told = list_told(scope, outcome_key)
    quarters = _quarters(told, list_asked(scope), today)
    course = _course(outcome_key, told, quarters)
    if course is None:
        return None
    rounds, regions = zip(*quarters[-1].newest, strict=True)
    return Theme(
        course=course,
        by_round=_each(rounds, lambda key: quarters[-1].point(lambda place: place[0] == key)),
        by_region=_each(regions, lambda key: quarters[-1].point(lambda place: place[1] == key)),
    )


def _course(outcome_key: str, told: Sequence[Told], quarters: Sequence[_Quarter]) -> Course | None:
    """The quarters in which something new was told, and none before anybody had counted."""
    points: list[Point] = []
    for quarter in quarters:
        point = quarter.point(lambda _place: True)
        if point and not (points and (points[-1].row, points[-1].grants) == (point.row, point.grants)):
            points.append(point)
    if not points:
        return None
    name = OUTCOMES.get(outcome_key, told[-1].wording)
    return Course(outcome_key=outcome_key, name=name, points=tuple(points[-MOST_POINTS:]))


def _each(keys: Iterable[Key], point: Callable[[Key], Point | None]) -> dict[Key, Point]:
    points = {key: point(key) for key in keys}
    return {key: found for key, found in points.items() if found is not None}


def _quarters(told: Sequence[Told], asked: Mapping[UUID, Sequence[Asked]], today: date) -> list[_Quarter]:
    """Every quarter's end since the first report of one outcome, for what is told depends on what was told before."""
    if not told:
        return []
    days = quarter_ends(min(each.sent_on for each in told), today)
    places: dict[Place, list[Told]] = {}
    for each in told:
        places.setdefault((each.round_id, each.region_code), []).append(each)
    newest = {place: [newest_by(several, day) for day in days] for place, several in places.items()}
    released = {
        (place, move): release(
            {award: _counted(each, move, asked[award], day) for award, each in now.items()}
            for now, day in zip(moments, days, strict=True)
        )
        for place, moments in newest.items()
        for move in MOVES
    }
    return [
        _Quarter(
            day=day,
            released={place: {move: released[place, move][at] for move in MOVES} for place in places},
            newest={place: newest[place][at] for place in places},
        )
        for at, day in enumerate(days)
    ]


def _counted(told: Told, move: str, asked: Sequence[Asked], day: date) -> Counted:
    def is_done(each: Asked, by: date) -> bool:
        return each.planned_on > by or (each.done_on is not None and each.done_on <= by)

    return Counted(
        people=getattr(told.counts, move),
        report=told.number,
        last=all(is_done(each, told.sent_on) for each in asked if each.number > told.number),
        over=all(is_done(each, day) for each in asked),
    )


def _figure(released: Sequence[Released[UUID]], grants: int) -> Figure:
    """Of one grant, what is not told is under ten; of several it may be more, and we do not say which."""
    numbers = [number for each in released for number in each.numbers()]
    if numbers:
        return Figure(Shown.ROUNDED, sum(numbers))
    return FEW if grants == 1 else WITHHELD
