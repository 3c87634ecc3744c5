"""What actions on awards and reviews do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.awards.models import Award
from grantflow.casework.answering import save_answers
from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.engine.machine import Step
from grantflow.errors import Forbidden
from grantflow.monitoring import commands, queries
from grantflow.monitoring.models import ProgressReview, WriteUp
from grantflow.permissions import Occasion, Permission


def schedule_reviews(case: Case, _step: Step, occasion: Occasion) -> None:
    commands.schedule_reviews(of_kind(Award, case), occasion)


def waive_reviews(case: Case, step: Step, occasion: Occasion) -> None:
    commands.waive_what_is_left(of_kind(Award, case), occasion, f"{step.action.label}: {case.title}")


def remember_report(case: Case, step: Step, occasion: Occasion) -> None:
    review = of_kind(ProgressReview, case)
    review.reported_at = occasion.at
    if review.write_up is not None and step.action.key == "send-report":
        review.write_up.checked_by_id, review.write_up.checked_at = occasion.actor.user_id, occasion.at


def begin_write_up(case: Case, _step: Step, occasion: Occasion) -> None:
    """From here on the form's own questions are asked, in the call. When they want to be rung stays kept."""
    save_answers(case, {"call-instead": "no"}, occasion, part=queries.REPORT)


def remember_write_up(case: Case, _step: Step, occasion: Occasion) -> None:
    review = of_kind(ProgressReview, case)
    if occasion.actor.user_id is None:
        raise Forbidden(Permission.MONITORING_WRITE_UP)
    review.write_up = review.write_up or WriteUp()
    review.write_up.written_by_id, review.write_up.written_at = occasion.actor.user_id, occasion.at


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
    "begin-write-up": begin_write_up,
    "remember-write-up": remember_write_up,
    "remember-reviewer": remember_reviewer,
    "remember-answer": remember_answer,
}
