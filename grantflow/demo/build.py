"""Builds the demonstration: three rounds told from their first day to today, through the real commands."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from grantflow.accounts.commands import find_or_make_user
from grantflow.accounts.models import RoleGrant
from grantflow.app import create_app, migrate_database
from grantflow.assessment.panel_commands import choose_members
from grantflow.casework.commands import open_case, take_action
from grantflow.core.clock import Clock
from grantflow.db import db, unit_of_work
from grantflow.demo import applying, assessing
from grantflow.demo.inline import join
from grantflow.demo.printing import print_all
from grantflow.demo.register import read_invented_register
from grantflow.demo.stories import RoundStory, london, read_people, read_rounds
from grantflow.demo.telling import Teller
from grantflow.funds.models import Fund, Round
from grantflow.permissions import Role

Say = Callable[[str], None]

FUND = {
    "key": "innovation-fund",
    "name": "Probation Innovation Fund",
    "purpose": "To pay for work that helps people on probation towards steadier lives, and to learn from it.",
    "legal_power": "Section 6, Offender Management Act 2007",
    "senior_officer": "Margaret Okonjo, Senior Officer Responsible",
    "outcomes": ["mental-health", "employment", "dependency", "welfare", "housing"],
}
# Whoever a round's own file does not name.
STAFF = {
    "general-2022": {"officer": "officer-national", "decider": "lead-national"},
    "north-west": {"officer": "officer-nw", "decider": "lead-nw"},
    "cardiff-micro": {"officer": "officer-wales", "decider": "lead-wales"},
}
ASSESSORS = {
    "general-2022": ["assessor-1", "assessor-2", "assessor-3"],
    "north-west": ["assessor-1", "assessor-2", "assessor-3"],
    "cardiff-micro": ["assessor-wales-1", "assessor-wales-2"],
}


# Who sits on the panel of a round, and the place they fill there.
PANEL = {
    "panel-lived-experience": "lived-experience",
    "panel-vcs": "local-voluntary-sector",
    "panel-probation": "probation",
}
PANELS = {"general-2022": PANEL, "north-west": PANEL}


def build(settings: Mapping[str, Any], say: Say, *, ends_at: datetime | None = None) -> None:
    """Make the tables and fill them.

    :param settings: of the demonstration, in place of those in `config.py`
    :param ends_at: the moment at which the stories stop; now, unless told otherwise
    """
    app = create_app(dict(settings))
    migrate_database(app)
    clock, queue = join(app)
    queue.put_off = []
    with app.app_context():
        with unit_of_work():
            staff = _make_staff(clock.now())
            fund = Fund(**FUND)
            db.session.add(fund)
            db.session.flush()
            fund_id = fund.id
        ends, rounds = ends_at or Clock().now(), read_rounds()
        reading = read_invented_register(rounds, ends)
        say(f"Reading the register, {reading.tally.added} charities")
        teller = Teller(clock, queue, staff, ends)
        for found in rounds:
            found.told = STAFF[found.name] | {"assessors": ASSESSORS[found.name]} | found.told
            say(f"Telling “{found.told['title']}”, {len(found.stories)} applications")
            _plan_round(teller, found, fund_id)
        teller.tell(say)
        db.session.remove()
        db.engine.dispose()
    say(f"Printing {len(queue.put_off)} letters")
    print_all(queue.put_off, settings)


def _make_staff(at: datetime) -> dict[str, UUID]:
    staff = {}
    for key, told in read_people().items():
        user = find_or_make_user(told["email"], at, name=told["name"])
        user.job_title, user.phone, user.trained_on = told["job_title"], told["phone"], told.get("trained_on")
        user.skills = told.get("skills", [])
        user.roles.append(RoleGrant(role=Role(told["role"]), region_code=told.get("region")))
        staff[key] = user.id
    db.session.flush()
    return staff


def _plan_round(teller: Teller, found: RoundStory, fund_id: UUID) -> None:
    """The round is set up three weeks before it opens; its timers open and close it."""
    opens_at = london(found.told["opens_at"])
    teller.at(opens_at - timedelta(days=21), partial(_set_up, teller, found, fund_id))
    for story in found.stories:
        applying.begin(teller, found, story)
    if not found.told.get("rolling"):
        closes_at = london(found.told["closes_at"])
        teller.at(closes_at + timedelta(hours=17), partial(_move, teller, found, "start-assessing"))
    if "released_on" in found.told:
        released = assessing.release_time(found)
        teller.at(released, partial(assessing.release, teller, found))
        teller.at(released + timedelta(days=30), partial(_move, teller, found, "start-monitoring"))
        learning = london(found.told["starts_on"], time(14, 0)) + timedelta(days=800)
        teller.at(learning, partial(_move, teller, found, "start-learning"))


def _set_up(teller: Teller, found: RoundStory, fund_id: UUID) -> None:
    told = found.told
    officer = teller.staff_member(told["officer"])
    round_ = Round(
        title=told["title"],
        slug=told["slug"],
        fund_id=fund_id,
        region_code=told.get("region"),
        assigned_to_id=teller.staff[told["officer"]],
        summary=told["summary"].strip(),
        who_can_apply=told["who_can_apply"].strip(),
        what_we_fund=told["what_we_fund"].strip(),
        what_we_do_not_fund=told.get("what_we_do_not_fund", "").strip(),
        opens_at=london(told["opens_at"]),
        closes_at=london(told["closes_at"]),
        decisions_on=told["decisions_on"],
        starts_on=told["starts_on"],
        budget_pence=told["budget"] * 100,
        min_pence=told["min"] * 100,
        max_pence=told["max"] * 100,
        tier_keys=told["tiers"],
        tiers_version=1,
        force_areas=told["force_areas"],
        outcomes=told["outcomes"],
        small_target_number=told["small_target_number"],
        small_target_value=told["small_target_value"],
        rolling=told.get("rolling", False),
        hide_amount=told.get("hide_amount", True),
    )
    open_case(round_, officer)
    found.round_id = round_.id
    if panel := PANELS.get(found.name):
        choose_members(round_, {teller.staff[key]: place for key, place in panel.items()}, officer)


def _move(teller: Teller, found: RoundStory, action: str) -> None:
    take_action(found.round(), action, teller.staff_member(found.told["officer"]))
