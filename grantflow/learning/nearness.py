"""How near two entries are, and what is different between them. Plain values in and out; no database.

Near is: the same outcome, and people, a place or a reason like it. Nothing here says that it would work elsewhere.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

MOST = 3
# What each thing in common is worth: for whom counts most, then where people were, then the kind of place.
COHORT, SETTING, OUTCOME, PLACE, NEED, PARTNER, WORDS = 4, 3, 2, 2, 2, 1, 1
MOST_WORDS = 4  # more words in common than this add nothing
ENOUGH_WORDS = 3  # so many make a mechanism alike where people and setting are not
WORD = re.compile(r"[a-z]{5,}")
# Words of five letters or more that say nothing of why.
EMPTY = frozenset(
    (
        "about", "after", "again", "because", "before", "being", "could", "every", "first", "going",
        "having", "itself", "might", "never", "nobody", "often", "other", "ought", "people", "person",
        "probation", "quite", "really", "seemed", "should", "something", "somebody", "still", "their",
        "themselves", "there", "these", "thing", "things", "think", "those", "though", "thought", "under",
        "until", "wanted", "which", "while", "whose", "without", "would",
    )
)  # fmt: skip

Part = Literal["cohorts", "settings", "rurality", "need_level"]


@dataclass(frozen=True)
class Profile:
    """What an entry is compared by, in the values of the form's choices. `worked` is yes, partly, no or nothing yet."""

    id: UUID
    worked: str = ""
    outcomes: frozenset[str] = frozenset()
    cohorts: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    partner_types: frozenset[str] = frozenset()
    rurality: str = ""
    need_level: str = ""
    words: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Difference:
    """One thing that was true there and not here: `there` and `here` are values of the form's choices."""

    part: Part
    there: tuple[str, ...]
    here: tuple[str, ...]


@dataclass(frozen=True)
class Neighbours:
    """The nearest entries that came out alike, and the nearest that came out otherwise; each nearest first."""

    similar: tuple[Profile, ...] = ()
    contrary: tuple[Profile, ...] = ()


def significant(text: str) -> frozenset[str]:
    """The words of a mechanism that another could share, by their first five letters: trust, trusted and trusting."""
    return frozenset(word[:5] for word in WORD.findall(text.lower()) if word not in EMPTY)


def neighbours(entry: Profile, others: Iterable[Profile], most: int = MOST) -> Neighbours:
    near = [(nearness(entry, other), other) for other in others if other.id != entry.id]
    ranked = [other for score, other in sorted(near, key=lambda pair: -pair[0]) if score > 0]
    return Neighbours(
        similar=tuple(other for other in ranked if not came_out_otherwise(entry, other))[:most],
        contrary=tuple(other for other in ranked if is_contrary(entry, other))[:most],
    )


def nearness(entry: Profile, other: Profile) -> int:
    """0 where they share no outcome, or neither people, nor a setting, nor a mechanism."""
    shared_words = min(len(entry.words & other.words), MOST_WORDS)
    alike = shares_context(entry, other) or shared_words >= ENOUGH_WORDS
    if not (entry.outcomes & other.outcomes and alike):
        return 0
    return (
        OUTCOME * len(entry.outcomes & other.outcomes)
        + COHORT * len(entry.cohorts & other.cohorts)
        + SETTING * len(entry.settings & other.settings)
        + PARTNER * len((entry.partner_types & other.partner_types) - {"none"})
        + PLACE * _same(entry.rurality, other.rurality)
        + NEED * _same(entry.need_level, other.need_level)
        + WORDS * shared_words
    )


def shares_context(entry: Profile, other: Profile) -> bool:
    return bool(entry.cohorts & other.cohorts or entry.settings & other.settings)


def is_contrary(entry: Profile, other: Profile) -> bool:
    """The same outcome, in a context that overlaps, with another result: it worked, or it did not or only in part."""
    same_aim = bool(entry.outcomes & other.outcomes) and shares_context(entry, other)
    return same_aim and came_out_otherwise(entry, other)


def came_out_otherwise(entry: Profile, other: Profile) -> bool:
    return bool(entry.worked and other.worked) and (entry.worked == "yes") != (other.worked == "yes")


def differences(entry: Profile, other: Profile) -> list[Difference]:
    """What was true there and not here, where the two have nothing of it in common."""
    pairs: Sequence[tuple[Part, Iterable[str], Iterable[str]]] = (
        ("rurality", _one(other.rurality), _one(entry.rurality)),
        ("settings", other.settings, entry.settings),
        ("cohorts", other.cohorts, entry.cohorts),
        ("need_level", _one(other.need_level), _one(entry.need_level)),
    )
    return [
        Difference(part, tuple(sorted(there)), tuple(sorted(here)))
        for part, there, here in pairs
        if there and here and not set(there) & set(here)
    ]


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _same(one: str, other: str) -> int:
    return int(bool(one) and one == other)
