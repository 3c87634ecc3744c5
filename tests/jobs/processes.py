"""Workers as processes of their own, and what they leave behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from grantflow.db import db

ROOT = Path(__file__).parents[2]
PATIENCE = 40  # seconds


class Worker:
    """A running worker. What its jobs did is read from a file."""

    def __init__(self, app: Flask, marks: Path, name: str = "one") -> None:
        self.marks = marks
        # The app's own configuration has the address with its password.
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.worker_under_test", url, str(marks), name],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )

    def crash(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=PATIENCE)
        # pytest shows this beside a test that fails.
        print(said or "", file=sys.stderr)


@contextmanager
def a_worker(app: Flask, marks: Path, name: str = "one") -> Iterator[Worker]:
    worker = Worker(app, marks, name)
    try:
        yield worker
    finally:
        worker.stop()


def marks_in(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def wait_until(holds: Callable[[], bool]) -> None:
    """Look again and again, each time in a fresh transaction."""
    for _ in range(PATIENCE * 10):
        db.session.rollback()
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(f"not within {PATIENCE} seconds")


def environment(app: Flask, **more: str) -> dict[str, str]:
    return {**os.environ, "DEMO": "1", "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], **more}
