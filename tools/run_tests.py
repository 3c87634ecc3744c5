"""Run the whole test suite twice, on SQLite and on a throw-away PostgreSQL, at once where cores allow.

Each run's output is kept apart and printed in full afterwards. Arguments are handed on to pytest.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tools.postgres import a_postgres
from tools.system import find_chromium

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Run:
    """One pytest process and the file that holds what it says."""

    name: str
    process: subprocess.Popen[bytes]
    output: Path
    began: float

    def finish(self) -> int:
        code = self.process.wait()
        print(f"\n{f' Tests on {self.name}, {time.monotonic() - self.began:.0f} s ':=^110}", flush=True)
        sys.stdout.buffer.write(self.output.read_bytes())
        sys.stdout.flush()
        return code


def main() -> int:
    extra = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="grantflow-tests-") as folder, a_postgres() as url:
        place = Path(folder)
        runs = [("SQLite", ["--database", "sqlite"]), ("PostgreSQL", ["--database", "postgresql"])]
        if _cores() < len(runs):
            codes = [_start(name, [*choice, *extra], url, place).finish() for name, choice in runs]
        else:
            print("Testing on SQLite and on PostgreSQL, at the same time.", flush=True)
            started = [_start(name, [*choice, *extra], url, place) for name, choice in runs]
            codes = [run.finish() for run in started]
    return max(codes)


def _start(name: str, arguments: list[str], url: str, place: Path) -> Run:
    output = place / f"{name}.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "pytest",
                *_colour(),
                *_workers(),
                "-o",
                f"cache_dir=.pytest_cache/{name}",
                *arguments,
            ],
            cwd=ROOT,
            env={**os.environ, "TEST_POSTGRES_URL": url, "CHROMIUM": find_chromium() or ""},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    return Run(name, process, output, time.monotonic())


def _colour() -> list[str]:
    return ["--color=yes"] if sys.stdout.isatty() else []


def _workers() -> list[str]:
    """Half of the cores for each run; one core each is best served without pytest-xdist."""
    each = _cores() // 2
    return ["-n", str(each)] if each > 1 else []


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
