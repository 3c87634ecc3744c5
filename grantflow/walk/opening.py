"""Before the first act: an officer sets a round up, and it opens by itself on its day."""

from datetime import date, time, timedelta

from sqlalchemy import select

from grantflow.core.calendar import london_time
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.walk.browser import Page, Value
from grantflow.walk.cast import budget, words
from grantflow.walk.checks import is_at, is_told_of_mistakes, offers, recorded, sees, still_says
from grantflow.walk.table import Wrong
from grantflow.walk.world import REGION, World

OPENING, CLOSING = time(9), time(12)


def open_the_round(world: World) -> None:
    """The round before anybody applies."""
    with world.table.step(
        "Set up the round", "officer", 1, "dates in the wrong order are refused, nothing lost"
    ):
        _set_up(world)
    with world.table.step("The round opens by its timer", "the clock", 1, "hidden before, public after"):
        _wait_for_the_day(world)


def _set_up(world: World) -> None:
    officer = world.staff("officer")
    offers(world, officer.open("/officer/rounds"), "Set up a round")
    officer.follow("Set up a round")
    wrong = officer.send(_filled_in(world, closes_on=world.dates.opens_on - timedelta(days=1)), button="Save")
    is_told_of_mistakes(world, wrong, "It has to close after it opens")
    still_says(wrong, "title", words()["round"]["title"])
    page = officer.send(_filled_in(world, closes_on=world.dates.closes_on), button="Save")
    sees(world, page, words()["round"]["title"], "Being set up")
    _remember(world)


def _wait_for_the_day(world: World) -> None:
    address = f"/rounds/{world.slug}"
    sees(world, world.stranger().open(address), status=404)
    recorded(world, world.round_id, "create")
    world.move_to(london_time(world.dates.opens_on, OPENING) + timedelta(minutes=1))
    is_at(world, world.round_id, "open")
    recorded(world, world.round_id, "create", "open")
    stranger = world.stranger()
    sees(world, stranger.open("/"), words()["round"]["title"])
    offers(world, stranger.follow(words()["round"]["title"]), "Start now")


def _filled_in(world: World, *, closes_on: date) -> dict[str, Value]:
    told, dates = words()["round"], world.dates
    prose = ("title", "summary", "who_can_apply", "what_we_fund", "what_we_do_not_fund")
    return {
        **{name: told[name] for name in prose},
        "region": REGION,
        **on("opens_on", dates.opens_on),
        **on("closes_on", closes_on),
        **on("decisions_on", dates.decisions_on),
        **on("starts_on", dates.starts_on),
        "budget": f"{budget(world.cast):,}",
        "least": "500",
        "most": "75,000",
        "tiers": ["micro", "small", "standard"],
        "force_areas": told["areas"],
        "outcomes": told["outcomes"],
    }


def on(name: str, day: date) -> dict[str, Value]:
    """A day, in the three boxes of a form for staff."""
    return {name: [str(day.day), str(day.month), str(day.year)]}


def _remember(world: World) -> None:
    with world.database():
        found = db.session.scalars(select(Round)).all()
        if len(found) != 1:
            raise Wrong(f"there are {len(found)} rounds, not one")
        world.round_id, world.slug = found[0].id, found[0].slug


def round_page(world: World, key: str) -> Page:
    """The round as a member of staff sees it."""
    return world.staff(key).open(f"/officer/rounds/{world.round_id}")
