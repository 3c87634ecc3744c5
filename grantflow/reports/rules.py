"""What must hold of a saved view."""

from collections.abc import Collection

from grantflow.errors import Reason

MOST_VIEWS = 20


def view_may_be_named(name: str, others: Collection[str]) -> Reason | None:
    """Capitals do not tell two names apart."""
    if not name:
        return Reason("view-without-name")
    if name.casefold() in {each.casefold() for each in others}:
        return Reason("view-name-taken", {"name": name})
    return None


def another_view_fits(so_far: int) -> Reason | None:
    return Reason("views-full", {"most": MOST_VIEWS}) if so_far >= MOST_VIEWS else None
