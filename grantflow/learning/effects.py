"""What actions on learning entries do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.engine.machine import Step
from grantflow.learning.models import LearningEntry
from grantflow.permissions import Occasion


def ask_for_consent(case: Case, _step: Step, _occasion: Occasion) -> None:
    """What was wanted has been seen to; the organisation is asked about the entry as it is now."""
    of_kind(LearningEntry, case).changes_wanted = ""


def remember_publication(case: Case, _step: Step, occasion: Occasion) -> None:
    of_kind(LearningEntry, case).published_at = occasion.at


EFFECTS: Mapping[str, Effect] = {
    "ask-for-consent": ask_for_consent,
    "remember-publication": remember_publication,
}
