"""What actions do about checks besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from grantflow.applications.models import Application
from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind, tiers
from grantflow.checks import asking, commands
from grantflow.core.calendar import add_working_days, local_date
from grantflow.engine.machine import Step
from grantflow.permissions import Occasion


def fill_checks(case: Case, step: Step, occasion: Occasion) -> None:
    commands.promise_to_fill(of_kind(Application, case))


def promise_word_on_eligibility(case: Case, step: Step, occasion: Occasion) -> None:
    """Whoever cannot be considered hears within days of sending."""
    application = of_kind(Application, case)
    days = tiers(application.round.tiers_version).ineligible_working_days
    application.eligible_by = local_date(add_working_days(occasion.at, days))


def note_as_eligible(case: Case, step: Step, occasion: Occasion) -> None:
    commands.found_eligible(of_kind(Application, case), occasion)


def forget_rule(case: Case, step: Step, occasion: Occasion) -> None:
    """It was not ineligible after all: the rule that was named counts no more, and is still in its record."""
    application = of_kind(Application, case)
    application.ineligible_rule = None
    commands.found_eligible(application, occasion)


def stop_asking_about_checks(case: Case, step: Step, occasion: Occasion) -> None:
    asking.stop_asking(of_kind(Application, case), occasion)


EFFECTS: Mapping[str, Effect] = {
    "fill-checks": fill_checks,
    "promise-word-on-eligibility": promise_word_on_eligibility,
    "note-as-eligible": note_as_eligible,
    "forget-rule": forget_rule,
    "stop-asking-about-checks": stop_asking_about_checks,
}
