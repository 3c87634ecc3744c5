"""Ask for reports, take them in, have them looked at and answer every one."""

from collections.abc import Mapping, Sequence
from typing import Any

from grantflow.audit.commands import record
from grantflow.awards.models import Award
from grantflow.awards.queries import terms_of
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import lock, open_case, take_action
from grantflow.casework.pinned import pinned_version
from grantflow.casework.running import form
from grantflow.db import db
from grantflow.documents.uploads import Upload, forget_uploads, keep_upload
from grantflow.engine.questions import stored_file
from grantflow.errors import ActionUnavailable, Reason
from grantflow.monitoring import queries, rules
from grantflow.monitoring.distance import COUNTS, Counts
from grantflow.monitoring.models import Progress, ProgressReview
from grantflow.permissions import Occasion, Permission, allows, require


def schedule_reviews(award: Award, occasion: Occasion) -> list[ProgressReview]:
    """Open a review for each period that the award's tier asks about."""
    terms = terms_of(award)
    reporting = terms.tier.reporting
    version = pinned_version(award.round_id, "workflow", "monitoring")
    form_version = pinned_version(award.round_id, "form", reporting.form) or form(reporting.form).version
    reviews = [
        ProgressReview(
            title=award.title, region_code=award.region_code, round_id=award.round_id,
            organisation_id=award.organisation_id, assigned_to_id=award.assigned_to_id, award_id=award.id,
            number=each.number, period_from=each.period_from, period_to=each.period_to, due_on=each.due_on,
            form_key=reporting.form, form_version=form_version, minutes=reporting.minutes,
            evaluated=rules.is_evaluated(terms.tier.evaluation, award.id),
        )
        for each in terms.reports
    ]  # fmt: skip
    return [open_case(review, occasion, version=version) for review in reviews]


def waive_what_is_left(award: Award, occasion: Occasion, why: str) -> None:
    """Do without the reports of a grant that ended which nobody has been asked for yet."""
    for review in queries.list_reviews(award.id):
        if review.stage == "scheduled":
            take_action(review, "waive", occasion, note=why)


def save_report(
    review: ProgressReview,
    answers: dict[str, Any],
    occasion: Occasion,
    *,
    revisions: dict[str, int] | None = None,
    uploads: Mapping[str, Sequence[Upload]] | None = None,
) -> None:
    """Keep part of a report; it need not be finished. A file that is sent takes the place of the one before.

    :raises ActionUnavailable: when no report is asked for now, or it has been sent
    :raises Stale: naming each answer that somebody else changed meanwhile
    """
    _require_open_report(review, occasion)
    files = {key: _stored(review, key, sent, occasion) for key, sent in (uploads or {}).items()}
    save_answers(review, answers | files, occasion, part=queries.REPORT, revisions=revisions)


def leave_out_files(review: ProgressReview, question_key: str, occasion: Occasion) -> None:
    """Answer without the file that was sent. Its bytes stay stored: somebody else may have sent the same."""
    _require_open_report(review, occasion)
    save_answers(review, {question_key: []}, occasion, part=queries.REPORT)
    forget_uploads(review, question_key)


def save_progress(review: ProgressReview, counts: Mapping[str, Counts], occasion: Occasion) -> None:
    """Keep how far people have come towards each agreed outcome, by its key.

    :raises ActionUnavailable: with everything that does not add up; then nothing is kept
    """
    _require_open_report(review, occasion)
    agreed = {outcome.outcome_key for outcome in review.award.outcomes}
    refusals = [reason for each in counts.values() for reason in rules.counts_add_up(each)]
    if refusals or not counts.keys() <= agreed:
        raise ActionUnavailable(refusals or [Reason("outcome-not-agreed")])
    kept = {row.outcome_key: row for row in review.progress}
    for key, each in counts.items():
        row = kept.get(key) or Progress(review=review, outcome_key=key)
        for name in COUNTS:
            setattr(row, name, getattr(each, name))
        db.session.add(row)
    db.session.flush()


def send_report(review: ProgressReview, occasion: Occasion, *, expected_revision: int | None = None) -> None:
    take_action(review, "send-report", occasion, expected_revision=expected_revision)


def ask_for_call(review: ProgressReview, occasion: Occasion, *, expected_revision: int | None = None) -> None:
    """Tell us in a call instead: somebody rings, and writes the answers down to be checked."""
    take_action(review, "ask-for-call", occasion, expected_revision=expected_revision)


def send_write_up(
    review: ProgressReview, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    """Show the organisation what was written down in a call, for it to correct and to call its own."""
    take_action(review, "write-up", occasion, expected_revision=expected_revision)


def save_review(
    review: ProgressReview,
    answers: dict[str, Any],
    occasion: Occasion,
    *,
    revisions: dict[str, int] | None = None,
) -> None:
    """Keep part of an evaluator's page; it need not be finished.

    :raises ActionUnavailable: unless the report has come and the page has not been recorded
    """
    require(occasion.actor, Permission.MONITORING_REVIEW, on=review)
    lock(review)
    if review.stage != "received":
        raise ActionUnavailable([Reason("review-not-open")])
    save_answers(review, answers, occasion, part=queries.REVIEW, revisions=revisions)


def record_review(
    review: ProgressReview, occasion: Occasion, *, expected_revision: int | None = None
) -> None:
    """Finish an evaluator's page, so that the organisation can read it and reply."""
    take_action(review, "record-review", occasion, expected_revision=expected_revision)


def reply_to_review(review: ProgressReview, reply: str, occasion: Occasion) -> None:
    """Keep what the organisation says to the evaluator's page; the two are always shown side by side."""
    require(occasion.actor, Permission.MONITORING_REPORT, on=review)
    lock(review)
    if review.reviewed_at is None:
        raise ActionUnavailable([Reason("nothing-to-reply-to")])
    review.grantee_reply = reply.strip()
    record(review.id, "monitoring", "reply-to-review", occasion, note=review.grantee_reply)


def answer_report(
    review: ProgressReview,
    read: str,
    what_next: str,
    occasion: Occasion,
    *,
    expected_revision: int | None = None,
) -> None:
    """Tell the organisation what we read in its report and what will happen because of it."""
    review.answer, review.answer_next = read.strip(), what_next.strip()
    note = f"{review.answer}\n\n{review.answer_next}".strip()
    take_action(review, "answer", occasion, note=note, expected_revision=expected_revision)


def _stored(
    review: ProgressReview, question_key: str, files: Sequence[Upload], occasion: Occasion
) -> list[dict[str, str | int]]:
    forget_uploads(review, question_key)
    kept = [keep_upload(review, question_key, each, occasion) for each in files]
    return [stored_file(str(each.id), each.filename, each.size) for each in kept]


def _require_open_report(review: ProgressReview, occasion: Occasion) -> None:
    """Open to the organisation; and, in a call that was wanted, to whoever of ours rings."""
    writes_up = allows(occasion.actor, Permission.MONITORING_WRITE_UP, on=review)
    lock(review)
    if not (writes_up and review.stage == rules.CALL):
        require(occasion.actor, Permission.MONITORING_REPORT, on=review)
    if refusal := rules.report_is_open(review.stage, writes_up_calls=writes_up):
        raise ActionUnavailable([Reason(refusal)])
