"""The register of charities of the demonstration: an extract as the Commission would make it, of invented charities.

Whoever applies in a story with a charity number is on it. So are a few that nobody has applied for, whose numbers a
visitor may try; one of those was removed, and one has late accounts.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from grantflow.charities.extract import CHARITIES, RETURNS, TRUSTEES
from grantflow.charities.jobs import Reading, read_register
from grantflow.demo.stories import RoundStory

# Numbers that the register does not use: for a visitor who wants to apply as somebody new.
NOBODYS: Sequence[tuple[str, str, int]] = (
    ("9960001", "Allotment Lane Breakfasts", 38_200),
    ("9960002", "Beacon Row Boxing Club", 61_450),
    ("9960003", "Copper Kettle Conversations", 12_300),
    ("9960004", "Drovers' Yard Workshop", 147_900),
    ("9960005", "Eastgate Evening Choir", 9_800),
)
REMOVED, LATE = "9960003", "9960004"
ACCOUNTS_TAKE = timedelta(days=160)


def read_invented_register(rounds: Iterable[RoundStory], at: datetime) -> Reading:
    """Write the extract, and read it as any other."""
    with tempfile.TemporaryDirectory(prefix="grantflow-demo-register-") as folder:
        charities = [*_in_stories(rounds), *_nobodys(at.date())]
        for name, rows in (
            (CHARITIES, [_charity(each, at) for each in charities]),
            (RETURNS, [_return(each, at) for each in charities]),
            (TRUSTEES, [_number(each) for each in charities for _ in range(each["trustees"])]),
        ):
            (Path(folder) / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
        return read_register([Path(folder)], at)


def _in_stories(rounds: Iterable[RoundStory]) -> Iterator[dict[str, Any]]:
    """Once each: some apply in more than one round."""
    seen = set()
    for story in (each for found in rounds for each in found.stories):
        told = story.told["organisation"]
        number = told.get("charity_number")
        if number and number not in seen:
            seen.add(number)
            yield told | {"trustees": 3 + int(number) % 6}


def _nobodys(today: date) -> Iterator[dict[str, Any]]:
    ended = date(today.year - (today.month < 11), 3, 31)
    for number, name, income in NOBODYS:
        yield {
            "name": name, "charity_number": number, "income": income, "income_year_ends_on": ended, "trustees": 5,
            "postcode": "ZZ1 1ZZ",
        }  # fmt: skip


def _charity(told: dict[str, Any], at: datetime) -> dict[str, Any]:
    number = told["charity_number"]
    return _number(told) | {
        "date_of_extract": at.date().isoformat(),
        "charity_name": told["name"],
        "charity_registration_status": "Removed" if number == REMOVED else "Registered",
        "date_of_registration": f"{1990 + int(number) % 30}-05-01",
        "date_of_removal": (at - timedelta(days=400)).date().isoformat() if number == REMOVED else None,
        "charity_reporting_status": "Submission Overdue" if number == LATE else "Submission Received",
        "latest_acc_fin_period_end_date": _iso(told.get("income_year_ends_on")),
        "latest_income": told["income"],
        "charity_contact_postcode": told.get("postcode", ""),
        "charity_insolvent": False,
        "charity_in_administration": False,
    }


def _return(told: dict[str, Any], at: datetime) -> dict[str, Any]:
    ended = told.get("income_year_ends_on") or at.date()
    received = min(ended + ACCOUNTS_TAKE, at.date())
    late = told["charity_number"] == LATE
    return _number(told) | {
        "fin_period_end_date": _iso(ended),
        "date_accounts_received": None if late else _iso(received),
    }


def _number(told: dict[str, Any]) -> dict[str, Any]:
    return {"registered_charity_number": int(told["charity_number"]), "linked_charity_number": 0}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
