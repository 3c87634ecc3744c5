"""The fourth act: offers are answered, or run out, and grants begin."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from grantflow.awards.models import Payment
from grantflow.casework.running import tiers
from grantflow.core.calendar import add_days
from grantflow.core.display import money
from grantflow.db import db
from grantflow.walk import checks
from grantflow.walk.assess import case
from grantflow.walk.cast import Charity, Fate, words
from grantflow.walk.plan import agree_to_plan, write_plan
from grantflow.walk.world import World

BANK = "BANK"
OFFER_STANDS, FIRST_REMINDER_AFTER = 28, 14  # days
CHECKER = "officer"  # who checks an account may not authorise a payment into it


@dataclass(frozen=True)
class Due:
    """A payment as the walk follows it."""

    id: UUID
    number: int
    pence: int
    charity: Charity

    @property
    def address(self) -> str:
        return f"{case(self.charity)}/money/{self.number}"


def award(world: World) -> None:
    """From offers to grants that have begun."""
    released_at = world.now()
    funded = world.those(which=lambda each: each.fate is Fate.FUNDED)
    with world.table.step(
        "Accept the offer, give the account", "charities", len(funded), "payments add up to the award"
    ):
        world.together(funded, _accept)
    with world.table.step(
        "Say how progress will be seen", "charities", len(funded), "no number is asked for"
    ):
        world.together(funded, write_plan)
    refusing = world.those(which=lambda each: each.fate is Fate.TURNED_DOWN)
    if refusing:
        with world.table.step("Turn the offer down", "charities", len(refusing)):
            world.together(refusing, _turn_down)
    _let_lapse(world, released_at)
    with world.table.step(
        "Check the account, start the grant", "officer", len(funded), "reports are planned with it"
    ):
        world.together(funded, _start)
    with world.table.step("Agree to the plans", "officer", len(funded)):
        world.settle()
        for charity in funded:
            agree_to_plan(world, charity)
    with world.table.step("Follow the projects", "officer", 1):
        _start_monitoring(world)


def _accept(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    person.open(grant(charity))
    page = person.follow("Accept the offer")
    checks.sees(world, page, charity.amount_shown)
    page = person.send({"position": words()["common"]["position"]}, button="Accept the offer")
    checks.is_told_of_mistakes(world, page, "Tick the box to accept the offer")
    signed = {"name": charity.contact, "position": words()["common"]["position"], "agreed": "y"}
    checks.sees(world, person.send(signed, button="Accept the offer"), "Sort code")
    account = {
        "account_name": charity.name,
        "sort_code": "08-99-99",
        "account_number": f"660{charity.number:05d}",
    }
    page = person.send(account, button="Save these details")
    checks.sees(world, page, f"ending {charity.number:03d}")
    checks.is_at(world, charity.award_id, "accepted")
    checks.recorded(world, charity.award_id, "create", "accept", "give-bank-details")
    planned = payments_of(world, charity)
    checks.amount_is(
        world, f"the payments to {charity.name}", sum(each.pence for each in planned), charity.pence
    )
    with world.database():
        parts = tiers().tier(charity.tier).payments
    checks.amount_is(world, f"the number of payments to {charity.name}", len(planned), len(parts))
    checks.sees(world, page, *(money(each.pence) for each in planned))


def _turn_down(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    person.open(grant(charity))
    person.follow("Turn the offer down")
    page = person.send({"why": words()["common"]["accept_why_not"]}, button="Turn the offer down")
    checks.sees(world, page, "You turned this offer down")
    checks.is_at(world, charity.award_id, "turned-down")
    checks.recorded(world, charity.award_id, "create", "turn-down")


def _let_lapse(world: World, released_at: datetime) -> None:
    """Somebody does not answer. The offer is remembered twice and then runs out, all by itself."""
    silent = world.those(which=lambda each: each.fate is Fate.LAPSED)
    if not silent:
        return
    with world.table.step("An offer is remembered by its timer", "the clock", len(silent)):
        world.move_to(add_days(released_at, FIRST_REMINDER_AFTER) + timedelta(minutes=5))
        world.together(silent, _is_reminded)
    with world.table.step(
        "An offer lapses by its timer", "the clock", len(silent), "the others are untouched"
    ):
        world.move_to(add_days(released_at, OFFER_STANDS) + timedelta(minutes=5))
        world.together(silent, _has_lapsed)
        for charity in world.those(which=lambda each: each.fate is Fate.FUNDED):
            checks.is_at(world, charity.award_id, "accepted")


def _is_reminded(world: World, charity: Charity) -> None:
    link = checks.email_about(
        world, charity.award_id, "offer-reminder", charity.email, charity.amount_shown, "14 days left"
    )
    checks.offers(world, world.charity(charity).open(link), "Accept the offer")


def _has_lapsed(world: World, charity: Charity) -> None:
    checks.is_at(world, charity.award_id, "lapsed")
    checks.recorded(world, charity.award_id, "create", "lapse")
    checks.sees(
        world, world.charity(charity).open(grant(charity)), "The offer ran out before we had your answer"
    )


def _start(world: World, charity: Charity) -> None:
    officer = world.staff(CHECKER)
    page = officer.open(f"{case(charity)}/money")
    checks.offers(world, page, "Check the bank details")
    checks.sees(world, officer.follow("Check the bank details"), charity.name, f"660{charity.number:05d}")
    page = officer.send({"how": words()["staff_words"]["payee"]}, button="These details are right")
    for code in _checks_before_payment(world, charity):
        officer.open(f"{case(charity)}/money/checks/{code}")
        told = {"result": "pass", "evidence": words()["staff_words"]["check"]}
        page = officer.send(told, button="Save this check")
    checks.offers(world, page, "Start the grant")
    officer.follow("Start the grant")
    checks.sees(world, officer.press("Start the grant"), "Under way")
    checks.is_at(world, charity.award_id, "active")
    checks.recorded(world, charity.award_id, *story_until_start(world, charity))
    checks.sees(world, officer.open(f"{case(charity)}/reviews"), "Due")


def story_until_start(world: World, charity: Charity) -> tuple[str, ...]:
    """What the record of a grant holds once it has begun."""
    checked = ["check-before-payment" for _ in _checks_before_payment(world, charity)]
    return ("create", "accept", "give-bank-details", "check-bank-details", *checked, "activate")


def _checks_before_payment(world: World, charity: Charity) -> list[str]:
    """Those besides the account's, which has a page of its own."""
    with world.database():
        return [code for code in tiers().tier(charity.tier).checks_before_payment if code != BANK]


def _start_monitoring(world: World) -> None:
    officer = world.staff("officer")
    officer.open(f"/officer/rounds/{world.round_id}")
    officer.follow("Start following the projects")
    checks.sees(world, officer.press("Start following the projects"), "Projects under way")
    story = (
        "create",
        "open",
        "close",
        "start-assessing",
        "choose-panel",
        "record-meeting",
        "release-decisions",
        "start-monitoring",
    )
    checks.recorded(world, world.round_id, *story)


def payments_of(world: World, charity: Charity, *stages: str) -> list[Due]:
    """The payments of a grant, all of them or those at some stages."""
    query = select(Payment).where(Payment.award_id == charity.award_id).order_by(Payment.number)
    with world.database():
        found = db.session.scalars(query.where(Payment.stage.in_(stages)) if stages else query).all()
        return [Due(each.id, each.number, each.amount_pence, charity) for each in found]


def grant(charity: Charity) -> str:
    return f"/applicant/grants/{charity.award_id}"
