"""Which jobs wait, run, failed or are done."""

from dataclasses import dataclass
from datetime import UTC, datetime

from grantflow.jobs.queue import QUEUE, client

WAITING = ("ENQUEUED", "PENDING", "DELAYED")
FAILED = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED")


@dataclass(frozen=True)
class JobSeen:
    """One job as an administrator sees it. `state` is waiting, failed or done."""

    key: str
    name: str
    args: tuple[str, ...]
    state: str
    created_at: datetime
    updated_at: datetime
    problem: str


def list_jobs(state: str | None = None, limit: int = 100) -> list[JobSeen]:
    """The newest jobs, of one state or of all."""
    statuses = {"waiting": WAITING, "failed": FAILED, "done": ("SUCCESS",)}.get(state or "")
    found = client().list_workflows(
        status=list(statuses) if statuses else None, queue_name=QUEUE, sort_desc=True, limit=limit
    )
    return [
        JobSeen(
            key=each.workflow_id,
            name=each.name,
            args=tuple(str(arg) for arg in (each.input or {}).get("args", ())),
            state="failed" if each.status in FAILED else "waiting" if each.status in WAITING else "done",
            created_at=_when(each.created_at),
            updated_at=_when(each.updated_at),
            problem=str(each.error) if each.error else "",
        )
        for each in found
    ]


def _when(milliseconds: int | None) -> datetime:
    return datetime.fromtimestamp((milliseconds or 0) / 1000, UTC)
