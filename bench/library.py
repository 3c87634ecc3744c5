"""The library of what was learned, with 20,000 published entries: words and filters, alone and together."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import insert, text

from bench.data import AT, a_busy_round
from bench.figures import Figure
from bench.house import a_house, a_server, ask
from bench.search import DAYS, PLACES, SAID, WHO, WORK
from grantflow.casework.models import Answer, Case
from grantflow.core.references import new_id, new_reference
from grantflow.db import NO_DUE_DATE, db
from grantflow.learning.models import LearningEntry

MANY, BATCH = 20_000, 2_000
MOST_MS = 100
ASKED: dict[str, dict[str, str]] = {
    "everything": {},
    "a rare word": {"words": "wanted1234"},
    "a word in most": {"words": "probation"},
    "a phrase": {"words": '"every thursday evening"'},
    "words in some": {"words": "choir carlisle women"},
    "words that are nowhere": {"words": "zygomorphic quokka"},
    "one filter": {"outcome": "housing"},
    "a rare filter": {"cohort": "neurodivergent", "setting": "through-the-gate", "rurality": "countryside"},
    "many filters": {"outcome": "housing", "cohort": "women", "setting": "prison", "rurality": "town", "worked": "no"},
    "filters and a word in most": {"words": "probation", "cohort": "veterans", "worked": "no", "region": "B"},
    "filters and words in some": {"words": "bicycle", "outcome": "welfare", "setting": "community"},
    "filters that leave nothing": {"words": "zygomorphic", "cohort": "women", "setting": "prison", "region": "B"},
    "a deep page": {"after": f"{(AT - timedelta(minutes=9 * MANY)).isoformat()}~{'0' * 32}"},
}  # fmt: skip
OUTCOMES = ("mental-health", "employment", "dependency", "welfare", "housing")
COHORTS = (
    "everyone", "women", "young-adults", "older-people", "minority-ethnic", "leaving-prison", "care-leavers",
    "veterans",
)  # fmt: skip
TEXTS = (
    "question-tested", "what-was-done", "for-whom", "where", "context-place", "context-services", "what-happened",
    "what-did-not-work", "mechanism", "limits", "core-parts",
)  # fmt: skip


def library(_names: list[str]) -> Iterator[Figure]:
    """The slowest of several ways to look, and one entry with those near it."""
    with a_house() as house:
        busy = a_busy_round(house.app, applications=0)
        some_entry = _add_entries(busy.round.id, busy.charity.memberships[0].organisation_id)
        found = []
        with a_server(house) as port:
            for name, asked in ASKED.items():
                figure = ask(name, port, f"/learning?{urlencode(asked)}", "", aim=None)
                took = f"{figure.median_ms:.0f} ms, p95 {figure.p95_ms:.0f} ms, {figure.value:.0f} ms CPU"
                print(f"  {name}: {took}, {figure.sql} SQL", flush=True)
                found.append(figure)
            entry = ask("an entry", port, f"/learning/{some_entry}", "", aim=None)
    slowest = max(found, key=lambda each: each.p95_ms or 0)
    yield Figure(
        "library-20000", slowest.p95_ms or 0, "ms p95", MOST_MS, median_ms=slowest.median_ms, p95_ms=slowest.p95_ms,
        sql=max(each.sql or 0 for each in found), peak_mb=slowest.peak_mb,
        note=f"{len(ASKED)} ways to look; the slowest: {slowest.name}. An entry with those near it: "
        f"{entry.median_ms:.0f} ms, p95 {entry.p95_ms:.0f} ms",
    )  # fmt: skip


def _add_entries(round_id: Any, organisation_id: Any) -> Any:
    """Entries in bulk: drafts with their answers, then published all at once, which is when they are indexed."""
    chance = random.Random(11)
    entry_id = new_id()
    for start in range(0, MANY, BATCH):
        cases, entries, answers = [], [], []
        for number in range(start, start + BATCH):
            entry_id = new_id()
            cases.append({
                "id": entry_id, "kind": "learning", "workflow_version": 1, "reference": new_reference("L"),
                "title": f"What {chance.choice(WORK)} taught {number}", "stage": "draft", "stage_entered_at": AT,
                "is_open": False, "revision": 1, "region_code": chance.choice("ABCDEF"), "round_id": round_id,
                "due_at": NO_DUE_DATE, "organisation_id": organisation_id, "assigned_to_id": None, "created_at": AT,
            })  # fmt: skip
            entries.append(_entry(entry_id, number, chance))
            answers += [_answer(entry_id, key, _said(number, chance)) for key in TEXTS]
        db.session.execute(insert(Case.__table__), cases)  # type: ignore[arg-type]
        db.session.execute(insert(LearningEntry.__table__), entries)  # type: ignore[arg-type]
        db.session.execute(insert(Answer.__table__), answers)  # type: ignore[arg-type]
        db.session.execute(
            text("UPDATE cases SET stage = 'published' WHERE kind = 'learning' AND stage = 'draft'")
        )
        db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return entry_id


def _entry(entry_id: Any, number: int, chance: random.Random) -> dict[str, Any]:
    # One in two hundred is for a group that few are for.
    cohorts = ["neurodivergent"] if number % 200 == 0 else chance.sample(COHORTS, chance.randrange(1, 3))
    return {
        "id": entry_id, "form_version": 1, "outcomes": chance.sample(OUTCOMES, chance.randrange(1, 3)),
        "force_areas": ["E23000002"], "cohorts": cohorts,
        "settings": [chance.choice(("community", "community", "community", "prison", "through-the-gate"))],
        "partner_types": chance.sample(("probation-office", "health", "housing", "council"), 2),
        "rurality": chance.choice(("city", "town", "town", "countryside", "mixed")),
        "need_level": chance.choice(("low", "medium", "high")), "sex": "",
        "evidence": chance.randrange(1, 5), "worked": chance.choice(("yes", "yes", "partly", "no")),
        "credit": "", "consent_given_at": AT, "consent_given_by": "Sam", "changes_wanted": "",
        "look_again_years": 2,
        "began_from": {}, "published_at": AT - timedelta(minutes=17 * number),
        "look_again_at": AT + timedelta(days=700),
    }  # fmt: skip


def _said(number: int, chance: random.Random) -> str:
    facts = {"place": chance.choice(PLACES), "work": chance.choice(WORK), "who": chance.choice(WHO),
             "day": chance.choice(DAYS), "number": chance.randrange(20, 400),
             "less": chance.randrange(2, 19)}  # fmt: skip
    said = " ".join(each.format(**facts) for each in chance.sample(SAID, chance.randrange(1, 4)))
    return f"{said} Wanted{number}."


def _answer(entry_id: Any, key: str, value: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "case_id": entry_id, "part": "main", "question_key": key, "value": value, "revision": 1,
        "saved_at": AT, "saved_by_id": None,
    }  # fmt: skip


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {"library-20000": library}
