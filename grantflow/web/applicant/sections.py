"""One section a page. What can be read is saved, whatever else is wrong, and everything typed is shown again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.commands import AMOUNT, remove_file, save_section
from grantflow.applications.models import Application
from grantflow.applications.queries import choices_in, form_of, get_own_draft, tier_of, tiers_offered
from grantflow.applications.rules import amount_fits
from grantflow.db import unit_of_work
from grantflow.documents.rules import files_fit
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import Progress, progress
from grantflow.engine.builder import SectionForm
from grantflow.engine.fields import UNFINISHED
from grantflow.engine.form import Kind
from grantflow.errors import Reason
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/applications/<uuid:application_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def section(application_id: UUID, key: str) -> ResponseReturnValue:
    application = get_own_draft(application_id, current_actor())
    require(current_actor(), Permission.APPLICATION_WRITE, on=application)
    page = filling(application.id, form_of(application), [key], choices=choices_in(application.round))
    changes = ""
    if request.method == "POST" and not page.row_added:
        size_before = application.tier_key
        if _keep(application, page) or ("later" in request.form and _all_kept(page)):
            if application.tier_key != size_before:
                return redirect(_size_changes(application, size_before))
            return redirect(_next(application, page, key))
        changes = _size_changes(application, size_before) if application.tier_key != size_before else ""
    return render_template(
        "pages/applicant/section.html",
        application=application,
        page=page,
        files=_files(page),
        size_changes=changes,
        tier=tier_of(application),
    )


@bp.route("/applications/<uuid:application_id>/sections/<key>/remove-file", methods=["POST"])
@requires(Permission.APPLICATION_WRITE)
def remove(application_id: UUID, key: str) -> ResponseReturnValue:
    application = get_own_draft(application_id, current_actor())
    with unit_of_work():
        remove_file(application, request.form["question"], request.form["document"], this_occasion())
    flash("The file has been removed.")
    return redirect(url_for("applicant.section", application_id=application.id, key=key))


def _keep(application: Application, page: Filling) -> bool:
    """Save what is clear. True: nothing is in the way of sending this section."""

    def keep(answers: dict[str, Any], revisions: dict[str, int], uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            page.kept = save_section(
                application, answers, this_occasion(), revisions=revisions, uploads=uploads
            )
        for key in uploads:
            page.sections[0].field(key).data = page.answers[key]

    def refuse(section: SectionForm) -> Mapping[str, Reason]:
        return {**_amount_refused(application, section), **_files_refused(page, section)}

    return keep_posted(page, keep, refuse)


def _amount_refused(application: Application, section: SectionForm) -> Mapping[str, Reason]:
    """An amount that is clear, and that this round does not give."""
    amount, round = section.answers().get(AMOUNT), application.round
    if amount is None or section.field(AMOUNT).errors:
        return {}
    reason = amount_fits(
        amount, min_pence=round.min_pence, max_pence=round.max_pence, offered=tiers_offered(round)
    )
    return {AMOUNT: reason} if reason else {}


def _files_refused(page: Filling, section: SectionForm) -> Mapping[str, Reason]:
    """More files than one answer may have, with those it has already."""
    together = {key: len(page.answers.get(key) or ()) + len(new) for key, new in section.uploads().items()}
    return {key: reason for key, many in together.items() if (reason := files_fit(many, 0)) is not None}


def _all_kept(page: Filling) -> bool:
    """Whether what is in the way is only unfinished: then it can wait for another evening."""
    (section,) = page.sections
    refusals = [each for question in section.questions for each in section.field(question.key).refusals]
    return all(reason.key in UNFINISHED for reason, _ in refusals)


def _size_changes(application: Application, before: str) -> str:
    return url_for("applicant.size", application_id=application.id, before=before)


def _next(application: Application, page: Filling, key: str) -> str:
    """The next section that is not done; the task list for those who come back later, or once there is none."""
    how_far = progress(page.form, page.answers)
    keys = list(how_far)
    for each in () if "later" in request.form else keys[keys.index(key) + 1 :]:
        if how_far[each] is not Progress.DONE:
            return url_for("applicant.section", application_id=application.id, key=each)
    return url_for("applicant.application", application_id=application.id)


def _files(page: Filling) -> list[tuple[str, dict[str, Any]]]:
    """The files of this section's answers, each with its question."""
    asked = [question.key for question in page.sections[0].questions if question.type is Kind.FILE]
    return [(key, each) for key in asked for each in page.answers.get(key) or ()]
