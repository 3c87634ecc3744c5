"""An evaluator looks at two reports of one grant, and what was learned reaches the public."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from grantflow.awards.models import Award
from grantflow.db import db
from grantflow.learning.models import LearningEntry
from grantflow.monitoring.models import ProgressReview
from tests.factories import (
    a_member,
    a_regional_lead,
    a_review,
    an_application,
    an_award,
    an_evaluator,
    an_organisation,
)
from tests.journeys.site import Site, look_again
from tests.learning.filled import ENTRY
from tests.monitoring.filled import COUNTS, REPORT, REVIEW

pytestmark = pytest.mark.journey

# Half a year in, fewer people had been seen twice.
EARLIER = COUNTS | {"started": 14, "two_points": 10, "forward": 4, "same": 3, "back": 2, "unknown": 1}


def test_what_an_evaluator_sees_is_shared_with_everybody(site: Site) -> None:
    organisation = an_organisation(name="Harbour House")
    application = an_application(stage="awarded", organisation=organisation)
    award = an_award(application=application, tier_key="small", amount_pence=1_000_000)
    first = a_review(award, stage="received", report=REPORT, counts=EARLIER, evaluated=True)
    second = a_review(award, stage="received", report=REPORT, counts=COUNTS, number=2, evaluated=True)
    evaluator, lead = an_evaluator(name="Mei Tan"), a_regional_lead(name="Ruth Adeyemi")
    chair = a_member(organisation, name="Ada Okafor")

    desk = site.signed_in(evaluator)
    the_evaluator_reviews_both_reports(desk, first, second)
    the_evaluator_writes_an_entry(desk, award)
    look_again()
    entry = db.session.scalars(select(LearningEntry)).one()
    site.sign_in(desk, lead)
    it_waits_for_the_charity(site, desk, entry)
    the_charity_agrees_on_its_phone(site.signed_in(chair, phone=True, script=False))
    the_lead_publishes_it(desk, entry)
    the_public_reads_it(site.visitor(phone=True, script=False))


def the_evaluator_reviews_both_reports(desk: Page, first: ProgressReview, second: ProgressReview) -> None:
    """The page is filled from what is known, and the picture grows from one report to the next."""
    desk.goto("/evaluator/")
    desk.get_by_role("button", name="Review it").click()
    expect(desk.get_by_label("What pattern of progress do you see?")).to_have_value(
        re.compile("of 10 people seen twice, 4 moved forward")
    )
    the_picture_says(desk, "10 people", "4 3 2 1 10")
    they_fill_in(desk, REVIEW)
    desk.get_by_role("button", name="Record the review").click()
    expect(desk.get_by_role("alert")).to_contain_text("The review is recorded")

    desk.goto(f"/evaluator/reviews/{second.id}")
    the_picture_says(desk, "18 people", "9 4 3 2 18")
    desk.get_by_role("button", name="Record the review").click()
    expect(desk).to_have_title(re.compile("^Error: Review: "))
    the_picture_says(desk, "18 people", "9 4 3 2 18")
    they_fill_in(desk, REVIEW)
    desk.get_by_role("button", name="Record the review").click()
    look_again()
    assert (first.stage, second.stage) == ("reviewed", "reviewed")


def the_picture_says(desk: Page, people: str, row: str) -> None:
    """Drawn, and the same again as a table."""
    expect(desk.get_by_role("img", name="How far people travelled")).to_contain_text(people)
    table = desk.get_by_role("table", name="The same as a table")
    expect(table.get_by_role("row").nth(1).get_by_role("cell")).to_have_text(row.split())


def the_evaluator_writes_an_entry(desk: Page, award: Award) -> None:
    desk.get_by_role("link", name="Learning", exact=True).click()
    desk.get_by_role("button", name=f"Draft an entry from {award.title}").click()
    expect(blocked(desk)).to_contain_text("Ask for a review is not possible yet")
    for section in ("The work", "What was true here", "What happened", "Why, and how far it holds"):
        if section == "The work":
            desk.get_by_role("link", name=section).click()
        expect(desk.get_by_role("heading", level=1)).to_have_text(section)
        asked = {key: value for key, value in ENTRY.items() if desk.locator(f"[name='{key}']").count()}
        they_fill_in(desk, asked)
        desk.get_by_role("button", name="Save and continue").click()
    desk.get_by_role("button", name="Ask for a review").click()
    desk.get_by_role("button", name="Ask for a review").click()
    expect(desk.get_by_role("main")).to_contain_text("can read it now, and agrees or asks for changes")


def it_waits_for_the_charity(site: Site, desk: Page, entry: LearningEntry) -> None:
    desk.goto(f"/evaluator/learning/{entry.id}")
    expect(blocked(desk)).to_contain_text("has not agreed to this being published yet")
    stranger = site.visitor(script=False)
    stranger.goto(f"/learning/{entry.id}")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Page not found")


def the_charity_agrees_on_its_phone(phone: Page) -> None:
    phone.goto("/applicant/")
    phone.get_by_role("link", name="Read it").or_(phone.get_by_role("button", name="Read it")).click()
    expect(phone.get_by_role("main")).to_contain_text(ENTRY["mechanism"])
    phone.get_by_label("Yes, as it stands, with our name").check()
    phone.get_by_role("button", name="Send your answer").click()
    expect(phone.get_by_role("alert")).to_contain_text("We have your answer")


def the_lead_publishes_it(desk: Page, entry: LearningEntry) -> None:
    desk.goto(f"/evaluator/learning/{entry.id}")
    desk.get_by_role("button", name="Publish").click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_role("main")).to_contain_text("Published on 23 November 2026")


def the_public_reads_it(phone: Page) -> None:
    """Context beside the result, and no number small enough to point at somebody."""
    phone.goto("/learning")
    phone.get_by_role("link", name=ENTRY["title"]).click()
    for part in ("context-place", "mechanism", "limits", "what-did-not-work", "credit"):
        expect(phone.get_by_role("main")).to_contain_text(ENTRY[part])
    expect(phone.get_by_role("img")).to_have_count(0)
    expect(phone.get_by_role("main")).to_contain_text("too few people went any one way to say how they moved")
    row = phone.get_by_role("table", name="How many people").get_by_role("row").nth(1).get_by_role("cell")
    expect(row).to_have_text([*["fewer than 10"] * 4, "too few to show"])


def blocked(desk: Page) -> Locator:
    return desk.locator(".gf-blocked")


def they_fill_in(desk: Page, answers: Mapping[str, Any]) -> None:
    """Whatever kind of box it is, by its name."""
    for key, value in answers.items():
        box = desk.locator(f"[name='{key}']")
        if box.first.get_attribute("type") in ("radio", "checkbox"):
            for each in value if isinstance(value, list) else [value]:
                desk.locator(f"[name='{key}'][value='{each}']").check()
        else:
            box.fill(str(value))
