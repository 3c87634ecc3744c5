"""What must hold of a decision to take something up. Plain values in; a refusal's key or nothing out."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

PARTS: Mapping[str, str] = {
    "regional-team": "Regional probation team",
    "delivery-unit": "A probation delivery unit",
    "commissioning": "Commissioning",
    "training": "Training",
    "health": "A health partner",
    "council": "A local council",
    "national-policy": "National policy",
    "other": "Somewhere else",
}
UNDECIDED = ("asked", "overdue")
DECIDED = ("adopted", "adapted", "watching", "declined")
# How long somebody has who is asked again.
DAYS_TO_LOOK_AGAIN = 28


def owner_decides(*, owner_id: UUID | None, actor_id: UUID | None, by_private_link: bool) -> str | None:
    """The owner who was named, signed in or by the link that only they were sent, and nobody for them."""
    is_owner = by_private_link if owner_id is None else owner_id == actor_id
    return None if is_owner else "not-the-owner"


def day_to_look_again(look_again: date | None, today: date) -> str | None:
    if look_again is None:
        return "look-again-missing"
    return "look-again-past" if look_again <= today else None


def date_is_to_come(decide_by: date, today: date) -> str | None:
    return "decide-by-past" if decide_by <= today else None
