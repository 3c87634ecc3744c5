"""Numbers of people that may be published without telling anything about one of them.

The rule for anything public: nothing under ten is shown, nought included; the rest is rounded to the
nearest five; and where one part of a total would be hidden alone, a second is hidden with it, or the
first could be worked out. Inside a region the exact numbers are used, and nothing here is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

THRESHOLD = 10
ROUNDED_TO = 5


class Shown(StrEnum):
    """How a number may be shown."""

    EXACT = "exact"
    ROUNDED = "rounded"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Figure:
    """A number of people as it may be shown. `number` is None unless it may be."""

    shown: Shown
    number: int | None = None

    def __str__(self) -> str:
        if self.number is not None:
            return f"{self.number:,}"
        return f"fewer than {THRESHOLD}" if self.shown is Shown.FEW else "not shown"


@dataclass(frozen=True)
class Row:
    """The parts of one total, and the total, as they may be shown."""

    parts: Mapping[str, Figure]
    total: Figure


def public_count(people: int) -> Figure:
    """One number of people on its own."""
    if people < 0:
        raise ValueError(f"{people} people")
    if people < THRESHOLD:
        return Figure(Shown.FEW)
    return Figure(Shown.ROUNDED, rounded(people))


def public_row(parts: Mapping[str, int]) -> Row:
    """The parts of a total, with a second part withheld wherever one alone would be hidden.

    The part withheld is the smallest of the others, which costs the reader least; of equals, the later one.
    """
    total = public_count(sum(parts.values()))
    figures = {key: public_count(people) for key, people in parts.items()}
    hidden = [key for key, figure in figures.items() if figure.number is None]
    if len(hidden) == 1 and len(parts) > 1 and total.number is not None:
        others = [key for key in reversed(tuple(parts)) if key not in hidden]
        figures[min(others, key=lambda key: parts[key])] = Figure(Shown.WITHHELD)
    return Row(figures, total)


def exact_row(parts: Mapping[str, int]) -> Row:
    """The parts of a total as they are: for people inside the region, never for the public."""
    figures = {key: Figure(Shown.EXACT, people) for key, people in parts.items()}
    return Row(figures, Figure(Shown.EXACT, sum(parts.values())))


def rounded(people: int) -> int:
    """To the nearest five; never down to below the least number that may be shown."""
    return (people + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
