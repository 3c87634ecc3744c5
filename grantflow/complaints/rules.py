"""What must hold of a complaint about how we went about it. A rule gives what is in the way."""

import re
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from grantflow.casework.queries import UNSENT
from grantflow.engine.words import count_words, most_words
from grantflow.errors import Reason

# What it may be about. None of these is how good the work is: nobody swaps one judgement of that for another.
ABOUT = ("late", "rule", "interest", "manner", "other")
OUTCOMES = ("upheld", "partly-upheld", "not-upheld")
MOST_WORDS = 300
DAYS_TO_ACKNOWLEDGE, DAYS_TO_ANSWER = 2, 20  # working days


def may_complain(stage: str, *, has_open: bool) -> Reason | None:
    """From the day it was sent, one at a time."""
    if stage in UNSENT:
        return Reason("complaint-before-sending")
    return Reason("complaint-open-already") if has_open else None


def complaint_is_written(about: str, words: str) -> Reason | None:
    if about not in ABOUT or not words.strip():
        return Reason("complaint-not-written")
    return words_fit(words)


def words_fit(words: str) -> Reason | None:
    return (
        Reason("too-many-words", {"most": MOST_WORDS})
        if count_words(words) > most_words(MOST_WORDS)
        else None
    )


def is_named(name: str, words: str) -> bool:
    """Whether somebody is named in full, however it is spaced or cased."""
    said = re.escape(" ".join(name.split())).replace(r"\ ", r"\s+")
    return bool(said) and re.search(rf"(?<!\w){said}(?!\w)", words, re.IGNORECASE) is not None


def named_in(words: str, names: Mapping[UUID, str]) -> set[UUID]:
    """Those of these people whom the words name."""
    return {user_id for user_id, name in names.items() if is_named(name, words)}


def handler_was_not_involved(
    handler: UUID | None, involved: Collection[UUID], named: Iterable[UUID]
) -> str | None:
    """Whoever had a part in the application, or is named in the complaint, has none in this."""
    if handler in {*involved}:
        return "you-worked-on-the-application"
    return "you-are-named-in-it" if handler in {*named} else None


def handler_did_not_look_before(handler: UUID | None, looked: Collection[UUID]) -> str | None:
    return "you-looked-before" if handler in looked else None


def answer_is_written(
    *, outcome: str, words: str, change: str, decide_again: bool, again_how: str
) -> Reason | None:
    """What was found; where we were wrong, what will change; and where the decision is made again, how."""
    if outcome not in OUTCOMES or not words.strip():
        return Reason("complaint-answer-missing")
    if outcome != "not-upheld" and not change.strip():
        return Reason("complaint-change-missing")
    if decide_again and outcome == "not-upheld":
        return Reason("complaint-again-not-upheld")
    return Reason("complaint-again-how-missing") if decide_again and not again_how.strip() else None
