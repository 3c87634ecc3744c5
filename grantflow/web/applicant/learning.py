"""What an organisation's work taught: they write it with us, read what would be published, and agree or not."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.awards.queries import get_award
from grantflow.casework.commands import take_action
from grantflow.casework.queries import list_answers, open_actions
from grantflow.core.display import listed
from grantflow.db import unit_of_work
from grantflow.engine.answers import shown_by_section
from grantflow.errors import NotFound
from grantflow.learning import commands, queries
from grantflow.learning.guards import NAMES
from grantflow.learning.models import LearningEntry
from grantflow.learning.rules import PUBLIC, missing_headings
from grantflow.permissions import Permission, allows, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.report_forms import ConsentForm, ReviewWantedForm
from grantflow.web.entry_writing import autosaved, choose_between, origins, section_page, task_list
from grantflow.web.occasion import current_actor, this_occasion

REVIEW = "submit-for-review"


@bp.route("/grants/<uuid:award_id>/learning", methods=["POST"])
@requires(Permission.LEARNING_EDIT)
def begin_learning(award_id: UUID) -> ResponseReturnValue:
    """Begin to write, or carry on with what is begun."""
    award = get_award(award_id, current_actor(), Permission.AWARD_ACCEPT)
    with unit_of_work():
        entry = commands.draft_entry(award, this_occasion())
    flash("We have filled in what you and we have written so far. Change any of it.")
    return redirect(url_for("applicant.learning_entry", entry_id=entry.id))


@bp.route("/learning/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Permission.LEARNING_CONSENT)
def learning_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = _own(entry_id)
    if entry.stage == "draft" and request.method == "GET":
        return _being_written(entry)
    form = ConsentForm(revision=entry.revision)
    if form.validate_on_submit():
        with unit_of_work():
            if form.answer.data == "yes":
                commands.give_consent(entry, this_occasion(), expected_revision=form.read_revision)
            else:
                commands.ask_for_changes(
                    entry, form.changes.data or "", this_occasion(), expected_revision=form.read_revision
                )
        flash("Thank you. We have your answer.")
        return redirect(url_for("applicant.learning_entry", entry_id=entry.id))
    kept = list_answers(entry.id)
    answers = {answer.question_key: answer.value for answer in kept}
    return render_template(
        "pages/applicant/learning-entry.html",
        entry=entry,
        form=form,
        sections=shown_by_section(queries.entry_form(entry), answers),
        notes=origins(entry, kept, "applicant"),
        may_answer=allows(current_actor(), Permission.LEARNING_CONSENT, on=entry),
        is_public=entry.stage in PUBLIC,
    )


@bp.route("/learning/<uuid:entry_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.LEARNING_EDIT)
def learning_section(entry_id: UUID, key: str) -> ResponseReturnValue:
    return section_page(_writable(entry_id), key, "applicant")


@bp.route("/learning/<uuid:entry_id>/sections/<key>/autosave", methods=["POST"])
@requires(Permission.LEARNING_EDIT)
def learning_autosave(entry_id: UUID, key: str) -> ResponseReturnValue:
    return autosaved(_writable(entry_id), key)


@bp.route("/learning/<uuid:entry_id>/sections/<key>/choose", methods=["POST"])
@requires(Permission.LEARNING_EDIT)
def learning_choose(entry_id: UUID, key: str) -> ResponseReturnValue:
    return choose_between(_writable(entry_id), key, "applicant")


@bp.route("/learning/<uuid:entry_id>/review", methods=["POST"])
@requires(Permission.LEARNING_EDIT)
def learning_review(entry_id: UUID) -> ResponseReturnValue:
    """It is written: whoever publishes looks at it, and the organisation agrees to it as it then stands."""
    entry = _writable(entry_id)
    form = ReviewWantedForm(revision=entry.revision)
    with unit_of_work():
        take_action(entry, REVIEW, this_occasion(), expected_revision=form.read_revision)
    flash("Thank you. Now somebody who may sign for you can agree to it.")
    return redirect(url_for("applicant.learning_entry", entry_id=entry.id))


def _being_written(entry: LearningEntry) -> ResponseReturnValue:
    kept = list_answers(entry.id)
    answers = {answer.question_key: answer.value for answer in kept}
    may_write = allows(current_actor(), Permission.LEARNING_EDIT, on=entry)
    found = {each.action.key: each for each in open_actions(entry, this_occasion())}
    return render_template(
        "pages/applicant/learning-draft.html",
        entry=entry,
        form=ReviewWantedForm(revision=entry.revision),
        items=task_list(entry, kept, "applicant", may_write=may_write),
        missing=listed(NAMES[heading] for heading in missing_headings(answers)),
        minutes=queries.entry_form(entry).minutes,
        review=found.get(REVIEW),
        may_write=may_write,
    )


def _own(entry_id: UUID) -> LearningEntry:
    """:raises NotFound: if there is none, or it is about somebody else's work"""
    return queries.get_entry(entry_id, current_actor(), Permission.LEARNING_CONSENT)


def _writable(entry_id: UUID) -> LearningEntry:
    """:raises NotFound: if it is not theirs, or is no draft any more
    :raises Forbidden: to somebody who may only read"""
    entry = _own(entry_id)
    require(current_actor(), Permission.LEARNING_EDIT, on=entry)
    if entry.stage != "draft":
        raise NotFound("draft", entry.reference)
    return entry
