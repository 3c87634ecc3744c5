"""Guards and effects of adaptations, by the names that their workflow uses."""

from collections.abc import Mapping

from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import Effect, Guard, of_kind
from grantflow.core.calendar import local_date
from grantflow.engine.answers import missing
from grantflow.engine.machine import Step
from grantflow.errors import Reason
from grantflow.learning import adaptation_rules as rules
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.adaptations import RESULT, adaptation_form, needs_asking, result_form
from grantflow.permissions import Occasion


def source_can_be_asked(case: Case, _occasion: Occasion) -> Reason | None:
    return _reason(rules.source_can_be_asked(needs_asking=needs_asking(of_kind(Adaptation, case))))


def source_was_asked(case: Case, _occasion: Occasion) -> Reason | None:
    needed = needs_asking(of_kind(Adaptation, case))
    return _reason(rules.source_was_asked(case.stage, needs_asking=needed))


def adaptation_is_complete(case: Case, _occasion: Occasion) -> Reason | None:
    left = missing(adaptation_form(of_kind(Adaptation, case)), answers_of(case.id))
    return Reason("adaptation-incomplete", {"left": len(left)}) if left else None


def something_is_different(case: Case, _occasion: Occasion) -> Reason | None:
    return _reason(rules.something_is_different(answers_of(case.id)))


def result_date_to_come(case: Case, occasion: Occasion) -> Reason | None:
    adaptation = of_kind(Adaptation, case)
    return _reason(rules.result_date_is_to_come(adaptation.result_by, local_date(occasion.at)))


def result_is_written(case: Case, _occasion: Occasion) -> Reason | None:
    left = missing(result_form(), answers_of(case.id, RESULT))
    return Reason("result-incomplete", {"left": len(left)}) if left else None


def remember_asking(case: Case, _step: Step, occasion: Occasion) -> None:
    of_kind(Adaptation, case).asked_at = occasion.at


def remember_start(case: Case, _step: Step, occasion: Occasion) -> None:
    of_kind(Adaptation, case).started_at = occasion.at


def remember_result(case: Case, _step: Step, occasion: Occasion) -> None:
    adaptation = of_kind(Adaptation, case)
    adaptation.worked = answers_of(case.id, RESULT)["worked-here"]
    adaptation.told_at = occasion.at


def _reason(key: str | None) -> Reason | None:
    return Reason(key) if key else None


GUARDS: Mapping[str, Guard] = {
    "source-can-be-asked": source_can_be_asked,
    "source-was-asked": source_was_asked,
    "adaptation-is-complete": adaptation_is_complete,
    "something-is-different": something_is_different,
    "result-date-to-come": result_date_to_come,
    "result-is-written": result_is_written,
}

EFFECTS: Mapping[str, Effect] = {
    "remember-asking": remember_asking,
    "remember-start": remember_start,
    "remember-result": remember_result,
}
