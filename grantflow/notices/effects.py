"""What actions of this capability's workflows do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.engine.machine import Step
from grantflow.learning.models import LearningEntry
from grantflow.notices.commands import promise_to_make
from grantflow.notices.models import Letter
from grantflow.notices.printed import promise_summary
from grantflow.permissions import Occasion


def make_again(case: Case, _step: Step, _occasion: Occasion) -> None:
    """A letter that failed is promised anew; one that was printed before keeps its bytes."""
    promise_to_make(of_kind(Letter, case))


def print_award_summary(case: Case, _step: Step, occasion: Occasion) -> None:
    """What is published of a grant goes on one page that anybody may open."""
    entry = of_kind(LearningEntry, case)
    if entry.award_id is not None:
        about = str(entry.award_id)
        promise_summary("award", about, f"summary:award:{about}:{entry.id}:{entry.revision}", occasion.at)


EFFECTS: Mapping[str, Effect] = {"make-letter": make_again, "print-award-summary": print_award_summary}
