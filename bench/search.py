"""Searching 100,000 applications, some thousands of them with answers; and taking a copy of 10,000 with all answers."""

import http.client
import random
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import insert, select, text, update

from bench.data import AT, a_busy_round, add_applications
from bench.figures import Figure
from bench.house import House, a_house, a_server, ask, cookie_of
from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.casework.models import Answer, Case
from grantflow.core.references import new_id
from grantflow.db import db

MANY, ANSWERED, EXPORTED = 100_000, 6_000, 10_000
MOST_MS, MOST_SECONDS = 150, 5
SEARCHES = {
    "none": "zygomorphic quokka",
    "one": "wanted1234",
    "few": '"bicycle repair" whitehaven',
    "a prefix": "allotm",
    "a phrase": '"every thursday evening"',
    "some thousands": "probation",
    "all": "project",
    "all and some": "project kitchen",
    "a letter": "p",
    "a few at once": "women choir housing friday carlisle",
}
PLACES = (
    "Carlisle",
    "Whitehaven",
    "Barrow",
    "Kendal",
    "Penrith",
    "Crewe",
    "Chester",
    "Warrington",
    "Widnes",
    "Wigan",
)
WORK = (
    "bicycle repair", "cooking", "a choir", "boxing", "an allotment", "mending clothes", "a kitchen", "debt advice",
    "woodwork", "a radio station", "dog walking", "boat building", "reading aloud", "football", "peer mentoring",
)  # fmt: skip
WHO = (
    "women",
    "young adults",
    "older men",
    "veterans",
    "fathers",
    "people who sleep rough",
    "Travellers",
    "carers",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
SAID = (
    "We run {work} in {place} every {day} evening for {who}.",
    "People on probation hear of us from their officer, and many come back with a friend.",
    "Two of our trustees live in {place} and have been on probation themselves.",
    "Last year {number} people came, and {less} of them moved on to work, training or volunteering.",
    "We began with {work}, and found that people talk when their hands are busy.",
    "There is nothing like it for {who} between {place} and the coast.",
    "What did not work was asking for referrals by form, so now we ring.",
    "The hall costs £{number} a month, and the rest pays for {less} hours of a worker’s time.",
    "We ask at the start and every eight weeks how things are at home, with money and with health.",
    "Our partners are the food bank, the library and the housing team of the council.",
)
LONG = (
    "what-you-will-do",
    "who-and-where",
    "local-link",
    "how-you-will-know",
    "people-and-partners",
    "safeguarding",
)


def searches(_names: list[str]) -> Iterator[Figure]:
    """The slowest of several searches: each word is rare, common or nowhere."""
    with a_house() as house:
        officer, _ = some_that_answered(house, MANY, ANSWERED)
        cookie, found = cookie_of(house.app, officer), []
        with a_server(house) as port:
            for name, words in SEARCHES.items():
                path = f"/officer/?{urlencode({'words': words})}"
                figure = ask(name, port, path, cookie, aim=None)
                print(f"  {name}: {figure.median_ms:.0f} ms, p95 {figure.p95_ms:.0f} ms", flush=True)
                found.append(figure)
    slowest = max(found, key=lambda each: each.p95_ms or 0)
    yield Figure(
        "search-100000", slowest.p95_ms or 0, "ms p95", MOST_MS, median_ms=slowest.median_ms,
        p95_ms=slowest.p95_ms, sql=max(each.sql or 0 for each in found), peak_mb=slowest.peak_mb,
        note=f"{len(SEARCHES)} searches, {ANSWERED:,} with answers; the slowest: {slowest.name}",
    )  # fmt: skip


def orders(_names: list[str]) -> Iterator[Figure]:
    """The other orders of the list, and filters that leave few of many."""
    with a_house() as house:
        officer, _ = some_that_answered(house, MANY, 0)
        cookie, found = cookie_of(house.app, officer), []
        asked = (
            "order=amount", "order=organisation", "order=received", "order=amount&small=yes", "waits=officer",
            "overdue=yes", "tier=micro", "stage=panel&order=amount", "waits=assessor", "order=received&last=yes",
        )  # fmt: skip
        with a_server(house) as port:
            for query in asked:
                figure = ask(query, port, f"/officer/?{query}", cookie, aim=None)
                print(f"  {query}: {figure.median_ms:.0f} ms, p95 {figure.p95_ms:.0f} ms", flush=True)
                found.append(figure)
    slowest = max(found, key=lambda each: each.p95_ms or 0)
    yield Figure(
        "orders-100000", slowest.p95_ms or 0, "ms p95", MOST_MS, median_ms=slowest.median_ms,
        p95_ms=slowest.p95_ms, sql=max(each.sql or 0 for each in found), peak_mb=slowest.peak_mb,
        note=f"{len(asked)} filters and orders; the slowest: {slowest.name}",
    )  # fmt: skip


def exports(_names: list[str]) -> Iterator[Figure]:
    with a_house() as house:
        officer, _ = some_that_answered(house, EXPORTED, EXPORTED, is_open=1)
        for form in ("csv", "xlsx"):
            with a_server(house) as port:
                seconds, size, before, peak = _export(house, port, officer, form)
            yield Figure(
                "export-10000" if form == "csv" else "export-10000-xlsx", seconds, "s", MOST_SECONDS, peak_mb=peak,
                note=f"{form.upper()}, {size / 1e6:.0f} MB; the server held {before:.0f} MB before it, "
                f"and {peak - before:.0f} MB more for it",
            )  # fmt: skip


def some_that_answered(
    house: House, number: int, answered: int, *, is_open: float = 0.8
) -> tuple[User, list[UUID]]:
    """A busy round, with long answers in the first so many of its applications."""
    busy = a_busy_round(house.app, applications=0)
    add_applications(
        busy.round, busy.officer, [busy.charity.memberships[0].organisation_id], number, is_open=is_open
    )
    ids = list(db.session.scalars(select(Application.id).order_by(Application.id).limit(answered)))
    chance = random.Random(7)
    for start in range(0, len(ids), 1_000):
        some = ids[start : start + 1_000]
        stages = {
            row.id: row.stage
            for row in db.session.execute(select(Case.id, Case.stage).where(Case.id.in_(some)))
        }
        # What is written in drafts is searched from when they are sent: all of it at once.
        db.session.execute(update(Case.__table__).where(Case.id.in_(some)).values(stage="draft"))  # type: ignore[arg-type]
        rows = [row for number, each in enumerate(some, start) for row in _answers(each, number, chance)]
        db.session.execute(insert(Answer.__table__), rows)  # type: ignore[arg-type]
        for stage in set(stages.values()):
            sent = [each for each in some if stages[each] == stage]
            db.session.execute(update(Case.__table__).where(Case.id.in_(sent)).values(stage=stage))  # type: ignore[arg-type]
        db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return busy.officer, ids


def _answers(application_id: UUID, number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    given: dict[str, Any] = {key: _some_text(chance) for key in LONG}
    given["safeguarding"] += f" Wanted{number}."
    given |= {
        "project-title": f"Project {number}", "outcomes": [chance.choice(("housing", "welfare"))],
        "areas": ["E23000002"], "people-expected": chance.randrange(5, 90), "amount-requested": 1_800_000,
        "partners-involved": "no", "budget": [{"item": "A worker", "cost": 1_800_000}], "contact-name": "Sam Reid",
        "contact-email": f"sam{number}@bench.example", "start-date": "2099-04-06", "length-months": 12,
    }  # fmt: skip
    for key, value in given.items():
        yield {
            "id": new_id(), "case_id": application_id, "part": "main", "question_key": key, "value": value,
            "revision": 1, "saved_at": AT, "saved_by_id": None,
        }  # fmt: skip


def _some_text(chance: random.Random) -> str:
    place, work, who, day = (chance.choice(each) for each in (PLACES, WORK, WHO, DAYS))
    facts = {"place": place, "work": work, "who": who, "day": day, "number": chance.randrange(20, 400)}
    said = [
        each.format(**facts, less=chance.randrange(2, 19))
        for each in chance.sample(SAID, chance.randrange(4, 9))
    ]
    return " ".join(said)


def _export(house: House, port: int, officer: User, form: str) -> tuple[float, int, float, float]:
    """Seconds from the press of the button to the last byte, bytes, and the server’s most memory before and after."""
    cookie = cookie_of(house.app, officer)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    before = _peak(connection, cookie)
    begun, size = time.perf_counter(), 0
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/officer/export", urlencode({"form": form}), headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"the export answered {answer.status}")
    while part := answer.read(65_536):
        size += len(part)
    seconds = time.perf_counter() - begun
    connection.close()
    return seconds, size, before, _peak(connection, cookie)


def _peak(connection: http.client.HTTPConnection, cookie: str) -> float:
    """The most memory that the server has held so far, in MB."""
    connection.request("GET", "/officer/", headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    return int(answer.getheader("X-Peak-KB") or 0) / 1024


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {
    "search-100000": searches,
    "orders-100000": orders,
    "export-10000": exports,
}
