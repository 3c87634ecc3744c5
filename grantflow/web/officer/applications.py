"""The case page: what was asked for, what to do next, what has happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.applications.queries import choices_in, form_of
from grantflow.assessment import queries
from grantflow.assessment.queries import HELD
from grantflow.casework.commands import take_action
from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of, timeline
from grantflow.casework.running import workflow_of
from grantflow.complaints.models import ComplaintAnswer
from grantflow.complaints.queries import find_order_to_decide_again, list_complaints
from grantflow.core.display import listed
from grantflow.db import unit_of_work
from grantflow.engine.answers import Shown, shown_by_section
from grantflow.engine.form import Kind, Question, Section
from grantflow.engine.tiers import Tiers
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.feedback.queries import list_calls
from grantflow.feedback.rules import OFFERED_AT
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import OWN_PAGE, actions_of, frame, load, next_step
from grantflow.web.officer.forms import ButtonForm, TakeForm

# Where a decision has been made, told or not.
DECIDED = frozenset({*HELD, *OFFERED_AT})
# What an answer serves besides a criterion or a check, as a person reads it.
USES = {
    "contact": "getting in touch",
    "tier": "the size of grant",
    "letter": "letters",
    "payment": "payment",
    "monitoring": "progress reviews",
    "learning": "learning",
    "publication": "what is published",
    "partners": "asking partners",
    "help": "helping them apply",
}
# Entries that no workflow names: what the record of each is called.
HAPPENED = {
    "create": "Started",
    "check": "Checked",
    "fill-checks": "Looked up",
    "ask-about-checks": "Asked the applicant about the checks",
    "answer-about-checks": "Answered about the checks",
    "declare-interest": "Declared an interest",
    "moderate": "Wrote down why the assessors differ",
    "standing-interest": "Closed to somebody with a standing interest",
    "propose-award": "Award proposed to a second person",
    "mark": "Proposed by the panel",
    "take-mark-away": "Proposal of the panel taken away",
    "set-rule-aside": "A rule set aside",
    "ask-colleague": "Asked a colleague to agree",
    "sign-off": "A colleague agreed",
    "ask-nobody": "Asked nobody after all",
    "assign": "Given to an officer",
}


@dataclass(frozen=True)
class AnswerLine:
    """A question with its answer in words (or its files), and what the answer is for."""

    question: Question
    answer: Shown
    files: list[dict[str, Any]]
    serves: list[str]


@dataclass(frozen=True)
class Happening:
    """One line of a timeline."""

    title: str
    by: str
    at: datetime
    note: str


@bp.route("/applications/<uuid:application_id>")
@requires(Permission.APPLICATION_VIEW)
def application(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    actions = actions_of(found)
    return render_template(
        "pages/officer/application.html",
        **frame(found, "officer.application"),
        step=next_step(found, actions),
        form=ButtonForm(revision=found.revision),
        sections=answer_sections(found),
        calls=list_calls(found.id, current_actor()) if found.stage in OFFERED_AT else [],
        complaints=list_complaints(found.id, current_actor()),
        again=_to_decide_again(found),
    )


@bp.route("/applications/<uuid:application_id>/act/<action>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK, Permission.APPLICATION_DECIDE, Permission.APPLICATION_RELEASE)
def act(application_id: UUID, action: str) -> ResponseReturnValue:
    """Any action that needs no more than a note; the two decisions have pages of their own."""
    found = load(application_id)
    if action in OWN_PAGE:
        return redirect(url_for(OWN_PAGE[action], application_id=found.id))
    definition = workflow_of(found).find_action(action)
    if definition is None or found.stage not in definition.from_:
        raise ActionUnavailable([Reason("not-at-this-stage")])
    open_action = next((each for each in actions_of(found) if each.action.key == action), None)
    if open_action is None:
        raise NotFound("action", action)
    form = TakeForm(revision=found.revision)
    form.ask_for(definition)
    if form.validate_on_submit():
        with unit_of_work():
            take_action(
                found,
                action,
                this_occasion(),
                note=form.words,
                expected_revision=form.read_revision,
            )
        flash(f"{definition.label}: done.")
        return redirect(url_for("officer.application", application_id=found.id))
    return render_template(
        "pages/officer/act.html", application=found, form=form, action=definition, open_action=open_action
    )


@bp.route("/applications/<uuid:application_id>/history")
@requires(Permission.APPLICATION_VIEW)
def history(application_id: UUID) -> ResponseReturnValue:
    found = load(application_id)
    return render_template(
        "pages/officer/history.html", **frame(found, "officer.history"), entries=happenings(found)
    )


def _to_decide_again(found: Application) -> ComplaintAnswer | None:
    """What a complaint that was upheld says of a decision that has not been made again since."""
    answer = find_order_to_decide_again(found.id) if found.stage in DECIDED else None
    return answer if answer is not None and answer.answered_at >= found.stage_entered_at else None


def answer_sections(found: Application) -> list[tuple[Section, list[AnswerLine]]]:
    """Every answer that counts, by section, with what it serves in words."""
    answers = answers_of(found.id)
    sections = shown_by_section(form_of(found), answers, choices=choices_in(found.round))
    sizes = queries.tiers_of(found)
    return [
        (section, [_line(question, answer, answers.get(question.key), sizes) for question, answer in lines])
        for section, lines in sections
    ]


def _line(question: Question, answer: Shown, stored: Any, sizes: Tiers) -> AnswerLine:
    files = stored if question.type is Kind.FILE and stored else []
    return AnswerLine(question, answer, files, serves(question, sizes))


def serves(question: Question, sizes: Tiers) -> list[str]:
    words = []
    for each in question.serves:
        kind, _, key = each.partition(":")
        if kind == "criterion":
            words.append(f"Scored: {sizes.criterion(key).label}")
        elif kind == "check":
            words.append(f"Checked: {sizes.check(key).label}")
        else:
            words.append(f"For {USES[key]}")
    return words


def happenings(found: Application) -> list[Happening]:
    """The audit entries of a case in the words of its workflow, newest first."""
    workflow = workflow_of(found)
    sizes = queries.tiers_of(found)
    lines = []
    for entry in timeline([found.id]):
        action = workflow.find_action(entry.action)
        title = (
            str(action.label)
            if action
            else HAPPENED.get(entry.action, entry.action.replace("-", " ").capitalize())
        )
        if code := entry.facts.get("code"):
            title = f"{title}: {sizes.check(code).label}, {str(entry.facts['result']).replace('-', ' ')}"
        if looked_up := entry.facts.get("results"):
            found_words = listed(f"{sizes.check(key).label} ({words})" for key, words in looked_up.items())
            title = f"{title}: {found_words}"
        if rule := entry.facts.get("rule_words"):
            title = f"{title}. The rule: {rule}"
        if entry.action == "assign":
            title = f"{title}: {entry.facts['officer']}"
        lines.append(Happening(title, entry.actor_name, entry.at, entry.note))
    return lines


def steps_of(case: Case) -> list[Happening]:
    """The same for a case of any other kind."""
    workflow = workflow_of(case)
    return [
        Happening(
            str(action.label) if (action := workflow.find_action(entry.action)) else HAPPENED[entry.action],
            entry.actor_name,
            entry.at,
            entry.note,
        )
        for entry in timeline([case.id])
    ]
