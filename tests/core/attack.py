"""Somebody who works out what was hidden: every published number is a fence, and each fence moves the others."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

# What is left open for a hidden count: so many values, or it is as good as told.
VALUES_LEFT = 6


@dataclass(frozen=True)
class Fence:
    """That some counts add up to between two numbers; minus one times a count where it is taken away."""

    counts: tuple[tuple[Hashable, int], ...]
    least: int
    most: int


@dataclass
class Attack:
    """Ranges of unknown counts, narrowed until nothing more follows: whole numbers, each fence in turn."""

    ranges: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    fences: list[Fence] = field(default_factory=list)

    def knows(self, count: Hashable, least: int, most: int) -> None:
        now = self.ranges.get(count, (0, 10_000))
        self.ranges[count] = (max(least, now[0]), min(most, now[1]))

    def knows_sum(
        self, counts: Iterable[Hashable], least: int, most: int, *, less: Iterable[Hashable] = ()
    ) -> None:
        signed = [*((each, 1) for each in counts), *((each, -1) for each in less)]
        self.fences.append(Fence(tuple(signed), least, most))

    def narrow(self) -> "Attack":
        """:raises AssertionError: if the published numbers cannot all be true"""
        moved = True
        while moved:
            moved = any(self._use(fence) for fence in self.fences)
        return self

    def is_possible(self, count: Hashable, value: int) -> bool:
        """Whether some whole set of counts fits everything with this one at that value: tried out, not only fenced."""
        return self._supposing({count: value}) is not None

    def values_left(self, count: Hashable) -> int:
        """How many values this count may still have, ends included; none in between is ever ruled out by sums."""
        least, most = self.narrow().ranges[count]
        while least <= most and not self.is_possible(count, least):
            least += 1
        while most >= least and not self.is_possible(count, most):
            most -= 1
        return most - least + 1

    def _supposing(self, known: dict[Hashable, int]) -> dict[Hashable, tuple[int, int]] | None:
        """Ranges with every count settled, or None: the least open count is tried first, from either end."""
        other = Attack(self.ranges | {key: (value, value) for key, value in known.items()}, self.fences)
        try:
            other.narrow()
        except AssertionError:
            return None
        open_counts = [key for key, (least, most) in other.ranges.items() if least < most]
        fenced = {key for fence in self.fences for key, _ in fence.counts}
        open_counts = [key for key in open_counts if key in fenced]
        if not open_counts:
            return other.ranges
        chosen = min(open_counts, key=lambda key: other.ranges[key][1] - other.ranges[key][0])
        least, most = other.ranges[chosen]
        for value in range(least, most + 1):
            found = other._supposing({chosen: value})
            if found is not None:
                return found
        return None

    def _use(self, fence: Fence) -> bool:
        """Each count is at least what is left over when all others are at their most, and the other way round."""
        moved = False
        ends = [
            self.ranges[key] if sign > 0 else (-self.ranges[key][1], -self.ranges[key][0])
            for key, sign in fence.counts
        ]
        lowest, highest = sum(low for low, _ in ends), sum(high for _, high in ends)
        for (key, sign), (low, high) in zip(fence.counts, ends, strict=True):
            new_low = max(low, fence.least - (highest - high))
            new_high = min(high, fence.most - (lowest - low))
            assert new_low <= new_high, f"{key} cannot be"
            if (new_low, new_high) != (low, high):
                self.ranges[key] = (new_low, new_high) if sign > 0 else (-new_high, -new_low)
                highest, lowest = highest - high + new_high, lowest - low + new_low
                moved = True
        return moved
