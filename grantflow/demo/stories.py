"""The stories: what is written in `demo/stories`, read as it is."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.models import Organisation, User
from grantflow.applications.models import Application
from grantflow.awards.models import Award
from grantflow.core.display import LONDON
from grantflow.db import db
from grantflow.engine.form import Form
from grantflow.engine.questions import to_stored
from grantflow.funds.models import Round

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

FOLDER = Path(__file__).parent / "stories"

# What stories call an organisation, and what the start page calls it.
KINDS = {
    "registered-charity": "registered-charity",
    "cio": "registered-charity",
    "cic": "community-interest-company",
    "company": "company",
    "community-benefit-society": "company",
    "unregistered-group": "group",
}


@dataclass
class Story:
    """One organisation's story, and the rows it has become so far."""

    name: str
    told: dict[str, Any]
    organisation_id: UUID | None = None
    user_id: UUID | None = None
    application_id: UUID | None = None

    @property
    def ends_at(self) -> str:
        """The stage at which the application is left."""
        stage: str = self.told["application"]["stage"]
        return stage

    def organisation(self) -> Organisation:
        return db.session.get_one(Organisation, self.organisation_id)

    def user(self) -> User:
        return db.session.get_one(User, self.user_id)

    def application(self) -> Application:
        return db.session.get_one(Application, self.application_id)

    def award(self) -> Award:
        return db.session.scalars(select(Award).where(Award.application_id == self.application_id)).one()


@dataclass
class RoundStory:
    """One round's facts, and the stories of those who applied."""

    name: str
    told: dict[str, Any]
    stories: list[Story]
    round_id: UUID | None = None

    @property
    def pace(self) -> float:
        """A rolling round promises an answer within three weeks, so everything in it goes faster."""
        return 0.3 if self.told.get("rolling") else 1.0

    def round(self) -> Round:
        return db.session.get_one(Round, self.round_id)


def read_people() -> dict[str, dict[str, Any]]:
    people: dict[str, dict[str, Any]] = _read(FOLDER / "people.toml")["people"]
    return people


def read_elsewhere(what: str, entry: str) -> list[dict[str, Any]]:
    """What became of the entry of this title: `tried` elsewhere, or `taken_up`."""
    told: list[dict[str, Any]] = _read(FOLDER / "elsewhere.toml")[what]
    return [each for each in told if each["entry"] == entry]


def read_rounds() -> list[RoundStory]:
    """Every round, those that opened first before the others."""
    rounds = [
        RoundStory(
            folder.name,
            _facts(_read(folder / "round.toml")),
            [
                Story(path.stem, _read(path))
                for path in sorted(folder.glob("*.toml"))
                if path.name != "round.toml"
            ],
        )
        for folder in sorted(FOLDER.iterdir())
        if folder.is_dir()
    ]
    return sorted(rounds, key=lambda each: each.told["opens_at"])


def london(at: datetime | date, clock: time = time(10, 0)) -> datetime:
    """A time in a story is London's; a day is taken at ten in the morning unless told otherwise."""
    whole = at if isinstance(at, datetime) else datetime.combine(at, clock)
    return whole.replace(tzinfo=LONDON)


def stored(form: Form, told: dict[str, Any]) -> dict[str, Any]:
    """Answers as they are kept, read by the form's own rules from answers as they would be typed."""
    return {key: to_stored(form.question(key), _typed(value)) for key, value in told.items()}


def _typed(value: Any) -> Any:
    """What a person would have put in the boxes."""
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return _typed(date.fromisoformat(value))
    if isinstance(value, list):
        return [
            {key: str(cell) for key, cell in each.items()} if isinstance(each, dict) else str(each)
            for each in value
        ]
    return str(value)


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = told.get("round", told)
    return facts


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
