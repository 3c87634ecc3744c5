"""What everything that is published says of the counts behind it, to somebody who knows how it is made."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from grantflow.core.disclosure import THRESHOLD, public_count
from grantflow.core.pooling import Counted, Pool, highest, release
from tests.core.attack import Attack

Grant = TypeVar("Grant", bound=Hashable)
MOST = THRESHOLD - 1


def attack_on(history: Sequence[Mapping[Grant, Counted]], attack: Attack | None = None) -> Attack:
    """Each grant's own table at each quarter, each released number, and that what is in none comes to nine at most.

    Who reported when is known, and so is which pool a grant is in: more than the tables say.
    """
    attack = attack or Attack()
    for now in history:
        for grant, each in now.items():
            attack.knows((grant, each.report), *_own(each.people))
    pooled: set[tuple[Grant, int]] = set()
    seen: set[int] = set()
    before: dict[bool, set[tuple[Grant, int]]] = {False: set(), True: set()}
    for now, released in zip(history, release(history), strict=True):
        for pool in released.pools:
            if id(pool) not in seen:
                _learn_from(attack, pool, before[pool.last])
            seen.add(id(pool))
            pooled.update(pool.reports.items())
        bound = {grant for pool in released.pools for grant in pool.reports}
        for last in (False, True):
            before[last] = {
                (grant, each.report)
                for grant, each in now.items()
                if each.people < THRESHOLD and each.last is last
                and grant not in bound and (grant, each.report) not in pooled
            }  # fmt: skip
            attack.knows_sum(before[last], 0, MOST)
    return attack


def least_and_most(number: int) -> tuple[int, int]:
    """What is rounded to this number."""
    return max(number - 2, THRESHOLD), number + 2


def _own(people: int) -> tuple[int, int]:
    shown = public_count(people).number
    return (0, MOST) if shown is None else least_and_most(shown)


def _learn_from(attack: Attack, pool: Pool[Grant], left_out: set[tuple[Grant, int]]) -> None:
    members = set(pool.reports.items())
    together = members & left_out
    units = len(members) - len(together) + bool(together)
    least, most = least_and_most(pool.number)
    attack.knows_sum(members, least, MOST * units if pool.number == highest(units) else most)
