"""Guards of this capability: each looks facts up and asks a rule."""

from collections.abc import Mapping

from grantflow.applications import rules
from grantflow.applications.models import Application, Partner
from grantflow.applications.queries import form_of, list_doubtful_of, list_partners, tiers_offered
from grantflow.casework.models import Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import Guard, of_kind, workflow_of
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


def application_is_a_draft(case: Case, occasion: Occasion) -> Reason | None:
    """Asked of a partner: whether the application that names it may still be changed."""
    return rules.application_is_a_draft(of_kind(Partner, case).application.stage)


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
    "application-is-a-draft": application_is_a_draft,
}
