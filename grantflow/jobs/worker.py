"""The worker: takes jobs from the queue, and ticks so that timers fire and chains are sealed."""

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dbos import DBOS, DBOSConfig
from flask import Flask

from grantflow.db import db
from grantflow.jobs.queue import APPLICATION, APPLICATION_VERSION, QUEUE

Job = Callable[..., None]
log = logging.getLogger(__name__)

# A job that fails is tried again after 2, 4, 8 and 16 seconds; then it waits for an administrator to look.
ATTEMPTS, FIRST_WAIT, BACK_OFF = 5, 2.0, 2.0


def config(app: Flask, worker_name: str, threads: int = 4) -> DBOSConfig:
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    return {
        "name": APPLICATION,
        "system_database_url": url.replace("postgresql+psycopg://", "postgresql://"),
        "application_version": APPLICATION_VERSION,
        # A stable name: when this worker comes back after a crash, it takes up the jobs it had begun.
        "executor_id": worker_name,
        "log_level": "WARNING",
        "max_executor_threads": threads,
        "scheduler_polling_interval_sec": 1.0,
    }


def make_tables(app: Flask) -> None:
    """Create the queue's own tables, or bring them up to date."""
    DBOS.destroy(destroy_registry=True)
    DBOS(config=config(app, "migration"))
    DBOS.launch()
    DBOS.destroy(destroy_registry=True)


def run_worker(app: Flask, jobs: Mapping[str, Job], ticks: Mapping[str, tuple[str, Job]], *, name: str, threads: int) -> None:
    """Work until told to stop.

    :param jobs: what each job's name runs, given the arguments it was promised with
    :param ticks: name → (cron schedule with seconds, what it runs)
    """
    DBOS(config=config(app, name, threads))
    for job_name, job in jobs.items():
        DBOS.workflow(name=job_name, max_recovery_attempts=20)(_as_workflow(app, job_name, job))
    scheduled = {
        tick: (cron, DBOS.workflow(name=f"tick-{tick}")(_as_tick(app, run))) for tick, (cron, run) in ticks.items()
    }
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=threads, polling_interval_sec=0.2)
    for tick, (cron, workflow) in scheduled.items():
        DBOS.apply_schedules([
            {"schedule_name": f"tick-{tick}", "workflow_fn": workflow, "schedule": cron, "context": None}
        ])  # fmt: skip
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log.warning("worker %s is ready", name)
    stop.wait()
    DBOS.destroy(workflow_completion_timeout_sec=20)


def _as_workflow(app: Flask, name: str, job: Job) -> Callable[..., None]:
    """A job as the queue runs it: one step, tried several times, in an application context of its own."""

    def run(*args: str) -> None:
        with app.app_context():
            job(*args)

    step = DBOS.step(
        name=f"{name}-step", retries_allowed=True, max_attempts=ATTEMPTS, interval_seconds=FIRST_WAIT,
        backoff_rate=BACK_OFF,
    )(run)  # fmt: skip

    def workflow(*args: str) -> None:
        step(*args)

    workflow.__qualname__ = workflow.__name__ = name
    return workflow


def _as_tick(app: Flask, run: Job) -> Callable[[datetime, Any], None]:
    def tick(_scheduled: datetime, _context: Any) -> None:
        with app.app_context():
            run()

    return tick

