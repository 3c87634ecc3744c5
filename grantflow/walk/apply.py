"""The first act: charities find the round, sign in by a link, write, name partners and send."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from grantflow.applications.models import Application, Partner
from grantflow.core.calendar import london_time
from grantflow.db import db
from grantflow.walk import checks
from grantflow.walk.browser import Page, Person, Value
from grantflow.walk.cast import Charity, Fate, words
from grantflow.walk.opening import CLOSING
from grantflow.walk.table import Wrong
from grantflow.walk.world import World

SAVE = "Save and continue"
SEND = "Send the application"


def apply(world: World) -> None:
    """From the round's page to the moment it closes."""
    cast, table = world.cast, world.table
    sending = world.those(which=lambda each: each.fate is not Fate.LEFT)
    with table.step(
        "Sign in by the emailed link", "charities", len(cast), "a look spends nothing, a second use is 410"
    ):
        world.together(cast, _sign_in)
    with table.step("Start an application", "charities", len(cast), "the amount picks the form"):
        world.together(cast, _start)
    with table.step(
        "Fill in every section", "charities", len(sending), "a mistake is named and nothing is lost"
    ):
        world.together(sending, _fill_in)
    with table.step("Check and send", "charities", len(sending), "pressed twice, sent once"):
        world.together(sending, _send)
        world.settle()
        world.together(sending, _is_acknowledged)
    _partners_answer(world, [each for each in sending if each.partners])
    _some_go_another_way(world)


def _sign_in(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    person.open("/")
    person.follow(words()["round"]["title"])
    checks.sees(world, person.follow("Start now"), "Your email address")
    page = person.send({"email": charity.email}, button="Email me a link")
    checks.sees(world, page, "Check your email")
    link = checks.newest_email(world, charity.email, "Your link to sign in")
    person.open(link)
    checks.offers(world, person.open(link), "Sign in")
    checks.sees(world, person.press("Sign in"), "Your charity number")
    checks.sees(world, world.stranger().open(link), status=410)


def _start(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    _find_itself(world, person, charity)
    page = person.send({"amount": charity.amount_shown}, button="Start the application")
    checks.sees(world, page, charity.name, charity.amount_shown, f"This is a {charity.tier} grant")
    with world.database():
        found = db.session.scalars(
            select(Application).where(Application.applicant_name == charity.name)
        ).one()
        charity.application_id, charity.reference = found.id, found.reference
        if found.tier_key != charity.tier:
            raise Wrong(
                f"{charity.name} asked for {charity.amount_shown} and was given the form of {found.tier_key}"
            )
    checks.recorded(world, charity.application_id, "create")


def _find_itself(world: World, person: Person, charity: Charity) -> None:
    """A charity on the register confirms what it says; anybody else tells us, with rules and somebody to vouch."""
    if charity.charity_number:
        page = person.send({"charity_number": charity.charity_number}, button="Continue")
        checks.sees(world, page, charity.name, f"£{charity.income:,}")
        person.send({"your_name": charity.contact}, button="Yes, this is us")
        return
    person.follow("We have no charity number")
    person.send(
        {
            "your_name": charity.contact,
            "name": charity.name,
            "kind": charity.kind,
            "income": f"{charity.income:,}",
            "rules": ("rules.pdf", b"%PDF-1.7\n" + charity.name.encode()),
            "referee_name": words()["common"]["referee"],
            "referee_contact": "0114 496 0199",
        },
        button="Continue",
    )


def _fill_in(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    page = person.open(_address(charity))
    sections = [href for _, href in page.links if "/sections/" in href]
    _make_a_mistake(world, person, charity, sections[0])
    for href in sections:
        _fill_in_section(world, person, charity, href)
    checks.offers(world, person.open(_address(charity)), "Check your answers")


def _make_a_mistake(world: World, person: Person, charity: Charity, href: str) -> None:
    """Forget to tick a box. What was written stays, and the page says what is missing."""
    person.open(href)
    forgotten = {
        key: value for key, value in charity.answers().items() if key in ("project-title", "what-you-will-do")
    }
    page = person.send(forgotten, button=SAVE)
    checks.is_told_of_mistakes(world, page, "Tick at least one thing")
    for name, typed in forgotten.items():
        checks.still_says(page, name, str(typed))
    checks.still_says(person.open(href), "project-title", charity.project)


def _fill_in_section(world: World, person: Person, charity: Charity, href: str) -> None:
    page = person.open(href)
    told = charity.answers()
    if "budget-0-item" in page.form(button=SAVE).names and "budget-3-item" in told:
        page = checks.sees(world, person.send(_asked(page, told), button="Add another line"))
    page = person.send(_asked(page, told), button=SAVE)
    if page.title.startswith("Error: "):
        raise Wrong(f"{page.url} refuses what {charity.name} wrote: {page.text[:500]}")
    checks.sees(world, page)


def _asked(page: Page, told: Mapping[str, Value]) -> dict[str, Value]:
    """What a page asks for, of everything that somebody could tell."""
    names = page.form(button=SAVE).names
    return {key: value for key, value in told.items() if key in names}


def _send(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    page = person.open(f"{_address(charity)}/check")
    shown = [charity.project, charity.amount_shown, charity.contact, *(name for name, _ in charity.partners)]
    checks.offers(world, checks.sees(world, page, *shown), SEND)
    checks.sees(world, person.press(SEND), "We have your application", charity.reference)
    person.go_back_to(page)
    checks.sees(world, person.press(SEND), "We have your application. Thank you.")
    checks.is_at(world, charity.application_id, "submitted")
    checks.recorded(world, charity.application_id, "create", "submit")


def _is_acknowledged(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    link = checks.email_about(
        world, charity.application_id, "acknowledgement", charity.email, charity.project, charity.amount_shown
    )
    page = checks.sees(world, person.open(link), "You will hear from us by")
    said = (charity.name, charity.reference, charity.amount_shown, charity.project)
    checks.letter_on(world, person, charity.application_id, "acknowledgement", on=page, said=said)


def _partners_answer(world: World, naming: list[Charity]) -> None:
    if not naming:
        return
    asked = sum(len(each.partners) for each in naming)
    with world.table.step("Say yes by the link in their email", "partners", asked, "the link works once"):
        world.together(naming, _partners_say_yes)


def _partners_say_yes(world: World, charity: Charity) -> None:
    for name, address in charity.partners:
        partner = Person(name, world.base)
        link = checks.newest_email(world, address, f"Has {charity.name} asked you about {charity.project}?")
        checks.sees(world, partner.open(link), charity.name, charity.project)
        page = partner.send({"choice": "yes", "name": "Robin Asquith"}, button="Send my answer")
        checks.sees(world, page, name)
        checks.sees(world, world.stranger().open(link), status=410)
    with world.database():
        partners = db.session.scalars(
            select(Partner.id).where(Partner.application_id == charity.application_id)
        ).all()
    for partner_id in partners:
        checks.is_at(world, partner_id, "confirmed")
        checks.recorded(world, partner_id, "create", "ask", "confirm")
    checks.sees(world, world.charity(charity).open(_address(charity)), "Confirmed")


def _some_go_another_way(world: World) -> None:
    """One is withdrawn; another is still a draft when the round closes by itself."""
    withdrawing = world.those(which=lambda each: each.fate is Fate.WITHDRAWN)
    leaving = world.those(which=lambda each: each.fate is Fate.LEFT)
    if withdrawing:
        with world.table.step("Withdraw", "charities", len(withdrawing)):
            world.together(withdrawing, _withdraw)
    closes_at = london_time(world.dates.closes_on, CLOSING)
    with world.table.step("A reminder before the round closes", "the clock", len(leaving)):
        world.move_to(closes_at - timedelta(days=6))
        world.together(leaving, _is_reminded)
    with world.table.step(
        "The round closes by its timer", "the clock", len(leaving), "drafts expire with it"
    ):
        world.move_to(closes_at + timedelta(minutes=1))
        checks.is_at(world, world.round_id, "closed")
        checks.recorded(world, world.round_id, "create", "open", "close")
        checks.sees(world, world.stranger().open(f"/rounds/{world.slug}"), "Closed")
        world.together(leaving, _is_too_late)


def _withdraw(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    person.open(_address(charity))
    person.follow("Withdraw this application")
    page = person.send({"why": words()["common"]["withdraw_why"]}, button="Withdraw the application")
    checks.sees(world, page, "You withdrew this application")
    checks.is_at(world, charity.application_id, "withdrawn")
    checks.recorded(world, charity.application_id, "create", "submit", "withdraw")


def _is_reminded(world: World, charity: Charity) -> None:
    link = checks.newest_email(world, charity.email, f"{words()['round']['title']} closes on")
    checks.offers(world, world.charity(charity).open(link), "Read all your answers so far")


def _is_too_late(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    checks.sees(world, person.open(_address(charity)), "The round closed before this was sent")
    checks.is_at(world, charity.application_id, "expired")
    checks.recorded(world, charity.application_id, "create", "expire")


def _address(charity: Charity) -> str:
    return f"/applicant/applications/{charity.application_id}"


def status_page(world: World, charity: Charity) -> Page:
    """Where an application stands, for whoever wrote it."""
    return world.charity(charity).open(_address(charity))
