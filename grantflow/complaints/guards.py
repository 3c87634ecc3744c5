"""Guards of a complaint: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.casework.running import Guard, of_kind
from grantflow.complaints import involved, rules
from grantflow.complaints.models import Complaint
from grantflow.complaints.queries import find_order_to_decide_again
from grantflow.errors import Reason
from grantflow.permissions import Occasion


def handler_was_not_involved(case: Case, occasion: Occasion) -> Reason | None:
    complaint = of_kind(Complaint, case)
    key = rules.handler_was_not_involved(
        occasion.actor.user_id, involved.involved_in(complaint.application), involved.named_in(complaint)
    )
    return Reason(key) if key else None


def handler_did_not_look_before(case: Case, occasion: Occasion) -> Reason | None:
    """Of the first look: whoever takes the second one may of course answer it."""
    complaint = of_kind(Complaint, case)
    key = rules.handler_did_not_look_before(occasion.actor.user_id, involved.looked_first(complaint))
    return Reason(key) if key else None


def complaint_answer_is_written(case: Case, occasion: Occasion) -> Reason | None:
    complaint = of_kind(Complaint, case)
    number = 2 if complaint.is_second_look else 1
    answer = next((each for each in complaint.answers if each.number == number), None)
    if answer is None:
        return Reason("complaint-answer-missing")
    return rules.answer_is_written(
        outcome=answer.outcome, words=answer.words, change=answer.change, decide_again=answer.decide_again,
        again_how=answer.again_how,
    )  # fmt: skip


def complaint_says_decide_again(case: Case, occasion: Occasion) -> Reason | None:
    """Asked of an application that has been told: only a complaint that was upheld opens its decision again."""
    application = of_kind(Application, case)
    answer = find_order_to_decide_again(application.id)
    told_since = answer is not None and answer.answered_at < application.stage_entered_at
    return Reason("no-complaint-says-so") if answer is None or told_since else None


GUARDS: Mapping[str, Guard] = {
    "handler-was-not-involved": handler_was_not_involved,
    "handler-did-not-look-before": handler_did_not_look_before,
    "complaint-answer-is-written": complaint_answer_is_written,
    "complaint-says-decide-again": complaint_says_decide_again,
}
