"""The picture of distance travelled: a bar of who moved forward, stayed or moved back, by outcome or by quarter.

Here is the arithmetic only. `templates/components/distance-chart.html` draws it, with a table under it. Of fewer people
than may be shown there is no bar for anybody: only words, and for those who may see them, numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from grantflow.core.disclosure import (
    THRESHOLD,
    Figure,
    Row,
    Shown,
    exact_row,
    public_row,
)
from grantflow.core.display import counted, day, listed
from grantflow.reports.progress import Course, Point

WIDTH = 600
BAR_HEIGHT = 24
ROW_HEIGHT = 52
FIRST_BAR_AT = 60
ROOM_FOR_A_NUMBER = 34
WIDTH_OF_A_LETTER = 7.2

LABELS = {
    "forward": "Forward",
    "same": "The same",
    "back": "Back",
    "unknown": "Not known",
}


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How many people moved, on one outcome, between their first and their last answer.

    `row`: what may be shown of them, where that was decided before; the numbers are then those that may be.
    """

    outcome: str
    forward: int
    same: int
    back: int
    unknown: int
    row: Row | None = None

    def parts(self) -> dict[str, int]:
        return {"forward": self.forward, "same": self.same, "back": self.back, "unknown": self.unknown}


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, in the units of the picture. `text` is empty where a number would not fit.

    A piece that stands for a number that may not be shown is `open`: each is drawn as wide as any other.
    """

    kind: str
    x: float
    width: float
    text: str
    open: bool = False


@dataclass(frozen=True)
class Key:
    """What one shade or pattern means, and where its square stands above the bars."""

    kind: str
    x: float
    text: str


@dataclass(frozen=True)
class Bar:
    """One line: its name above, its pieces from left to right, and the row of the table. No pieces: not drawn."""

    name: str
    people: str
    y: int
    segments: tuple[Segment, ...]
    row: Row
    sentence: str


@dataclass(frozen=True)
class DistanceChart:
    """All that the macro draws. `keys` explain the kinds that occur; `first` heads the first column of the table.

    `name` and `outcome_key` are of the one outcome that it is about, if it is about one.
    """

    title: str
    description: str
    first: str
    words: tuple[str, ...]
    height: int
    bars: tuple[Bar, ...]
    keys: tuple[Key, ...]
    name: str = ""
    outcome_key: str = ""

    @property
    def drawn(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.segments]

    @property
    def hides(self) -> bool:
        return any(bar.row.hides for bar in self.bars)

    @property
    def open_as(self) -> int:
        """As how many people a piece is drawn that may not be told; 0 where there is none."""
        return next(
            (
                figure.drawn_as
                for bar in self.drawn
                for figure in bar.row.parts.values()
                if figure.number is None
            ),
            0,
        )


def distance_chart(distances: Iterable[Distance], *, public: bool = True) -> DistanceChart:
    """A bar for each outcome, each as wide as the picture. In public, as `core.disclosure` allows."""
    rows = [
        (each.outcome, each.row or (public_row(each.parts()) if public else exact_row(each.parts())))
        for each in distances
    ]
    bars = _bars([(name, row, _sentence(name, row)) for name, row in rows])
    chart = _chart("How far people travelled towards each outcome", "Outcome", bars)
    return replace(chart, words=tuple(bar.sentence for bar in bars if not bar.segments))


def course_chart(course: Course) -> DistanceChart:
    """A bar for each quarter's end, with the newest in words above them."""
    newest = _sentence(course.name, course.newest.row)
    chart = points_chart(
        f"{course.name}: how far people travelled over time",
        "Counted by",
        [(day(each.by), each) for each in course.points],
    )
    words = (f"{newest} {_behind(course.newest)}",)
    return replace(chart, words=words, name=course.name, outcome_key=course.outcome_key)


def points_chart(title: str, first: str, points: Sequence[tuple[str, Point]]) -> DistanceChart:
    """A bar for each point under its name, all on one scale, so that they show how many people there were."""
    widest = max((_drawn_people(each.row) for _, each in points), default=1)
    lines = [(name, each.row, _sentence(name, each.row)) for name, each in points]
    return _chart(title, first, _bars(lines, widest))


def distance_sentences(distances: Iterable[Distance], *, public: bool = True) -> tuple[str, ...]:
    """The same in words, one sentence an outcome."""
    return tuple(bar.sentence for bar in distance_chart(distances, public=public).bars)


def _chart(title: str, first: str, bars: tuple[Bar, ...]) -> DistanceChart:
    drawn = {segment.kind for bar in bars for segment in bar.segments}
    return DistanceChart(
        title=title,
        description=" ".join(bar.sentence for bar in bars),
        first=first,
        words=(),
        height=_height(bars),
        bars=bars,
        keys=_keys(drawn),
    )


def _bars(lines: Sequence[tuple[str, Row, str]], widest: int = 0) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    for name, row, sentence in lines:
        y = FIRST_BAR_AT + ROW_HEIGHT * sum(bool(bar.segments) for bar in bars)
        bars.append(
            Bar(name, _people(row.total), y, _segments(row, widest or _drawn_people(row)), row, sentence)
        )
    return tuple(bars)


def _height(bars: Sequence[Bar]) -> int:
    drawn = sum(bool(bar.segments) for bar in bars)
    return FIRST_BAR_AT + ROW_HEIGHT * drawn - (ROW_HEIGHT - BAR_HEIGHT) + 4


def _segments(row: Row, widest: int) -> tuple[Segment, ...]:
    """A piece for each way to move. One that may not be told is as wide as any other, so nobody can measure it."""
    if not _enough(row.total):
        return ()
    segments, x = [], 0.0
    for kind, figure in row.parts.items():
        width = WIDTH * figure.drawn_as / widest
        if not width:
            continue
        fits = width >= ROOM_FOR_A_NUMBER and figure.number is not None
        is_open = figure.number is None
        segments.append(Segment(kind, round(x, 1), round(width, 1), str(figure) if fits else "", is_open))
        x += width
    return tuple(segments)


def _enough(total: Figure) -> bool:
    """Whether there is a picture at all. A total that is rounded to ten may be of fewer."""
    return (total.number or 0) >= THRESHOLD + (total.shown is Shown.ROUNDED)


def _drawn_people(row: Row) -> int:
    return sum(figure.drawn_as for figure in row.parts.values()) or 1


def _keys(drawn: set[str]) -> tuple[Key, ...]:
    keys, x = [], 0.0
    for kind, text in LABELS.items():
        if kind in drawn:
            keys.append(Key(kind, round(x, 1), text))
            x += 25 + WIDTH_OF_A_LETTER * len(text) + 20
    return tuple(keys)


def _people(total: Figure) -> str:
    """About 55 people; 1 person. Of those who may be shown, where some may not."""
    if total.number == 1:
        return "1 person"
    return f"{'' if total.shown is Shown.EXACT or total.number is None else 'about '}{total} people"


def _sentence(name: str, row: Row) -> str:
    """What a row says, in words that give nothing away that its numbers do not."""
    told = {kind: figure for kind, figure in row.parts.items() if figure.number}
    moved = [f"{told[kind]} {words}" for kind, words in _SAID.items() if kind in told]
    if row.hides:
        return _sentence_with_gaps(name, row, moved)
    return (
        f"{name}: of {_people(row.total)} seen twice, {listed(moved) or 'none are known to have moved'}"
        + (f"; for {told['unknown']} we do not know" if "unknown" in told else "")
        + "."
    )


def _sentence_with_gaps(name: str, row: Row, moved: Sequence[str]) -> str:
    unknown = row.parts["unknown"]
    hidden = [kind for kind, figure in row.parts.items() if figure.number is None]
    if row.total.number is None or len(hidden) == len(row.parts):
        return f"{name}: too few people went any one way to say how they moved."
    known = [*([f"about {listed(moved)}"] if moved else []), *_if_known(unknown)]
    gaps = [words for kind, words in _GAPS.items() if kind in hidden]
    first = row.parts[hidden[0]]
    if first.shown is Shown.FEW:
        few = listed(f"{first} {words}" for words in gaps)
        return f"{name}: {'; '.join(known)}. {few[:1].upper()}{few[1:]}."
    return f"{name}: {'; '.join(known)}. We cannot show how many {listed(gaps, 'or')}."


def _if_known(unknown: Figure) -> list[str]:
    return [f"for about {unknown} we do not know"] if unknown.number else []


def _behind(newest: Point) -> str:
    return f"Counted by {counted(newest.grants, 'grant')}, up to {day(newest.by)}."


_SAID = {"forward": "moved forward", "same": "stayed about the same", "back": "moved back"}
_GAPS = _SAID | {"unknown": "are not known about"}
