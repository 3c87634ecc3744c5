"""`disclosure`: of funds made up at random, everything that is published is used to work out what was hidden."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from bench.figures import Figure
from grantflow.core.disclosure import THRESHOLD
from grantflow.core.references import new_id
from grantflow.monitoring.counted import Asked, Told
from grantflow.monitoring.distance import MOVES, Counts
from grantflow.reports.published import Place, Quarter, as_counted, quarters_of
from tests.core.attack import VALUES_LEFT, Attack
from tests.core.told import attack_on

OUTCOME, REGIONS, BEGINNING, MONTHS = "housing", ("B", "C"), date(2024, 2, 10), 30
TODAY = BEGINNING + timedelta(days=31 * MONTHS)
FUNDS = 200


@dataclass(frozen=True)
class MadeUp:
    """Reports as the database would give them: what was sent, and what was planned."""

    told: Sequence[Told]
    asked: Mapping[UUID, Sequence[Asked]]


def measure(_names: list[str]) -> Iterator[Figure]:
    begun = time.perf_counter()
    tried = found = rows = 0
    for seed in range(FUNDS):
        fund = a_made_up_fund(seed)
        quarters = quarters_of(fund.told, fund.asked, TODAY)
        for quarter in quarters:
            tables = tables_of(quarter)
            rows += len(tables)
            found += sum(1 for _ in too_near(tables)) + sum(1 for _ in strays(tables, quarter))
        for attack, hidden in attacks_on(fund, quarters):
            tried += len(hidden)
            found += sum(attack.values_left(each) < VALUES_LEFT for each in hidden)
    note = (
        f"{3 * FUNDS:,} rounds of {FUNDS} funds, {tried:,} hidden cells, each set against {rows:,} rows of tables by "
        f"round, region, theme and quarter, and against each grant's own; {time.perf_counter() - begun:.0f} s"
    )
    yield Figure("disclosure", found, "cells found", 0, note=note)


def a_made_up_fund(seed: int) -> MadeUp:
    """Two rounds of one region and one of both, with up to five grants each; nine and nought come often."""
    chance = random.Random(seed)
    told: list[Told] = []
    asked: dict[UUID, list[Asked]] = {}
    for region in (*REGIONS, None):
        round_id = new_id()
        for _ in range(chance.randint(1, 5)):
            award_id, where = new_id(), region or chance.choice(REGIONS)
            for number in range(1, chance.randint(1, 3) + 1):
                sent_on = BEGINNING + timedelta(days=chance.randrange(31 * MONTHS))
                waived = chance.random() < 0.2
                done_on = None if chance.random() < 0.1 else sent_on
                planned = Asked(number=number, planned_on=BEGINNING, done_on=done_on)
                asked.setdefault(award_id, []).append(planned)
                if done_on and not waived:
                    moves = {
                        move: chance.choice((0, 9, chance.randrange(10), chance.randrange(30)))
                        for move in MOVES
                    }
                    told.append(a_count(award_id, (round_id, where), number, sent_on, moves))
    return MadeUp(told, asked)


def tables_of(quarter: Quarter) -> dict[frozenset[Place], Mapping[str, int]]:
    """The row of each round, each region and the theme, by the places that are in it; nought where it is hidden."""
    places = list(quarter.newest)
    groups = {frozenset(places)}
    groups |= {frozenset(each for each in places if each[at] == key[at]) for key in places for at in (0, 1)}
    points = {group: quarter.point(lambda place, group=group: place in group) for group in groups}  # type: ignore[misc]
    return {
        group: {move: figure.number or 0 for move, figure in point.row.parts.items()}
        for group, point in points.items()
        if point
    }


def too_near(tables: Mapping[frozenset[Place], Mapping[str, int]]) -> Iterator[int]:
    """Each difference between a table and another that is part of it, of fewer people than may be shown."""
    for whole in tables:
        for part in tables:
            if part < whole:
                for move in MOVES:
                    less = tables[whole][move] - tables[part][move]
                    if less != 0 and less < THRESHOLD:
                        yield less


def strays(tables: Mapping[frozenset[Place], Mapping[str, int]], quarter: Quarter) -> Iterator[int]:
    """Each figure of a table that is made of anything but released numbers."""
    for group, row in tables.items():
        for move, figure in row.items():
            if figure != sum(sum(quarter.released[place][move].numbers()) for place in group):
                yield figure


def attacks_on(fund: MadeUp, quarters: Sequence[Quarter]) -> Iterator[tuple[Attack, list[tuple[UUID, int]]]]:
    """For each round in each region, and each way to move: all that is told of it, and what is hidden."""
    for place in quarters[0].newest if quarters else ():
        for move in MOVES:
            history = [
                {
                    grant: as_counted(each, move, fund.asked[grant], quarter.day)
                    for grant, each in quarter.newest[place].items()
                }
                for quarter in quarters
            ]
            counts = {(grant, each.report): each.people for now in history for grant, each in now.items()}
            attack = attack_on(history).narrow()
            for count, people in counts.items():
                least, most = attack.ranges[count]
                assert least <= people <= most, "the attack is wrong"
            yield attack, [count for count, people in counts.items() if people < THRESHOLD]


def a_count(award_id: UUID, place: Place, number: int, sent_on: date, moves: Mapping[str, int]) -> Told:
    people = sum(moves.values())
    return Told(
        award_id=award_id, round_id=place[0], region_code=place[1], outcome_key=OUTCOME,
        wording="A place to live", number=number, sent_on=sent_on,
        counts=Counts(started=people, two_points=people, **moves),
    )  # fmt: skip


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {"disclosure": measure}
