"""Numbers of people that may be shown to each reader without telling anything about one of them.

Three readers. Somebody who works in the region sees the numbers as they are. Somebody from another region sees each
rounded to the nearest five. The public sees a number of ten or more rounded to the nearest five, and in place of any
other, nought included, the words "fewer than 10". So does UK LLC with counts below ten, nought, and whatever rests on
them (https://guidebook.ukllc.ac.uk/docs/user_guide/sdc); suppressing below ten and rounding to five is the "10-5 rule"
that the Office for National Statistics compares in its study of post-tabular disclosure control.

Both also ask that something else be hidden beside a cell that is hidden alone, for otherwise it is the total less the
rest. Here what is hidden beside it is always the total: in public a total is the sum of what is shown, and says
nothing about what is not. Rounding the true total would not do. Of 33, 18 and 0 people, shown as 35, 20 and "fewer
than 10", the true total of 51 is shown as 50, and from 50 nobody is left but 0 or 1. `core.pooling` does the same for
the tables of a round, a region and a theme, and from one quarter to the next.

A share or a mean is not shown in public at all: it would be worked out from true numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

THRESHOLD = 10
ROUNDED_TO = 5


class Reader(StrEnum):
    """Who reads a table of people, as seen from the region that they are in."""

    SAME_REGION = "same-region"
    OTHER_REGION = "other-region"
    PUBLIC = "public"


class Shown(StrEnum):
    """How a number may be shown. A total that is `OF_THOSE_SHOWN` is the sum of the parts that are."""

    EXACT = "exact"
    ROUNDED = "rounded"
    OF_THOSE_SHOWN = "of-those-shown"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Figure:
    """A number of people as it may be shown. `number` is None unless it may be; few are `under` so many."""

    shown: Shown
    number: int | None = None
    under: int = THRESHOLD

    def __str__(self) -> str:
        if self.number is not None:
            return f"{self.number:,}"
        return f"fewer than {self.under}" if self.shown is Shown.FEW else "too few to show"

    @property
    def drawn_as(self) -> int:
        """How many people its piece of a picture stands for: the same for all that are hidden, whatever they are."""
        return self.under // 2 if self.number is None else self.number


FEW = Figure(Shown.FEW)
WITHHELD = Figure(Shown.WITHHELD)


@dataclass(frozen=True)
class Row:
    """The parts of one total, and the total, as they may be shown."""

    parts: Mapping[str, Figure]
    total: Figure

    @property
    def hides(self) -> bool:
        """Whether any part may not be told."""
        return any(figure.number is None for figure in self.parts.values())


def row_for(reader: Reader, parts: Mapping[str, int]) -> Row:
    """The parts of a total as this reader may see them."""
    return {
        Reader.SAME_REGION: exact_row,
        Reader.OTHER_REGION: rounded_row,
        Reader.PUBLIC: public_row,
    }[reader](parts)


def exact_row(parts: Mapping[str, int]) -> Row:
    """As they are: for people inside the region and for whoever counted, never for the public."""
    figures = {key: Figure(Shown.EXACT, people) for key, people in parts.items()}
    return Row(figures, Figure(Shown.EXACT, sum(parts.values())))


def rounded_row(parts: Mapping[str, int]) -> Row:
    """Between regions: everything rounded by itself, and nothing under five counted out."""
    figures = {key: _rounded_figure(people) for key, people in parts.items()}
    return Row(figures, _rounded_figure(sum(parts.values())))


def public_row(parts: Mapping[str, int]) -> Row:
    return shown_row({key: public_count(people) for key, people in parts.items()})


def shown_row(parts: Mapping[str, Figure]) -> Row:
    """Parts that may be published, and their total: the sum of those that are, or nothing if none is."""
    numbers = [figure.number for figure in parts.values() if figure.number is not None]
    return Row(parts, Figure(Shown.OF_THOSE_SHOWN, sum(numbers)) if numbers else WITHHELD)


def public_count(people: int) -> Figure:
    """One number of people on its own.

    :raises ValueError: of fewer than nobody
    """
    if people < 0:
        raise ValueError(f"{people} people")
    return FEW if people < THRESHOLD else Figure(Shown.ROUNDED, rounded(people))


def rounded(people: int) -> int:
    """To the nearest five; never down to below the least number that may be shown."""
    return (people + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _rounded_figure(people: int) -> Figure:
    if people < ROUNDED_TO:
        return Figure(Shown.FEW, under=ROUNDED_TO)
    return Figure(Shown.ROUNDED, rounded(people))
