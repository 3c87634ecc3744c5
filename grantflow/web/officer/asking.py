"""What is asked of the work list, as an address says it: the same for the list, what is saved of it and exports."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request

from grantflow.casework.running import tiers, workflow
from grantflow.core.display import counted
from grantflow.permissions import Permission, Role
from grantflow.places.queries import names_of_regions
from grantflow.reports.orders import ORDERS
from grantflow.reports.waiting import those_waited_for
from grantflow.reports.work_list import KINDS, MOST_COUNTED, Filters
from grantflow.web.occasion import current_actor

LONGEST = 100  # characters to search for
WHO = {
    Role.APPLICANT: "The organisation",
    Role.PARTNER: "The partner",
    Role.ASSESSOR: "The assessor",
    Role.EVALUATOR: "An evaluator",
    Role.FINANCE: "Finance",
    Role.OFFICER: "An officer",
    Role.REGIONAL_LEAD: "A regional lead",
}
ORDER_NAMES = {
    "due": "What is due first",
    "amount": "The largest amount",
    "organisation": "Organisation, A to Z",
    "received": "The latest to come in",
}


def filters_from(args: Mapping[str, str], regions: Mapping[str, str]) -> Filters:
    """What makes no sense is left out."""
    kind = args.get("kind", "")
    kind = kind if kind in KINDS and may_list(kind) else "application"
    waits, order = args.get("waits", ""), args.get("order", "")
    return Filters(
        kind=kind,
        stage=args.get("stage", "") if args.get("stage", "") in _stages(kind) else "",
        round_id=a_uuid(args.get("round", "")),
        region_code=args.get("region", "") if args.get("region", "") in regions else "",
        tier_key=args.get("tier", "") if args.get("tier", "") in sizes(kind) else "",
        waits_for=Role(waits) if waits in those_waited_for(kind) else None,
        words=args.get("words", "").strip()[:LONGEST],
        small=args.get("small") == "yes" and kind == "application",
        overdue=args.get("overdue") == "yes",
        mine=args.get("mine") == "yes",
        order=order if order in orders(kind) else "due",
    )


def address_of(filters: Filters) -> dict[str, Any]:
    """The words of an address that asks for this, and no more of them than it takes."""
    asked = {
        "kind": "" if filters.kind == "application" else filters.kind,
        "stage": filters.stage,
        "round": str(filters.round_id or ""),
        "region": filters.region_code,
        "tier": filters.tier_key,
        "waits": filters.waits_for or "",
        "words": filters.words,
        "small": "yes" if filters.small else "",
        "overdue": "yes" if filters.overdue else "",
        "mine": "yes" if filters.mine else "",
        "order": "" if filters.order == "due" else filters.order,
    }
    return {name: str(value) for name, value in asked.items() if value}


def this_filter() -> Filters:
    """What the address asks for, or the boxes of a form that carries it along."""
    return filters_from(request.values, regions_to_choose())


def _stages(kind: str) -> set[str]:
    return {each.key for each in workflow(kind).stages}


def sizes(kind: str) -> dict[str, str]:
    """The sizes of grant to choose from; only an application has one."""
    return {each.key: str(each.label) for each in tiers().tiers} if kind == "application" else {}


def orders(kind: str) -> dict[str, str]:
    """The orders that a list of this kind comes in."""
    return {
        key: words
        for key, words in ORDER_NAMES.items()
        if kind == "application" or not ORDERS[key].of_applications
    }


def waited_for(kind: str) -> dict[str, str]:
    return {str(role): WHO[role] for role in those_waited_for(kind)}


def may_list(kind: str) -> bool:
    return current_actor().regions(KINDS[kind]) != frozenset()


def regions_to_choose() -> dict[str, str]:
    """The regions to choose from: none for somebody who works in one."""
    held = current_actor().regions(Permission.APPLICATION_VIEW)
    names = names_of_regions() if held is None or len(held) > 1 else {}
    return names if held is None else {code: name for code, name in names.items() if code in held}


def count_words(count: int) -> str:
    return counted(count, "case") if count <= MOST_COUNTED else f"More than {MOST_COUNTED:,} cases"


def a_uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
