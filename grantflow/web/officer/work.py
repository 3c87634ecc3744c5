"""The work list: what needs somebody, what is due first, who it waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.assessment.models import Assessment
from grantflow.awards.models import Award, Payment
from grantflow.casework.running import tiers, workflow
from grantflow.core.display import counted
from grantflow.db import NO_DUE_DATE
from grantflow.engine.workflow import Stage
from grantflow.funds.queries import names_of_rounds
from grantflow.monitoring.models import ProgressReview
from grantflow.permissions import Permission, Role, roles_holding
from grantflow.places.queries import names_of_regions
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

TABS = {
    "application": "Applications",
    "assessment": "Assessments",
    "award": "Awards",
    "payment": "Payments",
    "monitoring": "Progress reviews",
}
WHO = {
    Role.APPLICANT: "The organisation",
    Role.PARTNER: "The partner",
    Role.ASSESSOR: "The assessor",
    Role.EVALUATOR: "An evaluator",
    Role.FINANCE: "Finance",
    Role.OFFICER: "An officer",
    Role.REGIONAL_LEAD: "A regional lead",
}


@dataclass(frozen=True)
class Line:
    """One row, in words. `days_late` is 0 for what is not overdue."""

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


@bp.route("/", endpoint="work_list")
@requires(Permission.APPLICATION_VIEW, Permission.AWARD_VIEW, Permission.PAYMENT_VIEW)
def show_work_list() -> ResponseReturnValue:
    regions = _regions()
    filters = _filters(regions)
    page = work_list(current_actor(), filters, _place())
    return render_template(
        "pages/officer/work-list.html",
        lines=_lines(page, filters.kind),
        page=page,
        filters=filters,
        count=_count_words(page),
        tabs=_tabs(filters.kind),
        stages=_stages(filters.kind),
        rounds=names_of_rounds(current_actor()),
        regions=regions,
        links=_links(page, filters),
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
    return redirect(url_for("officer.application", application_id=found.id))


def _href(kind: str, case_id: UUID) -> str:
    if kind == "application":
        return url_for("officer.application", application_id=case_id)
    return url_for("officer.case", case_id=case_id)


def _filters(regions: dict[str, str]) -> Filters:
    """What the address asks for; what makes no sense is left out."""
    args = request.args
    kind = args.get("kind", "")
    return Filters(
        kind=kind if kind in KINDS and _may_list(kind) else "application",
        stage=args.get("stage", ""),
        round_id=_uuid(args.get("round", "")),
        region_code=args.get("region", "") if args.get("region", "") in regions else "",
        words=args.get("words", "").strip()[:100],
        mine=args.get("mine") == "yes",
    )


def _place() -> Place:
    args = request.args
    return Place(after=args.get("after", ""), before=args.get("before", ""), last=args.get("last") == "yes")


def _lines(page: Page, kind: str) -> list[Line]:
    at = this_occasion().at
    progress = (
        assessing([row.id for row in page.rows if row.stage == "assessing"]) if kind == "application" else {}
    )
    return [_line(row, kind, at, progress.get(row.id, Assessing())) for row in page.rows]


def _line(row: Any, kind: str, at: datetime, progress: Assessing) -> Line:
    stage = workflow(row.kind, row.workflow_version).stage(row.stage)
    late = (at.date() - row.due_at.date()).days if row.is_open and row.due_at < at else 0
    return Line(
        title=row.title,
        href=_href(kind, row.id),
        reference=row.reference,
        organisation=row.organisation or "",
        round=row.round or "",
        stage=stage,
        waits_for=_waits_for(row, progress),
        due_at=row.due_at if row.due_at < NO_DUE_DATE else None,
        days_late=max(late, 1) if row.is_open and row.due_at < at else 0,
        amount_pence=row.amount_pence if kind == "application" else None,
        tier=str(tiers().tier(row.tier_key).label) if kind == "application" else "",
    )


def _waits_for(row: Any, progress: Assessing) -> str:
    """Who has to do something: whoever may take the first action that leads on from here."""
    if not row.is_open:
        return "Nobody"
    if row.kind == "application" and row.stage == "assessing" and progress.submitted < progress.asked:
        return f"Assessors: {progress.submitted} of {progress.asked} in"
    roles = _who_moves_on(row)
    if Role.OFFICER in roles or Role.ASSESSOR in roles:
        return row.assigned_to or WHO[Role.OFFICER]
    return WHO[roles[0]] if roles else "The calendar"


def _who_moves_on(row: Any) -> list[Role]:
    """The roles that may take the first action which leads on rather than ends it."""
    path = workflow(row.kind, row.workflow_version)
    onward = path.actions_from(row.stage)
    ways = [each for each in onward if path.stage(each.to).category != "closed"] or onward
    return [role for role in roles_holding(ways[0].permission) if role in WHO] if ways else []


def _count_words(page: Page) -> str:
    return counted(page.count, "case") if page.is_counted else "More than 1,000 cases"


def _may_list(kind: str) -> bool:
    return current_actor().regions(KINDS[kind]) != frozenset()


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    return [
        (words, url_for("officer.work_list", kind=kind), kind == here)
        for kind, words in TABS.items()
        if _may_list(kind)
    ]


def _stages(kind: str) -> list[Stage]:
    """The stages a case may stand at and still need somebody."""
    return [
        stage
        for stage in workflow(kind).stages
        if stage.category in {"preparing", "open"} and stage.key not in NOT_WORK.get(kind, ())
    ]


def _regions() -> dict[str, str]:
    """The regions to choose from: none for somebody who works in one."""
    held = current_actor().regions(Permission.APPLICATION_VIEW)
    names = names_of_regions() if held is None or len(held) > 1 else {}
    return names if held is None else {code: name for code, name in names.items() if code in held}


def _links(page: Page, filters: Filters) -> dict[str, str]:
    """First, previous, next and last, where they lead anywhere."""
    asked: dict[str, Any] = {
        "kind": filters.kind, "stage": filters.stage, "round": filters.round_id, "region": filters.region_code,
        "words": filters.words, "mine": "yes" if filters.mine else "",
    }  # fmt: skip
    kept = {name: value for name, value in asked.items() if value}
    links = {}
    if page.has_previous:
        links["first"] = url_for("officer.work_list", **kept)
        links["previous"] = url_for("officer.work_list", **kept, before=page.first_row)
    if page.has_next:
        links["next"] = url_for("officer.work_list", **kept, after=page.last_row)
        links["last"] = url_for("officer.work_list", **kept, last="yes")
    return links


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
