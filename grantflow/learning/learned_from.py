"""The picture of who learned from whom: regions it was learned in on the left, those that tried it on the right.

Pure: names and numbers go in, places on a drawing come out. The drawing is 300 units wide and is shown at 290 pixels
on the smallest phones, so 15 units of text are more than 14 pixels there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grantflow.core.display import counted, listed

WIDTH = 300
LEFT, RIGHT = 104, 196  # where lines begin and end
ROW = 46
TOP = 44
LONGEST_LINE = 14  # letters of a name on one line
THINNEST, THICKEST = 1.5, 9

Times = Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class Place:
    """A region's name, in one or two lines, and where its point is; `times` is how often, over all its lines."""

    name: str
    lines: tuple[str, ...]
    y: int
    times: int


@dataclass(frozen=True)
class Line:
    """A curve from one side to the other: thicker for more."""

    path: str
    width: float
    words: str


@dataclass(frozen=True)
class Picture:
    height: int
    sources: tuple[Place, ...]
    targets: tuple[Place, ...]
    lines: tuple[Line, ...]
    description: str


def laid_out(passed: Times) -> Picture:
    """:param passed: learned in, tried in, how often; each pair once"""
    sources = _places(sorted({source for source, _, _ in passed}), ((s, n) for s, _, n in passed))
    heights = {place.name: place.y for place in sources}
    # Those on the right stand beside whom they learned from, so that few lines cross.
    by_height = sorted(
        {target for _, target, _ in passed},
        key=lambda name: (_middle([(heights[s], n) for s, t, n in passed if t == name]), name),
    )
    targets = _places(by_height, ((t, n) for _, t, n in passed))
    ends = {place.name: place.y for place in targets}
    most = max((times for _, _, times in passed), default=1)
    # The thick ones first, so that a thin one is never hidden.
    lines = [
        Line(_curve(heights[source], ends[target]), _width(times, most), _words(source, target, times))
        for source, target, times in sorted(passed, key=lambda each: (-each[2], each[0], each[1]))
    ]
    rows = max(len(sources), len(targets))
    return Picture(TOP + rows * ROW, sources, targets, tuple(lines), _description(passed))


def in_lines(name: str) -> tuple[str, ...]:
    """A name on one line, or on two that are as even as its words allow."""
    words = name.split()
    if len(name) <= LONGEST_LINE or len(words) == 1:
        return (name,)
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return min(splits, key=lambda split: max(map(len, split)))


def _places(names: Sequence[str], counts: Iterable[tuple[str, int]]) -> tuple[Place, ...]:
    times: dict[str, int] = {}
    for name, number in counts:
        times[name] = times.get(name, 0) + number
    return tuple(
        Place(name, in_lines(name), TOP + ROW * position + ROW // 2, times[name])
        for position, name in enumerate(names)
    )


def _middle(found: Sequence[tuple[int, int]]) -> float:
    """The mean height of those it learned from, each as often as it did."""
    return sum(y * times for y, times in found) / sum(times for _, times in found)


def _width(times: int, most: int) -> float:
    if most == 1:
        return THINNEST
    return round(THINNEST + (THICKEST - THINNEST) * (times - 1) / (most - 1), 1)


def _curve(start: int, end: int) -> str:
    middle = (LEFT + RIGHT) // 2
    return f"M{LEFT},{start} C{middle},{start} {middle},{end} {RIGHT},{end}"


def _words(source: str, target: str, times: int) -> str:
    return f"{source} to {target}: {counted(times, 'time')}"


def _description(passed: Times) -> str:
    """Said aloud in place of the picture."""
    if not passed:
        return "Nothing has been tried elsewhere yet."
    said = [f"from {source} to {target} {counted(times, 'time')}" for source, target, times in passed]
    return f"What was learned went {listed(said)}."
