"""What an applicant is asked about their checks: one page, a box and sometimes a file for each point.

Whatever is typed and whatever file came is kept before anything is judged, so that a refusal loses nothing.
"""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.casework.running import tiers
from grantflow.checks.asking import (
    WAITING,
    files_of,
    get_own_query,
    remove_file,
    save_answers,
    send_answers,
)
from grantflow.checks.models import CheckQuery
from grantflow.db import unit_of_work
from grantflow.documents.models import Document
from grantflow.documents.rules import file_is_welcome, files_fit
from grantflow.documents.uploads import Upload
from grantflow.engine.tiers import Check
from grantflow.errors import NotFound, Refused
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.phrases import phrase

MOST_CHARACTERS = 5_000
ANSWER, FILE, MARK = "answer-{}", "file-{}", "mark-{}"


@bp.route("/questions/<uuid:query_id>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def questions(query_id: UUID) -> ResponseReturnValue:
    query = get_own_query(query_id, current_actor())
    require(current_actor(), Permission.APPLICATION_WRITE, on=query)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        wrong = _keep(query)
        if "remove" in request.form:
            return _remove(query)
        if not wrong and "later" in request.form:
            flash("Saved. You can come back to it from your applications.")
            return redirect(url_for("applicant.application", application_id=query.application_id))
        wrong = wrong or _send(query)
        if not wrong:
            flash("Thank you. We have your answers.")
            return redirect(url_for("applicant.application", application_id=query.application_id))
    return _page(query, wrong)


def _keep(query: CheckQuery) -> dict[str, str]:
    """Save each text, and each file that we take. What is wrong is told by the box it belongs to."""
    codes = [each.code for each in query.points]
    texts = {code: request.form.get(ANSWER.format(code), "")[:MOST_CHARACTERS] for code in codes}
    marks = {code: request.form.get(MARK.format(code), "") for code in codes}
    kept = files_of([query.id])
    uploads, wrong = {}, {}
    for code in codes:
        files = _uploads(code) if _check(query, code).file else []
        refused = [reason for each in files if (reason := file_is_welcome(each.name, each.body))]
        too_many = files_fit(len(kept.get((query.id, code), ())) + len(files), 0)
        if refused or (files and too_many):
            wrong[FILE.format(code)] = phrase(refused[0] if refused else too_many or "files-too-many")
        else:
            uploads[code] = files
    try:
        with unit_of_work():
            save_answers(query, texts, this_occasion(), marks=marks, uploads=uploads)
    except Refused as refusal:
        # Only that all files together are too many bytes is left to find out here.
        if type(refusal) is not Refused:
            raise
        wrong[FILE.format(next(code for code, files in uploads.items() if files))] = phrase(
            refusal.reasons[0]
        )
        with unit_of_work():
            save_answers(query, texts, this_occasion(), marks=marks)
    return wrong


def _send(query: CheckQuery) -> dict[str, str]:
    """What is still to answer, by its box; nothing: the answers are sent."""
    files = files_of([query.id])
    empty = {
        ANSWER.format(each.code): f"Answer the point about {_label(query, each.code)}"
        for each in query.points
        if not each.answer and (query.id, each.code) not in files
    }
    if not empty:
        with unit_of_work():
            send_answers(query, this_occasion())
    return empty


def _remove(query: CheckQuery) -> ResponseReturnValue:
    """Take one file out. What was typed beside it has been saved just before."""
    try:
        document_id = UUID(request.form["remove"])
    except ValueError:
        raise NotFound("document") from None
    with unit_of_work():
        remove_file(query, document_id, this_occasion())
    flash("The file has been removed.")
    return redirect(url_for("applicant.questions", query_id=query.id))


def _page(query: CheckQuery, wrong: dict[str, str]) -> ResponseReturnValue:
    files = files_of([query.id])
    return render_template(
        "pages/applicant/questions.html" if query.stage in WAITING else "pages/applicant/questions-over.html",
        query=query,
        application=query.application,
        wrong=wrong,
        points=[_shown(query, each.code, files.get((query.id, each.code), ())) for each in query.points],
    )


def _shown(query: CheckQuery, code: str, files: Sequence[Document]) -> dict[str, object]:
    point = next(each for each in query.points if each.code == code)
    return {"point": point, "check": _check(query, code), "files": files}


def _uploads(code: str) -> list[Upload]:
    return [
        Upload(each.filename or "", each.read())
        for each in request.files.getlist(FILE.format(code))
        if each.filename
    ]


def _check(query: CheckQuery, code: str) -> Check:
    return tiers(query.application.round.tiers_version).check(code)


def _label(query: CheckQuery, code: str) -> str:
    label = str(_check(query, code).label)
    return f"“{label}”"
