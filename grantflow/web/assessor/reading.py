"""What an assessor reads: the answers that a criterion asks about, then the rest. Never who to ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from grantflow.applications.models import Application
from grantflow.applications.queries import choices_in, form_of
from grantflow.assessment import queries
from grantflow.assessment.models import Assessment
from grantflow.casework.queries import answers_of
from grantflow.casework.running import tiers
from grantflow.engine.answers import Shown, shown_by_section
from grantflow.engine.form import Question, Tells
from grantflow.engine.tiers import Criterion
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.web.occasion import current_actor


@dataclass(frozen=True)
class Answered:
    """A question, its answer in words, and the criteria that it serves, by label."""

    question: Question
    answer: Shown
    criteria: Sequence[str]


def load_open(assessment_id: UUID) -> Assessment:
    """The viewer's own assessment, once interests are declared.

    :raises NotFound: before that, and for anybody else
    """
    found = queries.get_assessment(assessment_id, current_actor(), Permission.ASSESSMENT_SCORE)
    if found.stage not in {"open", "submitted"}:
        raise NotFound("assessment", assessment_id)
    return found


def criteria_of(assessment: Assessment) -> tuple[Criterion, ...]:
    return tiers(assessment.application.round.tiers_version).criteria


def answers_for(application: Application, criteria: Sequence[Criterion]) -> list[Answered]:
    """Everything but what says who to get in touch with: that has no part in a score."""
    labels = {each.key: str(each.label) for each in criteria}
    sections = shown_by_section(
        form_of(application), answers_of(application.id), choices=choices_in(application.round)
    )
    return [
        Answered(question, answer, [labels[key] for key in _criteria(question)])
        for _, lines in sections
        for question, answer in lines
        if Tells.CONTACT not in question.tells
    ]


def about(answers: Sequence[Answered], criterion: Criterion) -> tuple[list[Answered], list[Answered]]:
    """The answers that serve a criterion, and the others."""
    own = [each for each in answers if criterion.key in _criteria(each.question)]
    return own, [each for each in answers if each not in own]


def _criteria(question: Question) -> list[str]:
    return [each.partition(":")[2] for each in question.serves if each.startswith("criterion:")]
