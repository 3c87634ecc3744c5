"""What actions on learning entries do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.core.calendar import add_years
from grantflow.engine.machine import Step
from grantflow.learning.models import LearningEntry
from grantflow.permissions import Occasion


def ask_for_consent(case: Case, _step: Step, _occasion: Occasion) -> None:
    """What was wanted has been seen to; the organisation is asked about the entry as it is now."""
    of_kind(LearningEntry, case).changes_wanted = ""


def remember_publication(case: Case, _step: Step, occasion: Occasion) -> None:
    entry = of_kind(LearningEntry, case)
    entry.published_at = occasion.at
    entry.look_again_at = add_years(occasion.at, entry.look_again_years)


def choose_next_look(case: Case, _step: Step, occasion: Occasion) -> None:
    """It still holds: it keeps the day it was published on, and is looked at again later."""
    entry = of_kind(LearningEntry, case)
    entry.look_again_at = add_years(occasion.at, entry.look_again_years)


EFFECTS: Mapping[str, Effect] = {
    "ask-for-consent": ask_for_consent,
    "choose-next-look": choose_next_look,
    "remember-publication": remember_publication,
}
