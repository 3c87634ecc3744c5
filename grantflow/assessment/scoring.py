"""The arithmetic of scores: a weighted mean, how far apart assessors are, and the order they put a round in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")

# Assessors further apart than this talk it over.
FAR_APART = 1.0

# Points by criterion, 0 to 5; None says that the criterion does not apply.
Points = Mapping[str, int | None]


@dataclass(frozen=True)
class Ranked(Generic[Key]):
    """One place in the order. Equal means share a place; what nobody has scored has none."""

    key: Key
    mean: float | None
    place: int | None


def weighted_mean(points: Points, weights: Mapping[str, int]) -> float | None:
    """From 0 to 5, or None when nothing was scored.

    A criterion that does not apply is left out with its weight: it counts neither as nothing nor as full marks.
    """
    scored = {key: each for key, each in points.items() if each is not None and weights.get(key, 0) > 0}
    weight = sum(weights[key] for key in scored)
    if not weight:
        return None
    return sum(weights[key] * each for key, each in scored.items()) / weight


def mean(values: Iterable[float | None]) -> float | None:
    """The plain mean of those there are; None when there are none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def spread(values: Iterable[float | None]) -> float:
    """How far apart the highest and the lowest are; nothing while there are fewer than two."""
    known = [value for value in values if value is not None]
    return max(known) - min(known) if known else 0.0


def means_by_criterion(sheets: Sequence[Points]) -> dict[str, float | None]:
    """The mean of each criterion over several assessors' sheets, those for whom it did not apply left out."""
    keys = dict.fromkeys(key for sheet in sheets for key in sheet)
    return {key: mean(sheet.get(key) for sheet in sheets) for key in keys}


def ranking(means: Mapping[Key, float | None]) -> list[Ranked[Key]]:
    """Highest first; those without a mean last. Equal means keep the order they came in and share a place."""
    known = sorted(
        ((key, value) for key, value in means.items() if value is not None), key=lambda pair: -pair[1]
    )
    places: dict[float, int] = {}
    for number, (_, value) in enumerate(known, start=1):
        places.setdefault(value, number)
    ranked = [Ranked(key, value, places[value]) for key, value in known]
    return ranked + [Ranked(key, None, None) for key, value in means.items() if value is None]
