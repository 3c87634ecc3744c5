"""A small charity applies: on an old phone without JavaScript, and with a keyboard and nothing else."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from grantflow.applications.models import Application, Partner
from grantflow.db import db
from grantflow.funds.models import Round
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import (
    a_charity,
    a_member,
    a_profile,
    a_round,
    an_application,
    an_officer,
    an_organisation,
)
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import Site, look_again

pytestmark = pytest.mark.journey

SAVE = "Save and continue"


def test_a_charity_applies_on_a_small_phone_without_javascript(site: Site) -> None:
    round = a_round(title="Small steps in Cumbria", officer=an_officer(name="Joanne Pickering"))
    a_charity(number="1155001", name="Harbour House", income_pence=4_200_000)
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
    phone.get_by_label("Your charity number").fill("GB-CHC-1155 001")
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Is this you?")
    expect(phone.get_by_role("main")).to_contain_text("Harbour House")
    expect(phone.get_by_role("main")).to_contain_text("£42,000 in the year to 31 March 2026")
    phone.get_by_label("Your full name").fill("Samina Akhtar")
    phone.get_by_role("button", name="Yes, this is us").click()
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
    """The last section done leads straight to the page that sends."""
    phone.get_by_role("link", name="Change About how many people").click()
    phone.get_by_label("About how many people").fill("30")
    phone.get_by_role("button", name=SAVE).click()
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
    hands.go_to("button", "Send the application", then="Enter")
    expect(desk.get_by_role("alert")).to_be_focused()
    expect(desk.get_by_role("alert")).to_contain_text("We have your application")


def test_a_second_application_is_half_done_and_a_colleague_on_gmail_helps(site: Site) -> None:
    house = an_organisation(name="Harbour House")
    chair = a_member(house, name="Ada Okafor", email="ada@harbour.example")
    last = a_round(title="Closer to home 2025")
    an_application(stage="submitted", organisation=house, round=last, answers=MICRO, submitted_at=NOON)
    a_profile(house, days_ago=500, referee_name="Cllr Gwen Morris", referee_contact="01632 960 222")
    a_round(title="Closer to home 2026", slug="closer")
    desk = site.signed_in(chair)

    they_ask_a_colleague_in(desk)
    gmail = site.visitor(phone=True, script=False)
    gmail.goto(site.link_in_email("piotr@gmail.example", "asks you to join Harbour House"))
    gmail.get_by_label("Your full name").fill("Piotr Nowak")
    gmail.get_by_role("button", name="Join").click()
    they_save_what_was_filled_in(gmail)

    look_again()
    second = db.session.scalars(select(Application).where(Application.stage == "draft")).one()
    desk.goto(f"/applicant/applications/{second.id}/check")
    desk.get_by_role("button", name="Have a look").click()
    expect(desk.get_by_role("main")).to_contain_text("Cllr Gwen Morris")
    desk.get_by_role("button", name="Yes, all of this is still true").click()
    desk.get_by_role("button", name="Send the application").click()
    expect(desk.get_by_role("alert")).to_contain_text("We have your application")


def they_ask_a_colleague_in(desk: Page) -> None:
    desk.goto("/applicant/")
    desk.get_by_role("link", name="People of Harbour House").click()
    desk.get_by_role("button", name="Ask somebody in").click()
    desk.get_by_label("Their email address").fill("piotr@gmail.example")
    desk.get_by_label("Read and write, but not send").check()
    desk.get_by_role("button", name="Send the invitation").click()
    expect(desk.get_by_role("main")).to_contain_text("Asked, and not here yet")


def they_save_what_was_filled_in(phone: Page) -> None:
    """Every page is saved as it stands, but for what only this project knows."""
    phone.goto("/applicant/rounds/closer/start")
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_label("How much money do you need from us?").fill("4,500")
    phone.get_by_role("button", name="Start the application").click()
    expect(phone.get_by_role("main")).to_contain_text("We filled in 7 of 14 answers from last time.")
    phone.get_by_role("link", name="Your work").click()
    expect(phone.get_by_role("main")).to_contain_text("From your application to “Closer to home 2025”")
    phone.get_by_label("What is your project called?").fill("Cooking together again")
    phone.get_by_label("What will you do?").fill("The same, on a second evening.")
    phone.get_by_role("button", name=SAVE).click()
    phone.get_by_label("About how many people").fill("20")
    phone.get_by_role("button", name=SAVE).click()
    for part, typed in (("Day", "6"), ("Month", "4"), ("Year", "2027")):
        phone.get_by_label(part, exact=True).fill(typed)
    phone.get_by_label("How many months will it last?").fill("12")
    phone.get_by_role("button", name=SAVE).click()
    expect(phone.get_by_label("What is their phone number?")).to_have_value("01632 960 001")
    phone.get_by_label("No").check()
    phone.get_by_role("button", name=SAVE).click()
    expect(phone.get_by_role("main")).to_contain_text("Somebody in your organisation who may send")
