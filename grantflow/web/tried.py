"""Something learned in one place and tried in another, in words: for those who plan it and for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grantflow.casework.queries import answers_of
from grantflow.engine.form import Form
from grantflow.learning import adaptations, embedding
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.adaptation_rules import LETTERS
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.models import LearningEntry
from grantflow.learning.queries import entry_form
from grantflow.notices.compose_adaptations import CAME
from grantflow.notices.compose_embedding import part_in_words
from grantflow.permissions import Actor, Permission
from grantflow.places.queries import names_of_regions

NO_NAME = "Those who did it first would rather not be named."
# What was decided, to begin a sentence.
TAKEN_UP = {
    "adopted": "Taken up",
    "adapted": "Taken up with changes",
    "watching": "Watched for now",
    "declined": "Not for now",
}
# What stands above an answer, for those who only read.
CHANGES = {
    "kept": "Kept",
    "changed": "Changed",
    "dropped": "Left out",
    "why-changed": "Why",
    "why-none-differs": "Why nothing is different",
    "others-asked": "Who else was asked",
}
EXPECTED = {"expected": "What would happen", "how-known": "How anybody would know", "result-by": "By when"}
CAME_OF_IT = {
    "what-came": "In the words of those who tried it",
    "what-differed": "What was different from there",
}


@dataclass(frozen=True)
class Letter:
    """One of the four comparisons: here in words, there in theirs."""

    title: str
    answer: str
    note: str
    there: list[tuple[str, Any]]


def line_of(adaptation: Adaptation) -> str:
    """Tried in Cumbria with women leaving prison: it worked in part."""
    where = f"{adaptation.place} with {adaptation.with_whom}"
    if adaptation.stage == "being-tried":
        return f"Being tried in {where}"
    return f"Tried in {where}: {CAME[adaptation.worked]}"


def decision_line(decision: EmbeddingDecision, regions: Mapping[str, str]) -> str:
    """Taken up: Commissioning, North West. The owner's name is never said."""
    where = regions.get(decision.region_code or "", "")
    part = part_in_words(decision)
    return f"{TAKEN_UP[decision.stage]}: {part}{f', {where}' if where else ''}"


def source_of(entry: LearningEntry) -> str:
    return entry.organisation.name if entry.organisation else "the fund"


def beside(adaptation: Adaptation, section: str) -> list[tuple[str, Any]]:
    """What the source wrote that belongs beside a part of the plan."""
    return adaptations.told_beside(
        entry_form(adaptation.entry),
        answers_of(adaptation.entry_id),
        adaptations.BESIDE.get(section, ()),
    )


def letters_of(adaptation: Adaptation, *, with_source: bool = True) -> list[Letter]:
    """The four comparisons, as far as they are written."""
    form, answers = adaptations.adaptation_form(adaptation), answers_of(adaptation.id)
    source_form, source = entry_form(adaptation.entry), answers_of(adaptation.entry_id)
    return [
        Letter(
            str(form.section(key).title),
            dict(adaptations.told_beside(form, answers, (key,))).get(str(form.question(key).label), ""),
            str(answers.get(f"{key}-note") or ""),
            adaptations.told_beside(source_form, source, adaptations.BESIDE[key]) if with_source else [],
        )
        for key in LETTERS
        if answers.get(key)
    ]


def changes_of(adaptation: Adaptation) -> list[tuple[str, Any]]:
    """What stays, what changes, what is left out, and why."""
    return _said(adaptations.adaptation_form(adaptation), answers_of(adaptation.id), CHANGES)


def expected_of(adaptation: Adaptation) -> list[tuple[str, Any]]:
    return _said(adaptations.adaptation_form(adaptation), answers_of(adaptation.id), EXPECTED)


def came_of(adaptation: Adaptation) -> list[tuple[str, Any]]:
    """What happened, once it is told."""
    if adaptation.stage == "being-tried":
        return []
    return _said(adaptations.result_form(), answers_of(adaptation.id, adaptations.RESULT), CAME_OF_IT)


def thanks_of(adaptation: Adaptation) -> str:
    """Whom it began with, as they wish it to be said."""
    if adaptation.may_name is False:
        return NO_NAME
    return str(answers_of(adaptation.id).get("credit-line") or "")


def elsewhere(entry: LearningEntry, viewer: Actor) -> dict[str, Any]:
    """What the page of an entry says of where else it went, and what this person may do about that."""
    regions = names_of_regions()
    return {
        "tried": [(each, line_of(each)) for each in adaptations.list_tried(entry.id)],
        "taken_up": [(each, decision_line(each, regions)) for each in embedding.list_decided_of(entry.id)],
        "may_use": viewer.holds_as_staff(Permission.ADAPTATION_WRITE)
        or any(right != "view" for right in viewer.organisations.values()),
        "may_ask": viewer.holds_as_staff(Permission.EMBEDDING_ASK),
        "signed_in": viewer.user_id is not None,
    }


def _said(form: Form, answers: Mapping[str, Any], words: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Answers under words of their own: a question reads oddly once it is answered."""
    return [
        (title, said)
        for key, title in words.items()
        for _, said in adaptations.told_beside(form, answers, (key,))
    ]
