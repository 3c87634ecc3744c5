"""A progress report: a few questions, the counts, or a call; then what was made of it and what we answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.answering import record_nobody
from grantflow.casework.queries import answers_of, list_answers
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import Progress, progress, shown_by_section
from grantflow.engine.form import Section
from grantflow.errors import NotFound
from grantflow.monitoring import commands, queries
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.rules import OPEN_TO_REPORT
from grantflow.permissions import Permission, allows, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.count_forms import CountsPage, read_counts, stored_counts
from grantflow.web.applicant.report_forms import ReplyForm, SendReportForm
from grantflow.web.applicant.task_list import STATUS
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.uses import uses_in_words
from grantflow.web.why import say_why

COUNTS_TITLE = "How far people have come"
RINGS = "Thank you. Somebody rings you and writes down what you say, and you can correct it."


@bp.route("/reports/<uuid:review_id>", methods=["GET", "POST"])
@requires(Permission.MONITORING_VIEW)
def report(review_id: UUID) -> ResponseReturnValue:
    """While it is asked for, a list of its parts; afterwards, everything that was said by anybody."""
    review = queries.get_review(review_id, current_actor())
    if review.stage not in OPEN_TO_REPORT:
        return _sent(review, ReplyForm())
    answers = answers_of(review.id, queries.REPORT)
    wants_call = answers.get("call-instead") == "yes"
    form = SendReportForm(revision=review.revision).named(call=wants_call, right=review.stage == "written-up")
    if form.validate_on_submit():
        send = commands.ask_for_call if wants_call else commands.send_report
        with unit_of_work():
            send(review, this_occasion(), expected_revision=form.read_revision)
        flash(
            RINGS if wants_call else "Thank you. We have your report, and you will hear what we made of it."
        )
        return redirect(url_for("applicant.report", review_id=review.id))
    unanswered, uncounted = queries.report_gaps(review, answers)
    return render_template(
        "pages/applicant/report.html", review=review, form=form, items=_items(review, answers, uncounted),
        left=unanswered + len(uncounted), stands_on=_stands_on(review),
        sections=_written_down(review, answers) if review.write_up else [],
        may_write=allows(current_actor(), Permission.MONITORING_REPORT, on=review),
    )  # fmt: skip


@bp.route("/reports/<uuid:review_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.MONITORING_REPORT)
def report_section(review_id: UUID, key: str) -> ResponseReturnValue:
    review = _writable(review_id)
    page = filling(review.id, queries.report_form(review), [key], part=queries.REPORT)
    say_why(page)
    if request.method == "POST" and not page.row_added:
        clean = _keep(review, page)
        if clean or ("later" in request.form and not page.pointed):
            return redirect(_next(review, key) if clean and "later" not in request.form else _home(review))
    return render_template("pages/applicant/report-section.html", review=review, page=page)


@bp.route("/reports/<uuid:review_id>/leave-out-file", methods=["POST"])
@requires(Permission.MONITORING_REPORT)
def report_without_file(review_id: UUID) -> ResponseReturnValue:
    review = _writable(review_id)
    with unit_of_work():
        commands.leave_out_files(review, "report-elsewhere", this_occasion())
    flash("We have taken the file out of your report.")
    return redirect(_home(review))


@bp.route("/reports/<uuid:review_id>/counts", methods=["GET", "POST"])
@requires(Permission.MONITORING_REPORT)
def report_counts(review_id: UUID) -> ResponseReturnValue:
    """A small table for each outcome that was agreed. The sums are checked, with words that help."""
    review = _writable(review_id)
    page: CountsPage = stored_counts(review)
    if request.method == "POST":
        page = read_counts(review, request.form)
        if not page.errors:
            with unit_of_work():
                commands.save_progress(review, page.counts, this_occasion())
            return redirect(_home(review))
    return render_template("pages/applicant/report-counts.html", review=review, page=page, title=COUNTS_TITLE)


@bp.route("/reports/<uuid:review_id>/reply", methods=["POST"])
@requires(Permission.MONITORING_REPORT)
def reply_to_review(review_id: UUID) -> ResponseReturnValue:
    review = queries.get_review(review_id, current_actor(), Permission.MONITORING_REPORT)
    require(current_actor(), Permission.MONITORING_REPORT, on=review)
    form = ReplyForm()
    if not form.validate_on_submit():
        return _sent(review, form)
    with unit_of_work():
        commands.reply_to_review(review, form.reply.data or "", this_occasion())
        record_nobody(review, form.confirmed, this_occasion())
    flash("Your reply stands beside the review from now on.")
    return redirect(_home(review))


def _sent(review: ProgressReview, form: ReplyForm) -> ResponseReturnValue:
    """:raises NotFound: while nothing has been asked"""
    if review.stage == "scheduled":
        raise NotFound("report", review.reference)
    answers, findings = answers_of(review.id, queries.REPORT), answers_of(review.id, queries.REVIEW)
    return render_template(
        "pages/applicant/report-sent.html",
        review=review,
        form=form,
        sections=shown_by_section(queries.report_form(review), answers),
        files=answers.get("report-elsewhere") or [],
        distances=queries.distance_of_review(review),
        uses=uses_in_words(review.id),
        findings=shown_by_section(queries.review_form(), findings) if review.reviewed_at else [],
        may_write=allows(current_actor(), Permission.MONITORING_REPORT, on=review),
    )


def _writable(review_id: UUID) -> ProgressReview:
    review = queries.get_review(review_id, current_actor(), Permission.MONITORING_REPORT)
    require(current_actor(), Permission.MONITORING_REPORT, on=review)
    return review


def _keep(review: ProgressReview, page: Filling) -> bool:
    def keep(answers: dict[str, Any], revisions: dict[str, int], uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            commands.save_report(review, answers, this_occasion(), revisions=revisions, uploads=uploads)
            record_nobody(review, page.confirmed, this_occasion())

    clean = keep_posted(page, keep)
    page.kept = {answer.question_key: answer for answer in list_answers(review.id, queries.REPORT)}
    return clean


def _items(review: ProgressReview, answers: dict[str, Any], uncounted: list[str]) -> list[dict[str, Any]]:
    """The lines of the GOV.UK task list: the form's sections, then the counts where they are asked."""
    form = queries.report_form(review)
    items = [
        {
            "title": {"text": str(form.section(key).title)},
            "href": url_for("applicant.report_section", review_id=review.id, key=key),
            "status": STATUS[how_far],
        }
        for key, how_far in progress(form, answers).items()
    ]
    if review.award.outcomes and (queries.asks_for_counts(review, answers) or _counts_welcome(answers)):
        counted = STATUS[Progress.DONE] if review.progress and not uncounted else STATUS[Progress.NOT_STARTED]
        optional = not queries.asks_for_counts(review, answers) and not review.progress
        items.append({
            "title": {"text": COUNTS_TITLE},
            "href": url_for("applicant.report_counts", review_id=review.id),
            "status": {"text": "If you wish"} if optional else counted,
        })  # fmt: skip
    return items


def _counts_welcome(answers: dict[str, Any]) -> bool:
    """Nobody has to count who writes in another way; nobody who talks to us is shown a table."""
    return bool(answers) and answers.get("call-instead") == "no"


def _next(review: ProgressReview, key: str) -> str:
    """The next section that is not done; the list once there is none after this one."""
    how_far = progress(queries.report_form(review), answers_of(review.id, queries.REPORT))
    keys = list(how_far)
    for each in keys[keys.index(key) + 1 :]:
        if how_far[each] is not Progress.DONE:
            return url_for("applicant.report_section", review_id=review.id, key=each)
    return _home(review)


def _written_down(review: ProgressReview, answers: dict[str, Any]) -> list[tuple[Section, list[Any]]]:
    """What somebody of ours wrote in the call, by section; how they would tell us is no part of it."""
    found = shown_by_section(queries.report_form(review), answers)
    return [(section, said) for section, said in found if section.key != queries.HOW_TO_TELL]


def _stands_on(review: ProgressReview) -> datetime | None:
    """When what was written down is taken as it is."""
    return review.due_at if review.stage == "written-up" else None


def _home(review: ProgressReview) -> str:
    return url_for("applicant.report", review_id=review.id)
