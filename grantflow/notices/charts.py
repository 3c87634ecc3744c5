"""The picture of distance travelled: a bar for each outcome of who moved forward, stayed, moved back.

Here is the arithmetic only. `templates/components/distance-chart.html` draws it, with a table under it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from grantflow.core.disclosure import Figure, Row, exact_row, public_row
from grantflow.core.display import listed

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
    "hidden": "Too few to show",
}


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How many people moved, on one outcome, between their first and their last answer."""

    outcome: str
    forward: int
    same: int
    back: int
    unknown: int

    def parts(self) -> dict[str, int]:
        return {"forward": self.forward, "same": self.same, "back": self.back, "unknown": self.unknown}


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, in the units of the picture. `text` is empty where a number would not fit."""

    kind: str
    x: float
    width: float
    text: str


@dataclass(frozen=True)
class Key:
    """What one shade or pattern means, and where its square stands above the bars."""

    kind: str
    x: float
    text: str


@dataclass(frozen=True)
class Bar:
    """One outcome: its name above, its pieces from left to right, and the row of the table."""

    outcome: str
    people: str
    y: int
    segments: tuple[Segment, ...]
    row: Row
    sentence: str


@dataclass(frozen=True)
class DistanceChart:
    """All that the macro draws. `keys` explain the kinds that occur."""

    title: str
    description: str
    height: int
    bars: tuple[Bar, ...]
    keys: tuple[Key, ...]


def distance_chart(distances: Iterable[Distance], *, public: bool = True) -> DistanceChart:
    """Lay the picture out. In public, people are counted as `core.disclosure` allows, and so are the bars."""
    rows = [
        (each.outcome, public_row(each.parts()) if public else exact_row(each.parts())) for each in distances
    ]
    bars = tuple(
        Bar(
            outcome,
            _people(row.total),
            FIRST_BAR_AT + ROW_HEIGHT * place,
            _segments(row),
            row,
            _sentence(outcome, row),
        )
        for place, (outcome, row) in enumerate(rows)
    )
    drawn = {segment.kind for bar in bars for segment in bar.segments}
    return DistanceChart(
        title="How far people travelled towards each outcome",
        description=" ".join(bar.sentence for bar in bars),
        height=FIRST_BAR_AT + ROW_HEIGHT * len(bars) - (ROW_HEIGHT - BAR_HEIGHT) + 4,
        bars=bars,
        keys=_keys(drawn),
    )


def distance_sentences(distances: Iterable[Distance], *, public: bool = True) -> tuple[str, ...]:
    """The same in words, one sentence an outcome."""
    return tuple(bar.sentence for bar in distance_chart(distances, public=public).bars)


def _segments(row: Row) -> tuple[Segment, ...]:
    """The pieces that may be shown, and one last piece for all that may not.

    The last piece is drawn from the published numbers alone, so that nobody can measure what was withheld.
    """
    shown = {kind: figure.number for kind, figure in row.parts.items() if figure.number}
    withheld = any(figure.number is None for figure in row.parts.values())
    if row.total.number is None:
        return (Segment("hidden", 0, WIDTH, ""),)
    rest = max(row.total.number - sum(shown.values()), 0) if withheld else 0
    pieces = [*shown.items(), *([("hidden", rest)] if rest else [])]
    whole = sum(number for _, number in pieces)
    segments, x = [], 0.0
    for kind, number in pieces:
        width = WIDTH * number / whole
        fits = width >= ROOM_FOR_A_NUMBER and kind != "hidden"
        segments.append(Segment(kind, round(x, 1), round(width, 1), f"{number:,}" if fits else ""))
        x += width
    return tuple(segments)


def _keys(drawn: set[str]) -> tuple[Key, ...]:
    keys, x = [], 0.0
    for kind, text in LABELS.items():
        if kind in drawn:
            keys.append(Key(kind, round(x, 1), text))
            x += 25 + WIDTH_OF_A_LETTER * len(text) + 20
    return tuple(keys)


def _people(total: Figure) -> str:
    about = "about " if total.shown == "rounded" else ""
    return f"{about}{total} people" if total.number != 1 else "1 person"


def _sentence(outcome: str, row: Row) -> str:
    if row.total.number is None:
        return f"{outcome}: {row.total} people, too few to say how they moved."
    counted = [f"{row.parts[kind]} {words}" for kind, words in _SAID.items() if row.parts[kind].number]
    unsaid = [words for kind, words in _SAID.items() if row.parts[kind].number is None]
    unknown = row.parts["unknown"]
    if not counted and unsaid:
        return f"{outcome}: of {_people(row.total)}, too few went any one way to say how they moved."
    return (
        f"{outcome}: of {_people(row.total)}, {listed(counted) or 'none are known to have moved'}"
        + (f"; for {unknown} we do not know" if unknown.number else "")
        + (f". We cannot show how many {listed(unsaid, 'or')}" if unsaid else "")
        + "."
    )


_SAID = {"forward": "moved forward", "same": "stayed about the same", "back": "moved back"}
