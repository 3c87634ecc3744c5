"""A call written up in the report's own questions, by whoever rings; the organisation reads and corrects it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.answering import record_nobody
from grantflow.casework.queries import answers_of, list_answers
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import visible_sections
from grantflow.errors import NotFound
from grantflow.monitoring import commands, queries
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.rules import CALL
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.applicant.count_forms import CountsPage, read_counts, stored_counts
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import current_official, this_occasion
from grantflow.web.officer import bp


@bp.route("/reports/<uuid:review_id>/call", methods=["GET", "POST"])
@requires(Permission.MONITORING_WRITE_UP)
def write_up(review_id: UUID) -> ResponseReturnValue:
    """All the questions on one page, to be written on while talking; the counts only if they gave any."""
    review = queries.get_review(review_id, current_official(), Permission.MONITORING_WRITE_UP)
    if review.stage != CALL:
        raise NotFound("call", review.reference)
    answers, form = answers_of(review.id, queries.REPORT), queries.report_form(review)
    keys = [each.key for each in visible_sections(form, answers) if each.key != queries.HOW_TO_TELL]
    page, counts = filling(review.id, form, keys, part=queries.REPORT), stored_counts(review)
    if request.method == "POST":
        counts = read_counts(review, request.form, may_skip=True)
        if _kept(review, page, counts):
            where = url_for("evaluator.home") if not _may_answer() else url_for("officer.reports")
            return redirect(where)
    return render_template(
        "pages/officer/write-up.html",
        review=review,
        page=page,
        counts=counts,
        call_times=answers.get("call-times"),
    )


def _kept(review: ProgressReview, page: Filling, counts: CountsPage) -> bool:
    """Save what is clear; send it to be checked when that was asked for and nothing is missing."""

    def keep(answers: dict[str, Any], revisions: dict[str, int], _uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            commands.save_report(review, answers, this_occasion(), revisions=revisions)
            if counts.counts and not counts.errors:
                commands.save_progress(review, counts.counts, this_occasion())
            record_nobody(review, page.confirmed, this_occasion())

    clean = keep_posted(page, keep) and not counts.errors
    page.kept = {answer.question_key: answer for answer in list_answers(review.id, queries.REPORT)}
    if page.pointed or ("send" in request.form and not clean):
        return False
    if "send" not in request.form:
        flash("Saved. The organisation sees it when you send it to them.")
        return True
    with unit_of_work():
        commands.send_write_up(review, this_occasion())
    flash("They have been asked to read it and to correct it.")
    return True


def _may_answer() -> bool:
    return current_official().holds_as_staff(Permission.MONITORING_ANSWER)
