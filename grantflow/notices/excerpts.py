"""The first sentences of what somebody wrote, whole, for letters and summaries that have room for no more."""

import re
from typing import Any

from grantflow.engine.words import clean_text

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]?\s+")


def in_short(text: Any, most_words: int) -> str:
    """As many whole sentences as fit; a first one that is too long by itself is cut, with an ellipsis."""
    whole = " ".join(clean_text(str(text or "")).split())
    kept: list[str] = []
    for sentence in _SENTENCE.split(whole):
        if len(" ".join([*kept, sentence]).split()) > most_words:
            break
        kept.append(sentence)
    if kept or not whole:
        return " ".join(kept)
    return f"{' '.join(whole.split()[:most_words])} …"
