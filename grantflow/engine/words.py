"""Tidies what people type or paste, and counts its words the way we promise to."""

import re
import unicodedata

# What nobody means to send: control characters, marks without width, and marks that turn the direction of
# text round. Letters that run right to left need none of them. The joiners in an emoji and in Persian stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069"
    "\ufff9-\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def visible(typed: str) -> str:
    """What was typed, without what cannot be seen. This much is also done to what is put back on the page."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", typed))


def clean_text(typed: str) -> str:
    """Text of many lines, as it is stored."""
    return unicodedata.normalize("NFC", visible(typed)).strip()


def clean_line(typed: str) -> str:
    """Text of one line, as it is stored."""
    return " ".join(clean_text(typed).split())


def count_words(text: str) -> int:
    """How many words there are: the one count, for limits, pages and reports.

    Words are what stands between spaces. So "well-known", "don't" and "https://example.org/a-b" are one each,
    and so is an emoji that stands alone. Punctuation alone, such as a dash or a bullet, is no word.
    """
    return sum(any(map(_carries_meaning, word)) for word in text.split())


def most_words(limit: int) -> int:
    """A limit is kind: one word in ten over is allowed."""
    return limit + limit // 10


def _carries_meaning(character: str) -> bool:
    # P is punctuation, M a mark on another letter, Cf and Cc cannot be seen.
    return character.isalnum() or unicodedata.category(character)[0] not in "PMC"
