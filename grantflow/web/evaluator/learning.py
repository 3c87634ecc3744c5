"""Learning entries: draft one from an award's reviews, write it, have it reviewed, publish it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
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
from grantflow.learning.rules import missing_headings
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.entry_writing import autosaved, choose_between, origins, section_page, task_list
from grantflow.web.evaluator import bp
from grantflow.web.evaluator.learning_forms import PublishForm
from grantflow.web.occasion import current_official, this_occasion
from grantflow.web.officer.forms import TakeForm

# What puts an entry before the public, until somebody looks at it again.
PUBLISHING = ("publish", "still-holds")


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
    flash(
        "The draft begins with what the application, the reports and the reviews say. Every word is yours to change."
    )
    return redirect(url_for("evaluator.learning_entry", entry_id=entry.id))


@bp.route("/learning/<uuid:entry_id>")
@requires(Permission.LEARNING_WRITE)
def learning_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = _entry(entry_id)
    kept = list_answers(entry.id)
    answers = {answer.question_key: answer.value for answer in kept}
    found = open_actions(entry, this_occasion())
    return render_template(
        "pages/evaluator/learning-entry.html",
        entry=entry,
        items=task_list(entry, kept, "evaluator", may_write=True),
        missing=listed(NAMES[heading] for heading in missing_headings(answers)),
        sections=shown_by_section(queries.entry_form(entry), answers),
        notes=origins(entry, kept, "evaluator"),
        open=[each for each in found if each.allowed],
        blocked=[each for each in found if not each.allowed],
    )


@bp.route("/learning/<uuid:entry_id>/sections/<key>", methods=["GET", "POST"])
@requires(Permission.LEARNING_WRITE)
def learning_section(entry_id: UUID, key: str) -> ResponseReturnValue:
    return section_page(_entry(entry_id), key, "evaluator")


@bp.route("/learning/<uuid:entry_id>/sections/<key>/autosave", methods=["POST"])
@requires(Permission.LEARNING_WRITE)
def learning_autosave(entry_id: UUID, key: str) -> ResponseReturnValue:
    return autosaved(_entry(entry_id), key)


@bp.route("/learning/<uuid:entry_id>/sections/<key>/choose", methods=["POST"])
@requires(Permission.LEARNING_WRITE)
def learning_choose(entry_id: UUID, key: str) -> ResponseReturnValue:
    return choose_between(_entry(entry_id), key, "evaluator")


@bp.route("/learning/<uuid:entry_id>/<action>", methods=["GET", "POST"])
@requires(Permission.LEARNING_WRITE, Permission.LEARNING_PUBLISH)
def learning_action(entry_id: UUID, action: str) -> ResponseReturnValue:
    entry = _entry(entry_id)
    found = {each.action.key: each for each in open_actions(entry, this_occasion())}
    if action not in found:
        raise NotFound("action", action)
    chosen = found[action]
    form = (PublishForm if action in PUBLISHING else TakeForm)(revision=entry.revision)
    form.ask_for(chosen.action)
    if form.validate_on_submit():
        with unit_of_work():
            if isinstance(form, PublishForm):
                commands.publish_entry(
                    entry,
                    action,
                    this_occasion(),
                    years=int(form.years.data),
                    expected_revision=form.read_revision,
                )
            else:
                take_action(
                    entry, action, this_occasion(), note=form.words, expected_revision=form.read_revision
                )
        flash(f"Done: {chosen.action.label}.")
        return redirect(url_for("evaluator.learning_entry", entry_id=entry.id))
    back = url_for("evaluator.learning_entry", entry_id=entry.id)
    return render_template("pages/officer/grant-action.html", case=entry, form=form, chosen=chosen, back=back)


def _entry(entry_id: UUID) -> LearningEntry:
    return queries.get_entry(entry_id, current_official(), Permission.LEARNING_WRITE)
