"""Learning entries: draft one from an award's reviews, write it, have it reviewed, publish it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards.queries import get_award
from grantflow.casework.answering import record_nobody
from grantflow.casework.commands import take_action
from grantflow.casework.queries import answers_of, list_answers, open_actions
from grantflow.core.display import listed
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import progress, shown_by_section
from grantflow.errors import NotFound
from grantflow.learning import commands, queries
from grantflow.learning.guards import NAMES
from grantflow.learning.models import LearningEntry
from grantflow.learning.rules import missing_headings
from grantflow.monitoring.queries import REPORT, list_reviews
from grantflow.monitoring.uses import Use, record_uses
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.applicant.task_list import STATUS
from grantflow.web.evaluator import bp
from grantflow.web.filling import Filling, filling, keep_posted
from grantflow.web.occasion import current_official, this_occasion
from grantflow.web.officer.forms import TakeForm

# Which answers of a report an entry's first draft is made of.
DRAFTED = [question for part, question in commands.DRAFTED_FROM.values() if part == REPORT]


@bp.route("/learning")
@requires(Permission.LEARNING_WRITE)
def learning() -> ResponseReturnValue:
    viewer = current_official()
    return render_template(
        "pages/evaluator/learning.html",
        entries=queries.list_entries(viewer),
        awards=queries.list_awards_with_reviews(viewer),
    )


@bp.route("/awards/<uuid:award_id>/learning", methods=["POST"])
@requires(Permission.LEARNING_WRITE)
def draft_learning(award_id: UUID) -> ResponseReturnValue:
    award = get_award(award_id, current_official())
    with unit_of_work():
        entry = commands.draft_entry(award, this_occasion())
        for review in list_reviews(award.id):
            record_uses(review, DRAFTED, Use.LEARNING, this_occasion(), what_for=entry.reference)
    flash(
        "The draft begins with what the application, the reports and the reviews say. Every word is yours to change."
    )
    return redirect(url_for("evaluator.learning_entry", entry_id=entry.id))


@bp.route("/learning/<uuid:entry_id>")
@requires(Permission.LEARNING_WRITE)
def learning_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = _entry(entry_id)
    answers = answers_of(entry.id)
    found = open_actions(entry, this_occasion())
    return render_template(
        "pages/evaluator/learning-entry.html",
        entry=entry,
        items=_items(entry, answers),
        missing=listed(NAMES[heading] for heading in missing_headings(answers)),
        sections=shown_by_section(queries.entry_form(entry), answers),
        open=[each for each in found if each.allowed],
        blocked=[each for each in found if not each.allowed],
    )


@bp.route("/learning/<uuid:entry_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.LEARNING_WRITE)
def learning_section(entry_id: UUID, key: str) -> ResponseReturnValue:
    entry = _entry(entry_id)
    if entry.stage != "draft":
        raise NotFound("draft", entry.reference)
    page = filling(entry.id, queries.entry_form(entry), [key])
    if request.method == "POST" and not page.row_added:
        clean = _keep(entry, page)
        if clean or ("later" in request.form and not page.pointed):
            following = _after(entry, key) if clean and "later" not in request.form else None
            if following:
                return redirect(url_for("evaluator.learning_section", entry_id=entry.id, key=following))
            return redirect(url_for("evaluator.learning_entry", entry_id=entry.id))
    return render_template("pages/evaluator/learning-section.html", entry=entry, page=page)


@bp.route("/learning/<uuid:entry_id>/<action>", methods=["GET", "POST"])
@requires(Permission.LEARNING_WRITE, Permission.LEARNING_PUBLISH)
def learning_action(entry_id: UUID, action: str) -> ResponseReturnValue:
    entry = _entry(entry_id)
    found = {each.action.key: each for each in open_actions(entry, this_occasion())}
    if action not in found:
        raise NotFound("action", action)
    chosen = found[action]
    form = TakeForm(revision=entry.revision)
    form.ask_for(chosen.action)
    if form.validate_on_submit():
        note = (form.note.data or "") if "note" in form else ""
        with unit_of_work():
            take_action(entry, action, this_occasion(), note=note, expected_revision=form.read_revision)
        flash(f"Done: {chosen.action.label}.")
        return redirect(url_for("evaluator.learning_entry", entry_id=entry.id))
    back = url_for("evaluator.learning_entry", entry_id=entry.id)
    return render_template("pages/officer/grant-action.html", case=entry, form=form, chosen=chosen, back=back)


def _entry(entry_id: UUID) -> LearningEntry:
    return queries.get_entry(entry_id, current_official(), Permission.LEARNING_WRITE)


def _keep(entry: LearningEntry, page: Filling) -> bool:
    def keep(answers: dict[str, Any], revisions: dict[str, int], _uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            commands.save_entry(entry, answers, this_occasion(), revisions=revisions)
            record_nobody(entry, page.confirmed, this_occasion())

    clean = keep_posted(page, keep)
    page.kept = {answer.question_key: answer for answer in list_answers(entry.id)}
    return clean


def _items(entry: LearningEntry, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of the GOV.UK task list."""
    form = queries.entry_form(entry)
    return [
        {
            "title": {"text": str(form.section(key).title)},
            "href": url_for("evaluator.learning_section", entry_id=entry.id, key=key),
            "status": STATUS[how_far],
        }
        for key, how_far in progress(form, answers).items()
    ]


def _after(entry: LearningEntry, key: str) -> str | None:
    keys = [section.key for section in queries.entry_form(entry).sections]
    return next(iter(keys[keys.index(key) + 1 :]), None)
