"""Guards of progress reviews, and of what waits for them: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import Guard, of_kind
from grantflow.engine.answers import missing
from grantflow.errors import Reason
from grantflow.monitoring import queries, rules
from grantflow.monitoring.models import ProgressReview
from grantflow.permissions import Occasion


def report_is_complete(case: Case, _occasion: Occasion) -> Reason | None:
    unanswered, uncounted = queries.report_gaps(of_kind(ProgressReview, case))
    refusal = rules.report_is_complete(unanswered, uncounted)
    return Reason(refusal, {"left": unanswered + len(uncounted)}) if refusal else None


def report_is_written(case: Case, _occasion: Occasion) -> Reason | None:
    wanted = answers_of(case.id, queries.REPORT).get("call-instead") == "yes"
    refusal = rules.report_is_written(call=wanted)
    return Reason(refusal) if refusal else None


def call_is_asked_for(case: Case, _occasion: Occasion) -> Reason | None:
    answers = answers_of(case.id, queries.REPORT)
    times = str(answers.get("call-times") or "")
    refusal = rules.call_is_asked_for(call=answers.get("call-instead") == "yes", times=times)
    return Reason(refusal) if refusal else None


def review_is_complete(case: Case, _occasion: Occasion) -> Reason | None:
    unanswered = missing(queries.review_form(), answers_of(case.id, queries.REVIEW))
    return Reason("review-incomplete", {"left": len(unanswered)}) if unanswered else None


def reply_is_written(case: Case, _occasion: Occasion) -> Reason | None:
    review = of_kind(ProgressReview, case)
    refusal = rules.reply_is_written(review.answer, review.answer_next)
    return Reason(refusal) if refusal else None


def every_report_answered(case: Case, _occasion: Occasion) -> Reason | None:
    """For an award: each of its reports has had its reply, or was not needed."""
    waiting = rules.reports_still_open(queries.stages_of_reviews(case.id))
    return Reason("reports-open", {"left": waiting}) if waiting else None


GUARDS: Mapping[str, Guard] = {
    "report-is-complete": report_is_complete,
    "report-is-written": report_is_written,
    "call-is-asked-for": call_is_asked_for,
    "review-is-complete": review_is_complete,
    "reply-is-written": reply_is_written,
    "every-report-answered": every_report_answered,
}
