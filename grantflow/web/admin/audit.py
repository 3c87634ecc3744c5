"""The audit trail: search it, verify it, see its seals."""

from datetime import date, datetime, time, timedelta
from itertools import islice

from flask import render_template, request
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import list_ids_of_people
from grantflow.audit.queries import count_entries, list_seals
from grantflow.casework.history import Search, list_actions, search_history
from grantflow.casework.verify import everything_wrong
from grantflow.core.calendar import london_time
from grantflow.errors import Forbidden
from grantflow.permissions import Permission
from grantflow.places.queries import names_of_regions
from grantflow.web.access import requires
from grantflow.web.admin import bp
from grantflow.web.admin.entries import action_words, shown
from grantflow.web.fields import whole_number
from grantflow.web.occasion import current_actor

MOST_FAULTS = 200
ASKED = ("reference", "person", "action", "from", "to")


@bp.route("/audit")
@requires(Permission.AUDIT_VIEW)
def audit() -> ResponseReturnValue:
    asked = {key: request.args.get(key, "").strip() for key in ASKED}
    wrong_dates = [key for key in ("from", "to") if asked[key] and _midnight(asked[key]) is None]
    page = search_history(
        current_actor(), _search(asked), before=request.args.get("before", type=whole_number)
    )
    regions = names_of_regions()
    return render_template(
        "pages/admin/audit.html",
        asked=asked,
        wrong_dates=wrong_dates,
        rows=[(each, shown(each.entry, regions)) for each in page.happenings],
        older=page.older,
        actions=sorted(
            ((action, action_words(action)) for action in list_actions()), key=lambda each: each[1]
        ),
    )


@bp.route("/audit/seals")
@requires(Permission.AUDIT_VIEW)
def seals() -> ResponseReturnValue:
    return render_template("pages/admin/seals.html", seals=list_seals())


@bp.route("/audit/verify", methods=["POST"])
@requires(Permission.AUDIT_VIEW)
def verify() -> ResponseReturnValue:
    """Changes nothing, but takes a while, so it waits to be asked. It is about every region's cases."""
    if current_actor().regions(Permission.AUDIT_VIEW) is not None:
        raise Forbidden(Permission.AUDIT_VIEW)
    found = list(islice(everything_wrong(), MOST_FAULTS))
    return render_template(
        "pages/admin/verified.html", faults=found, most=MOST_FAULTS, entries=count_entries()
    )


def _search(asked: dict[str, str]) -> Search:
    last = _midnight(asked["to"], days_later=1)
    return Search(
        reference=asked["reference"],
        person=asked["person"],
        person_ids=list_ids_of_people(asked["person"]) if asked["person"] else (),
        action=asked["action"],
        since=_midnight(asked["from"]),
        to=last,
    )


def _midnight(typed: str, *, days_later: int = 0) -> datetime | None:
    """The beginning of a day in London, from 2026-11-23 or 23/11/2026; None if it is not a date."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            on: date = datetime.strptime(typed, pattern).date()
            return london_time(on + timedelta(days=days_later), time())
        except (ValueError, OverflowError):
            continue
    return None
