"""What a complaint's actions do besides moving it, by the name the file uses."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.complaints.models import Complaint
from grantflow.complaints.rules import DAYS_TO_ANSWER
from grantflow.core.calendar import add_working_days, local_date
from grantflow.engine.machine import Step
from grantflow.permissions import Occasion


def take_up(case: Case, step: Step, occasion: Occasion) -> None:
    case.assigned_to_id = occasion.actor.user_id


def let_go(case: Case, step: Step, occasion: Occasion) -> None:
    case.assigned_to_id = None


def begin_second_look(case: Case, step: Step, occasion: Occasion) -> None:
    """Nobody has it yet, and the answer has the same time as the first one had."""
    complaint = of_kind(Complaint, case)
    complaint.assigned_to_id = None
    complaint.answer_by = local_date(add_working_days(occasion.at, DAYS_TO_ANSWER))


EFFECTS: Mapping[str, Effect] = {
    "take-up-complaint": take_up,
    "let-complaint-go": let_go,
    "begin-second-look": begin_second_look,
}
