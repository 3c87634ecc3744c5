"""`take-action`: one step of one application, with its audit entry, timers and jobs, committed."""

import time
from collections.abc import Callable, Iterator

from bench.data import a_busy_round
from bench.figures import Figure, spread
from bench.house import a_house
from grantflow.casework.commands import take_action
from grantflow.db import unit_of_work

STEPS = 300


def measure(_names: list[str]) -> Iterator[Figure]:
    """Submitted applications whose checks are started, one transaction each."""
    with a_house() as house:
        busy = a_busy_round(house.app, applications=2 * STEPS, stage="submitted")
        cpu: list[float] = []
        times: list[float] = []
        for application in busy.some_applications(STEPS):
            begun, cpu_begun = time.perf_counter(), time.process_time()
            with unit_of_work():
                take_action(application, "start-checks", busy.occasion)
            times.append((time.perf_counter() - begun) * 1000)
            cpu.append((time.process_time() - cpu_begun) * 1000)
        middle, high = spread(times)
        yield Figure("take-action", spread(cpu)[0], "ms CPU", 5.0, median_ms=middle, p95_ms=high)


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {"take-action": measure}
