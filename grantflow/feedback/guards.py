"""Guards of a call about a decision: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.running import Guard, of_kind
from grantflow.errors import Reason
from grantflow.feedback import rules
from grantflow.feedback.models import FeedbackCall
from grantflow.permissions import Occasion


def call_time_is_ahead(case: Case, occasion: Occasion) -> Reason | None:
    return rules.call_time_is_ahead(of_kind(FeedbackCall, case).booked_at, occasion.at)


def what_was_said_is_written(case: Case, occasion: Occasion) -> Reason | None:
    return rules.what_was_said_is_written(of_kind(FeedbackCall, case).said)


GUARDS: Mapping[str, Guard] = {
    "call-time-is-ahead": call_time_is_ahead,
    "what-was-said-is-written": what_was_said_is_written,
}
