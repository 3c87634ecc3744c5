"""The worker: takes jobs from the queue, and ticks so that timers fire and chains are sealed."""

import logging
import signal
import threading
from collections.abc import Callable, Iterable, Mapping

from dbos import DBOS, DBOSConfig
from dbos import error as dbos_error
from flask import Flask

from grantflow.db import db
from grantflow.errors import SettingsError
from grantflow.jobs.names import hold_name, list_dead
from grantflow.jobs.promise import keeping
from grantflow.jobs.queue import APPLICATION, APPLICATION_VERSION, QUEUE, SERIALIZER, client

Job = Callable[..., None]
log = logging.getLogger(__name__)

# A job that fails is tried again after 2, 4, 8 and 16 seconds; then it waits for an administrator to look.
ATTEMPTS, BACK_OFF = 5, 2.0
TICK_SECONDS = 2.0
TICKS_BETWEEN_LOOKS = 15  # at jobs that a dead worker had begun


class JobFailed(Exception):
    """A job that failed every time it was tried. Says what went wrong the last time."""


def make_tables(app: Flask) -> None:
    """Create the queue's own tables, or bring them up to date."""
    DBOS.migrate(_url(app))


def run_worker(
    app: Flask,
    jobs: Mapping[str, Job],
    ticks: Iterable[Callable[[], None]],
    *,
    name: str,
    threads: int,
    first_wait: float,
    give_ups: Mapping[str, Job] | None = None,
) -> None:
    """Work until told to stop.

    :param jobs: what each job's name runs, given the arguments it was promised with
    :param give_ups: what runs when a job of that name has failed for good, given what went wrong and its arguments
    :param ticks: run one after the other every two seconds
    :param name: this worker's own; after a crash, the same name takes up what it had begun
    :param first_wait: seconds before a failed job is tried a second time
    :raises SettingsError: if a worker of this name runs already
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with app.app_context():
        engine = db.engine
    with hold_name(engine, name) as held:
        if not held:
            raise SettingsError(f"A worker called {name} runs already. Give this one another WORKER_NAME")
        _launch(app, jobs, give_ups or {}, name=name, threads=threads, first_wait=first_wait)
        log.warning("worker %s is ready", name)
        _tick_until(stop, app, ticks)
        DBOS.destroy(workflow_completion_timeout_sec=20)


def _launch(
    app: Flask,
    jobs: Mapping[str, Job],
    give_ups: Mapping[str, Job],
    *,
    name: str,
    threads: int,
    first_wait: float,
) -> None:
    DBOS(config=_config(app, name, threads))
    for job_name, job in jobs.items():
        workflow = _as_workflow(app, job_name, job, give_ups.get(job_name), first_wait)
        DBOS.workflow(name=job_name, max_recovery_attempts=20)(workflow)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=threads, polling_interval_sec=0.2)


def _config(app: Flask, name: str, threads: int) -> DBOSConfig:
    return {
        "name": APPLICATION,
        "system_database_url": _url(app),
        "application_version": APPLICATION_VERSION,
        "executor_id": name,
        "serializer": SERIALIZER,
        "log_level": "WARNING",
        "max_executor_threads": threads + 2,
        "run_migrations": False,
    }


def _url(app: Flask) -> str:
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    return url.replace("postgresql+psycopg://", "postgresql://")


def _as_workflow(
    app: Flask, name: str, job: Job, give_up: Job | None, first_wait: float
) -> Callable[..., None]:
    """A job as the queue runs it: one step, tried several times, in an application context of its own."""

    def run(*args: str) -> None:
        try:
            with app.app_context(), keeping(DBOS.workflow_id or ""):
                job(*args)
        except Exception:
            log.exception("job %s failed", name)
            raise

    step = DBOS.step(
        name=f"{name}-step", retries_allowed=True, max_attempts=ATTEMPTS, interval_seconds=first_wait,
        backoff_rate=BACK_OFF,
    )(run)  # fmt: skip

    def workflow(*args: str) -> None:
        try:
            step(*args)
        except dbos_error.DBOSMaxStepRetriesExceeded as error:
            last = error.errors[-1]
            problem = f"{type(last).__name__}: {last}"
            if give_up is not None:
                with app.app_context():
                    give_up(problem, *args)
            raise JobFailed(problem) from last

    workflow.__qualname__ = workflow.__name__ = name
    return workflow


def _tick_until(stop: threading.Event, app: Flask, ticks: Iterable[Callable[[], None]]) -> None:
    """Tick until told to stop. A tick that fails says so, and the next one tries again."""
    ticks = list(ticks)
    count = 0
    while not stop.wait(TICK_SECONDS):
        for tick in [*ticks, *([_take_over] if count % TICKS_BETWEEN_LOOKS == 0 else [])]:
            try:
                with app.app_context():
                    tick()
            except Exception:
                log.exception("a tick failed; the next one will try again")
        count += 1


def _take_over() -> None:
    """Queue again what a worker had begun that is no longer there and never came back."""
    begun = client().list_workflows(status="PENDING", queue_name=QUEUE, load_input=False, load_output=False)
    dead = list_dead(db.engine, {each.executor_id for each in begun if each.executor_id} - {DBOS.executor_id})
    if dead:
        log.warning("taking over what %s had begun", ", ".join(dead))
        # The library does this by itself only for its own name; it has no public way to do it for another's.
        DBOS._recover_pending_workflows(dead)
