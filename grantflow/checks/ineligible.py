"""Say that an application cannot be considered, naming the published rule that is not met."""

from grantflow.applications.models import Application
from grantflow.casework.commands import lock, take_action
from grantflow.db import db
from grantflow.engine.machine import Step
from grantflow.permissions import Occasion

# Any other rule that stands on the round's page: the officer's words name it.
ANOTHER_RULE = "rule-other"


def mark_ineligible(
    application: Application,
    rule: str,
    occasion: Occasion,
    *,
    rule_words: str,
    why: str,
    revision: int | None = None,
) -> Step:
    """The letter goes at once, whatever the round waits for.

    :param rule: which published rule; its words are kept as they are now, with the record
    :param why: what of this application does not fit it: they read this
    :raises ActionUnavailable: with everything in the way
    """
    lock(application, revision, occasion.actor)
    application.ineligible_rule = rule
    db.session.flush()
    facts = {"rule": rule, "rule_words": rule_words}
    return take_action(application, "mark-ineligible", occasion, note=why, facts=facts)
