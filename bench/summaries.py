"""A round with two hundred grants, each with a published entry: its summary and a page for each of them.

`summaries-200` is what a reader waits for: all of it composed and written as web pages. `summaries-200-pdf` is one
press of an officer: the round's summary and every grant's page in one PDF, by one worker. `summaries-200-pdfs` makes
two hundred files one by one in two processes, as two workers do when many entries are published at once.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from typing import Any
from uuid import UUID

from flask import Flask

from bench.figures import Figure
from bench.house import a_house
from grantflow.app import create_app
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.notices.printed import award_page, printed, round_page
from grantflow.notices.summaries import summary_html
from grantflow.reports.learned import shown_awards_of
from tests.factories import (
    a_learning_entry,
    a_review,
    a_round,
    an_application,
    an_award,
    an_officer,
    an_organisation,
)
from tests.learning.filled import ENTRY
from tests.monitoring.filled import COUNTS, REPORT, REVIEW

GRANTS = 200
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def measure(names: list[str]) -> Iterator[Figure]:
    with a_house() as house:
        found = _a_finished_round()
        printed("award", str(shown_awards_of(found.id)[0].id), AT)
        if "summaries-200" in names:
            seconds, pages = _timed(lambda: _as_pages(found))
            yield Figure("summaries-200", seconds, "s", 10, note=f"{pages} web pages composed and written")
        if "summaries-200-pdf" in names:
            seconds, pdf = _timed(lambda: printed("round", str(found.id), AT) or b"")
            yield Figure(
                "summaries-200-pdf", seconds, "s", 10, note=f"one PDF, {len(pdf) / 1024:,.0f} KB, one worker"
            )
        if "summaries-200-pdfs" in names:
            ids = [str(each.id) for each in shown_awards_of(found.id)]
            with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
                list(pool.map(_print, [house.environment] * 2, [ids[:1]] * 2))
                seconds, _ = _timed(
                    lambda: list(pool.map(_print, [house.environment] * 2, [ids[::2], ids[1::2]]))
                )
            yield Figure("summaries-200-pdfs", seconds, "s", 10, note=f"{len(ids)} PDFs, two workers")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


def _as_pages(found: Round) -> int:
    summaries = [round_page(found, AT), *(award_page(each, AT) for each in shown_awards_of(found.id))]
    return len([summary_html(each) for each in summaries if each])


def _print(environment: dict[str, str], ids: list[str]) -> None:
    with _house(environment["DATABASE_URL"], environment["FILES_URL"]).app_context():
        for each in ids:
            printed("award", each, AT)
            db.session.remove()


@cache
def _house(database: str, files: str) -> Flask:
    return create_app({"DATABASE_URL": database, "FILES_URL": files, "DEMO": True})


def _a_finished_round() -> Round:
    officer = an_officer()
    found = a_round(stage="learning", officer=officer)
    for number in range(GRANTS):
        award = an_award(
            stage="completed",
            application=an_application(
                stage="awarded", round=found, organisation=an_organisation(), title=f"Project {number}"
            ),
        )
        a_review(award, stage="answered", report=REPORT, review=REVIEW, counts=COUNTS, reported_at=AT)
        a_learning_entry(award, stage="published", answers=ENTRY, title=str(ENTRY["title"]), worked="partly")
    found_id: UUID = found.id
    db.session.remove()
    return db.session.get_one(Round, found_id)


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {
    "summaries-200": measure,
    "summaries-200-pdf": measure,
    "summaries-200-pdfs": measure,
}
