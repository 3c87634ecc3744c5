"""Promise a job, in the transaction that caused it."""

from datetime import timedelta

from dbos import EnqueueOptions

from grantflow.db import db
from grantflow.errors import Reason, Refused
from grantflow.jobs.queries import find_job
from grantflow.jobs.queue import APPLICATION_VERSION, QUEUE, client


def enqueue(job: str, *args: str, key: str, after: timedelta | None = None) -> None:
    """Promise a job, once for each `key`. Should the transaction be rolled back, nothing was promised.

    Arguments are identifiers and short words: a job loads what it needs when it runs.
    """
    options: EnqueueOptions = {
        "queue_name": QUEUE,
        "workflow_name": job,
        "workflow_id": key,
        "app_version": APPLICATION_VERSION,
    }
    if after is not None:
        options["delay_seconds"] = after.total_seconds()
    client().enqueue_in_transaction(db.session(), options, *args)


def retry_job(key: str) -> None:
    """Run a failed job again, from its beginning.

    Call it before anything else in a unit of work: the queue uses a transaction of its own for this.

    :raises Refused: if it has not failed
    """
    job = find_job(key)
    db.session.rollback()
    if job is None or job.state != "failed":
        raise Refused([Reason("job-not-failed")])
    client().rewind_workflow(key, queue_name=QUEUE)
