"""Promise a job, in the transaction that caused it."""

from datetime import timedelta


from grantflow.db import db
from grantflow.jobs.queue import APPLICATION_VERSION, QUEUE, client



def enqueue(job: str, *args: str, key: str, after: timedelta | None = None) -> None:
    """Promise a job, once for each `key`. Should the transaction be rolled back, nothing was promised.

    Arguments are identifiers and short words: a job loads what it needs when it runs.
    """
    options: dict[str, object] = {
        "queue_name": QUEUE,
        "workflow_name": job,
        "workflow_id": key,
        "app_version": APPLICATION_VERSION,
    }
    if after is not None:
        options["delay_seconds"] = after.total_seconds()
    client().enqueue_in_transaction(db.session(), options, *args)  # type: ignore[arg-type]


def retry_job(key: str) -> None:
    """Run a failed job again, from its beginning."""
    client().rewind_workflow(key)
