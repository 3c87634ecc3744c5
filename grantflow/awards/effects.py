"""What actions on applications, awards and payments do besides moving the case, by the name the file uses."""

from collections.abc import Mapping

from sqlalchemy import select

from grantflow.applications.models import Application, Decision
from grantflow.awards import commands, payments, plan_commands
from grantflow.awards.models import Award, OutcomesPlan, Payment
from grantflow.casework.models import Case
from grantflow.casework.running import Effect, of_kind
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.engine.machine import Step
from grantflow.permissions import Occasion


def make_award(case: Case, _step: Step, occasion: Occasion) -> None:
    commands.make_award(of_kind(Application, case), occasion)


def give_back_to_round(case: Case, _step: Step, occasion: Occasion) -> None:
    """An offer that came to nothing frees its money for others in the round."""
    _decision_behind(case).given_back_at = occasion.at


def take_from_round(case: Case, _step: Step, _occasion: Occasion) -> None:
    _decision_behind(case).given_back_at = None


def plan_payments(case: Case, _step: Step, occasion: Occasion) -> None:
    payments.plan(of_kind(Award, case), occasion)


def open_outcomes_plan(case: Case, _step: Step, occasion: Occasion) -> None:
    plan_commands.open_plan(of_kind(Award, case), occasion)


def remember_plan(case: Case, _step: Step, occasion: Occasion) -> None:
    plan = of_kind(OutcomesPlan, case)
    plan.given_by_id, plan.given_at = occasion.actor.user_id, occasion.at


def keep_agreed_plan(case: Case, _step: Step, occasion: Occasion) -> None:
    plan_commands.keep_agreed(of_kind(OutcomesPlan, case), occasion)


def cancel_payments(case: Case, step: Step, occasion: Occasion) -> None:
    """A grant that ends takes the payments with it that nobody has authorised."""
    payments.cancel_what_is_left(of_kind(Award, case), occasion, f"{step.action.label}: {case.title}")


def remember_authoriser(case: Case, _step: Step, occasion: Occasion) -> None:
    of_kind(Payment, case).authorised_by_id = occasion.actor.user_id


def remember_payer(case: Case, _step: Step, occasion: Occasion) -> None:
    payment = of_kind(Payment, case)
    payment.paid_by_id, payment.paid_on = occasion.actor.user_id, local_date(occasion.at)


def forget_authorisation(case: Case, _step: Step, _occasion: Occasion) -> None:
    """A payment that is held, or that the bank sent back, is looked at afresh by both people."""
    payment = of_kind(Payment, case)
    payment.authorised_by_id = payment.paid_by_id = payment.paid_on = None
    payment.bank_reference = ""


def _decision_behind(case: Case) -> Decision:
    award = of_kind(Award, case)
    return db.session.scalars(select(Decision).where(Decision.application_id == award.application_id)).one()


EFFECTS: Mapping[str, Effect] = {
    "make-award": make_award,
    "give-back-to-round": give_back_to_round,
    "take-from-round": take_from_round,
    "plan-payments": plan_payments,
    "open-outcomes-plan": open_outcomes_plan,
    "remember-plan": remember_plan,
    "keep-agreed-plan": keep_agreed_plan,
    "cancel-payments": cancel_payments,
    "remember-authoriser": remember_authoriser,
    "remember-payer": remember_payer,
    "forget-authorisation": forget_authorisation,
}
