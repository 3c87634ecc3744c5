"""One entry of the library: context beside result, then what to ask, and entries that are near it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.casework.queries import answers_of
from grantflow.engine.answers import shown
from grantflow.engine.form import Form
from grantflow.funds.outcomes import OUTCOMES
from grantflow.learning import queries
from grantflow.learning.asking import what_to_ask_first
from grantflow.learning.nearness import Profile, differences
from grantflow.learning.neighbours import Nearby, find_neighbours
from grantflow.monitoring.queries import distance_of_award
from grantflow.places.queries import names_of_force_areas
from grantflow.web.access import public
from grantflow.web.distances import picture
from grantflow.web.occasion import current_actor
from grantflow.web.public import bp
from grantflow.web.public.evaluated import evaluated
from grantflow.web.public.learning_words import WORKED, context_line, difference_words
from grantflow.web.tried import elsewhere

# What stands beside the result: who and where, then what was true there.
AROUND = ("cohort", "sex", "need-level", "for-whom", "setting", "rurality", "where", "partner-types")
CONTEXT = ("place", "market", "services", "probation", "history", "people", "policy")
RESULT = ("question-tested", "what-was-done", "what-happened", "what-did-not-work", "mechanism")
WORK = ("when-and-how-long", "dose", "by-whom", "cost")
ELSEWHERE = ("limits", "core-parts", "changeable-parts")
EVIDENCE = {
    "evidence-strength": "How strong the evidence is",
    "confidence": "How sure those who wrote this are",
}
# So that a line stays a line.
MOST_DIFFERENCES = 2


@dataclass(frozen=True)
class Near:
    """An entry near this one: its context, how it came out, and what is different there."""

    id: UUID
    title: str
    context: list[str]
    worked: str
    different: list[str]


@bp.route("/learning/<uuid:entry_id>")
@public
def learning_entry(entry_id: UUID) -> ResponseReturnValue:
    entry = queries.get_published(entry_id)
    form, answers = queries.entry_form(entry), answers_of(entry_id)
    nearby = find_neighbours(entry, str(answers.get("mechanism") or ""))
    evidence = [(EVIDENCE[key], words) for key in EVIDENCE for _, words in _answered(form, answers, (key,))]
    return render_template(
        "pages/public/learning-entry.html",
        entry=entry,
        worked=WORKED.get(entry.worked, ""),
        outcomes=[OUTCOMES[key] for key in entry.outcomes if key in OUTCOMES],
        areas=names_of_force_areas(entry.force_areas),
        around=_answered(form, answers, AROUND),
        context=_answered(form, answers, tuple(f"context-{key}" for key in CONTEXT)),
        result=_answered(form, answers, RESULT),
        work=_answered(form, answers, WORK),
        elsewhere=_answered(form, answers, ELSEWHERE),
        evidence=evidence,
        ask_first=what_to_ask_first(answers),
        elsewhere_too=elsewhere(entry, current_actor()),
        similar=_near(form, nearby, nearby.found.similar),
        contrary=_near(form, nearby, nearby.found.contrary),
        evaluated=evaluated(entry.award_id) if entry.award_id else [],
        chart=picture(distance_of_award(entry.award_id), public=True) if entry.award_id else None,
    )


def _near(form: Form, nearby: Nearby, found: tuple[Profile, ...]) -> list[Near]:
    return [
        Near(
            id=each.id,
            title=nearby.titles[each.id],
            context=context_line(form, each),
            worked=WORKED.get(each.worked, ""),
            different=[
                difference_words(form, one) for one in differences(nearby.here, each)[:MOST_DIFFERENCES]
            ],
        )
        for each in found
    ]


def _answered(form: Form, answers: Mapping[str, Any], keys: tuple[str, ...]) -> list[tuple[str, Any]]:
    """The questions that have an answer, in words, in this order."""
    questions = [form.question(key) for key in keys]
    return [
        (str(question.label), shown(question, answers[question.key]))
        for question in questions
        if answers.get(question.key)
    ]
