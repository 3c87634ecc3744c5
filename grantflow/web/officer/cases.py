"""What every page about one application has: its header, its sections and what may be done next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import current_app, url_for

from grantflow.applications.models import Application
from grantflow.assessment import queries
from grantflow.casework.queries import OpenAction, open_actions
from grantflow.errors import ActionUnavailable, NotFound, Reason
from grantflow.permissions import Permission
from grantflow.places.queries import name_of_region
from grantflow.web.occasion import current_actor, this_occasion

# Sections of a case, in order: words and endpoint. Those of the plan, money and reviews appear once there is an award.
SECTIONS = (
    ("Application", "officer.application"),
    ("Changes", "officer.what_changed"),
    ("Checks", "officer.checks"),
    ("Assessments", "officer.assessments"),
    ("Decision", "officer.decision"),
    ("Plan", "officer.plan"),
    ("Money", "officer.application_money"),
    ("Reviews", "officer.application_reviews"),
    ("Letters", "officer.letters"),
    ("History", "officer.history"),
)
CHANGES = "officer.what_changed"
AFTER_AWARD = frozenset({"officer.plan", "officer.application_money", "officer.application_reviews"})

# Where the work of a stage is done, when it is more than pressing a button.
WORK = {
    "checking": ("Record the checks", "officer.checks"),
    "assessing": ("See who is assessing", "officer.assessments"),
    "panel": ("Make the decision", "officer.decision"),
    "reserve": ("Decide about the reserve list", "officer.decision"),
}
# Actions with a page of their own, which asks for what the guard would otherwise miss.
OWN_PAGE = {
    "award": "officer.award", "reserve": "officer.reserve", "decline": "officer.decline",
    "award-from-reserve": "officer.award", "decline-from-reserve": "officer.decline",
    "delay": "officer.delay", "ask-for-changes": "officer.ask_for_changes",
    "mark-ineligible": "officer.ineligible",
}  # fmt: skip
# Those that belong to the section about the decision.
DECISIONS = frozenset({"award", "reserve", "decline", "award-from-reserve", "decline-from-reserve"})
ASKED_THERE = frozenset(
    {
        "feedback-missing",
        "reserve-feedback-missing",
        "decision-not-written",
        "new-date-missing",
        "changes-not-written",
        "rule-not-named",
    }
)
# Possible only after a complaint was upheld; until then nobody needs to hear of it.
AFTER_COMPLAINT = frozenset({"decide-again", "check-again"})
# Never what somebody most likely came to do.
ASIDE = frozenset(
    {"mark-ineligible", "delay", "reconsider", "assess-again", "ask-for-changes", "go-on-as-it-is"}
)


@dataclass(frozen=True)
class Step:
    """Something to press: words, address, and whether pressing it does the thing (or only leads to a page)."""

    words: str
    href: str
    help: str = ""
    posts: bool = False


@dataclass(frozen=True)
class NextStep:
    """The one most likely thing, the others, and what is not possible yet."""

    main: Step | None
    others: Sequence[Step]
    blocked: Sequence[OpenAction]


def load(application_id: UUID, permission: Permission = Permission.APPLICATION_VIEW) -> Application:
    """
    :raises NotFound: if it is not for this person to see
    :raises ActionUnavailable: if they have still to score it, which they know
    """
    viewer = current_actor()
    try:
        return queries.get_application(application_id, viewer, permission)
    except NotFound:
        if not viewer.reads:
            raise
    # Not found again, unless nothing else closes it to them.
    queries.get_application(application_id, replace(viewer, reads=frozenset()), permission)
    raise ActionUnavailable([Reason("you-are-assessing-this")])


def frame(application: Application, here: str) -> dict[str, Any]:
    """What the template needs for the top of the page; `here` is the endpoint of its section."""
    sections = [
        (words, url_for(endpoint, application_id=application.id), endpoint == here)
        for words, endpoint in SECTIONS
        if endpoint in current_app.view_functions
        and (endpoint not in AFTER_AWARD or application.stage == "awarded")
        and (endpoint != CHANGES or application.changes_by is not None)
    ]
    return {
        "application": application,
        "tier": queries.tier_of(application),
        "region": name_of_region(application.region_code),
        "case_sections": sections,
    }


def actions_of(application: Application) -> list[OpenAction]:
    """What this person may do; what an action's own page asks for is not held against it here."""
    return [
        replace(each, reasons=tuple(reason for reason in each.reasons if reason.key not in ASKED_THERE))
        if each.action.key in OWN_PAGE
        else each
        for each in open_actions(application, this_occasion())
        if each.allowed or each.action.key not in AFTER_COMPLAINT
    ]


def next_step(application: Application, actions: Sequence[OpenAction]) -> NextStep:
    allowed = [each for each in actions if each.allowed]
    likely = [each for each in allowed if each.action.key not in ASIDE | AFTER_COMPLAINT]
    blocked = [each for each in actions if not each.allowed]
    if application.stage in {"panel", "reserve"} and actions:
        main: Step | None = _work(application)
        likely = [each for each in likely if each.action.key not in OWN_PAGE]
    elif likely:
        main = _step(application, likely[0], posts=likely[0].action.note == "none")
    else:
        main = _work(application) if actions else None
    others = [
        _step(application, each)
        for each in allowed
        if each.action.key not in DECISIONS and (main is None or str(each.action.label) != main.words)
    ]
    return NextStep(main, others, blocked)


def _work(application: Application) -> Step | None:
    words, endpoint = WORK.get(application.stage, ("", ""))
    return Step(words, url_for(endpoint, application_id=application.id)) if words else None


def _step(application: Application, open_action: OpenAction, *, posts: bool = False) -> Step:
    action = open_action.action
    href = url_for("officer.act", application_id=application.id, action=action.key)
    return Step(str(action.label), href, help=str(action.help), posts=posts)
