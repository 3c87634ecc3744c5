"""An application passes through the hands of an officer, an assessor and a regional lead, and back to the charity."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from grantflow.applications.models import Application, Partner
from grantflow.casework.commands import take_action
from grantflow.db import unit_of_work
from grantflow.permissions import Actor, Grant, Role
from tests.applications.filled import WITH_PARTNERS
from tests.conftest import NOON
from tests.factories import (
    a_member,
    a_partner,
    a_regional_lead,
    a_round,
    an_application,
    an_assessor,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.journeys.site import Site, look_again

pytestmark = pytest.mark.journey

BEFORE_AN_OFFER = (
    "Registered, and the name matches", "Income fits the size of award", "Partners confirm",
    "Interests declared",
)  # fmt: skip
CRITERIA_OF_QUALITY = 6


def test_an_application_is_checked_scored_decided_released_and_accepted(site: Site) -> None:
    officer, assessor = an_officer(name="Joanne Pickering"), an_assessor(name="Marsha Bell")
    lead = a_regional_lead(name="Ruth Adeyemi")
    organisation = an_organisation(name="Harbour House")
    charity = a_member(organisation, name="Samina Akhtar", email="samina@harbour.example")
    round = a_round(stage="assessing", officer=officer, closes_at=NOON - timedelta(days=1))
    application = an_application(
        stage="submitted", round=round, organisation=organisation, answers=WITH_PARTNERS, submitted_at=NOON
    )
    partner = a_partner(application)

    desk = site.signed_in(officer)
    the_officer_checks_it(desk, application)
    the_officer_asks_somebody_to_assess(desk)
    site.sign_in(desk, assessor)
    the_assessor_reads_and_scores(desk)
    site.sign_in(desk, officer)
    the_officer_sends_it_for_a_decision(desk, application)
    site.sign_in(desk, lead)
    the_lead_waits_for_the_partner_and_awards(desk, application, partner)
    the_lead_releases_the_decisions(desk, application)
    the_charity_reads_the_offer_and_accepts(site, desk, charity.email)

    look_again()
    assert application.stage == "awarded"


def the_officer_checks_it(desk: Page, application: Application) -> None:
    desk.goto("/officer/")
    desk.get_by_role("link", name=application.title).click()
    desk.get_by_role("button", name="Start the checks").click()
    expect(blocked(desk, "Send to assessors")).to_contain_text(
        "Checks to settle first: Registered, and the name matches (not done)"
    )
    desk.get_by_role("button", name="Record the checks").click()
    for check in BEFORE_AN_OFFER:
        desk.get_by_role("link", name=check).click()
        desk.get_by_label("Pass", exact=True).check()
        desk.get_by_label("How do you know?").fill("Looked up on the register today.")
        desk.get_by_role("button", name="Save this check").click()
    desk.get_by_role("link", name="Send to assessors").click()
    desk.get_by_role("button", name="Send to assessors").click()
    expect(blocked(desk, "Send for a decision")).to_contain_text("Assessments sent in: 0 of 1.")


def the_officer_asks_somebody_to_assess(desk: Page) -> None:
    desk.get_by_role("button", name="See who is assessing").click()
    desk.get_by_role("button", name="Ask somebody to assess").click()
    desk.get_by_label("Marsha Bell").check()
    desk.get_by_role("button", name="Ask this person").click()
    expect(desk.get_by_role("main")).to_contain_text("Marsha Bell")


def the_assessor_reads_and_scores(desk: Page) -> None:
    """Nothing can be read before saying whether there is an interest, and the writer is not named."""
    desk.goto("/assessor/")
    desk.get_by_role("link", name="Harbour House").click()
    expect(desk.get_by_role("main")).not_to_contain_text("with a chef")
    desk.get_by_label("No, I have nothing to declare").check()
    desk.get_by_role("button", name="Continue").click()
    expect(desk.get_by_role("main")).to_contain_text("with a chef who has been on probation himself")
    expect(desk.get_by_role("main")).not_to_contain_text("Samina")
    expect(blocked(desk, "Send my scores")).to_contain_text("Some criteria have no score")
    desk.get_by_role("link", name="Need and local fit").click()
    for _ in range(CRITERIA_OF_QUALITY):
        score_and_go_on(desk)
    expect(desk.get_by_role("main")).not_to_contain_text("£4,500")
    desk.get_by_role("button", name="Show me the amount").click()
    expect(desk.get_by_role("main")).to_contain_text("£4,500")
    score_and_go_on(desk)
    desk.get_by_label("What is strong about it?").fill("Rooted in the place.")
    desk.get_by_label("Fund", exact=True).check()
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Send my scores").click()
    expect(desk.get_by_role("main")).to_contain_text("See what the others said")


def score_and_go_on(desk: Page) -> None:
    desk.get_by_role("radio").nth(1).check()
    desk.get_by_label("Why?").fill("They say who comes, and how they hear of it.")
    desk.get_by_role("button", name="Save and go on").click()


def the_officer_sends_it_for_a_decision(desk: Page, application: Application) -> None:
    desk.goto(f"/officer/applications/{application.id}/assessments")
    expect(desk.get_by_role("main")).to_contain_text("4.00")
    desk.get_by_role("link", name="Send for a decision").click()
    desk.get_by_role("button", name="Send for a decision").click()
    expect(desk.get_by_role("main")).to_contain_text("Ready for a decision")


def the_lead_waits_for_the_partner_and_awards(desk: Page, application: Application, partner: Partner) -> None:
    desk.goto(f"/officer/applications/{application.id}/decision")
    expect(blocked(desk, "Award the grant")).to_contain_text("Not every partner has said yes: Eden Recovery")
    they = Actor("Piotr Nowak for Eden Recovery", grants=(Grant(Role.PARTNER),), case_id=partner.id)
    with unit_of_work():
        take_action(partner, "confirm", at_noon(they))

    desk.reload()
    desk.get_by_role("button", name="Award", exact=True).click()
    desk.get_by_label("Amount to award").fill("4,600")
    desk.get_by_label("Why are we funding this?").fill("People trust you, and you notice small steps.")
    desk.get_by_role("button", name="Award the grant").click()
    expect(desk).to_have_title("Error: Award the grant – Probation Innovation Fund")
    expect(desk.locator(".govuk-error-summary")).to_be_focused()
    desk.get_by_label("Amount to award").fill("4,500")
    desk.get_by_role("button", name="Award the grant").click()
    expect(desk.get_by_role("main")).to_contain_text("Held: the applicant has not been told.")


def the_lead_releases_the_decisions(desk: Page, application: Application) -> None:
    desk.get_by_role("link", name=application.round.title).click()
    desk.get_by_role("button", name="Release the decisions").click()
    expect(desk.get_by_role("main")).to_contain_text("1 offer, £4,500 in all, and 0 refusals")
    desk.get_by_role("button", name="Release the decisions").click()
    expect(desk.get_by_role("main")).to_contain_text("0 of 1 letter sent")


def the_charity_reads_the_offer_and_accepts(site: Site, desk: Page, email: str) -> None:
    """The link in the email asks for a sign-in first, and then leads to the offer itself."""
    desk.get_by_role("button", name="Sign out").click()
    desk.goto(site.link_in_email(email, "offer"))
    desk.get_by_label("Your email address").fill(email)
    desk.get_by_role("button", name="Email me a link").click()
    desk.goto(site.link_in_email(email, "sign in"))
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("main")).to_contain_text("We would like to give you £4,500")
    expect(desk.get_by_role("link", name="(PDF)")).to_be_visible()
    desk.get_by_role("button", name="Accept the offer").click()
    desk.get_by_label("Your position").fill("Chair of trustees")
    desk.get_by_label("I may sign for the organisation").check()
    desk.get_by_role("button", name="Accept the offer").click()
    expect(desk.get_by_role("alert")).to_contain_text("You have accepted the grant")
    desk.get_by_label("Name on the account").fill("Harbour House")
    desk.get_by_label("Sort code").fill("30-94-21")
    desk.get_by_label("Account number").fill("12345678")
    desk.get_by_role("button", name="Save these details").click()
    expect(desk.get_by_role("main")).to_contain_text("We pay into the account ending 678")


def blocked(desk: Page, action: str) -> Locator:
    """What the page says is in the way of an action."""
    return desk.locator(".gf-blocked", has_text=f"{action} is not possible yet")
