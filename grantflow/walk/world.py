"""Where the walk takes place: a database of its own, web, workers, a mail server, a clock that can be moved."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TypeVar
from uuid import UUID

import pyotp
from flask import Flask

from grantflow.accounts.passwords import new_code_secret
from grantflow.accounts.staff import add_member_of_staff, choose_password, set_up_codes
from grantflow.app import create_app, migrate_database
from grantflow.casework.timers import any_due
from grantflow.charities.commands import Tally, keep_charities
from grantflow.charities.rules import Facts
from grantflow.core.calendar import local_date
from grantflow.core.clock import Clock
from grantflow.db import db, unit_of_work
from grantflow.demo.build import FUND
from grantflow.demo.processes import HOST, PostBox, a_post_box, free_port, running
from grantflow.funds.models import Fund
from grantflow.jobs.queries import list_jobs
from grantflow.permissions import SYSTEM, Occasion, Role
from grantflow.walk.browser import Person
from grantflow.walk.cast import Charity, charities, words
from grantflow.walk.keeping import Keeping
from grantflow.walk.table import Table, Wrong

PASSWORD = "four quiet herons by the weir"
REGION = "C"  # Yorkshire and the Humber
OPENS_IN, OPEN_FOR, DECIDED_IN, STARTS_IN = 3, 45, 70, 40  # days, each after the one before
PATIENCE = 120  # seconds
LONGEST_LOG = 4_000  # characters
AT_ONCE = 4  # people at their browsers at the same moment

Someone = TypeVar("Someone")
Something = TypeVar("Something")


@dataclass(frozen=True)
class Dates:
    """When things happen in the round that is played."""

    opens_on: date
    closes_on: date
    decisions_on: date
    starts_on: date


@dataclass
class World:
    """Everything that the acts share."""

    app: Flask
    base: str
    box: PostBox
    clock: Clock
    table: Table
    keeping: Keeping
    dates: Dates
    cast: list[Charity]
    secrets: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Person] = field(default_factory=dict)
    round_id: UUID = field(default_factory=lambda: UUID(int=0))
    slug: str = ""
    # A code works once, so nobody signs in twice at the same moment.
    door: Lock = field(default_factory=Lock)

    @contextmanager
    def database(self) -> Iterator[None]:
        """Look into the database itself, as nobody at a browser can."""
        with self.app.app_context():
            yield

    def now(self) -> datetime:
        return self.clock.now()

    def staff(self, key: str) -> Person:
        """A member of staff at a browser, signed in with password and code the first time."""
        with self.door:
            if key not in self.browsers:
                self.browsers[key] = self._sign_in(key)
        return self.browsers[key].tab()

    def charity(self, charity: Charity) -> Person:
        """Whoever writes for a charity, at a browser of their own."""
        return self.browsers.setdefault(charity.email, Person(charity.contact, self.base))

    def stranger(self) -> Person:
        return Person("a stranger", self.base)

    def together(
        self, people: Iterable[Someone], do: Callable[["World", Someone], Something]
    ) -> list[Something]:
        """Have several people do the same thing, some of them at the same moment."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda each: do(self, each), people))

    def move_to(self, at: datetime) -> None:
        """Let time pass, and the worker do what came due meanwhile."""
        ahead = at - self.now()
        if ahead > timedelta(0):
            self.clock.move(ahead)
        self.settle()

    def settle(self) -> None:
        """Wait until no timer is due and no job waits."""
        wait_for("the worker to have nothing left to do", self._is_quiet)

    def those(self, *, which: Callable[[Charity], bool]) -> list[Charity]:
        return [each for each in self.cast if which(each)]

    def _is_quiet(self) -> bool:
        with self.database():
            return not any_due(self.now()) and not list_jobs("waiting", limit=1)

    def _sign_in(self, key: str) -> Person:
        told = next(each for each in words()["staff"] if each["key"] == key)
        person = Person(told["name"], self.base)
        person.open("/staff/sign-in")
        code = pyotp.TOTP(self.secrets[key]).at(self.now())
        page = person.send({"email": work_address(key), "password": PASSWORD, "code": code}, button="Sign in")
        if page.status != 200 or told["name"] not in page.text:
            raise Wrong(
                f"{told['name']} could not sign in: {page.status} {page.url} says “{page.text[:200]}”"
            )
        return person


def wait_for(what: str, holds: Callable[[], Something | None]) -> Something:
    """Look again and again until something is there.

    :raises Wrong: if it has not come in time
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := holds():
            return found
        time.sleep(0.1)
    raise Wrong(f"waited {PATIENCE} seconds for {what}")


def work_address(key: str) -> str:
    return f"{key}@grants.example"


@contextmanager
def a_world(
    folder: Path, *, database_url: str, applications: int, workers: int, out: Path | None
) -> Iterator[World]:
    """:param folder: holds whatever does not outlive the walk"""
    port = free_port()
    base = f"http://{HOST}:{port}"
    with a_post_box() as (box, mail_port):
        environment = {
            "DEMO": "1",
            "DATABASE_URL": database_url or f"sqlite:///{folder / 'walk.db'}",
            "FILES_URL": str(folder / "files"),
            "CLOCK_FILE": str(folder / "clock"),
            "BASE_URL": base,
            "SMTP_URL": f"smtp://{HOST}:{mail_port}",
        }
        app = create_app({**environment})
        migrate_database(app)
        clock, dates = Clock(folder / "clock"), _dates(local_date(Clock().now()))
        world = World(
            app, base, box, clock, Table(), Keeping(out), dates, charities(applications, dates.starts_on)
        )
        _set_up(world)
        try:
            with running(environment, port, logs=folder / "logs", workers=workers):
                yield world
        except Wrong:
            _show_logs(folder / "logs")
            raise
        with world.database():
            db.engine.dispose()


def _show_logs(folder: Path) -> None:
    """What the web and the workers had to say, for whoever has to find out why."""
    for log in sorted(folder.glob("*.log")):
        if said := log.read_text(encoding="utf-8", errors="replace").strip():
            print(f"\n--- {log.name} ---\n{said[-LONGEST_LOG:]}", file=sys.stderr)


def _dates(today: date) -> Dates:
    opens = today + timedelta(days=OPENS_IN)
    closes = opens + timedelta(days=OPEN_FOR)
    decided = closes + timedelta(days=DECIDED_IN)
    return Dates(opens, closes, decided, decided + timedelta(days=STARTS_IN))


def _set_up(world: World) -> None:
    """What no page makes: the register of charities, the fund, and the first accounts."""
    with world.database(), unit_of_work():
        keep_charities([_on_register(each) for each in world.cast if each.charity_number], Tally())
    with world.database(), unit_of_work():
        occasion = Occasion(SYSTEM, world.now())
        db.session.add(Fund(**FUND))
        for told in words()["staff"]:
            key, region = told["key"], None if told.get("everywhere") else REGION
            user = add_member_of_staff(
                work_address(key),
                told["name"],
                Role(told["role"]),
                region,
                occasion,
                job_title=told["job_title"],
            )
            user.phone, user.trained_on = told["phone"], local_date(occasion.at) - timedelta(days=200)
            choose_password(user, PASSWORD, occasion)
            world.secrets[key] = new_code_secret()
            set_up_codes(user, world.secrets[key], 0, occasion)


def _on_register(charity: Charity) -> Facts:
    return {
        "number": charity.charity_number, "name": charity.name, "status": "registered", "company_number": None,
        "registered_on": date(2011, 5, 3), "removed_on": None, "income_pence": charity.income * 100,
        "year_ends_on": date(2026, 3, 31), "accounts_received_on": date(2026, 9, 1), "accounts_overdue": False,
        "accounts_year_ends_on": date(2026, 3, 31), "accounts_qualified": False, "dissolving": False,
        "reserves_pence": None, "spending_pence": None,
        "insolvent": False, "in_administration": False, "trustees": 5, "postcode": "", "website": "",
    }  # fmt: skip
