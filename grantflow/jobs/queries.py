"""Which jobs wait, run, failed or are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dbos import WorkflowStatus

from grantflow.jobs.queue import QUEUE, client

STATES: dict[str, list[str]] = {
    "waiting": ["ENQUEUED", "PENDING", "DELAYED"],
    "failed": ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED"],
    "done": ["SUCCESS"],
}


@dataclass(frozen=True)
class JobSeen:
    """One job as an administrator sees it. `state` is waiting, failed or done; `problem` says why it failed."""

    key: str
    name: str
    args: tuple[str, ...]
    state: str
    created_at: datetime
    updated_at: datetime
    problem: str


def list_jobs(state: str, limit: int = 100, offset: int = 0) -> Sequence[JobSeen]:
    """The newest jobs of one state."""
    found = client().list_workflows(
        status=STATES[state], queue_name=QUEUE, sort_desc=True, limit=limit, offset=offset
    )
    return [_seen(each) for each in found]


def find_job(key: str) -> JobSeen | None:
    found = client().list_workflows(workflow_ids=[key])
    return _seen(found[0]) if found else None


def is_promised(key: str) -> bool:
    return bool(client().list_workflows(workflow_ids=[key], load_input=False, load_output=False))


def _seen(status: WorkflowStatus) -> JobSeen:
    return JobSeen(
        key=status.workflow_id,
        name=status.name,
        args=tuple(str(arg) for arg in _args(status)),
        state=next((state for state, statuses in STATES.items() if status.status in statuses), "waiting"),
        created_at=_when(status.created_at),
        updated_at=_when(status.updated_at),
        problem=_problem(status),
    )


def _args(status: WorkflowStatus) -> Sequence[object]:
    return status.input["args"] if status.input else ()


def _problem(status: WorkflowStatus) -> str:
    if status.status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
        return "The worker stopped each time it began this job."
    return str(status.error) if status.error else ""


def _when(milliseconds: int | None) -> datetime:
    return datetime.fromtimestamp((milliseconds or 0) / 1000, UTC)
