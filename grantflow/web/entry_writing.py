"""A learning entry while it is written: by the organisation and by staff, on pages of their own with the same parts.

`side` is the blueprint whose pages these are: `applicant` or `evaluator`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import names_of_people
from grantflow.casework.models import Answer
from grantflow.casework.queries import list_answers
from grantflow.core.display import day, month
from grantflow.db import unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.engine.answers import progress
from grantflow.engine.form import Section
from grantflow.errors import NotFound
from grantflow.learning import commands, queries
from grantflow.learning.models import LearningEntry
from grantflow.web.applicant.task_list import STATUS
from grantflow.web.filling import Filling, all_kept, filling, keep_posted
from grantflow.web.occasion import this_occasion
from grantflow.web.two_answers import chosen, two_answers, what_was_saved

# Whose words an answer began with, as each side reads it.
ORIGINS = {
    "applicant": {
        "application": "your application",
        "report": "your report",
        "review": "the evaluator’s review",
    },
    "evaluator": {
        "application": "the application",
        "report": "the report",
        "review": "the evaluator’s review",
    },
}


def section_page(entry: LearningEntry, key: str, side: str) -> ResponseReturnValue:
    """One section: shown, or saved and on to the next."""
    page = _open(entry, key)
    if request.method == "POST" and not page.row_added:
        clean = _keep(entry, page) or ("later" in request.form and all_kept(page))
        if clean:
            both = two_answers(entry.id, page)
            return redirect(_address(entry, side, key if both else _after(page, key)))
    notes = origins(entry, list(page.kept.values()), side)
    for question in page.sections[0].questions:
        page.sections[0].field(question.key).note = notes.get(question.key, "")
    return render_template(
        f"pages/{side}/learning-section.html",
        entry=entry,
        page=page,
        two=two_answers(entry.id, page),
        side=side,
    )


def autosaved(entry: LearningEntry, key: str) -> ResponseReturnValue:
    page = _open(entry, key)
    _keep(entry, page, finished=False)
    return what_was_saved(page, this_occasion().at, both=bool(two_answers(entry.id, page)))


def choose_between(entry: LearningEntry, key: str, side: str) -> ResponseReturnValue:
    """Of two answers to one question, take one."""
    rival_id, use_rival = chosen()
    with unit_of_work():
        commands.choose_answer(entry, rival_id, this_occasion(), use_rival=use_rival)
    flash("That answer is the one we keep.")
    return redirect(_address(entry, side, key))


def task_list(
    entry: LearningEntry, kept: Sequence[Answer], side: str, *, may_write: bool
) -> list[dict[str, Any]]:
    """The lines of the GOV.UK task list: each section, how far it is, and who last changed it."""
    form = queries.entry_form(entry)
    names = names_of_people([answer.saved_by_id for answer in kept if answer.saved_by_id])
    how_far = progress(form, {answer.question_key: answer.value for answer in kept})
    return [
        {
            "title": {"text": str(form.section(key).title)},
            "hint": {"text": _last_changed(form.section(key), kept, names)},
            "href": _address(entry, side, key) if may_write else None,
            "status": STATUS[state],
        }
        for key, state in how_far.items()
    ]


def origins(entry: LearningEntry, kept: Sequence[Answer], side: str) -> dict[str, str]:
    """For each answer that began with words from elsewhere: from where, and whether they have been changed."""
    changed = {answer.question_key: answer.revision > 1 for answer in kept}
    found: dict[str, str] = {}
    for key, origin in entry.began_from.items():
        if key in changed:
            source = f"{ORIGINS[side][origin['from']]} of {month(date.fromisoformat(origin['at']))}"
            found[key] = (
                f"Begun from {source}, and changed since." if changed[key] else f"Copied from {source}."
            )
    return found


def _open(entry: LearningEntry, key: str) -> Filling:
    """:raises NotFound: unless it is a draft, with such a section"""
    if entry.stage != "draft":
        raise NotFound("draft", entry.reference)
    return filling(entry.id, queries.entry_form(entry), [key])


def _keep(entry: LearningEntry, page: Filling, *, finished: bool = True) -> bool:
    def keep(answers: dict[str, Any], revisions: dict[str, int], _uploads: dict[str, list[Upload]]) -> None:
        with unit_of_work():
            page.kept = commands.save_entry(entry, answers, this_occasion(), revisions=revisions)
        page.beside = {key for key, value in answers.items() if page.answers[key] != value}

    clean = keep_posted(page, keep, finished=finished)
    page.kept = {answer.question_key: answer for answer in list_answers(entry.id)}
    return clean


def _last_changed(section: Section, kept: Sequence[Answer], names: Mapping[Any, str]) -> str:
    asked = {question.key for question in section.questions}
    answers = [answer for answer in kept if answer.question_key in asked]
    if not answers:
        return ""
    last = max(answers, key=lambda answer: answer.saved_at)
    by = names.get(last.saved_by_id, "somebody")
    return f"Last changed by {by} on {day(last.saved_at)}"


def _after(page: Filling, key: str) -> str | None:
    """The section that follows; none after the last one, or when somebody goes on later."""
    keys = [section.key for section in page.form.sections]
    return None if "later" in request.form else next(iter(keys[keys.index(key) + 1 :]), None)


def _address(entry: LearningEntry, side: str, key: str | None) -> str:
    if key is None:
        return url_for(f"{side}.learning_entry", entry_id=entry.id)
    return url_for(f"{side}.learning_section", entry_id=entry.id, key=key)
