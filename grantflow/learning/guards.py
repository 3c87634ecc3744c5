"""Guards of learning entries: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of, list_rivals
from grantflow.casework.running import Guard, of_kind
from grantflow.core.display import listed
from grantflow.engine.answers import missing
from grantflow.errors import Reason
from grantflow.learning import queries, rules
from grantflow.learning.models import LearningEntry
from grantflow.permissions import Occasion

NAMES = {
    rules.CONTEXT: "what was true here (context)",
    "mechanism": "what people responded to (mechanism)",
    "limits": "when it would not hold (limits)",
}


def context_mechanism_and_limits(case: Case, _occasion: Occasion) -> Reason | None:
    without = [NAMES[heading] for heading in rules.missing_headings(answers_of(case.id))]
    return Reason("learning-headings-missing", {"headings": listed(without)}) if without else None


def entry_is_complete(case: Case, _occasion: Occasion) -> Reason | None:
    unanswered = missing(queries.entry_form(of_kind(LearningEntry, case)), answers_of(case.id))
    return Reason("entry-incomplete", {"left": len(unanswered)}) if unanswered else None


def one_answer_each(case: Case, _occasion: Occasion) -> Reason | None:
    """Where two people answered one question at once, somebody chooses before anybody else reads it."""
    both = {rival.question_key for rival in list_rivals(case.id)}
    if not both:
        return None
    asked = queries.entry_form(of_kind(LearningEntry, case))
    titles = [str(section.title) for section in asked.sections if both & {q.key for q in section.questions}]
    return Reason("two-answers-left", {"sections": listed(titles)})


def grantee_consented(case: Case, _occasion: Occasion) -> Reason | None:
    entry = of_kind(LearningEntry, case)
    refusal = rules.grantee_consented(
        has_grantee=entry.organisation_id is not None, consent_given_at=entry.consent_given_at
    )
    return Reason(refusal) if refusal else None


GUARDS: Mapping[str, Guard] = {
    "context-mechanism-and-limits": context_mechanism_and_limits,
    "entry-is-complete": entry_is_complete,
    "grantee-consented": grantee_consented,
    "one-answer-each": one_answer_each,
}
