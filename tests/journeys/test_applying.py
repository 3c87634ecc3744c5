"""A small charity applies: on an old phone without JavaScript, and with a keyboard and nothing else."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from grantflow.applications.models import Application, Partner
from grantflow.db import db
from grantflow.funds.models import Round
from tests.applications.filled import MICRO
from tests.factories import a_member, a_round, an_officer, an_organisation
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import Site, look_again

pytestmark = pytest.mark.journey

SAVE = "Save and continue"


def test_a_charity_applies_on_a_small_phone_without_javascript(site: Site) -> None:
    round = a_round(title="Small steps in Cumbria", officer=an_officer(name="Joanne Pickering"))
    phone = site.visitor(phone=True, script=False)

    they_find_the_round_and_sign_in(site, phone, round)
    they_say_who_they_are_and_how_much_they_need(phone)
    they_forget_a_box_and_mend_it(phone)
    they_answer_the_rest(phone)
    they_change_an_answer_and_send_it(phone)
    their_partner_answers_from_the_link(site)

    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text("Eden Recovery Confirmed")
    look_again()
    application = db.session.scalars(select(Application)).one()
    assert (application.stage, application.tier_key) == ("submitted", "micro")
    expect(phone.get_by_role("main")).to_contain_text(application.reference)
    expect(phone.get_by_role("main")).to_contain_text("You will hear from us by Friday 26 February 2027")
    site.do_jobs()
    phone.reload()
    expect(phone.get_by_role("link", name="We have your application (PDF)")).to_be_visible()


def they_find_the_round_and_sign_in(site: Site, phone: Page, round: Round) -> None:
    phone.goto("/")
    phone.get_by_role("link", name=round.title, exact=True).click()
    phone.get_by_role("button", name="Start now").first.click()
    phone.get_by_label("Your email address").fill("samina@harbour.example")
    phone.get_by_role("button", name="Email me a link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your email")
    phone.goto(site.link_in_email("samina@harbour.example", "sign in"))
    phone.get_by_role("button", name="Sign in").click()


def they_say_who_they_are_and_how_much_they_need(phone: Page) -> None:
    phone.get_by_label("Your full name").fill("Samina Akhtar")
    phone.get_by_label("Name of your organisation").fill("Harbour House")
    phone.get_by_label("A registered charity").check()
    phone.get_by_label("Charity number").fill("1155001")
    phone.get_by_label("How much money came in last year?").fill("£42,000")
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_label("How much money do you need from us?").fill("£4,500")
    phone.get_by_role("button", name="Start the application").click()
    expect(phone.get_by_role("main")).to_contain_text("This is a micro grant")


def they_forget_a_box_and_mend_it(phone: Page) -> None:
    """What was written is kept, the summary says what is missing, and its link leads there."""
    phone.get_by_role("link", name="Your work").click()
    phone.get_by_label("What is your project called?").fill(MICRO["project-title"])
    phone.get_by_label("What will you do?").fill(MICRO["what-you-will-do"])
    phone.get_by_label("How will you know it is helping?").fill(MICRO["how-you-will-know"])
    phone.get_by_role("button", name=SAVE).click()
    expect(phone).to_have_title("Error: Your work – Probation Innovation Fund")
    expect(phone.get_by_label("What will you do?")).to_have_value(MICRO["what-you-will-do"])

    phone.get_by_role("alert").get_by_role("link", name="Tick at least one thing").click()
    expect(phone.locator(":target")).to_have_accessible_name("Mental health and wellbeing")
    phone.get_by_label("Mental health and wellbeing").check()
    phone.get_by_role("button", name=SAVE).click()


def they_answer_the_rest(phone: Page) -> None:
    expect(phone).to_have_title("Who and where – Probation Innovation Fund")
    phone.get_by_label("Who is it for, and where will it happen?").fill(MICRO["who-and-where"])
    phone.get_by_label("Cumbria").check()
    phone.get_by_label("About how many people").fill("24")
    phone.get_by_role("button", name=SAVE).click()
    for part, typed in (("Day", "6"), ("Month", "4"), ("Year", "2027")):
        phone.get_by_label(part, exact=True).fill(typed)
    phone.get_by_label("How many months will it last?").fill("12")
    phone.get_by_role("button", name=SAVE).click()
    phone.get_by_label("Who should we talk to").fill("Samina Akhtar")
    phone.get_by_label("What is their email address?").fill("samina@harbour.example")
    phone.get_by_label("What is their phone number?").fill("01632 960 001")
    phone.get_by_label("Yes").check()
    phone.get_by_label("Organisation, line 1").fill("Eden Recovery")
    phone.get_by_label("Email address, line 1").fill("office@eden.example")
    phone.get_by_label("What they will do, line 1").fill("Peer support on Thursdays")
    phone.get_by_label("Share of the money, line 1").fill("£500")
    phone.get_by_role("button", name=SAVE).click()


def they_change_an_answer_and_send_it(phone: Page) -> None:
    phone.get_by_role("button", name="Check your answers").click()
    phone.get_by_role("link", name="Change About how many people").click()
    phone.get_by_label("About how many people").fill("30")
    phone.get_by_role("button", name=SAVE).click()
    phone.get_by_role("button", name="Check your answers").click()
    expect(phone.get_by_role("main")).to_contain_text("30")
    phone.get_by_role("button", name="Send the application").click()
    expect(phone.get_by_role("alert")).to_contain_text("We have your application. Your reference is A-")


def their_partner_answers_from_the_link(site: Site) -> None:
    partner = site.visitor(phone=True, script=False)
    partner.goto(site.link_in_email("office@eden.example", "Cooking together"))
    expect(partner.get_by_role("main")).to_contain_text("Peer support on Thursdays")
    expect(partner.get_by_role("main")).to_contain_text("£500")
    partner.get_by_label("Yes, we are part of this, as described").check()
    partner.get_by_label("Your full name").fill("Piotr Nowak")
    partner.get_by_role("button", name="Send my answer").click()
    expect(partner.get_by_role("heading", level=1)).to_have_text("Thank you")
    partner.go_back()
    partner.reload()
    expect(partner.get_by_role("heading", level=1)).to_have_text("This link no longer works")


def test_a_charity_applies_with_a_keyboard_and_nothing_else(site: Site) -> None:
    round = a_round(title="Small steps in Cumbria")
    organisation = an_organisation(name="Harbour House")
    desk = site.signed_in(a_member(organisation, name="Samina Akhtar", email="samina@harbour.example"))
    hands = Keyboard(desk)

    desk.goto(f"/rounds/{round.slug}")
    hands.press("Tab")
    expect(desk.locator(":focus")).to_have_text("Skip to main content")
    hands.go_to("button", "Start now", then="Space")
    hands.go_to("radio", "Harbour House", then="Enter")
    hands.write("How much money do you need from us?", "4,500", then="Enter")
    hands.go_to("link", "Your work", then="Enter")
    hands.write("What is your project called?", MICRO["project-title"])
    hands.write("What will you do?", MICRO["what-you-will-do"])
    hands.go_to("checkbox", "Work, training and learning", then="Space")
    hands.write("How will you know it is helping?", MICRO["how-you-will-know"])
    hands.go_to("button", SAVE, then="Enter")
    hands.write("Who is it for, and where will it happen?", MICRO["who-and-where"])
    hands.go_to("checkbox", "Cumbria", then="Space")
    hands.write("About how many people on probation will take part?", "24", then="Enter")
    for part, typed in (("Day", "6"), ("Month", "4"), ("Year", "2027")):
        hands.write(part, typed)
    hands.write("How many months will it last?", "12", then="Enter")
    they_say_who_will_help_and_send_it(desk, hands)

    look_again()
    application = db.session.scalars(select(Application)).one()
    assert application.stage == "submitted"
    assert db.session.scalars(select(Partner.title)).all() == ["Eden Recovery"]


def they_say_who_will_help_and_send_it(desk: Page, hands: Keyboard) -> None:
    """A partner is asked about only when there is one, and the words stay when the answer moves to and fro."""
    hands.write("Who should we talk to about this application?", "Samina Akhtar")
    hands.write("What is their email address?", "samina@harbour.example")
    hands.write("What is their phone number?", "01632 960 001")
    partner = desk.get_by_label("Organisation, line 1")
    expect(partner).to_be_hidden()
    hands.go_to("radio", "Yes", then="Space")
    expect(partner).to_be_visible()
    hands.write("Organisation, line 1", "Eden Recovery")
    hands.write("Email address, line 1", "office@eden.example")
    hands.write("What they will do, line 1", "Peer support on Thursdays")
    hands.write("Share of the money, line 1", "0")
    hands.go_to("radio", "Yes", then="ArrowDown", back=True)
    expect(partner).to_be_hidden()
    hands.press("ArrowUp")
    expect(partner).to_have_value("Eden Recovery")
    hands.go_to("button", SAVE, then="Enter")
    hands.go_to("button", "Check your answers", then="Space")
    hands.go_to("button", "Send the application", then="Enter")
    expect(desk.get_by_role("alert")).to_be_focused()
    expect(desk.get_by_role("alert")).to_contain_text("We have your application")
