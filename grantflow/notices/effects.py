"""What actions of this capability's workflows do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.engine.machine import Step
from grantflow.notices.commands import promise_to_make
from grantflow.notices.models import Letter
from grantflow.permissions import Occasion


def make_again(case: Case, _step: Step, _occasion: Occasion) -> None:
    """A letter that failed is promised anew; one that was printed before keeps its bytes."""
    promise_to_make(of_kind(Letter, case))


EFFECTS: Mapping[str, Effect] = {"make-letter": make_again}
