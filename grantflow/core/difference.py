"""What is different between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal


@dataclass(frozen=True)
class Piece:
    """Words that stayed, went or are new. Put together, those that stayed and went are the first text."""

    kind: Literal["same", "old", "new"]
    text: str


def difference(before: str, after: str) -> Sequence[Piece]:
    """The pieces in reading order, what went before what came in its place."""
    first, second = _words(before), _words(after)
    pieces: list[Piece] = []
    for _, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if first[a:b] == second[c:d]:
            pieces.append(Piece("same", "".join(first[a:b])))
            continue
        pieces += [Piece("old", "".join(first[a:b]))] if a < b else []
        pieces += [Piece("new", "".join(second[c:d]))] if c < d else []
    return pieces


def _words(text: str) -> list[str]:
    """Each word with the space behind it, so that nothing is lost between them."""
    return re.findall(r"\s*\S+\s*?|\s+", text)
