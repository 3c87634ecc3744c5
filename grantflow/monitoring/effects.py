"""What actions on awards and reviews do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.awards.models import Award
from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.engine.machine import Step
from grantflow.monitoring import commands
from grantflow.monitoring.models import ProgressReview
from grantflow.permissions import Occasion


def schedule_reviews(case: Case, _step: Step, occasion: Occasion) -> None:
    commands.schedule_reviews(of_kind(Award, case), occasion)


def waive_reviews(case: Case, step: Step, occasion: Occasion) -> None:
    commands.waive_what_is_left(of_kind(Award, case), occasion, f"{step.action.label}: {case.title}")


def remember_report(case: Case, _step: Step, occasion: Occasion) -> None:
    of_kind(ProgressReview, case).reported_at = occasion.at


def remember_reviewer(case: Case, _step: Step, occasion: Occasion) -> None:
    review = of_kind(ProgressReview, case)
    review.reviewed_by_id, review.reviewed_at = occasion.actor.user_id, occasion.at


def remember_answer(case: Case, _step: Step, occasion: Occasion) -> None:
    review = of_kind(ProgressReview, case)
    review.answered_by_id, review.answered_at = occasion.actor.user_id, occasion.at


EFFECTS: Mapping[str, Effect] = {
    "schedule-reviews": schedule_reviews,
    "waive-reviews": waive_reviews,
    "remember-report": remember_report,
    "remember-reviewer": remember_reviewer,
    "remember-answer": remember_answer,
}
