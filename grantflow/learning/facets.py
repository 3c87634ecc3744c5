"""What the library is filtered by: copied from the answers whenever they are saved, so that SQL can look at it."""

from collections.abc import Mapping
from typing import Any

# The column of each question that chooses many, and of each that chooses one.
LISTS: Mapping[str, str] = {"cohort": "cohorts", "setting": "settings", "partner-types": "partner_types"}
WORDS: Mapping[str, str] = {
    "rurality": "rurality",
    "need-level": "need_level",
    "sex": "sex",
    "worked": "worked",
    "credit": "credit",
}


def copied(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that these answers fill, by name; what is not among the answers is left as it was."""
    found: dict[str, Any] = {
        column: list(answers[key] or ()) for key, column in LISTS.items() if key in answers
    }
    found |= {column: str(answers[key] or "") for key, column in WORDS.items() if key in answers}
    if strength := answers.get("evidence-strength"):
        found["evidence"] = int(strength)
    if title := answers.get("title"):
        found["title"] = str(title)
    return found
