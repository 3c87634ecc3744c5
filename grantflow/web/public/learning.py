"""What the fund has learned: the library, and an entry with its context beside its result."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from grantflow.casework.queries import answers_of
from grantflow.engine.answers import shown
from grantflow.engine.form import Form
from grantflow.funds.outcomes import OUTCOMES
from grantflow.learning import queries
from grantflow.learning.asking import what_to_ask_first
from grantflow.learning.queries import Wanted
from grantflow.monitoring.queries import distance_of_award
from grantflow.places.queries import list_regions, names_of_force_areas
from grantflow.web.access import public
from grantflow.web.distances import picture
from grantflow.web.occasion import current_actor
from grantflow.web.public import bp
from grantflow.web.tried import elsewhere

# What stands beside the result: where it was true, and then how sure anybody is.
CONTEXT = ("place", "market", "services", "probation", "history", "people", "policy")
RESULT = ("question-tested", "what-was-done", "what-happened", "what-did-not-work", "mechanism")
AROUND = ("for-whom", "where", "when-and-how-long", "dose", "by-whom", "cost")
ELSEWHERE = ("limits", "core-parts", "changeable-parts")
EVIDENCE = {
    "evidence-strength": "How strong the evidence is",
    "confidence": "How sure those who wrote this are",
}


# "It did not work" stands in the list as plainly as "it worked".
WORKED = {
    "yes": "It worked, much as hoped",
    "partly": "It worked in part",
    "no": "It did not work, and here is why",
}


@bp.route("/learning")
@public
def learning() -> ResponseReturnValue:
    wanted = _wanted()
    form = queries.entry_form()
    return render_template(
        "pages/public/learning.html",
        entries=queries.list_published(wanted),
        in_all=queries.count_published(),
        wanted=wanted,
        regions={region.code: region.name for region in list_regions()},
        outcomes=OUTCOMES,
        worked=WORKED,
        evidence=_words_of(form, "evidence-strength"),
    )


@bp.route("/learning/<uuid:entry_id>")
@public
def learning_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = queries.get_published(entry_id)
    form, answers = queries.entry_form(entry), answers_of(entry_id)
    return render_template(
        "pages/public/learning-entry.html",
        entry=entry,
        worked=WORKED.get(entry.worked, ""),
        outcomes=[OUTCOMES[key] for key in entry.outcomes if key in OUTCOMES],
        areas=names_of_force_areas(entry.force_areas),
        context=_answered(form, answers, tuple(f"context-{key}" for key in CONTEXT)),
        result=_answered(form, answers, RESULT),
        around=_answered(form, answers, AROUND),
        elsewhere=_answered(form, answers, ELSEWHERE),
        evidence=[
            (EVIDENCE[key], words) for key in EVIDENCE for _, words in _answered(form, answers, (key,))
        ],
        ask_first=what_to_ask_first(answers),
        chart=picture(distance_of_award(entry.award_id), public=True) if entry.award_id else None,
        elsewhere_too=elsewhere(entry, current_actor()),
    )


def _wanted() -> Wanted:
    """What somebody looks for; an odd address asks for nothing rather than failing."""
    strength = request.args.get("evidence", type=int)
    return Wanted(
        region=request.args.get("region", ""),
        outcome=request.args.get("outcome", ""),
        worked=request.args.get("worked", ""),
        evidence=strength if strength in range(1, 5) else None,
    )


def _answered(form: Form, answers: dict[str, Any], keys: tuple[str, ...]) -> list[tuple[str, Any]]:
    """The questions that have an answer, in words, in this order."""
    questions = [form.question(key) for key in keys]
    return [
        (str(question.label), shown(question, answers[question.key]))
        for question in questions
        if answers.get(question.key)
    ]


def _words_of(form: Form, key: str) -> dict[str, str]:
    return {choice.value: str(choice.label) for choice in form.question(key).choices}
