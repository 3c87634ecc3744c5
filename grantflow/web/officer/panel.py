"""The panel of a round: who sits on it, when it met, the list before it and what it proposes."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from grantflow.accounts.queries import get_user
from grantflow.applications.models import Application
from grantflow.assessment import panel_commands, panels
from grantflow.casework.running import tiers, workflow
from grantflow.core.calendar import local_date
from grantflow.core.money import as_typed
from grantflow.db import unit_of_work
from grantflow.errors import NotFound, Refused
from grantflow.funds import queries
from grantflow.funds.models import Round
from grantflow.funds.outcomes import OUTCOMES
from grantflow.notices.panel_papers import minutes_pdf
from grantflow.permissions import Permission, allows
from grantflow.reports.panel_board import panel_board
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, current_user, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.cases import load
from grantflow.web.officer.panel_forms import (
    KINDS,
    PLACES,
    InterestForm,
    MarkForm,
    MeetingForm,
    filled_from,
    members_form,
)
from grantflow.web.phrases import phrase

PDF = "application/pdf"
# What has been decided, in the words of the list.
DECIDED = {"award": "Award", "reserve": "Reserve list", "decline": "Decline"}


@bp.route("/rounds/<uuid:round_id>/panel")
@requires(Permission.APPLICATION_VIEW)
def panel(round_id: UUID) -> ResponseReturnValue:
    """The list as it stands, with everything that hangs from it."""
    return _page(round_with_panel(round_id))


@bp.route("/rounds/<uuid:round_id>/panel/<uuid:application_id>", methods=["POST"])
@requires(Permission.APPLICATION_DECIDE)
def mark(round_id: UUID, application_id: UUID) -> ResponseReturnValue:
    """Keep one proposal, and go back to its row."""
    application = _of_round(round_id, application_id, Permission.APPLICATION_DECIDE)
    form = MarkForm()
    if not form.validate_on_submit():
        return _page(application.round, {application.id: (_first_mistake(form), form.typed)})
    try:
        with unit_of_work():
            if form.kind.data in KINDS:
                panel_commands.mark(application, form.proposal, this_occasion())
            elif panels.find_marking(application.id) is not None:
                panel_commands.take_mark_away(application, this_occasion())
            else:
                return _page(application.round, {application.id: ("Choose a proposal", form.typed)})
    except Refused as refusal:
        return _page(application.round, {application.id: (phrase(refusal.reasons[0]), form.typed)})
    return redirect(url_for("officer.panel", round_id=round_id, _anchor=application.reference))


@bp.route("/rounds/<uuid:round_id>/panel/members", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def panel_members(round_id: UUID) -> ResponseReturnValue:
    found = round_with_panel(round_id, Permission.ROUND_RUN)
    people, members = panels.list_who_may_sit(found.region_code), panels.list_members(found.id)
    form = members_form(people, members, found.revision)
    if form.validate_on_submit():
        with unit_of_work():
            panel_commands.choose_members(found, form.places(people), this_occasion())
        flash("The panel is saved.")
        return redirect(url_for("officer.panel", round_id=found.id))
    return render_template("pages/officer/panel-members.html", round=found, form=form, people=people)


@bp.route("/rounds/<uuid:round_id>/panel/meeting", methods=["GET", "POST"])
@requires(Permission.ROUND_RUN)
def panel_meeting(round_id: UUID) -> ResponseReturnValue:
    """Who is there today; said again for the same day, it takes the place of what was said before."""
    found = round_with_panel(round_id, Permission.ROUND_RUN)
    today = local_date(this_occasion().at)
    last = next(iter(panels.list_meetings(found.id)), None)
    begun = filled_from(last) if last and last.held_on == today else {"held_on": today}
    form = MeetingForm(data={"revision": found.revision} | begun)
    form.offer(panels.list_members(found.id))
    if form.validate_on_submit() and form.held_on.data:
        try:
            with unit_of_work():
                panel_commands.record_meeting(found, form.held_on.data, form.who, this_occasion())
        except Refused as refusal:
            form.held_on.errors = [phrase(refusal.reasons[0])]
        else:
            flash("Who was there is saved.")
            return redirect(url_for("officer.panel", round_id=found.id))
    return render_template("pages/officer/panel-meeting.html", round=found, form=form)


@bp.route("/rounds/<uuid:round_id>/panel/<uuid:application_id>/interest", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VIEW)
def panel_interest(round_id: UUID, application_id: UUID) -> ResponseReturnValue:
    """Somebody says that they have an interest. From then on they see nothing of it."""
    application = _of_round(round_id, application_id, Permission.APPLICATION_VIEW)
    form = InterestForm(revision=application.revision, who=str(current_actor().user_id))
    form.who.choices = _who_may_have_an_interest(application.round)
    if form.validate_on_submit():
        who = get_user(UUID(form.who.data))
        with unit_of_work():
            panel_commands.declare_interest(application, who, form.interest.data or "", this_occasion())
        flash(f"{application.reference} is closed to {who.name}.")
        return redirect(url_for("officer.panel", round_id=round_id))
    return render_template("pages/officer/panel-interest.html", application=application, form=form)


@bp.route("/rounds/<uuid:round_id>/panel/meetings/<uuid:meeting_id>/minutes.pdf")
@requires(Permission.APPLICATION_VIEW)
def panel_minutes(round_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    found = round_with_panel(round_id)
    meeting = panels.get_meeting(found.id, meeting_id)
    pdf = minutes_pdf(found, meeting, current_actor(), this_occasion().at)
    return sent(pdf, f"minutes-{found.reference}-{meeting.held_on.isoformat()}.pdf")


def _page(
    found: Round, mistakes: dict[UUID, tuple[str, dict[str, str]]] | None = None
) -> ResponseReturnValue:
    """:param mistakes: by application, what is wrong with what was sent for it, and what that was"""
    meetings, members = panels.list_meetings(found.id), panels.list_members(found.id)
    board = panel_board(found, current_actor(), meetings, OUTCOMES)
    labels = {each.key: str(each.label) for each in workflow("application").stages}
    present = meetings[0].present if meetings else set()
    return render_template(
        "pages/officer/panel.html",
        round=found,
        board=board,
        asks=panels.asks_for_panel(found),
        members=members,
        places=PLACES,
        empty=[PLACES[place] for place in panels.places_empty(members)],
        meetings=meetings,
        present=[each.user.name for each in members if each.user_id in present],
        sizes={each.key: str(each.label) for each in tiers(found.tiers_version).tiers},
        kinds=KINDS,
        decided=DECIDED,
        labels=labels,
        typed=as_typed,
        mistakes=mistakes or {},
        may_mark=allows(current_actor(), Permission.APPLICATION_DECIDE, on=found),
        may_run=allows(current_actor(), Permission.ROUND_RUN, on=found),
    )


def round_with_panel(round_id: UUID, permission: Permission = Permission.APPLICATION_VIEW) -> Round:
    """:raises NotFound: before a round has opened: there is nothing for a panel yet"""
    found = queries.get_round(round_id, current_actor(), permission)
    if found.stage == "draft":
        raise NotFound("panel", round_id)
    return found


def _of_round(round_id: UUID, application_id: UUID, permission: Permission) -> Application:
    application = load(application_id, permission)
    if application.round_id != round_id:
        raise NotFound("application", application_id)
    return application


def _who_may_have_an_interest(found: Round) -> dict[str, str]:
    """Oneself; and, for whoever runs the round, each member of its panel."""
    user: Any = current_user()
    people = {str(user.id): f"Me, {user.name}"}
    if allows(current_actor(), Permission.ROUND_RUN, on=found):
        people |= {
            str(each.user_id): each.user.name
            for each in panels.list_members(found.id)
            if each.user_id != user.id
        }
    return people


def _first_mistake(form: MarkForm) -> str:
    return next((str(each) for errors in form.errors.values() for each in errors), "Look at this again")


def sent(pdf: bytes, name: str) -> Response:
    """Made for one viewer, as things stand now: nobody keeps it for anybody else."""
    answer = send_file(BytesIO(pdf), mimetype=PDF, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
