"""Cases that there is something to write about, and a way to promise a notice of them."""

from datetime import date
from typing import Any

from flask import Flask

from grantflow.applications.models import Application
from grantflow.awards.models import Award
from grantflow.casework.models import Case
from grantflow.db import db, unit_of_work
from grantflow.documents import store
from grantflow.jobs.commands import enqueue
from grantflow.notices.models import Letter
from grantflow.notices.queries import list_letters
from tests.factories import a_member, a_payee, a_round, an_application, an_award, an_officer, an_organisation
from tests.jobs_inline import Ran, run_jobs
from tests.notices.reading import text_of

MARGARET = "margaret@harbour.example"
ANSWERS: dict[str, Any] = {
    "project-title": "Cooking together",
    "what-you-will-do": "We cook on Tuesdays and eat what we cook. Everybody washes up. Then we talk.",
    "outcomes": ["mental-health"],
    "how-you-will-know": "People come back, and say why.",
    "who-and-where": "Men who live near Whitehaven and are on probation.",
    "areas": ["E23000002"],
    "people-expected": 40,
    "amount-requested": 450_000,
    "start-date": "2027-04-01",
    "length-months": 12,
    "contact-name": "Margaret Loveridge",
    "contact-email": MARGARET,
    "contact-phone": "01946 555 0101",
    "partners-involved": "no",
}


def a_sent_application(
    *, stage: str = "submitted", answers: dict[str, Any] | None = None, organisation: Any = None, **given: Any
) -> Application:
    """An application by Harbour House of Penrith, whose contact is Margaret, with Farida as its officer."""
    organisation = organisation or an_organisation(
        name="Harbour House", address="The Old Chapel\nCastlegate", postcode="CA11 7HR"
    )
    a_member(organisation, email=MARGARET, name="Margaret L")
    if "round" not in given:
        given["round"] = a_round(officer=an_officer(name="Farida Holroyd"))
    return an_application(
        stage=stage, organisation=organisation, answers=ANSWERS | (answers or {}),
        **{"decide_by": date(2027, 1, 15)} | given,
    )  # fmt: skip


def a_grant(*, stage: str = "active", **given: Any) -> Award:
    """An award for that application, with a checked bank account."""
    award = an_award(stage=stage, application=a_sent_application(stage="awarded"), **given)
    a_payee(award.organisation_id, checked_by=an_officer())
    return award


def promise(notice: str, case: Case, key: str = "") -> None:
    with unit_of_work():
        enqueue("notice", notice, str(case.id), key=key or f"{notice}:{case.id}:{case.revision}")


def told(app: Flask, notice: str, case: Case) -> list[Ran]:
    """Promise a notice and do all that follows from it; nothing may go wrong."""
    promise(notice, case)
    ran = run_jobs(app)
    assert [each.problem for each in ran if each.problem] == []
    db.session.rollback()
    return ran


def the_letter(case: Case) -> Letter:
    [letter] = list_letters([case.id])
    return letter


def pdf_of(case: Case) -> bytes:
    letter = the_letter(case)
    assert letter.document is not None
    return store.get(letter.document.sha256)


def said_in_letter(case: Case) -> str:
    return text_of(pdf_of(case))
