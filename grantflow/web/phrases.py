"""The words of every refusal, by the key that a rule gives. A reason without words fails a test."""

from collections.abc import Mapping
from typing import Any

from grantflow.core.display import day, money
from grantflow.errors import Reason

# Facts named *_pence are shown in pounds, those named *_on as dates; every other fact as it is.
REASONS: Mapping[str, str] = {
    # any case
    "no-such-action": "There is no action called “{action}”.",
    "not-at-this-stage": "This has moved on, so that is no longer possible.",
    "note-needed": "Say why. A short reason is kept with the record.",
    "case-moved-on": "Somebody else has worked on this since you opened it. It is now at “{stage}”.",
    "answer-moved-on": "Somebody else has changed this answer since you opened the page: “{question}”.",
    "amount-out-of-range": "The amount must be more than £0 and no more than {most_pence}.",
    # round
    # application
    # partner
    # assessment
    # decision and release
    # award
    # payment
    # monitoring
    # learning
    # letter
}


def phrase(reason: Reason | str, **facts: Any) -> str:
    """One refusal in words a person can act on.

    :raises KeyError: if nobody has written words for it
    """
    key, given = (reason.key, dict(reason.facts)) if isinstance(reason, Reason) else (reason, facts)
    return REASONS[key].format_map({name: _shown(name, value) for name, value in given.items()})


def _shown(name: str, value: Any) -> str:
    if name.endswith("_pence"):
        return money(int(value))
    if name.endswith("_on"):
        return day(value) if not isinstance(value, str) else value
    return str(value)
