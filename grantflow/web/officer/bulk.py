"""One thing done to many applications: what will happen to each and what is in the way, then one button.

Each is a transaction of its own. One that is refused leaves the others done. The page that says what came of it
answers the button itself: pressing "reload" sends the same revisions again, which by then are all out of date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grantflow.accounts.models import User
from grantflow.applications.assigning import assign_officer, find_officer, list_officers, reasons_against
from grantflow.applications.models import Application
from grantflow.assessment.queries import get_application
from grantflow.casework.commands import take_action
from grantflow.casework.queries import official_to, open_actions
from grantflow.casework.running import workflow, workflow_of
from grantflow.db import db, unit_of_work
from grantflow.errors import Forbidden, NotFound, Reason, Refused
from grantflow.funds.models import Round
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking import a_uuid
from grantflow.web.officer.cases import AFTER_COMPLAINT, ASIDE, OWN_PAGE
from grantflow.web.officer.list_forms import BulkForm
from grantflow.web.phrases import phrase

ASSIGN = "assign"
MOST = 100  # at a time


@dataclass(frozen=True)
class Row:
    """One application: what it is, what happens to it (or has happened), and why not, if not."""

    id: UUID
    title: str
    about: str
    stage: str
    becomes: str
    revision: int
    reasons: Sequence[str] = ()


@bp.route("/bulk", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK, Permission.APPLICATION_DECIDE)
def bulk() -> ResponseReturnValue:
    deed = request.values.get("do", "")
    found = _ticked()
    if not found or not deed:
        return render_template("pages/officer/bulk-nothing.html", ticked=len(found), back=_back())
    label = deeds().get(deed)
    if label is None:
        raise NotFound("action", deed)
    action = workflow("application").find_action(deed)
    officer = find_officer(a_uuid(request.values.get("officer", "")))
    rows = [_foreseen(each, deed, officer) for each in found]
    ready, blocked = _apart(rows)
    form = BulkForm()
    officers = (
        {str(each.id): each.name for each in list_officers([row.region_code for row in found])}
        if deed == ASSIGN
        else {}
    )
    form.shape(label, len(ready), note=str(action.note) if action else "none", officers=officers)
    if request.method == "POST" and form.validate_on_submit():
        return _done(label, rows, deed, form, officer)
    return render_template(
        "pages/officer/bulk.html", form=form, label=label, deed=deed, help=str(action.help) if action else "",
        ready=ready, blocked=blocked, back=_back(),
    )  # fmt: skip


def deeds() -> dict[str, str]:
    """What this person may do to many at once, by name: no action that has, or is told on, a page of its own."""
    actor, path = current_actor(), workflow("application")
    may = [
        action
        for action in path.actions
        if actor.holds_as_staff(action.permission)
        and action.key not in {*OWN_PAGE, *AFTER_COMPLAINT}
        and action.permission != Permission.APPLICATION_RELEASE
        and any(path.stage(each).category != "closed" for each in action.from_)
    ]
    found = {each.key: str(each.label) for each in sorted(may, key=lambda each: each.key in ASIDE)}
    if actor.holds_as_staff(Permission.APPLICATION_CHECK):
        found[ASSIGN] = "Assign to an officer"
    return found


def _ticked() -> Sequence[Application]:
    """Those that are ticked, or all that the page showed, as far as they are this person's to see; in that order."""
    name = "shown" if request.values.get("all") == "yes" else "case"
    ids = list(dict.fromkeys(filter(None, map(a_uuid, request.values.getlist(name)))))[:MOST]
    rows = db.session.scalars(
        select(Application)
        .where(Application.id.in_(ids), official_to(current_actor(), Permission.APPLICATION_VIEW))
        .where(Application.stage != "draft")
        .options(
            selectinload(Application.round).joinedload(Round.fund),
            joinedload(Application.organisation),
            joinedload(Application.assigned_to),
            joinedload(Application.decision),
        )
    ).all()
    return sorted(rows, key=lambda each: ids.index(each.id))


def _foreseen(application: Application, deed: str, officer: User | None) -> Row:
    """What would happen if the button were pressed now."""
    if deed == ASSIGN:
        has = application.assigned_to.name if application.assigned_to else "nobody yet"
        reasons = reasons_against(application, officer) if officer else _cannot_change_hands(application)
        return _row(application, f"Now with {has}", officer.name if officer else "", reasons)
    actions = {each.action.key: each for each in open_actions(application, this_occasion())}
    path = workflow_of(application)
    if deed not in actions:
        return _row(application, str(path.stage(application.stage).label), "", [_why_not(application, deed)])
    to = str(path.stage(actions[deed].action.to).label)
    return _row(application, str(path.stage(application.stage).label), to, actions[deed].reasons)


def _cannot_change_hands(application: Application) -> list[Reason]:
    if not application.is_open:
        return [Reason("not-at-this-stage")]
    if not allows(current_actor(), Permission.APPLICATION_CHECK, on=application):
        return [Reason("not-yours-to-do")]
    return []


def _why_not(application: Application, deed: str) -> Reason:
    """Its stage, or else what this person may do there."""
    path = workflow_of(application)
    action = path.find_action(deed)
    if action is None or application.stage not in action.from_:
        stages = [str(path.stage(key).label) for key in action.from_] if action else []
        return Reason("not-from-this-stage", {"stages": " or ".join(f"“{each}”" for each in stages)})
    return Reason("not-yours-to-do")


def _row(application: Application, stage: str, becomes: str, reasons: Sequence[Reason]) -> Row:
    return Row(
        id=application.id,
        title=application.title,
        about=f"{application.applicant_name}, {application.reference}",
        stage=stage,
        becomes=becomes,
        revision=_read_revision(application),
        reasons=[phrase(each) for each in reasons],
    )


def _apart(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    return [each for each in rows if not each.reasons], [each for each in rows if each.reasons]


def _read_revision(application: Application) -> int:
    """The one that the page was made with; one that somebody has tampered with is never current."""
    typed = request.form.get(f"revision:{application.id}")
    if typed is None:
        return application.revision if request.method == "GET" else 0
    return int(typed) if typed.isdecimal() else 0


def _done(
    label: str, rows: Sequence[Row], deed: str, form: BulkForm, officer: User | None
) -> ResponseReturnValue:
    note = (form.note.data or "") if "note" in form else ""
    results = [(row, _do(row, deed, note, officer)) for row in rows]
    return render_template(
        "pages/officer/bulk-done.html",
        label=label,
        done=[row for row, reasons in results if not reasons],
        refused=[(row, reasons) for row, reasons in results if reasons],
        back=_back(),
    )


def _do(row: Row, deed: str, note: str, officer: User | None) -> list[str]:
    """All of it for one application, or none and why not."""
    occasion = this_occasion()
    try:
        with unit_of_work():
            found = get_application(row.id, occasion.actor, Permission.APPLICATION_VIEW)
            if deed == ASSIGN and officer is not None:
                assign_officer(found, officer, occasion, expected_revision=row.revision)
            else:
                take_action(found, deed, occasion, note=note, expected_revision=row.revision)
    except Refused as refusal:
        return [phrase(each) for each in refusal.reasons]
    except (Forbidden, NotFound):
        return [phrase("not-yours-to-do")]
    return []


def _back() -> str:
    """The list as it was asked for, if the page said so and it is a list of ours."""
    there = request.values.get("back", "")
    home = url_for("officer.work_list")
    return there if there == home or there.startswith(f"{home}?") else home
