"""The order money goes in: how far it reaches down a list of scores, and what stands out of their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True)
class Standing(Generic[Key]):
    """One application in the order of scores.

    `cost_pence` is what it takes of the budget: the amount that was decided or proposed, or, while nobody has said
    anything, what was asked. `awarded` is None until somebody has said yes or no; `explained` says that there is a
    reason for its place.
    """

    key: Key
    mean: float | None
    cost_pence: int
    awarded: bool | None = None
    explained: bool = False


def running_totals(standings: Sequence[Standing[Key]]) -> list[int]:
    """What the list costs down to each place. Whoever is passed over costs nothing."""
    totals, total = [], 0
    for each in standings:
        total += 0 if each.awarded is False else each.cost_pence
        totals.append(total)
    return totals


def where_money_runs_out(totals: Sequence[int], available_pence: int) -> int | None:
    """The position of the first place that the money does not reach; None when it reaches them all."""
    return next((place for place, total in enumerate(totals) if total > available_pence), None)


def highest_passed_over(standings: Iterable[Standing[Key]]) -> float | None:
    """The best score among those who were told no."""
    return max(
        (each.mean for each in standings if each.awarded is False and each.mean is not None), default=None
    )


def goes_out_of_order(mean: float | None, *, awarded: bool, others: Iterable[Standing[Key]]) -> bool:
    """Whether this choice puts a lower score above a higher one and nobody has said why.

    An award does if a higher score has been passed over; passing over does if a lower score is to be awarded, unless
    that award has its reason already.
    """
    if mean is None:
        return False
    if awarded:
        highest = highest_passed_over(others)
        return highest is not None and highest > mean
    return any(
        each.mean is not None and each.mean < mean and each.awarded is True and not each.explained
        for each in others
    )


def ties_broken(standings: Iterable[Standing[Key]]) -> list[list[Standing[Key]]]:
    """Those with the same score of whom some are awarded and others not, the highest first."""
    scored = sorted(
        ((each.mean, each) for each in standings if each.mean is not None), key=lambda pair: -pair[0]
    )
    groups = [[each for _, each in group] for _, group in groupby(scored, key=lambda pair: pair[0])]
    return [group for group in groups if {True, False} <= {each.awarded for each in group}]
