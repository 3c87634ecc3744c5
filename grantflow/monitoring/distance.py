"""The distance people travelled towards each outcome, from totals. Nobody is counted twice, nobody is named."""

from collections.abc import Iterable
from dataclasses import dataclass

COUNTS = ("started", "two_points", "forward", "same", "back", "unknown", "left_early")
MOVES = ("forward", "same", "back", "unknown")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """People, from the grant's start until now. `forward + same + back + unknown` is `two_points`."""

    started: int = 0
    two_points: int = 0
    forward: int = 0
    same: int = 0
    back: int = 0
    unknown: int = 0
    left_early: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in COUNTS})


@dataclass(frozen=True, kw_only=True)
class Travelled:
    """One outcome, by its key and in the words that were agreed, with the latest counts."""

    outcome_key: str
    wording: str
    counts: Counts


def added_up(distances: Iterable[Travelled]) -> list[Travelled]:
    """Several grants' distances, one for each outcome, in the order in which they first come."""
    totals: dict[str, Travelled] = {}
    for each in distances:
        before = totals.get(each.outcome_key)
        counts = before.counts + each.counts if before else each.counts
        wording = before.wording if before else each.wording
        totals[each.outcome_key] = Travelled(outcome_key=each.outcome_key, wording=wording, counts=counts)
    return list(totals.values())
