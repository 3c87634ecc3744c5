"""The work list: what needs somebody, what is due first, who it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.models import is_eligibility_open
from grantflow.assessment.models import Assessment
from grantflow.awards.models import Award, Payment
from grantflow.casework.running import tiers, workflow
from grantflow.checks.asking import find_waiting
from grantflow.checks.models import CheckQuery
from grantflow.core.display import day
from grantflow.db import NO_DUE_DATE
from grantflow.engine.workflow import Stage
from grantflow.funds.queries import names_of_rounds
from grantflow.monitoring.models import ProgressReview
from grantflow.permissions import Permission, Role
from grantflow.reports.queries import list_views
from grantflow.reports.search import excerpts
from grantflow.reports.waiting import BEING_ASSESSED, who_moves_on
from grantflow.reports.work_list import (
    KINDS,
    NOT_WORK,
    Assessing,
    Filters,
    Page,
    Place,
    assessing,
    get_case,
    work_list,
)
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking import (
    WHO,
    address_of,
    count_words,
    filters_from,
    may_list,
    orders,
    regions_to_choose,
    sizes,
    waited_for,
)
from grantflow.web.officer.bulk import deeds
from grantflow.web.officer.describing import TABS

# Kinds that have a page of their own and no part of an application's: its endpoint and the name of its id.
OWN_PAGES = {
    "feedback-call": ("officer.feedback_call", "call_id"), "complaint": ("officer.complaint", "complaint_id"),
}  # fmt: skip
# What is due where it is not the decision: whoever cannot be considered hears within days.
ELIGIBILITY = "Is it eligible?"


@dataclass(frozen=True)
class Line:
    """One row, in words. `days_late` is 0 for what is not overdue; `said` is what a search found in the answers.

    `due_for` says what is due, where it is not the next word to the applicant.
    """

    id: UUID
    title: str
    href: str
    reference: str
    organisation: str
    round: str
    stage: Stage
    waits_for: str
    due_at: datetime | None
    days_late: int
    amount_pence: int | None
    tier: str
    received_at: datetime | None
    said: str
    due_for: str


@bp.route("/", endpoint="work_list")
@requires(Permission.APPLICATION_VIEW, Permission.AWARD_VIEW, Permission.PAYMENT_VIEW)
def show_work_list() -> ResponseReturnValue:
    actor = current_actor()
    regions = regions_to_choose()
    filters = filters_from(request.args, regions)
    page = work_list(actor, filters, _place(), this_occasion().at)
    return render_template(
        "pages/officer/work-list.html",
        lines=_lines(page, filters),
        page=page,
        filters=filters,
        asked=address_of(filters),
        count=count_words(page.count),
        tabs=_tabs(filters.kind),
        stages=_stages(filters.kind),
        rounds=names_of_rounds(actor),
        regions=regions,
        sizes=sizes(filters.kind),
        waited_for=waited_for(filters.kind),
        orders=orders(filters.kind),
        links=_links(page, filters),
        views=[(each, url_for("officer.work_list", **each.asked)) for each in list_views(actor)],
        more=bool(filters.region_code or filters.tier_key or filters.small or filters.order != "due"),
        here=request.full_path.rstrip("?"),
        deeds=deeds() if filters.kind == "application" else {},
        tells_amount=filters.kind == "application",
    )


@bp.route("/cases/<uuid:case_id>")
@requires(*KINDS.values())
def case(case_id: UUID) -> ResponseReturnValue:
    """From any row of the list to the page where that case is worked on."""
    found = get_case(case_id, current_actor())
    match found:
        case Assessment():
            return redirect(url_for("officer.assessments", application_id=found.application_id))
        case Award():
            return redirect(url_for("officer.application_money", application_id=found.application_id))
        case Payment():
            of = found.award.application_id
            return redirect(url_for("officer.payment", application_id=of, number=found.number))
        case ProgressReview():
            of = found.award.application_id
            return redirect(url_for("officer.report", application_id=of, number=found.number))
    endpoint, name = OWN_PAGES.get(found.kind, ("officer.application", "application_id"))
    address: dict[str, Any] = {name: found.id}
    return redirect(url_for(endpoint, **address))


def _href(kind: str, case_id: UUID) -> str:
    if kind == "application":
        return url_for("officer.application", application_id=case_id)
    return url_for("officer.case", case_id=case_id)


def _place() -> Place:
    args = request.args
    return Place(after=args.get("after", ""), before=args.get("before", ""), last=args.get("last") == "yes")


def _lines(page: Page, filters: Filters) -> list[Line]:
    at, kind = this_occasion().at, filters.kind
    progress = (
        assessing([row.id for row in page.rows if row.stage == "assessing"]) if kind == "application" else {}
    )
    said = excerpts([row.id for row in page.rows], filters.search) if filters.search else {}
    asked = find_waiting([row.id for row in page.rows]) if kind == "application" else {}
    return [
        _line(row, kind, at, _waits_for(row, progress.get(row.id, Assessing()), asked), said.get(row.id, ""))
        for row in page.rows
    ]


def _line(row: Any, kind: str, at: datetime, waits_for: str, said: str) -> Line:
    stage = workflow(row.kind, row.workflow_version).stage(row.stage)
    late = (at.date() - row.due_at.date()).days if row.is_open and row.due_at < at else 0
    of_application = kind == "application"
    return Line(
        id=row.id,
        title=row.title,
        href=_href(kind, row.id),
        reference=row.reference,
        organisation=row.organisation or "",
        round=row.round or "",
        stage=stage,
        waits_for=waits_for,
        due_at=row.due_at if row.due_at < NO_DUE_DATE else None,
        days_late=max(late, 1) if row.is_open and row.due_at < at else 0,
        amount_pence=row.amount_pence if of_application else None,
        tier=str(tiers().tier(row.tier_key).label) if of_application else "",
        received_at=row.submitted_at if of_application else None,
        said=said if said != row.title else "",
        due_for=ELIGIBILITY if of_application and _eligibility_is_open(row) else "",
    )


def _eligibility_is_open(row: Any) -> bool:
    return bool(row.is_open) and is_eligibility_open(row.stage, row.eligible_by, row.found_eligible_at)


def _waits_for(row: Any, progress: Assessing, asked: Mapping[UUID, CheckQuery]) -> str:
    """Who has to do something."""
    if not row.is_open:
        return "Nobody"
    if row.id in asked and asked[row.id].stage == "asked":
        return f"{WHO[Role.APPLICANT]}, until {day(asked[row.id].answer_by)}"
    if row.kind == "application" and row.stage == BEING_ASSESSED and progress.submitted < progress.asked:
        return f"Assessors: {progress.submitted} of {progress.asked} in"
    role = who_moves_on(row.kind, row.workflow_version, row.stage)
    if role in {Role.OFFICER, Role.ASSESSOR}:
        return row.assigned_to or WHO[Role.OFFICER]
    return WHO[role] if role else "The calendar"


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    return [
        (words, url_for("officer.work_list", kind=kind), kind == here)
        for kind, words in TABS.items()
        if may_list(kind)
    ]


def _stages(kind: str) -> dict[str, str]:
    """The stages a case may stand at and still need somebody, by name."""
    return {
        stage.key: str(stage.label)
        for stage in workflow(kind).stages
        if stage.category in {"preparing", "open"} and stage.key not in NOT_WORK.get(kind, ())
    }


def _links(page: Page, filters: Filters) -> dict[str, str]:
    """First, previous, next and last, where they lead anywhere."""
    kept = address_of(filters)
    links = {}
    if page.has_previous:
        links["first"] = url_for("officer.work_list", **kept)
        links["previous"] = url_for("officer.work_list", **kept, before=page.first_row)
    if page.has_next:
        links["next"] = url_for("officer.work_list", **kept, after=page.last_row)
        links["last"] = url_for("officer.work_list", **kept, last="yes")
    return links
