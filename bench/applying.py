"""Applying: how many requests it takes, saving with fifty at once, and the last minute before a deadline.

The load comes from this process; the pages from `grantflow serve` with two web processes, as in production.
"""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPMessage
from http.cookiejar import Cookie, CookieJar
from random import Random
from typing import Any
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener
from uuid import UUID

from sqlalchemy import select

from bench.data import BusyRound, a_busy_round
from bench.figures import Figure, spread
from bench.house import House, a_house, a_server, cookie_of
from grantflow.accounts.acting import actor_of
from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose, Membership, Organisation, User
from grantflow.applications.commands import start_application
from grantflow.applications.models import Application, Submission
from grantflow.casework.answering import save_answers
from grantflow.casework.commands import reset_timers
from grantflow.casework.models import Answer
from grantflow.charities.models import RegisteredCharity
from grantflow.db import db, unit_of_work
from grantflow.demo.processes import HOST, free_port, running
from grantflow.permissions import Occasion
from grantflow.walk.browser import Page, Person, Value
from tests.applications.filled import MICRO

MOST_REQUESTS = 25
WRITERS, EACH_SAVES, PAUSE = 50, 15, 1.5  # a person who types pauses about as long as the page waits
RUSHING, LAST_SECONDS, LATE = 500, 60, 25
SAVE, SEND = "Save and continue", "Send the application"
TITLE = "project-title"
NUMBER = "9990001"  # of a charity that is invented


class Counting(Person):
    """A person whose browser counts every request, those that follow a redirect included."""

    def __init__(self, base: str, cookies: CookieJar | None = None) -> None:
        jar = CookieJar() if cookies is None else cookies
        super().__init__("Somebody", base, jar)
        self.requests = 0
        person = self

        class Hops(HTTPRedirectHandler):
            def redirect_request(  # noqa: PLR0917 - as the standard library calls it
                self, req: Request, fp: Any, code: int, msg: str, headers: HTTPMessage, newurl: str
            ) -> Request | None:
                person.requests += 1
                return super().redirect_request(req, fp, code, msg, headers, newurl)

        self._browser = build_opener(HTTPCookieProcessor(jar), Hops())

    def _send(self, request: Request) -> Page:
        self.requests += 1
        return super()._send(request)

    def post_json(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        """As the page's script does: a form goes, JSON comes back."""
        answer = self._browser.open(Request(urljoin(self.base, path), urlencode(fields).encode()), timeout=60)
        with answer:
            told: dict[str, Any] = json.loads(answer.read())
        return told


def requests(names: list[str]) -> Iterator[Figure]:
    """Somebody who knows their answers, from the round's page to the page that says we have it."""
    for name, amount in (("micro-requests", "4,500"), ("standard-requests", "40,000")):
        if name not in names:
            continue
        with a_house() as house:
            a_busy_round(house.app, applications=0)
            _a_charity_on_the_register()
            with a_server(house) as port:
                person = _applies(house, port, amount)
                aim = MOST_REQUESTS if name == "micro-requests" else None
                yield Figure(name, person.requests, "requests", aim, note="redirects included")


def autosave(_names: list[str]) -> Iterator[Figure]:
    with a_house() as house:
        busy = a_busy_round(house.app, applications=0)
        drafts = some_drafts(busy, WRITERS)
        with served(house) as base, ThreadPoolExecutor(WRITERS) as pool:
            begun = time.perf_counter()
            times = [
                each for some in pool.map(lambda draft: _types(house, base, draft), drafts) for each in some
            ]
            seconds = time.perf_counter() - begun
        _nothing_typed_is_lost(drafts)
        middle, high = spread(times)
        yield Figure(
            "autosave-50", high, "ms p95", 100, median_ms=middle, p95_ms=high,
            note=f"{WRITERS} writers, {len(times) / seconds:.0f} saves a second",
        )  # fmt: skip


@dataclass
class Rusher:
    """One applicant in the last minute: what was typed, and what they were told."""

    draft: "Draft"
    begins: float
    typed: str = ""
    saved: str = ""
    acknowledged_at: datetime | None = None
    refused: bool = False
    times: list[float] = field(default_factory=list)


def rush(_names: list[str]) -> Iterator[Figure]:
    with a_house() as house:
        busy = a_busy_round(house.app, applications=0)
        drafts = some_drafts(busy, RUSHING, ready=True)
        chance = Random(1)
        with served(house) as base:
            closes_at = _close_in(busy, drafts, LAST_SECONDS + 5)
            start = time.monotonic() + 5
            rushers = [Rusher(each, start + chance.uniform(0, LAST_SECONDS - 6)) for each in drafts[:-LATE]]
            rushers += [Rusher(each, start + LAST_SECONDS + chance.uniform(0, 3)) for each in drafts[-LATE:]]
            with ThreadPoolExecutor(160) as pool:
                list(
                    pool.map(lambda each: _rushes(house, base, each), sorted(rushers, key=lambda r: r.begins))
                )
        sent = _hold_against_the_database(rushers, closes_at)
        middle, high = spread([each for rusher in rushers for each in rusher.times])
        yield Figure(
            "rush", high, "ms p95", None, median_ms=middle, p95_ms=high,
            note=f"{sent} sent before the deadline, each stored once; {len(rushers) - sent} told that it has passed; "
            "every saved answer found again",
        )  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A draft and whose it is."""

    application_id: UUID
    user: User


def some_drafts(busy: BusyRound, number: int, *, ready: bool = False) -> list[Draft]:
    """A draft each of so many charities; ready to be sent, or with nothing but an amount in it."""
    found = []
    for count in range(number):
        organisation = Organisation(
            name=f"Writer {count}", kind="group", income_pence=1, created_at=datetime.now(UTC)
        )
        user = User(
            email=f"writer{count}@bench.example", name=f"Writer {count}", created_at=datetime.now(UTC)
        )
        user.memberships.append(
            Membership(organisation=organisation, rights="submit", created_at=datetime.now(UTC))
        )
        with unit_of_work():
            db.session.add(user)
            db.session.flush()
            occasion = Occasion(actor_of(user), busy.occasion.at)
            draft = start_application(busy.round, organisation, 450_000, occasion)
            if ready:
                save_answers(draft, MICRO | {"outcomes": ["housing"]}, occasion)
        found.append(Draft(draft.id, user))
    return found


class served:
    """`grantflow serve` with two web processes, and no worker: what is promised waits in the queue."""

    def __init__(self, house: House) -> None:
        self._port = free_port()
        self._running = running(house.environment, self._port, logs=house.folder / "logs", web=2, workers=0)

    def __enter__(self) -> str:
        self._running.__enter__()
        return f"http://{HOST}:{self._port}"

    def __exit__(self, *error: Any) -> None:
        self._running.__exit__(*error)


def signed_in(house: House, base: str, user: User) -> Counting:
    name, _, value = cookie_of(house.app, user).partition("=")
    jar = CookieJar()
    jar.set_cookie(
        Cookie(0, name, value, None, False, HOST, False, False, "/", True, False, None, True, None, None, {})
    )
    return Counting(base, jar)


def _a_charity_on_the_register() -> None:
    with unit_of_work():
        db.session.add(
            RegisteredCharity(
                number=NUMBER, name="Bench House", status="registered", income_pence=4_200_000,
                year_ends_on=date(2026, 3, 31), accounts_overdue=False, insolvent=False, in_administration=False,
                trustees=5, postcode="CA1 1AA", website="",
            )
        )  # fmt: skip


def _applies(house: House, port: int, amount: str) -> Counting:
    person = Counting(f"http://{HOST}:{port}")
    person.open("/rounds/bench")
    person.follow("Start now")
    person.send({"email": "sam@bench.example"}, button="Email me a link")
    with unit_of_work():
        token = make_link(
            LinkPurpose.SIGN_IN,
            "sam@bench.example",
            datetime.now(UTC),
            next_path="/applicant/rounds/bench/start",
        )
    person.open(f"/sign-in/{token}")
    page = person.press("Sign in")
    person.send({"charity_number": NUMBER}, button="Continue")
    person.send({"your_name": "Sam Reid"}, button="Yes, this is us")
    page = person.send({"amount": amount}, button="Start the application")
    page = person.open(next(href for _, href in page.links if "/sections/" in href))
    while "/sections/" in page.url:
        before = page.url
        page = person.send(_asked(page, _answers(amount), SAVE), button=SAVE)
        if page.url == before:
            raise SystemExit(f"{page.url} was not accepted: {page.text[:600]}")
    if not any(form.says(SEND) for form in page.forms):
        page = person.follow("Check your answers")
    page = person.press(SEND)
    if "We have your application" not in page.text:
        raise SystemExit(f"{page.url} did not take the application: {page.text[:600]}")
    return person


def _asked(page: Page, told: dict[str, Value], button: str) -> dict[str, Value]:
    names = page.form(button=button).names
    return {key: value for key, value in told.items() if key in names}


def _answers(amount: str) -> dict[str, Value]:
    text = "We cook together every Thursday, and people stay on to talk. " * 4
    long = (
        "what-you-will-do", "need-evidence", "who-and-where", "local-link", "how-you-will-know", "learning-plan",
        "people-and-partners", "safeguarding",
    )  # fmt: skip
    return {
        **dict.fromkeys(long, text),
        "project-title": "Cooking together", "outcomes": ["housing"], "areas": ["E23000002"],
        "people-expected": "24", "amount-requested": amount, "start-date-day": "6", "start-date-month": "4",
        "start-date-year": "2099", "length-months": "12", "contact-name": "Sam Reid",
        "contact-email": "sam@bench.example", "contact-phone": "01632 960 001", "partners-involved": "no",
        "budget-0-item": "A cook", "budget-0-cost": amount, "accounts-on-register": "yes",
    }  # fmt: skip


def _types(house: House, base: str, draft: Draft) -> list[float]:
    """Type for a while, as fast as somebody does; the times that each save took, in milliseconds."""
    person, chance = signed_in(house, base, draft.user), Random(str(draft.application_id))
    address = f"/applicant/applications/{draft.application_id}/sections/your-work"
    page = person.open(address)
    fields = dict(page.form(TITLE).fields)
    times = []
    time.sleep(chance.uniform(0, PAUSE))
    for turn in range(EACH_SAVES):
        fields["what-you-will-do"] = f"We cook together, and this is what comes {turn}. " * 20
        begun = time.perf_counter()
        told = person.post_json(f"{address}/autosave", fields)
        times.append((time.perf_counter() - begun) * 1000)
        fields |= told["marks"]
        time.sleep(max(0, PAUSE * chance.uniform(0.7, 1.3) - times[-1] / 1000))
    return times


def _nothing_typed_is_lost(drafts: list[Draft]) -> None:
    db.session.rollback()
    last = f"what comes {EACH_SAVES - 1}. "
    rows = db.session.scalars(select(Answer).where(Answer.question_key == "what-you-will-do"))
    kept = {row.case_id: str(row.value) for row in rows}
    if lost := [each for each in drafts if last.strip() not in kept.get(each.application_id, "")]:
        raise SystemExit(f"autosave-50: {len(lost)} drafts do not hold what was typed last")


def _close_in(busy: BusyRound, drafts: list[Draft], seconds: float) -> datetime:
    """The round, and every draft in it, closes in so many seconds."""
    closes_at = datetime.now(UTC) + timedelta(seconds=seconds)
    with unit_of_work():
        round = db.session.merge(busy.round)
        round.closes_at = closes_at
        for application in db.session.scalars(select(Application)):
            application.closes_at = closes_at
            reset_timers(application, datetime.now(UTC))
    return closes_at


def _rushes(house: House, base: str, rusher: Rusher) -> None:
    """Change a title, save it, look at the answers, send them."""
    time.sleep(max(0, rusher.begins - time.monotonic()))
    person = signed_in(house, base, rusher.draft.user)
    address = f"/applicant/applications/{rusher.draft.application_id}"

    def timed(ask: Callable[[], Page]) -> Page:
        begun = time.perf_counter()
        page = ask()
        rusher.times.append((time.perf_counter() - begun) * 1000)
        return page

    page = timed(lambda: person.open(f"{address}/sections/your-work"))
    if page.status != 200 or not any(form.says(SAVE) for form in page.forms):
        rusher.refused = True
        return
    rusher.typed = f"In the last minute {rusher.draft.application_id.hex[-6:]}"
    page = timed(lambda: person.send({TITLE: rusher.typed}, button=SAVE))
    if page.status != 200:
        rusher.refused = True
        return
    rusher.saved = rusher.typed
    page = timed(lambda: person.open(f"{address}/check"))
    if not any(form.says(SEND) for form in page.forms):
        rusher.refused = True
        return
    page = timed(lambda: person.press(SEND))
    if "We have your application" in page.text:
        rusher.acknowledged_at = datetime.now(UTC)
    else:
        rusher.refused = True


def _hold_against_the_database(rushers: list[Rusher], closes_at: datetime) -> int:
    """Row by row: whoever was told yes is stored once and in time, nobody else is, and every saved answer is there."""
    db.session.rollback()
    db.session.expire_all()
    stored = {each.id: each for each in db.session.scalars(select(Application))}
    sent = db.session.scalars(select(Submission)).all()
    rows = db.session.execute(select(Answer.case_id, Answer.value).where(Answer.question_key == TITLE))
    titles = {row.case_id: row.value for row in rows}
    wrong = []
    for rusher in rushers:
        found = stored[rusher.draft.application_id]
        times = sum(each.application_id == found.id for each in sent)
        told_yes = rusher.acknowledged_at is not None
        if told_yes != (found.stage == "submitted") or times != int(told_yes):
            wrong.append(f"{found.reference}: told {told_yes}, stands at {found.stage}, stored {times} times")
        if found.submitted_at and found.submitted_at > closes_at:
            wrong.append(f"{found.reference}: stored after the deadline")
        if rusher.saved and titles[found.id] != rusher.saved:
            wrong.append(f"{found.reference}: holds {titles[found.id]!r} and not {rusher.saved!r}")
        if not told_yes and not rusher.refused:
            wrong.append(f"{found.reference}: was told nothing")
    if wrong:
        raise SystemExit("rush:\n" + "\n".join(wrong[:20]))
    return sum(rusher.acknowledged_at is not None for rusher in rushers)


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {
    "micro-requests": requests,
    "standard-requests": requests,
    "autosave-50": autosave,
    "rush": rush,
}
