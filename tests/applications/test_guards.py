"""Every guard of an application and of a partner: one that lets pass, one that refuses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from grantflow.applications.guards import GUARDS
from grantflow.applications.models import Application, Partner
from grantflow.casework.commands import open_case
from grantflow.casework.models import Case
from grantflow.db import db
from grantflow.permissions import SYSTEM, Occasion
from tests.applications.filled import MICRO, WITH_PARTNERS
from tests.factories import a_round, an_application, at_noon


def asked(guard: str, case: Case, occasion: Occasion | None = None) -> str | None:
    reason = GUARDS[guard](case, occasion or at_noon())
    return reason.key if reason else None


@pytest.mark.parametrize(
    "guard",
    ["round-is-open", "form-is-complete", "amount-fits-a-tier", "partners-are-named", "partners-confirmed"],
)
def test_an_application_that_is_ready_passes(app: Flask, guard: str) -> None:
    assert asked(guard, an_application(answers=MICRO)) is None


def test_a_round_that_has_closed_refuses(app: Flask) -> None:
    application = an_application(answers=MICRO)

    late = Occasion(SYSTEM, application.closes_at + timedelta(microseconds=1))
    assert asked("round-is-open", application, late) == "round-has-closed"
    assert asked("round-is-open", an_application(round=a_round(stage="closed"))) == "round-has-closed"


def test_a_form_that_is_not_complete_refuses(app: Flask) -> None:
    assert asked("form-is-complete", an_application(answers=MICRO | {"areas": []})) == "form-not-complete"


def test_an_amount_that_no_size_on_offer_covers_refuses(app: Flask) -> None:
    round = a_round(tier_keys=["micro"])

    assert (
        asked("amount-fits-a-tier", an_application(round=round, amount_pence=600_000)) == "amount-above-round"
    )


def test_partners_said_to_be_there_but_not_named_refuse(app: Flask) -> None:
    answers = MICRO | {"partners-involved": "yes"}

    assert asked("partners-are-named", an_application(answers=answers)) == "partners-not-named"
    assert asked("partners-are-named", an_application(answers=WITH_PARTNERS)) is None


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        ("confirmed", None),
        ("removed", None),
        ("asked", "partners-not-confirmed"),
        ("lapsed", "partners-not-confirmed"),
        ("refused", "partners-not-confirmed"),
        ("not-as-described", "partners-not-confirmed"),
    ],
)
def test_a_decision_waits_for_every_partner(app: Flask, stage: str, reason: str | None) -> None:
    application = an_application(stage="panel")
    _partner(application, "confirmed")
    _partner(application, stage)

    assert asked("partners-confirmed", application) == reason


def test_a_partner_is_taken_out_of_a_draft_only(app: Flask) -> None:
    assert asked("answers-are-open", _partner(an_application(), "asked")) is None
    sent = _partner(an_application(stage="submitted"), "asked")
    assert asked("answers-are-open", sent) == "application-is-sent"


def test_a_guard_asked_about_the_wrong_kind_of_case_is_a_mistake_of_ours(app: Flask) -> None:
    wrong: list[Callable[[], object]] = [
        lambda: asked("round-is-open", a_round()),
        lambda: asked("answers-are-open", an_application()),
    ]
    for ask in wrong:
        with pytest.raises(TypeError):
            ask()


def _partner(application: Application, stage: str) -> Partner:
    partner = Partner(
        title="Carlisle Kitchen", application_id=application.id, contact_email="hello@kitchen.example.org",
        role="The room", share_pence=0, organisation_id=application.organisation_id,
    )  # fmt: skip
    open_case(partner, at_noon())
    partner.stage = stage
    db.session.commit()
    return partner
