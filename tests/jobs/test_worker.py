"""A real worker keeps each promise once, survives a crash, and says what it could not do."""

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from grantflow.casework.commands import reset_timers
from grantflow.core.calendar import LONDON
from grantflow.db import db, unit_of_work
from grantflow.jobs.commands import enqueue
from grantflow.jobs.queries import find_job, list_jobs
from tests.factories import an_admin, an_application
from tests.jobs.processes import ROOT, a_worker, environment, marks_in, wait_until
from tests.web.browser import sign_in


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    return tmp_path / "marks.txt"


def test_each_promise_is_kept_once_and_one_rolled_back_was_never_made(app: Flask, marks: Path) -> None:
    with unit_of_work():
        for number in range(20):
            enqueue("mark", f"job {number}", key=f"mark:{number}")
    with suppress(ZeroDivisionError), unit_of_work():
        enqueue("mark", "never", key="mark:never")
        raise ZeroDivisionError
    with unit_of_work():
        enqueue("mark", "again", key="mark:3")

    with a_worker(app, marks):
        wait_until(lambda: len(list_jobs("done")) == 20)

    assert sorted(marks_in(marks)) == sorted(f"job {number}" for number in range(20))


def test_what_was_begun_when_the_worker_crashed_is_begun_again(app: Flask, marks: Path) -> None:
    with unit_of_work():
        enqueue("slow", "letter", key="slow:1")
    with a_worker(app, marks, "one") as worker:
        wait_until(lambda: "letter begun" in marks_in(marks))
        worker.crash()
    assert marks_in(marks) == ["letter begun"]

    with a_worker(app, marks, "one"):
        wait_until(lambda: len(list_jobs("done")) == 1)

    assert marks_in(marks) == ["letter begun", "letter begun", "letter done"]


def test_another_worker_takes_over_from_one_that_never_comes_back(app: Flask, marks: Path) -> None:
    with unit_of_work():
        enqueue("slow", "letter", key="slow:1")
    with a_worker(app, marks, "one") as worker:
        wait_until(lambda: "letter begun" in marks_in(marks))
        worker.crash()

    with a_worker(app, marks, "two"):
        wait_until(lambda: len(list_jobs("done")) == 1)

    assert marks_in(marks) == ["letter begun", "letter begun", "letter done"]


def test_a_name_belongs_to_one_living_worker(app: Flask, marks: Path) -> None:
    with unit_of_work():
        enqueue("mark", "ready", key="mark:1")
    with a_worker(app, marks, "one"):
        wait_until(lambda: "ready" in marks_in(marks))
        with a_worker(app, marks, "one") as second:
            _, said = second.process.communicate(timeout=30)

    assert second.process.returncode == 1
    assert "A worker called one runs already" in said


def test_a_job_that_fails_five_times_waits_for_an_administrator(
    app: Flask, client: FlaskClient, marks: Path
) -> None:
    sign_in(client, an_admin())
    with unit_of_work():
        enqueue("print", "letter", key="print:1")

    with a_worker(app, marks):
        wait_until(lambda: len(list_jobs("failed")) == 1)
        assert marks_in(marks) == ["letter tried"] * 5
        assert "ValueError: the printer is out of paper" in client.get("/admin/jobs?state=failed").text

        marks.with_suffix(".paper").touch()
        client.post("/admin/jobs/retry", data={"key": "print:1"})
        wait_until(lambda: len(list_jobs("done")) == 1)

    assert marks_in(marks) == ["letter tried"] * 6
    assert list_jobs("failed") == []


def test_the_command_line_worker_fires_a_timer_that_has_come_due(app: Flask) -> None:
    draft = an_application()
    draft.closes_at = datetime.now(UTC) - timedelta(days=1)
    reset_timers(draft, datetime.now(UTC))
    db.session.commit()

    command = [sys.executable, "-m", "grantflow", "worker", "--name", "one"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(app))
    try:
        wait_until(lambda: _is_expired(draft))
    finally:
        process.terminate()
        process.wait(timeout=30)
    assert process.returncode == 0
    assert find_job(f"seal:{_last_night()}") is not None


def _is_expired(draft: object) -> bool:
    db.session.refresh(draft)
    return bool(draft.stage == "expired")  # type: ignore[attr-defined]


def _last_night() -> str:
    return (datetime.now(LONDON) - timedelta(hours=2)).date().isoformat()
