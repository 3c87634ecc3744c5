"""A review: how many requests it takes a charity to tell us, and an evaluator to record a page about it.

Counted as a browser counts, each redirect too: from the link in the email, or the evaluator's first page, to the page
that says it is done. The grant is of the size whose reports are counted.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from bench.applying import Counting, served, signed_in
from bench.data import a_busy_round
from bench.figures import Figure
from bench.house import House, a_house
from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import Membership, Organisation, RoleGrant, User
from grantflow.applications.commands import start_application
from grantflow.awards.commands import accept_offer
from grantflow.awards.models import AgreedOutcome, Award
from grantflow.casework.commands import open_case, take_action
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.monitoring.models import ProgressReview
from grantflow.permissions import SYSTEM, Occasion, Role
from grantflow.walk.browser import Page, Value

MOST_REQUESTS = 20
SAVE = "Save and continue"
TOLD: dict[str, Value] = {
    "call-instead": "no", "what-you-did": "We cooked every Thursday.", "story": "Somebody slept.",
    "surprise": "The allotment.", "what-helped": "The cook.", "what-else": "The job centre.",
    "what-you-would-change": "We would start at noon.", "spent": "4,000", "help-wanted": "A bus.",
}  # fmt: skip
COUNTS = {"started": 24, "two-points": 18, "forward": 9, "same": 4, "back": 3, "unknown": 2, "left-early": 5}
OUTCOMES = ("mental-health", "housing")
FOUND: dict[str, Value] = {
    "method": ["reports"], "minutes-of-yours": "70", "minutes-spent": "60", "delivered": "yes",
    "delivered-why": "People trust the cook.", "who-was-reached": "As hoped.", "progress-pattern": "Half moved on.",
    "benefited-less": "We cannot tell.", "evidence-strength": "2", "contribution": "one-of-several",
    "contribution-why": "So they say.", "context-that-mattered": "A small town.", "suggestion": "continue",
    "suggestion-why": "They would go on.",
}  # fmt: skip


def requests(_names: list[str]) -> Iterator[Figure]:
    with a_house() as house:
        review, chair, evaluator = _a_report_that_is_asked_for(house)
        with served(house) as base:
            charity = _reports(signed_in(house, base, chair), review)
            desk = _reviews(signed_in(house, base, evaluator), review)
    yield Figure(
        "review-requests", charity.requests, "requests", MOST_REQUESTS,
        note=f"the charity's report with the counts of {len(OUTCOMES)} outcomes; redirects included",
    )  # fmt: skip
    yield Figure(
        "review-requests-evaluator", desk.requests, "requests", MOST_REQUESTS,
        note="the evaluator's page; redirects included",
    )  # fmt: skip


def _reports(person: Counting, review: str) -> Counting:
    """Every part in turn, as the pages lead on, then the counts and the button."""
    home = f"/applicant/reports/{review}"
    page = person.open(home)
    page = person.open(next(href for _, href in page.links if "/sections/" in href))
    while "/sections/" in page.url:
        asked = page.form(button=SAVE).names
        page = _moved_on(page, person.send({k: v for k, v in TOLD.items() if k in asked}, button=SAVE))
    person.open(f"{home}/counts")
    page = person.send(
        {f"{each}-{name}": str(n) for each in OUTCOMES for name, n in COUNTS.items()}, button=SAVE
    )
    page = person.press("Send the report")
    if "You will hear what we made of it" not in page.text:
        raise SystemExit(f"{page.url} did not take the report: {page.text[:600]}")
    return person


def _reviews(person: Counting, review: str) -> Counting:
    person.open("/evaluator/")
    person.open(f"/evaluator/reviews/{review}")
    page = person.send(FOUND, button="Record the review")
    if "The review is recorded" not in page.text:
        raise SystemExit(f"{page.url} did not record the review: {page.text[:600]}")
    return person


def _moved_on(before: Page, after: Page) -> Page:
    if after.title.startswith("Error: ") or after.url == before.url:
        raise SystemExit(f"{after.url} refuses the report: {after.text[:600]}")
    return after


def _a_report_that_is_asked_for(house: House) -> tuple[str, User, User]:
    busy = a_busy_round(house.app, applications=0)
    at = busy.occasion.at
    organisation = Organisation(name="Bench House", kind="group", income_pence=1, created_at=at)
    chair = User(email="chair@bench.example", name="Sam Reid", created_at=at)
    chair.memberships.append(Membership(organisation=organisation, rights="submit", created_at=at))
    evaluator = User(email="evaluator@bench.example", name="Eve Lowe", created_at=at)
    evaluator.roles.append(RoleGrant(role=Role.EVALUATOR, region_code=None))
    with unit_of_work():
        db.session.add_all([chair, evaluator])
        db.session.flush()
        applying = Occasion(actor_of(chair), at)
        application = start_application(busy.round, organisation, 2_000_000, applying)
        award = _kept(Award, busy, application, application_id=application.id, tier_key="small",
                      amount_pence=2_000_000, starts_on=local_date(at), ends_on=local_date(at + timedelta(days=364)),
                      why="")  # fmt: skip
        award.outcomes = [
            AgreedOutcome(position=n, outcome_key=key, wording=key, how_known="")
            for n, key in enumerate(OUTCOMES, start=1)
        ]
        open_case(award, applying)
        accept_offer(award, "Sam Reid", "Chair", applying)
        review = _kept(ProgressReview, busy, application, award_id=award.id, number=1, period_from=award.starts_on,
                       period_to=award.ends_on, due_on=award.ends_on, form_key="monitoring-yearly", form_version=1,
                       minutes=60, evaluated=True)  # fmt: skip
        open_case(review, applying)
        take_action(review, "announce", Occasion(SYSTEM, at))
        return str(review.id), chair, evaluator


def _kept(model: Callable[..., Any], busy: Any, application: Any, **given: Any) -> Any:
    return model(
        title="Cooking together", region_code=application.region_code, round_id=busy.round.id,
        organisation_id=application.organisation_id, assigned_to_id=application.assigned_to_id, **given,
    )  # fmt: skip


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {"review-requests": requests}
