"""One section a page. What can be read is saved, whatever else is wrong, and everything typed is shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from grantflow.applications.commands import AMOUNT, remove_file, save_section
from grantflow.applications.models import Application
from grantflow.applications.queries import choices_in, form_of, get_own_application, tiers_offered
from grantflow.applications.rules import amount_fits
from grantflow.casework.models import Answer
from grantflow.casework.queries import list_answers
from grantflow.db import unit_of_work
from grantflow.documents.rules import file_is_welcome
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import Progress, progress, visible_sections
from grantflow.engine.builder import SectionForm, section_form
from grantflow.engine.form import Form, Kind, Section
from grantflow.engine.questions import Stored
from grantflow.errors import NotFound, Reason
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.phrases import phrase

REVISION = "revision:"


@dataclass
class Page:
    """A section of an application, filled with what is kept or with what was posted."""

    application: Application
    form: Form
    section: Section
    kept: dict[str, Answer]
    fields: SectionForm

    @property
    def answers(self) -> dict[str, Stored]:
        return {key: answer.value for key, answer in self.kept.items()}


@bp.route("/applications/<uuid:application_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def section(application_id: UUID, key: str) -> ResponseReturnValue:
    page = _page(application_id, key)
    if request.method == "GET" or page.fields.row_added:
        return _shown(page)
    uploads = _uploads(page)
    refused = _refused(page, uploads)
    size_before = page.application.tier_key
    unclear = _save(page, uploads, refused)
    if "later" in request.form and not unclear:
        return redirect(url_for("applicant.application", application_id=application_id))
    _judge(page, refused)
    if page.fields.errors:
        return _shown(page)
    if page.application.tier_key != size_before:
        return redirect(url_for("applicant.size", application_id=application_id, before=size_before))
    return redirect(_next(page))


@bp.route("/applications/<uuid:application_id>/sections/<key>/remove-file", methods=["POST"])
@requires(Permission.APPLICATION_WRITE)
def remove(application_id: UUID, key: str) -> ResponseReturnValue:
    application = get_own_application(application_id, current_actor())
    with unit_of_work():
        remove_file(application, request.form["question"], request.form["document"], this_occasion())
    flash("The file has been removed.")
    return redirect(url_for("applicant.section", application_id=application.id, key=key))


def _page(application_id: UUID, key: str) -> Page:
    """:raises NotFound: if the form has no such section, or does not ask it"""
    application = get_own_application(application_id, current_actor())
    require(current_actor(), Permission.APPLICATION_WRITE, on=application)
    form = form_of(application)
    kept = {answer.question_key: answer for answer in list_answers(application.id)}
    answers = {key: answer.value for key, answer in kept.items()}
    if key not in {each.key for each in visible_sections(form, answers)}:
        raise NotFound("section", key)
    fields = section_form(form, key, answers=answers, choices=choices_in(application.round), base=FlaskForm)
    return Page(application, form, form.section(key), kept, fields)


def _uploads(page: Page) -> dict[str, list[Upload]]:
    return {
        key: [Upload(each.filename, each.read()) for each in files]
        for key, files in page.fields.uploads().items()
    }


def _refused(page: Page, uploads: Mapping[str, list[Upload]]) -> dict[str, Reason]:
    """What only the round or the file itself can say no to: an amount it does not give, a file we do not take."""
    found = {
        key: reason for key, files in uploads.items() for each in files
        if (reason := file_is_welcome(each.name, each.body)) is not None
    }  # fmt: skip
    amount = page.fields.answers().get(AMOUNT)
    round = page.application.round
    if amount is not None and (
        reason := amount_fits(
            amount, min_pence=round.min_pence, max_pence=round.max_pence, offered=tiers_offered(round)
        )
    ):
        found[AMOUNT] = reason
    return found


def _save(page: Page, uploads: Mapping[str, list[Upload]], refused: Mapping[str, Reason]) -> set[str]:
    """Keep every answer that is clear, and say which are not."""
    page.fields.validate(draft=True)
    posted = page.fields.answers()
    unclear = {key for key in posted if page.fields.field(key).errors} | refused.keys()
    with unit_of_work():
        page.kept = save_section(
            page.application,
            {key: value for key, value in posted.items() if key not in unclear},
            this_occasion(),
            revisions=_revisions(),
            uploads={key: files for key, files in uploads.items() if key not in unclear},
        )
    for key in uploads:
        page.fields.field(key).data = page.answers.get(key)
    return unclear


def _judge(page: Page, refused: Mapping[str, Reason]) -> None:
    """Say everything that is in the way of sending this section."""
    page.fields.validate()
    for key, reason in refused.items():
        field = page.fields.field(key)
        field.refusals = [(reason, phrase(reason))]
        field.errors = [phrase(reason)]


def _revisions() -> dict[str, int]:
    """Which revision of each answer the person's page was made with."""
    return {
        name.removeprefix(REVISION): int(value)
        for name, value in request.form.items()
        if name.startswith(REVISION) and value.isdecimal()
    }


def _next(page: Page) -> str:
    """The next section that is not done; the task list once there is none after this one."""
    how_far = progress(page.form, page.answers)
    keys = list(how_far)
    for key in keys[keys.index(page.section.key) + 1 :]:
        if how_far[key] is not Progress.DONE:
            return url_for("applicant.section", application_id=page.application.id, key=key)
    return url_for("applicant.application", application_id=page.application.id)


def _shown(page: Page) -> ResponseReturnValue:
    asked = [question.key for question in page.fields.questions]
    files = [question.key for question in page.fields.questions if question.type is Kind.FILE]
    saved = [page.kept[key].saved_at for key in asked if key in page.kept]
    return render_template(
        "pages/applicant/section.html",
        page=page,
        application=page.application,
        form=page.fields,
        revisions=[(f"{REVISION}{key}", page.kept[key].revision if key in page.kept else 0) for key in asked],
        files=[(key, each) for key in files for each in page.answers.get(key) or ()],
        saved_at=max(saved, default=None),
    )
