"""One section a page. What can be read is saved, whatever else is wrong, and everything typed is shown again.

With JavaScript each answer is saved while the person types, through the same code: see static/autosave.js.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.commands import AMOUNT, choose_answer, remove_file, save_section
from grantflow.applications.models import Application
from grantflow.applications.queries import (
    choices_in,
    form_of,
    get_own_draft,
    sections_wanted,
    tiers_offered,
)
from grantflow.applications.reuse import Suggestion, suggestions
from grantflow.applications.rules import amount_fits
from grantflow.applications.sizes import pick_tier
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
from grantflow.web.applicant.last_time import say_where_from
from grantflow.web.filling import Filling, all_kept, filling, keep_posted
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.two_answers import TwoAnswers, chosen, two_answers, what_was_saved


@bp.route("/applications/<uuid:application_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def section(application_id: UUID, key: str) -> ResponseReturnValue:
    application, page, suggested = _open(application_id, key)
    wanted = sections_wanted(application)
    if request.method == "GET" and application.stage != "draft" and key not in wanted:
        return redirect(url_for("applicant.application", application_id=application.id))
    if request.method == "POST" and not page.row_added:
        clean = _keep(application, page, suggested) or ("later" in request.form and all_kept(page))
        if (amount := _new_size(page)) is not None:
            return redirect(
                url_for("applicant.size", application_id=application.id, amount=amount, section=key)
            )
        if clean:
            in_the_way = _two_answers(application, page)
            return redirect(_here(application, key) if in_the_way else _next(application, page, key))
    say_where_from(page, suggested)
    return render_template(
        "pages/applicant/section.html",
        application=application,
        page=page,
        files=_files(page),
        two=_two_answers(application, page),
        wanted=wanted.get(key, ""),
        at=this_occasion().at,
    )


@bp.route("/applications/<uuid:application_id>/sections/<key>/autosave", methods=["POST"])
@requires(Permission.APPLICATION_WRITE)
def autosave(application_id: UUID, key: str) -> ResponseReturnValue:
    """Save what is on the page while somebody types. Says when, what could not be read, and the new marks."""
    application, page, suggested = _open(application_id, key)
    _keep(application, page, suggested, finished=False)
    return what_was_saved(page, this_occasion().at, both=bool(_two_answers(application, page)))


@bp.route("/applications/<uuid:application_id>/sections/<key>/choose", methods=["POST"])
@requires(Permission.APPLICATION_WRITE)
def choose(application_id: UUID, key: str) -> ResponseReturnValue:
    """Of two answers to one question, take one."""
    application = get_own_draft(application_id, current_actor())
    rival_id, use_rival = chosen()
    with unit_of_work():
        choose_answer(application, rival_id, this_occasion(), use_rival=use_rival)
    flash("That answer is the one we keep.")
    return redirect(_here(application, key))


@bp.route("/applications/<uuid:application_id>/sections/<key>/remove-file", methods=["POST"])
@requires(Permission.APPLICATION_WRITE)
def remove(application_id: UUID, key: str) -> ResponseReturnValue:
    """Take a file out, or put another one in its place."""
    application = get_own_draft(application_id, current_actor())
    instead = request.files.get("instead") if "replace" in request.form else None
    upload = Upload(instead.filename or "", instead.read()) if instead and instead.filename else None
    with unit_of_work():
        remove_file(
            application, request.form["question"], request.form["document"], this_occasion(), instead=upload
        )
    flash("The file has been replaced." if upload else "The file has been removed.")
    return redirect(_here(application, key))


def _open(application_id: UUID, key: str) -> tuple[Application, Filling, Mapping[str, Suggestion]]:
    """The application, the page of a section, and what it begins with from last time.

    :raises NotFound: if it is not theirs, or there is no such section
    :raises Forbidden: to somebody who may only read"""
    application = get_own_draft(application_id, current_actor())
    require(current_actor(), Permission.APPLICATION_WRITE, on=application)
    suggested = suggestions(application) if application.stage == "draft" else {}
    page = filling(
        application.id, form_of(application), [key], choices=choices_in(application.round),
        suggested={question: each.value for question, each in suggested.items()},
    )  # fmt: skip
    return application, page, suggested


def _keep(
    application: Application, page: Filling, suggested: Mapping[str, Suggestion], *, finished: bool = True
) -> bool:
    """Save what is clear. True: nothing is in the way of sending this section.

    While somebody types, what we filled in from last time and they have left as it was is not theirs yet.
    """

    def keep(answers: dict[str, Any], revisions: dict[str, int], uploads: dict[str, list[Upload]]) -> None:
        if not finished:
            answers = {
                key: value
                for key, value in answers.items()
                if key in page.kept or key not in suggested or suggested[key].value != value
            }
        with unit_of_work():
            page.kept = save_section(
                application, answers, this_occasion(), revisions=revisions, uploads=uploads,
                finished=page.keys[0] if finished and "later" not in request.form else "",
            )  # fmt: skip
        page.beside = {key for key, value in answers.items() if page.answers[key] != value}
        for key in uploads:
            page.sections[0].field(key).data = page.answers[key]

    def refuse(section: SectionForm) -> Mapping[str, Reason]:
        return {**_amount_refused(application, section), **_files_refused(page, section)}

    return keep_posted(page, keep, refuse, finished=finished)


def _amount_refused(application: Application, section: SectionForm) -> Mapping[str, Reason]:
    """An amount that is clear, and that this round does not give, or that would make it another size of grant.

    What another size means is shown before it is taken: see `size`.
    """
    amount, round, offered = (
        section.answers().get(AMOUNT),
        application.round,
        tiers_offered(application.round),
    )
    if amount is None or section.field(AMOUNT).errors:
        return {}
    reason = amount_fits(amount, min_pence=round.min_pence, max_pence=round.max_pence, offered=offered)
    if reason is None and (tier := pick_tier(amount, offered)).key != application.tier_key:
        facts = {"amount_pence": amount, "size": str(tier.label).lower()}
        reason = Reason("amount-changes-size", facts)
    return {AMOUNT: reason} if reason else {}


def _files_refused(page: Filling, section: SectionForm) -> Mapping[str, Reason]:
    """More files than one answer may have, with those it has already."""
    together = {key: len(page.answers.get(key) or ()) + len(new) for key, new in section.uploads().items()}
    return {key: reason for key, many in together.items() if (reason := files_fit(many, 0)) is not None}


def _new_size(page: Filling) -> int | None:
    """The amount that would make it another size, if nothing else on the page has to be mended first."""
    (section,) = page.sections
    refusals = [reason for each in section.questions for reason, _ in section.field(each.key).refusals]
    changes = [reason for reason in refusals if reason.key == "amount-changes-size"]
    if not changes or any(each.key not in UNFINISHED for each in refusals if each not in changes):
        return None
    return int(changes[0].facts["amount_pence"])


def _here(application: Application, key: str) -> str:
    return url_for("applicant.section", application_id=application.id, key=key)


def _next(application: Application, page: Filling, key: str) -> str:
    """The next section that is not done; once all are, the page that sends; for later, or for changes, the list."""
    how_far = progress(page.form, page.answers)
    keys = list(how_far)
    if application.stage != "changes" and "later" not in request.form:
        for each in keys[keys.index(key) + 1 :]:
            if how_far[each] is not Progress.DONE:
                return url_for("applicant.section", application_id=application.id, key=each)
        if set(how_far.values()) == {Progress.DONE}:
            return url_for("applicant.check", application_id=application.id)
    return url_for("applicant.application", application_id=application.id)


def _two_answers(application: Application, page: Filling) -> list[TwoAnswers]:
    return two_answers(application.id, page, choices_in(application.round))


def _files(page: Filling) -> list[tuple[str, dict[str, Any]]]:
    """The files of this section's answers, each with its question."""
    asked = [question.key for question in page.sections[0].questions if question.type is Kind.FILE]
    return [(key, each) for key in asked for each in page.answers.get(key) or ()]
