"""The filters of the work list in words, one line each."""

from collections.abc import Mapping

from grantflow.casework.running import workflow
from grantflow.funds.queries import names_of_rounds
from grantflow.permissions import Role
from grantflow.places.queries import name_of_region
from grantflow.web.occasion import current_actor
from grantflow.web.officer.asking import ORDER_NAMES, WHO, a_uuid, sizes

TABS = {
    "application": "Applications",
    "assessment": "Assessments",
    "award": "Awards",
    "payment": "Payments",
    "monitoring": "Progress reviews",
    "feedback-call": "Feedback calls",
    "complaint": "Complaints",
}


def described(asked: Mapping[str, str]) -> list[str]:
    """What an address of the list asks for. What is gone since is said to be so."""
    kind = asked.get("kind", "application")
    lines = [TABS.get(kind, TABS["application"])]
    if stage := asked.get("stage"):
        lines.append(f"Stage: {_stage(kind, stage)}")
    if chosen := asked.get("round"):
        names = {str(key): name for key, name in names_of_rounds(current_actor()).items()}
        lines.append(f"Round: {names.get(str(a_uuid(chosen)), 'one that is not here any more')}")
    if region := asked.get("region"):
        lines.append(f"Region: {name_of_region(region)}")
    if tier := asked.get("tier"):
        lines.append(f"Size: {sizes('application').get(tier, tier)}")
    if waits := asked.get("waits"):
        lines.append(f"Waiting for: {WHO[Role(waits)].lower()}")
    if words := asked.get("words"):
        lines.append(f"With the words: {words}")
    ticks = {"small": "Small charities only", "overdue": "Overdue only", "mine": "Only mine"}
    lines += [line for key, line in ticks.items() if asked.get(key)]
    if order := asked.get("order"):
        lines.append(f"First: {ORDER_NAMES[order].lower()}")
    return lines


def _stage(kind: str, key: str) -> str:
    try:
        return str(workflow(kind).stage(key).label)
    except KeyError:
        return key
