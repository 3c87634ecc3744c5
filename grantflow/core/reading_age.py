"""How old somebody has to be to read a text with ease, by how long its words and sentences are."""

import re

_SENTENCE_ENDS = re.compile(r"[.!?:](?=\s|$)|\n\s*\n")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def reading_age(text: str) -> float:
    """Years, by the Automated Readability Index (Smith and Senter, 1967): its school grade and five.

    A rough measure, for comparing one text with another. Short texts say little: ask about 60 words or more.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = [each for each in _SENTENCE_ENDS.split(text) if _WORD.search(each)]
    letters = sum(map(len, words))
    return 4.71 * letters / len(words) + 0.5 * len(words) / max(1, len(sentences)) - 21.43 + 5


def count_words(text: str) -> int:
    """Words as this measure counts them."""
    return len(_WORD.findall(text))
