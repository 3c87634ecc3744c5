"""The whole story, act by act."""

import tempfile
import time
from pathlib import Path

from grantflow.walk.apply import apply
from grantflow.walk.assess import assess
from grantflow.walk.award import award
from grantflow.walk.decide import decide
from grantflow.walk.learn import learn
from grantflow.walk.monitor import monitor
from grantflow.walk.opening import open_the_round
from grantflow.walk.world import World, a_world


def play(
    *,
    applications: int,
    database_url: str = "",
    workers: int = 1,
    out: Path | None = None,
    json_file: Path | None = None,
) -> None:
    """Play a round from its first draft to what was learned.

    :raises Wrong: at the first thing that is not what it should be
    """
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="grantflow-walk-") as folder,
        a_world(
            Path(folder), database_url=database_url, applications=applications, workers=workers, out=out
        ) as world,
    ):
        world.table.print_heading()
        _acts(world)
        world.table.print_totals()
        print(world.keeping.write_index())
        if json_file is not None:
            world.table.write(
                json_file, applications=applications, seconds=round(time.monotonic() - begun, 1)
            )


def _acts(world: World) -> None:
    for act in (open_the_round, apply, assess, decide, award, monitor, learn):
        act(world)
