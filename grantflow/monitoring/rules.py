"""What must hold of a report, a review and our reply. Plain values in; refusals, or nothing, out."""

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from grantflow.engine.tiers import Evaluation
from grantflow.errors import Reason
from grantflow.monitoring.distance import MOVES, Counts

ONE_IN = 5
# What a question without a limit of words weighs beside those that have one.
WORDS_OF_A_TICK = 10
OPEN_TO_REPORT = frozenset({"announced", "overdue", "written-up"})
CALL = "call-wanted"
OVER = frozenset({"answered", "waived"})


def counts_add_up(counts: Counts) -> list[Reason]:
    """Each person seen twice moved some way or is not known about, and each had started."""
    moved = sum(getattr(counts, name) for name in MOVES)
    found = []
    if moved != counts.two_points:
        found.append(Reason("moves-do-not-add-up", {"moved": moved, "two_points": counts.two_points}))
    if counts.two_points > counts.started:
        facts = {"two_points": counts.two_points, "started": counts.started}
        found.append(Reason("seen-twice-more-than-started", facts))
    if counts.left_early > counts.started:
        facts = {"left_early": counts.left_early, "started": counts.started}
        found.append(Reason("left-more-than-started", facts))
    return found


def report_is_complete(missing: int, uncounted: Sequence[str]) -> str | None:
    """Every question that is asked has its answer, and every agreed outcome its counts where they are asked."""
    return "report-incomplete" if missing or uncounted else None


def counts_are_asked(*, call: bool, evaluation: Evaluation) -> bool:
    """Not where a call was wanted or written up, nor where no evaluation was asked for.

    A report written for someone else tells everything but these, so whoever sends one is asked for them.
    """
    return not call and evaluation is not Evaluation.NONE


def report_is_open(stage: str, *, writes_up_calls: bool = False) -> str | None:
    """While a call is to come, its answers are written by whoever rings; before and after, by the organisation."""
    if stage == CALL:
        return None if writes_up_calls else "call-is-coming"
    return None if stage in OPEN_TO_REPORT else "report-not-open"


def report_is_written(*, call: bool) -> str | None:
    """Whoever would rather talk asks for the call; there is no report to send yet."""
    return "call-not-asked-for" if call else None


def call_is_asked_for(*, call: bool, times: str) -> str | None:
    return None if call and times.strip() else "call-not-chosen"


def reply_is_written(read: str, what_next: str) -> str | None:
    """A report is closed by a reply that says what was read in it and what will happen."""
    return None if read.strip() and what_next.strip() else "reply-not-written"


def reports_still_open(stages: Iterable[str]) -> int:
    """How many reports have had no reply and are not waived."""
    return sum(stage not in OVER for stage in stages)


def is_evaluated(evaluation: Evaluation, award_id: UUID) -> bool:
    """Whether an evaluator is asked to look at an award's reviews.

    A sample is drawn from the identifier, so that nobody chooses it and it can be drawn again.
    """
    if evaluation is Evaluation.SAMPLE:
        return hashlib.sha256(award_id.bytes).digest()[0] % ONE_IN == 0
    return evaluation is Evaluation.EVERY
