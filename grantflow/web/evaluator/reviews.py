"""The review on one page, filled from what is known, beside the report and the picture of distance travelled."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.queries import answers_of, list_answers
from grantflow.core.calendar import local_date
from grantflow.core.display import money
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import shown_by_section
from grantflow.errors import NotFound
from grantflow.monitoring import commands, queries
from grantflow.monitoring.distance import Travelled
from grantflow.monitoring.models import ProgressReview
from grantflow.notices.charts import distance_sentences
from grantflow.permissions import Permission
from grantflow.reports.progress import progress_of_award
from grantflow.web.access import requires
from grantflow.web.distances import as_distances, picture, pictures_over_time
from grantflow.web.evaluator import bp
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import current_official, this_occasion


@bp.route("/reviews/<uuid:review_id>", methods=["GET", "POST"])
@requires(Permission.MONITORING_REVIEW)
def review(review_id: UUID) -> ResponseReturnValue:
    found = queries.get_review(review_id, current_official(), Permission.MONITORING_REVIEW)
    if found.stage not in queries.SENT:
        raise NotFound("report", found.reference)
    distances = queries.distance_of_review(found)
    if found.stage != "received":
        return _recorded(found, distances)
    form = queries.review_form()
    keys = [section.key for section in form.sections]
    page = filling(found.id, form, keys, part=queries.REVIEW, suggested=_known(found, distances))
    if request.method == "POST" and _kept(found, page):
        return redirect(url_for("evaluator.home"))
    return render_template("pages/evaluator/review.html", page=page, **_beside(found, distances))


def _kept(review: ProgressReview, page: Filling) -> bool:
    """Save what is clear; record the review when that was asked for and nothing is missing."""

    def keep(answers: dict[str, Any], revisions: dict[str, int], _uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            commands.save_review(review, answers, this_occasion(), revisions=revisions)

    clean = keep_posted(page, keep)
    page.kept = {answer.question_key: answer for answer in list_answers(review.id, queries.REVIEW)}
    if "record" not in request.form:
        flash("Your page is saved. Nobody else sees it until you record it.")
        return True
    if not clean:
        return False
    with unit_of_work():
        commands.record_review(review, this_occasion())
    flash("The review is recorded. The organisation can read it and reply.")
    return True


def _known(review: ProgressReview, distances: list[Travelled]) -> dict[str, Any]:
    """A first word wherever the answer is known, for the evaluator to keep or change."""
    answers = answers_of(review.id, queries.REPORT)
    called = answers.get("call-instead") == "yes"
    known: dict[str, Any] = {
        "method": ["call"] if called else ["reports"],
        "minutes-spent": review.minutes,
        "progress-pattern": " ".join(distance_sentences(as_distances(distances), public=False)),
        "cost-note": _cost(review, distances),
    }
    return {key: value for key, value in known.items() if value}


def _cost(review: ProgressReview, distances: list[Travelled]) -> str:
    """What the grant comes to for each person who started, where anybody counted."""
    people = max((each.counts.started for each in distances), default=0)
    if not people:
        return ""
    each = review.award.amount_pence // people // 100 * 100
    return f"The whole grant is {money(review.award.amount_pence)}; about {money(each)} for each of {people} people."


def _recorded(review: ProgressReview, distances: list[Travelled]) -> ResponseReturnValue:
    findings = answers_of(review.id, queries.REVIEW)
    return render_template(
        "pages/evaluator/reviewed.html",
        findings=shown_by_section(queries.review_form(), findings) if review.reviewed_at else [],
        **_beside(review, distances),
    )


def _beside(review: ProgressReview, distances: list[Travelled]) -> dict[str, Any]:
    """What stands at the side: the report, and the picture of distance travelled."""
    answers = answers_of(review.id, queries.REPORT)
    return {
        "review": review,
        "report": shown_by_section(queries.report_form(review), answers),
        "files": answers.get("report-elsewhere") or [],
        "chart": picture(distances),
        "over_time": pictures_over_time(
            progress_of_award(review.award_id, local_date(this_occasion().at)), at_least=2
        ),
    }
