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
    "round-not-open-yet": "This round is not open yet.",
    "round-has-closed": "The round has closed, so this could not be saved or sent.",
    "form-not-complete": "Questions still to answer, or to put right: {count}.",
    "amount-not-said": "Say how much money you need.",
    "amount-below-round": "The least this round gives is {min_pence}.",
    "amount-above-round": "The most this round gives is {max_pence}.",
    "income-above-size": "Your yearly income is {income_pence}. This size of grant is for organisations with up to {most_pence}.",
    "draft-already-begun": "{organisation} has a draft in this round already. Finish that one, or withdraw it.",
    "application-is-sent": "This application has been sent, so it can no longer be changed.",
    "organisation-has-people": "Somebody already applies here for {name}. Ask a colleague, or ring us, to be added.",
    "file-empty": "“{name}” is empty. Choose another file.",
    "file-too-large": "“{name}” is larger than {most} MB. Make it smaller, or ring us.",
    "file-type-unknown": "“{name}” is not a PDF, Word, Excel, OpenDocument text, PNG or JPEG file.",
    # partner
    "partners-not-named": "You said that others have a part in this. Name them, or change that answer.",
    "partner-named-twice": "“{name}” is named twice. Each organisation is asked once.",
    "partner-email-is-yours": "The email address given for “{name}” is your own. We have to ask them, not you.",
    "partner-shares-too-large": "The partners’ shares come to {shares_pence}, which is more than the {amount_pence} you ask for.",
    "partners-not-confirmed": "Not every partner has said yes: {partners}.",
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
