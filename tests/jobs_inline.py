"""Do the jobs that were promised, here and now, without a worker.

    run_jobs(app)                      # every one, and those they promise, until none is left
    run_jobs(app, only={"make-letter"})

A job that raises is marked failed, its give-up runs as a worker's would, and the problem is among what is returned.
"""

from collections.abc import Collection
from dataclasses import dataclass

from dbos._serialization import serialize_exception
from flask import Flask
from sqlalchemy import update

from grantflow.catalogue import GIVE_UPS, JOBS
from grantflow.db import db
from grantflow.jobs.promise import keeping
from grantflow.jobs.queries import JobSeen, list_jobs
from grantflow.jobs.queue import SERIALIZER, client
from grantflow.jobs.worker import JobFailed

MOST = 2_000


@dataclass(frozen=True)
class Ran:
    """One job that was done, or (with a problem) failed."""

    job: JobSeen
    problem: str = ""


def run_jobs(app: Flask, *, only: Collection[str] | None = None) -> list[Ran]:
    """Do each waiting job once, the oldest first, and then those that they promised."""
    ran: list[Ran] = []
    while waiting := _waiting(only):
        ran += [_run(job) for job in waiting]
        if len(ran) > MOST:
            raise RuntimeError(f"{MOST} jobs and no end: {waiting[0].name} promises itself")
    return ran


def _waiting(only: Collection[str] | None) -> list[JobSeen]:
    db.session.rollback()
    jobs = reversed(list_jobs("waiting", limit=MOST))
    return [job for job in jobs if only is None or job.name in only]


def _run(job: JobSeen) -> Ran:
    problem = ""
    try:
        with keeping(job.key):
            JOBS[job.name](*job.args)
    except Exception as error:
        db.session.rollback()
        problem = f"{type(error).__name__}: {error}"
        if job.name in GIVE_UPS:
            GIVE_UPS[job.name](problem, *job.args)
    db.session.rollback()
    _mark(job.key, problem)
    return Ran(job, problem)


def _mark(key: str, problem: str) -> None:
    """Done, or failed: as a worker would leave it, which first says that it has begun."""
    queue = client()._sys_db
    jobs = queue.tables.workflow_status
    with queue.engine.begin() as connection:
        connection.execute(update(jobs).where(jobs.c.workflow_uuid == key).values(status="PENDING"))
    error, _ = serialize_exception(JobFailed(problem), None, SERIALIZER) if problem else (None, None)
    assert queue.update_workflow_outcome(key, "ERROR" if problem else "SUCCESS", error=error)
