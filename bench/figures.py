"""One measured row, and the table of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One row. `value` is in `unit` and is what `aim` (at most, or at least where `more_is_better`) is about."""

    name: str
    value: float
    unit: str
    aim: float | None = None
    more_is_better: bool = False
    median_ms: float | None = None
    p95_ms: float | None = None
    sql: int | None = None
    peak_mb: float | None = None
    note: str = ""
    met: bool | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.aim is not None:
            met = self.value >= self.aim if self.more_is_better else self.value <= self.aim
            object.__setattr__(self, "met", met)


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table, aligned so that it reads in a terminal too."""
    heads = ["row", "value", "aim", "met", "median ms", "p95 ms", "SQL", "peak MB", "note"]
    rows = [
        [
            each.name,
            f"{each.value:,.2f} {each.unit}",
            _aim(each),
            {None: "", True: "yes", False: "no"}[each.met],
            _number(each.median_ms),
            _number(each.p95_ms),
            _number(each.sql),
            _number(each.peak_mb),
            each.note,
        ]
        for each in figures
    ]
    widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)]) + "\n"


def spread(times_ms: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return median(times_ms), quantiles(times_ms, n=20)[-1] if len(times_ms) > 1 else times_ms[0]


def _aim(figure: Figure) -> str:
    if figure.aim is None:
        return ""
    return f"{'≥' if figure.more_is_better else '≤'} {figure.aim:g}"


def _number(value: Any) -> str:
    return "" if value is None else f"{value:,.1f}" if isinstance(value, float) else str(value)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
