"""What may be published of many grants at once, quarter by quarter: each count is told in one number only.

The people of one grant are in the table of its round, of its region and of its theme, this quarter and the next.
Were each table rounded and hidden by itself, one could be subtracted from another. So tables are not made from
people. They are sums of *released numbers*, and a count goes into one released number at the most:

1. A grant's count of ten or more, rounded to five, is a number by itself.
2. The smaller counts of the grants of one round in one region are put together. If they come to ten or more, that
   sum, rounded to five, is a number too: a *pool*. If not, they are in no number and in no table.
3. A pool keeps the number it was given until each of its grants has reported again; then its counts are all new ones,
   and so is the number. Of grants that report no more, none waits for another: their last counts are pooled apart,
   once and for good.

Any table less any other is then a sum of released numbers, each of ten people or more, and nothing hidden is left over.
What a pool tells of a count inside it: let it have `units` counts, each from 0 to 9, and let `least` be the smallest
sum that is rounded to its number. A count is at least `least - 9 * (units - 1)`, with all others at nine. `highest`
keeps a number so low that this is never more than four; and no pool is under ten, so it may be nine. Six values are
left at least, and no other number speaks of that count. Counts that were left out together are known to come to nine at
most, so they are one unit from then on; what they could be when one of them is since told anew is still six values.

What is not kept from anybody: a grant's change between two quarters, where both counts are shown. Rounding leaves five
values for it or more.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from grantflow.core.disclosure import ROUNDED_TO, THRESHOLD, rounded

Grant = TypeVar("Grant", bound=Hashable)
MOST_HIDDEN = THRESHOLD - 1
# So many values less one must be left for whatever is hidden.
LEFT_OPEN = 5


@dataclass(frozen=True)
class Counted:
    """One grant's newest count at the end of a quarter, and the number of the report that it came with.

    `last` belongs to the report: when it came, no other was to follow. `over`: none is to follow by this quarter's end,
    for those that were are here or no longer asked for.
    """

    people: int
    report: int
    last: bool = False
    over: bool = False


@dataclass(frozen=True)
class Pool(Generic[Grant]):
    """Counts under ten that were put together: which report of which grants, and the number that stands for them."""

    reports: Mapping[Grant, int]
    number: int
    last: bool

    def is_renewed(self, now: Mapping[Grant, Counted]) -> bool:
        """Whether each of its grants has told us something newer, or will tell us nothing more."""
        return not self.last and all(
            now[grant].report != report or now[grant].over for grant, report in self.reports.items()
        )


@dataclass(frozen=True)
class Released(Generic[Grant]):
    """The numbers of one round in one region at the end of one quarter. Tables are sums of these."""

    alone: Mapping[Grant, int] = field(default_factory=dict)
    pools: tuple[Pool[Grant], ...] = ()

    def numbers(self) -> list[int]:
        return [*self.alone.values(), *(pool.number for pool in self.pools)]


def release(quarters: Iterable[Mapping[Grant, Counted]]) -> list[Released[Grant]]:
    """What may be told at the end of each quarter, given all counts of one cell in one round and region.

    The quarters are all there have been, in order: what was told in one decides what may be told in the next. Reports
    are not changed once sent, so the same past always gives the same numbers.
    """
    pools: list[Pool[Grant]] = []
    # What was pooled once and not reported again since must not be pooled a second time, in other company.
    spent: set[tuple[Grant, int]] = set()
    left_out: dict[bool, Mapping[Grant, int]] = {False: {}, True: {}}
    released = []
    for now in quarters:
        pools = [pool for pool in pools if not pool.is_renewed(now)]
        bound = {grant for pool in pools for grant in pool.reports}
        free = {
            grant: count
            for grant, count in now.items()
            if grant not in bound and (grant, count.report) not in spent
        }
        alone = {grant: rounded(each.people) for grant, each in free.items() if each.people >= THRESHOLD}
        for last in (False, True):
            small = {
                grant: each for grant, each in free.items() if each.people < THRESHOLD and each.last is last
            }
            pool = _pooled(small, left_out[last], last=last)
            left_out[last] = {} if pool else {grant: each.report for grant, each in small.items()}
            if pool:
                pools.append(pool)
                spent.update(pool.reports.items())
        released.append(Released(alone, tuple(pools)))
    return released


def highest(units: int) -> int:
    """The highest number that a pool of so many units is given: a higher one would say that each is nearly nine."""
    least = MOST_HIDDEN * (units - 1) + MOST_HIDDEN - LEFT_OPEN
    return (least + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def units_of(small: Mapping[Grant, Counted], left_out: Mapping[Grant, int]) -> int:
    """How many separate counts there are: those that were left out together before are one."""
    before = sum(left_out.get(grant) == each.report for grant, each in small.items())
    return len(small) - before + min(before, 1)


def _pooled(
    small: Mapping[Grant, Counted], left_out: Mapping[Grant, int], *, last: bool
) -> Pool[Grant] | None:
    people = sum(each.people for each in small.values())
    if people < THRESHOLD:
        return None
    number = min(rounded(people), highest(units_of(small, left_out)))
    return Pool({grant: each.report for grant, each in small.items()}, number, last)
