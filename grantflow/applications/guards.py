"""Guards of this capability: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.applications import rules
from grantflow.applications.models import Application, Partner
from grantflow.applications.queries import (
    find_sign_off,
    form_of,
    list_change_requests,
    list_doubtful_of,
    list_partners,
    list_submissions,
    tiers_offered,
)
from grantflow.applications.sign_off import digest_of
from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import Guard, of_kind, workflow_of
from grantflow.core.calendar import local_date
from grantflow.engine.answers import missing, visible_answers
from grantflow.errors import Reason
from grantflow.permissions import Occasion


def round_is_open(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    return rules.round_is_open(
        stage=application.round.stage, opens_at=application.round.opens_at,
        round_closes_at=application.round.closes_at, closes_at=application.closes_at, at=occasion.at,
    )  # fmt: skip


def form_is_complete(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    return rules.form_is_complete(missing(form_of(application), answers_of(application.id)))


def amount_fits_a_tier(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    return rules.amount_fits(
        application.amount_pence, min_pence=application.round.min_pence,
        max_pence=application.round.max_pence, offered=tiers_offered(application.round),
    )  # fmt: skip


def partners_are_named(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    answers = visible_answers(form_of(application), answers_of(application.id))
    return rules.partners_are_named(
        answers.get("partners") or (), involved=answers.get("partners-involved") == "yes",
        amount_pence=application.amount_pence, contact_email=answers.get("contact-email"),
    )  # fmt: skip


def partners_confirmed(case: Case, occasion: Occasion) -> Reason | None:
    return rules.partners_confirmed([
        (partner.title, partner.stage, str(workflow_of(partner).stage(partner.stage).label))
        for partner in list_partners(case.id)
    ])  # fmt: skip


def answers_are_open(case: Case, occasion: Occasion) -> Reason | None:
    """Asked of a partner: whether the application that names it may still be changed."""
    return rules.answers_are_open(of_kind(Partner, case).application.stage)


def partner_may_be_asked(case: Case, occasion: Occasion) -> Reason | None:
    partner = of_kind(Partner, case)
    return rules.partner_may_be_asked(
        partner.stage, partner.application.stage, application_is_open=partner.application.is_open
    )


def changes_are_written(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    number = max((each.number for each in list_submissions(application.id)), default=1)
    wanted = [each.wanted for each in list_change_requests(application.id) if each.after_number == number]
    return rules.changes_are_written(wanted, application.changes_by, local_date(occasion.at))


def sign_off_is_given(case: Case, occasion: Occasion) -> Reason | None:
    application = of_kind(Application, case)
    found = find_sign_off(application.id)
    if found is None:
        return None
    unchanged = found.agreed_at is not None and found.agreed_sha256 == digest_of(application)
    return rules.sign_off_is_given(True, found.agreed_at is not None, unchanged)


def profile_is_still_true(case: Case, occasion: Occasion) -> Reason | None:
    """What the checks of this size of grant rest on was said, or said again, within a year."""
    application = of_kind(Application, case)
    return rules.nothing_is_doubtful(list_doubtful_of(application, occasion.at))


GUARDS: Mapping[str, Guard] = {
    "round-is-open": round_is_open,
    "form-is-complete": form_is_complete,
    "amount-fits-a-tier": amount_fits_a_tier,
    "partners-are-named": partners_are_named,
    "partners-confirmed": partners_confirmed,
    "profile-is-still-true": profile_is_still_true,
    "answers-are-open": answers_are_open,
    "partner-may-be-asked": partner_may_be_asked,
    "changes-are-written": changes_are_written,
    "sign-off-is-given": sign_off_is_given,
}
