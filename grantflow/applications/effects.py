"""What actions of this capability's workflows do besides moving the case, by the name the file uses."""

from collections.abc import Mapping, Sequence

from grantflow.applications import sizes
from grantflow.applications.changes import keep_submission, put_back_what_was_sent
from grantflow.applications.interests import minute_standing_interests
from grantflow.applications.models import Application
from grantflow.applications.partners import ask_partners, stop_asking
from grantflow.applications.queries import form_of, tier_of
from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import Effect, of_kind
from grantflow.engine.answers import visible_answers
from grantflow.engine.machine import Step
from grantflow.permissions import Occasion
from grantflow.places.queries import list_force_areas


def record_submission(case: Case, step: Step, occasion: Occasion) -> None:
    """Copy what lists and letters need from the answers, and promise a date for the decision."""
    application = of_kind(Application, case)
    _copy_answers(application)
    application.submitted_at = occasion.at
    application.decide_by = sizes.decide_by(
        tier_of(application), decisions_on=application.round.decisions_on, received_at=occasion.at,
        rolling=application.round.rolling,
    )  # fmt: skip
    minute_standing_interests(application, occasion)


def record_changes(case: Case, step: Step, occasion: Occasion) -> None:
    """The same for changes that were asked for. The date that was promised stays."""
    _copy_answers(of_kind(Application, case))


def keep_what_was_sent(case: Case, step: Step, occasion: Occasion) -> None:
    keep_submission(of_kind(Application, case), occasion)


def put_back_answers(case: Case, step: Step, occasion: Occasion) -> None:
    put_back_what_was_sent(of_kind(Application, case), occasion)


def _copy_answers(application: Application) -> None:
    answers = visible_answers(form_of(application), answers_of(application.id))
    application.title = answers["project-title"]
    application.amount_pence = answers["amount-requested"]
    application.outcomes = answers["outcomes"]
    application.force_areas = answers["areas"]
    application.region_code = application.round.region_code or _only_region(application.force_areas)


def _only_region(force_areas: Sequence[str]) -> str | None:
    """The region all of these areas are in: a national round's applications belong to the region they serve."""
    regions = {area.region_code for area in list_force_areas(force_areas)}
    return regions.pop() if len(regions) == 1 else None


def ask_its_partners(case: Case, step: Step, occasion: Occasion) -> None:
    ask_partners(of_kind(Application, case), occasion)


def stop_asking_its_partners(case: Case, step: Step, occasion: Occasion) -> None:
    stop_asking(of_kind(Application, case), occasion)


EFFECTS: Mapping[str, Effect] = {
    "record-submission": record_submission,
    "record-changes": record_changes,
    "keep-submission": keep_what_was_sent,
    "put-back-answers": put_back_answers,
    "ask-partners": ask_its_partners,
    "stop-asking-partners": stop_asking_its_partners,
}
