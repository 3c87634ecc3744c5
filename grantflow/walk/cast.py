"""Who is in the walk and what becomes of them: charities, their answers, the staff, and how much money there is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from grantflow.walk.browser import Value

WORDS = Path(__file__).with_name("words.toml")
FEWEST, MOST = 4, 100
LEAST_BUDGET = 75_000  # pounds: a round's budget is never below its largest award


class Fate(StrEnum):
    """What becomes of an application."""

    FUNDED = "funded"
    DECLINED = "declined"
    LEFT = "left unsent"
    WITHDRAWN = "withdrawn"
    INELIGIBLE = "not eligible"
    TURNED_DOWN = "offer turned down"
    LAPSED = "offer lapsed"


# The first of these are in every walk, however small; from the seventh on they come round again.
PARTS = (
    (Fate.FUNDED, "standard"), (Fate.FUNDED, "micro"), (Fate.LEFT, "micro"), (Fate.DECLINED, "small"),
    (Fate.WITHDRAWN, "micro"), (Fate.INELIGIBLE, "micro"), (Fate.FUNDED, "small"), (Fate.LAPSED, "micro"),
    (Fate.TURNED_DOWN, "small"), (Fate.DECLINED, "micro"), (Fate.FUNDED, "standard"), (Fate.FUNDED, "micro"),
    (Fate.FUNDED, "small"), (Fate.DECLINED, "standard"), (Fate.FUNDED, "micro"), (Fate.FUNDED, "small"),
    (Fate.DECLINED, "micro"), (Fate.FUNDED, "small"), (Fate.FUNDED, "micro"), (Fate.DECLINED, "small"),
)  # fmt: skip
AGAIN_FROM = 6
BRANCHES = ("east", "west", "north", "south")
# Pounds asked for at each size, varied a little from one charity to the next.
AMOUNTS = {
    "micro": (4_200, 4_800, 3_600, 5_000),
    "small": (24_500, 22_000, 19_400),
    "standard": (48_000, 62_500),
}
OFFERED = (Fate.FUNDED, Fate.TURNED_DOWN, Fate.LAPSED)


@dataclass
class Charity:
    """One charity, what it asks for and what becomes of it. The ids are filled in as the walk goes on."""

    number: int
    name: str
    project: str
    place: str
    area: str
    work: str
    kind: str
    income: int
    contact: str
    fate: Fate
    tier: str
    amount: int
    starts_on: date
    application_id: UUID = field(default_factory=lambda: UUID(int=0))
    award_id: UUID = field(default_factory=lambda: UUID(int=0))
    reference: str = ""
    award_reference: str = ""
    proposed: bool = False

    @property
    def email(self) -> str:
        return f"{self.contact.split()[0].lower()}@{_host(self.name)}"

    @property
    def charity_number(self) -> str:
        """In a range that the register does not use."""
        return str(9_940_101 + self.number) if self.kind == "registered-charity" else ""

    @property
    def amount_shown(self) -> str:
        return f"£{self.amount:,}"

    @property
    def pence(self) -> int:
        return self.amount * 100

    @property
    def is_offered(self) -> bool:
        return self.fate in OFFERED

    @property
    def is_assessed(self) -> bool:
        return self.is_offered or self.fate is Fate.DECLINED

    @cached_property
    def partners(self) -> tuple[tuple[str, str], ...]:
        """Name and email of each organisation it names: two at the larger sizes, none at the smallest."""
        if self.tier == "micro":
            return ()
        names = (f"{self.place} Reach {self.number + 1}", f"{self.place} Works Forum {self.number + 1}")
        return tuple((name, f"partnerships@{_host(name)}") for name in names)

    def says(self, key: str) -> str:
        """What it writes about its kind of work, with its own name and place in it."""
        return str(words()["work"][self.work][key]).format(**self.facts)

    @property
    def facts(self) -> dict[str, str]:
        return {"name": self.name, "place": self.place, "title": self.project}

    @property
    def outcomes(self) -> list[str]:
        return list(words()["work"][self.work]["outcomes"])

    def answers(self) -> dict[str, Value]:
        """What it would fill in, by the name of the box. A form takes from it what it asks."""
        told: dict[str, Value] = {
            "project-title": self.project, "what-you-will-do": self.says("what"), "outcomes": self.outcomes,
            "need-evidence": self.says("need"), "how-you-will-know": self.says("know"),
            "who-and-where": self.says("where"), "areas": [self.area], "people-expected": str(24 + self.number),
            "local-link": self.says("link"), "learning-plan": self.says("learning"),
            "people-and-partners": self.says("people"), "safeguarding": words()["common"]["safeguarding"],
            "amount-requested": f"{self.amount:,}", "length-months": "12", "accounts-on-register": "yes",
            "start-date-day": str(self.starts_on.day), "start-date-month": str(self.starts_on.month),
            "start-date-year": str(self.starts_on.year), "contact-name": self.contact,
            "contact-email": self.email, "contact-phone": f"0114 496 0{200 + self.number}",
            "partners-involved": "yes" if self.partners else "no",
        }  # fmt: skip
        return told | self._budget() | self._partners()

    def _budget(self) -> dict[str, Value]:
        lines: dict[str, Value] = {}
        left = self.amount
        shares = words()["work"][self.work]["budget"]
        for row, (item, share) in enumerate(shares):
            cost = left if row == len(shares) - 1 else self.amount * share // 100
            left -= cost
            lines |= {f"budget-{row}-item": item, f"budget-{row}-cost": f"{cost:,}"}
        return lines

    def _partners(self) -> dict[str, Value]:
        roles = words()["work"][self.work]["partner_roles"]
        lines: dict[str, Value] = {}
        for row, ((name, email), role) in enumerate(zip(self.partners, roles, strict=False)):
            lines |= {f"partners-{row}-name": name, f"partners-{row}-email": email}
            lines |= {f"partners-{row}-role": role, f"partners-{row}-share": str(500 * row)}
        return lines


@cache
def words() -> Mapping[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def charities(count: int, starts_on: date) -> list[Charity]:
    """So many charities over three sizes of grant. Beyond the hand-written names a second branch is made of each."""
    used = dict.fromkeys(AMOUNTS, 0)
    found = []
    for number in range(count):
        fate, tier = PARTS[number if number < len(PARTS) else AGAIN_FROM + (number - AGAIN_FROM) % 14]
        amounts = AMOUNTS[tier]
        found.append(_charity(number, fate, tier, amounts[used[tier] % len(amounts)], starts_on))
        used[tier] += 1
    return found


def budget(cast: list[Charity]) -> int:
    """Pounds: enough for every offer that is planned, and not enough for one more."""
    return max(LEAST_BUDGET, sum(each.amount for each in cast if each.is_offered))


def _charity(number: int, fate: Fate, tier: str, amount: int, starts_on: date) -> Charity:
    rows = words()["charities"]["rows"]
    name, project, place, area, work, kind, income, contact = rows[number % len(rows)]
    again = number // len(rows)
    if again:
        name, project = f"{name} {again + 1}", f"{project}, {BRANCHES[again - 1]}"
    return Charity(
        number, name, project, place, area, work, kind, income, contact, fate, tier, amount, starts_on
    )


def _host(name: str) -> str:
    return f"{''.join(letter for letter in name.lower() if letter.isalnum())}.example"
