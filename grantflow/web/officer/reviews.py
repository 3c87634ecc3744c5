"""Reports: which wait for a reply, what each said, how far people have come, and the reply itself."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards.queries import get_award_of
from grantflow.casework.commands import take_action
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.engine.answers import shown_by_section
from grantflow.errors import NotFound
from grantflow.learning.queries import list_entries_of_award
from grantflow.monitoring import commands, queries
from grantflow.monitoring.models import ProgressReview
from grantflow.permissions import Permission, allows
from grantflow.reports.progress import progress_of_award
from grantflow.web.access import requires
from grantflow.web.distances import picture, pictures_over_time
from grantflow.web.occasion import current_actor, current_official, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import frame, load
from grantflow.web.officer.forms import TakeForm
from grantflow.web.officer.grant_forms import AnswerForm
from grantflow.web.officer.grants import choices, the_action, written

HERE = "officer.application_reviews"
LISTS = (
    ("Waiting for your reply", ("received", "reviewed"), "Every report has had its reply."),
    ("Overdue", ("overdue",), "No report is overdue."),
    ("Asked for", ("announced",), "No report is asked for at the moment."),
)


@bp.route("/reports")
@requires(Permission.MONITORING_VIEW)
def reports() -> ResponseReturnValue:
    stages = [stage for _, stages, _ in LISTS for stage in stages]
    found = queries.list_reviews_at(current_official(), stages)
    return render_template(
        "pages/officer/reports.html",
        lists=[(title, [each for each in found if each.stage in at], empty) for title, at, empty in LISTS],
    )


@bp.route("/applications/<uuid:application_id>/reviews")
@requires(Permission.MONITORING_VIEW)
def application_reviews(application_id: UUID) -> ResponseReturnValue:
    award = get_award_of(application_id, current_official(), Permission.MONITORING_VIEW)
    reviews = queries.list_reviews(award.id)
    return render_template(
        "pages/officer/reviews.html",
        **frame(load(application_id), HERE),
        award=award,
        reviews=reviews,
        chart=picture(queries.latest(reviews)),
        over_time=pictures_over_time(progress_of_award(award.id, local_date(this_occasion().at)), at_least=2),
        entries=list_entries_of_award(award.id),
    )


@bp.route("/applications/<uuid:application_id>/reviews/<int:number>", methods=["GET", "POST"])
@requires(Permission.MONITORING_VIEW)
def report(application_id: UUID, number: int) -> ResponseReturnValue:
    """What was reported, what an evaluator made of it, and our reply, to be written while there is none."""
    review = _review(application_id, number)
    form = AnswerForm(revision=review.revision)
    may_answer = review.stage in queries.WAITING_FOR_US and allows(
        current_actor(), Permission.MONITORING_ANSWER, on=review
    )
    if may_answer and form.validate_on_submit():
        with unit_of_work():
            commands.answer_report(
                review, form.read.data or "", form.what_next.data or "", this_occasion(),
                expected_revision=form.read_revision,
            )  # fmt: skip
        flash("Your reply has been sent to the organisation.")
        return redirect(url_for(HERE, application_id=application_id))
    answers, findings = answers_of(review.id, queries.REPORT), answers_of(review.id, queries.REVIEW)
    return render_template(
        "pages/officer/report.html",
        application_id=application_id,
        review=review,
        form=form,
        may_answer=may_answer,
        sections=shown_by_section(queries.report_form(review), answers) if review.reported_at else [],
        files=answers.get("report-elsewhere") or [] if review.reported_at else [],
        findings=shown_by_section(queries.review_form(), findings) if review.reviewed_at else [],
        chart=picture(queries.distance_of_review(review)) if review.reported_at else None,
        choices=[each for each in choices(review).open if each.action.key not in ("answer", "record-review")],
    )


@bp.route("/applications/<uuid:application_id>/reviews/<int:number>/<action>", methods=["GET", "POST"])
@requires(Permission.MONITORING_ANSWER, Permission.AWARD_MANAGE)
def report_action(application_id: UUID, number: int, action: str) -> ResponseReturnValue:
    """Ask for a report early, or do without it."""
    review = _review(application_id, number)
    if action in ("answer", "record-review"):
        raise NotFound("action", action)
    chosen = the_action(review, action)
    form = TakeForm(revision=review.revision)
    form.ask_for(chosen.action)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                review, action, this_occasion(), note=written(form), expected_revision=form.read_revision
            )
        flash(f"Done: {chosen.action.label}.")
        return redirect(url_for(HERE, application_id=application_id))
    back = url_for("officer.report", application_id=application_id, number=number)
    return render_template(
        "pages/officer/grant-action.html", case=review, form=form, chosen=chosen, back=back
    )


def _review(application_id: UUID, number: int) -> ProgressReview:
    """:raises NotFound: if this award has no such review, or the person may not know of it"""
    award = get_award_of(application_id, current_official(), Permission.MONITORING_VIEW)
    return queries.get_review_of(award, number)
