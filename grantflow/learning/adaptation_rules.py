"""What must hold before something learned is tried elsewhere. Plain values in; a refusal's key or nothing out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

# PIET-T (Schloemer and Schröder-Bäck, 2018): what two contexts are compared on.
LETTERS = ("population", "intervention", "environment", "transfer")
DIFFERENT = "different"
PLANNING = frozenset({"planned", "source-asked", "source-answered", "no-answer"})
# What everybody may read: it is being tried, or was.
TRIED = ("being-tried", "told", "closed")
SOURCE_MAY_ANSWER = frozenset({"source-asked", "source-answered", "no-answer", *TRIED})


def something_is_different(answers: Mapping[str, Any]) -> str | None:
    """Two places are never the same: one letter differs, or somebody has written down why none does."""
    differs = any(answers.get(letter) == DIFFERENT for letter in LETTERS)
    explained = bool(str(answers.get("why-none-differs") or "").strip())
    return None if differs or explained else "nothing-is-different"


def source_needs_asking(*, from_a_grant: bool, same_organisation: bool) -> bool:
    """An entry about the fund's own work, or about one's own, has nobody else to ask."""
    return from_a_grant and not same_organisation


def source_was_asked(stage: str, *, needs_asking: bool) -> str | None:
    """Asked, and either answered or silent for three weeks: what they say never stands in the way."""
    return "source-not-asked" if stage == "planned" and needs_asking else None


def source_can_be_asked(*, needs_asking: bool) -> str | None:
    return None if needs_asking else "nobody-to-ask"


def result_date_is_to_come(result_by: date | None, today: date) -> str | None:
    """None is for the form to ask."""
    return "result-date-past" if result_by is not None and result_by <= today else None


def plan_may_change(stage: str) -> str | None:
    return None if stage in PLANNING else "adaptation-has-started"


def result_may_be_written(stage: str) -> str | None:
    return None if stage == "being-tried" else "adaptation-not-being-tried"


def source_may_answer(stage: str) -> str | None:
    return None if stage in SOURCE_MAY_ANSWER else "source-not-waited-for"
