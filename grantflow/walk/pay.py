"""Payments: they fall due by themselves, one person authorises each of them and another pays it."""

from datetime import date

from grantflow.core.calendar import local_date
from grantflow.core.display import money
from grantflow.walk import checks
from grantflow.walk.award import CHECKER, Due, grant, payments_of
from grantflow.walk.cast import Charity
from grantflow.walk.opening import on
from grantflow.walk.table import Wrong
from grantflow.walk.world import World

AUTHORISER, PAYER = "second-officer", "finance"


def pay_what_is_due(world: World, funded: list[Charity]) -> None:
    """Everything that has come due, if anything has."""
    due = [each for charity in funded for each in payments_of(world, charity, "due")]
    if not due:
        return
    total = money(sum(each.pence for each in due))
    with world.table.step(
        f"Authorise what fell due on {_today(world)}", "second officer", len(due), f"{total} in all"
    ):
        _refuses_whoever_checked(world, due[0])
        world.together(due, _authorise)
    with world.table.step("Pay it", "finance", len(due), "by another person; a letter for each"):
        _refuses_whoever_authorised(world, due[0])
        world.together(due, _pay)
        world.settle()
        world.together(due, _is_told)


def all_is_paid(world: World, charity: Charity) -> None:
    """What was paid is what was awarded, to the penny."""
    paid = payments_of(world, charity, "paid")
    checks.amount_is(
        world, f"what was paid to {charity.name}", sum(each.pence for each in paid), charity.pence
    )
    if len(paid) != len(payments_of(world, charity)):
        raise Wrong(f"{charity.name} has payments that are not paid")


def _refuses_whoever_checked(world: World, due: Due) -> None:
    """Whoever checked the account cannot also authorise what goes into it: the button is not there, the reason is."""
    page = world.staff(CHECKER).open(f"{due.address}/authorise")
    checks.sees(world, page, "somebody else has to authorise")
    if any(form.says("Authorise") for form in page.forms):
        raise Wrong(f"{page.url} lets the one who checked the account authorise")


def _refuses_whoever_authorised(world: World, due: Due) -> None:
    """An officer may not pay at all: as if there were no such page."""
    checks.sees(world, world.staff(AUTHORISER).open(f"{due.address}/pay"), status=404)
    checks.is_at(world, due.id, "authorised")


def _authorise(world: World, due: Due) -> None:
    officer = world.staff(AUTHORISER)
    checks.sees(world, officer.open(due.address), money(due.pence))
    officer.follow("Authorise the payment")
    officer.press("Authorise the payment")
    checks.is_at(world, due.id, "authorised")
    checks.recorded(world, due.id, "create", "fall-due", "authorise")


def _pay(world: World, due: Due) -> None:
    payer = world.staff(PAYER)
    account = f"660{due.charity.number:05d}"
    checks.sees(world, payer.open(due.address), due.charity.name, account, money(due.pence))
    payer.follow("Record as paid")
    told = on("paid_on", local_date(world.now())) | {
        "bank_reference": f"GF {due.charity.number:03d} {due.number}"
    }
    payer.send(told, button="Record as paid")
    checks.is_at(world, due.id, "paid")
    checks.recorded(world, due.id, "create", "fall-due", "authorise", "pay")


def _is_told(world: World, due: Due) -> None:
    charity = due.charity
    person = world.charity(charity)
    link = checks.email_about(
        world, due.id, "payment-notice", charity.email, money(due.pence), charity.project
    )
    checks.sees(world, person.open(link), charity.project)
    page = person.open(grant(charity))
    said = (charity.name, charity.award_reference, money(due.pence), charity.project)
    checks.letter_on(world, person, due.id, "payment-notice", on=page, said=said)


def _today(world: World) -> date:
    return local_date(world.now())
