"""`python -m bench [--only name,name] [--json FILE]`: measure, print one table, write it for machines too."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

from bench import (
    applying,
    assign,
    disclosure,
    letters,
    library,
    moves,
    pages,
    panel,
    release,
    reviewing,
    search,
    summaries,
)
from bench.figures import Figure, table
from tools.postgres import a_postgres

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
ROWS = {
    **pages.ROWS,
    **assign.ROWS,
    **moves.ROWS,
    **letters.ROWS,
    **applying.ROWS,
    **release.ROWS,
    **search.ROWS,
    **panel.ROWS,
    **reviewing.ROWS,
    **library.ROWS,
    **disclosure.ROWS,
    **summaries.ROWS,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", default="", help="names of rows, with commas between")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--write", action="store_true", help="put the table into bench/RESULTS.md, dated")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    wanted = parser.parse_args()
    names = [name for name in wanted.only.split(",") if name] or list(ROWS)
    if unknown := [name for name in names if name not in ROWS]:
        print(f"There is no row called {', '.join(unknown)}. There are: {', '.join(ROWS)}.", file=sys.stderr)
        return 2
    with _on(wanted.database):
        figures = list(_measure(names))
    print("\n" + table(figures))
    if wanted.json:
        wanted.json.write_text(
            json.dumps([asdict(figure) for figure in figures], indent=2) + "\n", encoding="utf-8"
        )
    if wanted.write:
        _keep(figures, wanted.database)
    return 0


def _measure(names: list[str]) -> Iterator[Figure]:
    """Each group of rows makes its own data once, in the order given."""
    done: set[str] = set()
    for name in names:
        if name in done:
            continue
        group = ROWS[name]
        together = [other for other in names if ROWS[other] is group]
        done.update(together)
        print(f"Measuring {', '.join(together)} ...", flush=True)
        yield from group(together)


@contextmanager
def _on(database: str) -> Iterator[None]:
    """Houses are built on this database. PostgreSQL waits for the disk here, as a real one does."""
    if database == "sqlite":
        yield
        return
    with a_postgres(durable=True) as url:
        os.environ["BENCH_POSTGRES_URL"] = url
        yield


def _keep(figures: list[Figure], database: str) -> None:
    results = Path(__file__).parent / "RESULTS.md"
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    heading = (
        f"## {date.today():%-d %B %Y}, commit {commit.stdout.strip() or 'unknown'}, {DATABASES[database]}\n\n"
        f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}, 2 cores, shared and noisy: "
        "compare, do not quote.\n\n"
    )
    before = results.read_text(encoding="utf-8") if results.exists() else "# What was measured\n"
    title, _, rest = before.partition("\n")
    results.write_text(f"{title}\n\n{heading}{table(figures)}\n{rest.rstrip()}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
