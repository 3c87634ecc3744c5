"""What an assessor reads: the answers that a criterion asks about, then the rest. What is hidden is in none of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from grantflow.applications.queries import choices_in, form_of
from grantflow.assessment import queries
from grantflow.assessment.hiding import Hidden, hidden_from, hidden_in_list, in_order, left_out
from grantflow.assessment.models import Assessment
from grantflow.casework.queries import answers_of
from grantflow.casework.running import tiers
from grantflow.engine.answers import Shown, shown_by_section
from grantflow.engine.form import Question
from grantflow.engine.tiers import Criterion
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.web.occasion import current_actor


@dataclass(frozen=True)
class Cover:
    """What stands above an application: whose it is, or its reference alone where names are hidden."""

    reference: str
    title: str
    whose: str
    round_title: str
    hidden: Hidden

    @property
    def facts(self) -> list[str]:
        return [self.reference, self.round_title] if self.whose else [self.round_title]

    @property
    def caption(self) -> str:
        return self.whose or self.reference


@dataclass(frozen=True)
class Answered:
    """A question and its answer in words."""

    question: Question
    answer: Shown


def load_open(assessment_id: UUID) -> Assessment:
    """The viewer's own assessment, once interests are declared.

    :raises NotFound: before that, and for anybody else
    """
    found = queries.get_assessment(assessment_id, current_actor(), Permission.ASSESSMENT_SCORE)
    if found.stage not in {"open", "submitted"}:
        raise NotFound("assessment", assessment_id)
    return found


def cover_of(assessment: Assessment, hidden: Hidden | None = None) -> Cover:
    application = assessment.application
    hidden = hidden or hidden_from(assessment)
    return Cover(
        reference=application.reference,
        title=left_out(application, hidden)(application.title),
        whose="" if hidden.names else application.applicant_name,
        round_title=application.round.title,
        hidden=hidden,
    )


def cover_in_list(assessment: Assessment) -> Cover:
    return cover_of(assessment, hidden_in_list(assessment))


def criteria_of(assessment: Assessment) -> tuple[Criterion, ...]:
    """In the order in which they are scored."""
    found = assessment.application.round
    return in_order(tiers(found.tiers_version).criteria, found)


def answers_for(assessment: Assessment, hidden: Hidden) -> list[Answered]:
    """Everything that this assessor may read now."""
    application = assessment.application
    sections = shown_by_section(
        form_of(application), answers_of(application.id), choices=choices_in(application.round)
    )
    say = left_out(application, hidden)
    return [
        Answered(question, say(answer) if isinstance(answer, str) else [say(item) for item in answer])
        for _, lines in sections
        for question, answer in lines
        if not hidden.hides(question)
    ]


def about(answers: Sequence[Answered], criterion: Criterion) -> tuple[list[Answered], list[Answered]]:
    """The answers that serve a criterion, and the others."""
    own = [each for each in answers if f"criterion:{criterion.key}" in each.question.serves]
    return own, [each for each in answers if each not in own]
