"""What actions of this capability's workflows do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.applications import sizes
from grantflow.applications.models import Application
from grantflow.applications.partners import ask_partners, stop_asking
from grantflow.applications.queries import form_of, tier_of
from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import Effect
from grantflow.engine.answers import visible_answers
from grantflow.engine.machine import Step
from grantflow.permissions import Occasion


def record_submission(case: Case, step: Step, occasion: Occasion) -> None:
    """Copy what lists and letters need from the answers, and promise a date for the decision."""
    application = _application(case)
    answers = visible_answers(form_of(application), answers_of(application.id))
    application.title = answers["project-title"]
    application.amount_pence = answers["amount-requested"]
    application.outcomes = answers["outcomes"]
    application.force_areas = answers["areas"]
    application.submitted_at = occasion.at
    application.decide_by = sizes.decide_by(
        tier_of(application), closes_at=application.round.closes_at, received_at=occasion.at,
        rolling=application.round.rolling,
    )  # fmt: skip


def ask_its_partners(case: Case, step: Step, occasion: Occasion) -> None:
    ask_partners(_application(case), occasion)


def stop_asking_its_partners(case: Case, step: Step, occasion: Occasion) -> None:
    stop_asking(_application(case), occasion)


def _application(case: Case) -> Application:
    if not isinstance(case, Application):
        raise TypeError(f"{case.reference} is not an application")
    return case


EFFECTS: Mapping[str, Effect] = {
    "record-submission": record_submission,
    "ask-partners": ask_its_partners,
    "stop-asking-partners": stop_asking_its_partners,
}
