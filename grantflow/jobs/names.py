"""A worker's name, held for as long as it lives: the database (or, beside a SQLite file, the system) lets go of it.

So two workers never share a name, which would run jobs twice, and a name that can be taken belongs to nobody alive.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from grantflow.db import hold


@contextmanager
def hold_name(engine: Engine, name: str) -> Iterator[bool]:
    """Whether the name is ours until the end of the block."""
    with hold(engine, f"worker {name}") as held:
        yield held


def list_dead(engine: Engine, names: Iterable[str]) -> list[str]:
    """Those of these workers that no longer live."""
    return [name for name in sorted(names) if _is_free(engine, name)]


def _is_free(engine: Engine, name: str) -> bool:
    with hold_name(engine, name) as held:
        return held
