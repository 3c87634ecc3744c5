"""The outcomes plan: written by each charity once it has accepted, agreed by the officer; nothing waits for it."""

from sqlalchemy import select

from grantflow.awards.models import OutcomesPlan
from grantflow.db import db
from grantflow.walk import checks
from grantflow.walk.apply import SAVE
from grantflow.walk.assess import case
from grantflow.walk.cast import Charity
from grantflow.walk.table import Wrong
from grantflow.walk.world import World

START = "Most come because somebody they trust told them to."


def write_plan(world: World, charity: Charity) -> None:
    person = world.charity(charity)
    home = f"/applicant/grants/{charity.award_id}/plan"
    checks.offers(
        world, person.open(f"/applicant/grants/{charity.award_id}"), "Say how you will see progress"
    )
    for href in [
        href for _, href in person.open(home).links if "/plan/outcomes/" in href and "/new" not in href
    ]:
        asked = person.open(href).form(button=SAVE).fields
        if charity.says("know") not in dict(asked).get("how-we-would-know", ""):
            raise Wrong(f"{href} does not begin with what {charity.name} said when it applied")
        page = person.send({"where-people-start": START, "usual-step": "1"}, button=SAVE)
        if page.title.startswith("Error: "):
            raise Wrong(f"{page.url} refuses the plan: {page.text[:500]}")
    checks.offers(world, person.open(home), "Send the plan")
    checks.sees(world, person.press("Send the plan"), "With us to read")


def agree_to_plan(world: World, charity: Charity) -> None:
    officer = world.staff("officer")
    page = officer.open(f"{case(charity)}/plan")
    checks.sees(world, page, START, charity.says("know"))
    officer.follow("Agree to the plan")
    checks.sees(world, officer.press("Agree to the plan"), "Agreed")
    with world.database():
        plan_id = db.session.scalars(
            select(OutcomesPlan.id).where(OutcomesPlan.award_id == charity.award_id)
        ).one()
    checks.recorded(world, plan_id, "create", "give", "agree")
