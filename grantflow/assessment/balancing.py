"""Who reads what: as many for each application as its size needs, and as even as conflicts of interest allow.

Pure arithmetic over plain values: the same round gives the same plan, in whatever order its rows come.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from uuid import UUID

# How often the plan is gone over to part pairs that read together more than others.
MOST_ROUNDS_OF_MIXING = 4
MOST_SWAPS_TRIED = 25


@dataclass(frozen=True)
class ToRead:
    """An application, how many more are needed, who has been asked already and who stepped aside."""

    key: UUID
    region: str | None
    organisation: UUID | None
    needed: int
    asked: frozenset[UUID] = frozenset()
    recused: frozenset[UUID] = frozenset()
    could_look: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Reader:
    """An assessor: where they assess (None: everywhere), what is closed to them, and what they have to do already."""

    key: UUID
    regions: frozenset[str | None]
    organisations: frozenset[UUID] = frozenset()
    load: int = 0
    trained: bool = True


@dataclass(frozen=True)
class Missing:
    """An application for which too few may be asked: how many are missing, and what is against whom."""

    key: UUID
    number: int
    against: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Plan:
    """Whom to ask for which application, what each person then has to do, and what cannot be placed."""

    given: dict[UUID, tuple[UUID, ...]]
    loads: dict[UUID, int]
    missing: tuple[Missing, ...]

    @property
    def number(self) -> int:
        return sum(map(len, self.given.values()))

    @property
    def mark(self) -> str:
        """The same for the same plan: a page shows it, so that its button does what the page said."""
        lines = (f"{key}:{','.join(map(str, people))}" for key, people in sorted(self.given.items()))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @property
    def numbers_given(self) -> Counter[UUID]:
        """How many each person is given."""
        return Counter(person for people in self.given.values() for person in people)


def share_out(applications: Sequence[ToRead], readers: Sequence[Reader]) -> Plan:
    """Give every application its readers.

    No chain of hand-overs would make the loads more even, so they differ by at most 1 unless what people already
    have to do, regions or interests stand in the way. Among plans like that, few pairs read together often.
    """
    table = _Table(
        sorted(applications, key=lambda each: each.key), sorted(readers, key=lambda each: each.key)
    )
    table.fill()
    table.level()
    table.mix()
    return table.plan()


def why_not(application: ToRead, reader: Reader) -> str | None:
    """What is against asking this person for this application, or None."""
    if None not in reader.regions and application.region not in reader.regions:
        return "not-an-assessor-here"
    if application.organisation in reader.organisations:
        return "assessor-belongs-to-organisation"
    if reader.key in application.recused:
        return "assessor-stepped-aside"
    if reader.key in application.asked:
        return "assessor-asked-already"
    if reader.key in application.could_look:
        return "assessor-could-see-scores"
    return None if reader.trained else "assessor-training-out-of-date"


@dataclass
class _Table:
    """The plan while it is made. People and applications are numbers here, and sets of people are bits of one."""

    applications: Sequence[ToRead]
    readers: Sequence[Reader]
    may: list[int] = field(init=False)  # who may be asked, by application
    on: list[int] = field(init=False)  # who reads it, asked before or given now
    given: list[list[int]] = field(init=False)
    held: list[set[int]] = field(init=False)  # what each was given now
    load: list[int] = field(init=False)
    together: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        place = {reader.key: number for number, reader in enumerate(self.readers)}
        self.may = [
            sum(1 << n for n, reader in enumerate(self.readers) if why_not(each, reader) is None)
            for each in self.applications
        ]
        asked = [sorted(place[key] for key in each.asked if key in place) for each in self.applications]
        self.on = [sum(1 << n for n in people) for people in asked]
        self.given = [[] for _ in self.applications]
        self.held = [set() for _ in self.readers]
        self.load = [reader.load for reader in self.readers]
        self.together = [[0] * len(self.readers) for _ in self.readers]
        for people in asked:
            for one, other in combinations(people, 2):
                self._count(one, other, 1)

    def fill(self) -> None:
        """The application that fewest may read first; each time to whoever has least, and met the others least."""
        order = sorted(range(len(self.applications)), key=lambda a: (self.may[a].bit_count(), a))
        for turn, a in enumerate(order):
            for _ in range(self.applications[a].needed):
                free = list(_numbers(self.may[a] & ~self.on[a]))
                if not free:
                    break
                others = list(_numbers(self.on[a]))
                best = min(
                    free,
                    key=lambda n: (
                        self.load[n],
                        sum(self.together[n][other] for other in others),
                        (n - turn) % len(self.readers),
                    ),
                )
                self._give(a, best)

    def level(self) -> None:
        """Hand over along chains, from whoever has most, until none leads to somebody with two fewer."""
        while any(
            self._hand_on(n)
            for n in sorted(range(len(self.readers)), key=lambda n: (-self.load[n], n))
            if self.held[n]
        ):
            pass

    def mix(self) -> None:
        """Swap what two people were given where that parts a pair that reads together too often. Loads stay."""
        seats = [people.bit_count() for people in self.on]
        pairs = sum(number * (number - 1) // 2 for number in seats)
        possible = max(len(self.readers) * (len(self.readers) - 1) // 2, 1)
        enough = -(-pairs // possible)
        for _ in range(MOST_ROUNDS_OF_MIXING):
            better = False
            for a in range(len(self.applications)):
                for x in list(self.given[a]):
                    others = list(_numbers(self.on[a] & ~(1 << x)))
                    if any(self.together[x][other] > enough for other in others):
                        better |= self._part(a, x, others)
            if not better:
                return

    def plan(self) -> Plan:
        missing = []
        for each, people in zip(self.applications, self.given, strict=True):
            if short := each.needed - len(people):
                reasons = ((reader.key, why_not(each, reader)) for reader in self.readers)
                against = tuple((key, reason) for key, reason in reasons if reason)
                missing.append(Missing(each.key, short, against))
        return Plan(
            {
                each.key: tuple(self.readers[n].key for n in people)
                for each, people in zip(self.applications, self.given, strict=True)
                if people
            },
            {reader.key: load for reader, load in zip(self.readers, self.load, strict=True)},
            tuple(missing),
        )

    def _hand_on(self, start: int) -> bool:
        """Hand over from this person, through others where need be, to the nearest who has two fewer or less."""
        came: dict[int, int] = {start: start}
        queue = [start]
        for x in queue:
            reach = 0
            for a in self.held[x]:
                reach |= self.may[a] & ~self.on[a]
            for y in sorted(_numbers(reach), key=lambda n: (self.load[n], n)):
                if y in came:
                    continue
                came[y] = x
                queue.append(y)
                if self.load[y] <= self.load[start] - 2:
                    self._follow(came, y)
                    return True
        return False

    def _follow(self, came: dict[int, int], last: int) -> None:
        """From the end of the chain, so that nobody hands on what they have only just been handed."""
        y = last
        while (x := came[y]) != y:
            a = min(a for a in self.held[x] if self.may[a] & ~self.on[a] & (1 << y))
            self._take(a, x)
            self._give(a, y)
            y = x

    def _part(self, a: int, x: int, others: list[int]) -> bool:
        """Swap this seat with one of somebody who has met the others less, if all pairs taken together gain by it."""
        met = {
            n: sum(self.together[n][other] for other in others) for n in _numbers(self.may[a] & ~self.on[a])
        }
        here = sum(self.together[x][other] for other in others)
        tried = 0
        for y in sorted(
            (n for n in met if met[n] + 1 < here), key=lambda n: (met[n], (n - a) % len(self.readers))
        ):
            for b in sorted(self.held[y]):
                if not self.may[b] & ~self.on[b] & (1 << x):
                    continue
                if self._swap(a, x, b, y) < 0:
                    return True
                self._swap(a, y, b, x)
                tried += 1
                if tried >= MOST_SWAPS_TRIED:
                    return False
        return False

    def _swap(self, a: int, x: int, b: int, y: int) -> int:
        """How much more often pairs meet again for it; less than nothing is better."""
        return self._take(a, x) + self._take(b, y) + self._give(a, y) + self._give(b, x)

    def _give(self, a: int, n: int) -> int:
        again = sum(self._count(n, other, 1) for other in _numbers(self.on[a]))
        self.on[a] |= 1 << n
        self.given[a].append(n)
        self.held[n].add(a)
        self.load[n] += 1
        return again

    def _take(self, a: int, n: int) -> int:
        self.on[a] &= ~(1 << n)
        self.given[a].remove(n)
        self.held[n].remove(a)
        self.load[n] -= 1
        return sum(self._count(n, other, -1) for other in _numbers(self.on[a]))

    def _count(self, one: int, other: int, change: int) -> int:
        """Note a meeting, or one less; the answer is what that does to the sum of squares of meetings."""
        before = self.together[one][other]
        self.together[one][other] = self.together[other][one] = before + change
        return (before + change) ** 2 - before**2


def _numbers(bits: int) -> Iterator[int]:
    """The numbers of a set's members, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
