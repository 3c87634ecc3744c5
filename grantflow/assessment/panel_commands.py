"""Choose a panel, record its meetings and interests, and mark what it proposes. None of it moves a case."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.assessment import panels, rules
from grantflow.assessment.models import Marking, PanelAttendance, PanelMeeting, PanelMember
from grantflow.assessment.order import goes_out_of_order
from grantflow.audit.commands import record
from grantflow.casework.commands import lock
from grantflow.casework.models import Recusal
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.errors import ActionUnavailable, Forbidden, Reason
from grantflow.funds.models import Round
from grantflow.permissions import Occasion, Permission, require

KINDS = ("full", "part", "condition", "reserve", "decline")


@dataclass(frozen=True)
class Proposal:
    """What the panel says of one application. The amount may be left out where it is all that was asked."""

    kind: str
    amount_pence: int | None = None
    note: str = ""


def choose_members(round: Round, places: Mapping[UUID, str], occasion: Occasion) -> None:
    """Who sits on the panel from now on, each at a place.

    :raises ActionUnavailable: if somebody is not a panel member here, or nothing would change
    """
    require(occasion.actor, Permission.ROUND_RUN, on=round)
    lock(round)
    may_sit = {each.id for each in panels.list_who_may_sit(round.region_code)}
    before = {each.user_id: each for each in panels.list_members(round.id)}
    if places == {user_id: each.place for user_id, each in before.items()}:
        raise ActionUnavailable([Reason("nothing-changed")])
    if set(places) - may_sit - set(before):
        raise ActionUnavailable([Reason("not-a-panel-member-here")])
    for user_id, member in before.items():
        if user_id not in places:
            db.session.delete(member)
    for user_id, place in places.items():
        if user_id in before:
            before[user_id].place = place
        else:
            db.session.add(PanelMember(round_id=round.id, user_id=user_id, place=place))
    record(round.id, round.kind, "choose-panel", occasion, facts={"members": len(places)})


def record_meeting(
    round: Round, held_on: date, present: Collection[UUID], occasion: Occasion
) -> PanelMeeting:
    """Who was there on a day. Said again for the same day, it takes the place of what was said before.

    :raises ActionUnavailable: if the day is still to come, nobody was there, or somebody is not on the panel
    """
    require(occasion.actor, Permission.ROUND_RUN, on=round)
    lock(round)
    meeting = next((each for each in panels.list_meetings(round.id) if each.held_on == held_on), None)
    known = {each.user_id for each in panels.list_members(round.id)} | (meeting.present if meeting else set())
    if key := rules.meeting_can_be_recorded(held_on, local_date(occasion.at), present, known):
        raise ActionUnavailable([Reason(key)])
    if meeting is None:
        meeting = PanelMeeting(round_id=round.id, held_on=held_on)
        db.session.add(meeting)
    meeting.recorded_by_id, meeting.recorded_at = _person(occasion), occasion.at
    there = {each.user_id: each for each in meeting.attendances}
    meeting.attendances = [there.get(each) or PanelAttendance(user_id=each) for each in sorted(present)]
    facts = {"held_on": held_on.isoformat(), "present": len(present)}
    record(round.id, round.kind, "record-meeting", occasion, facts=facts)
    return meeting


def mark(application: Application, proposal: Proposal, occasion: Occasion) -> Marking:
    """Keep what the panel proposes, in place of what it proposed before.

    :raises ActionUnavailable: with everything that is missing from it
    """
    _open_for_marking(application, occasion)
    asked = application.amount_pence or 0
    amount = _amount(proposal, asked)
    if key := rules.proposal_is_whole(proposal.kind, amount, asked, proposal.note):
        raise ActionUnavailable([Reason(key, {"asked_pence": asked})])
    if not proposal.note.strip() and _goes_out_of_order(application, proposal.kind in panels.AWARDING):
        raise ActionUnavailable([Reason("out-of-order-needs-reason")])
    marking = panels.find_marking(application.id) or Marking(application_id=application.id)
    meeting = next(iter(panels.list_meetings(application.round.id)), None)
    marking.kind, marking.amount_pence, marking.note = proposal.kind, amount, proposal.note.strip()
    marking.meeting_id = meeting.id if meeting else None
    marking.marked_by_id, marking.marked_at = _person(occasion), occasion.at
    db.session.add(marking)
    facts = {"kind": proposal.kind, "amount_pence": amount}
    record(application.id, application.kind, "mark", occasion, note=marking.note, facts=facts)
    return marking


def take_mark_away(application: Application, occasion: Occasion) -> None:
    """:raises ActionUnavailable: if nothing is marked"""
    _open_for_marking(application, occasion)
    marking = panels.find_marking(application.id)
    if marking is None:
        raise ActionUnavailable([Reason("nothing-changed")])
    db.session.execute(delete(Marking).where(Marking.application_id == application.id))
    db.session.expunge(marking)
    record(application.id, application.kind, "take-mark-away", occasion)


def declare_interest(application: Application, who: User, interest: str, occasion: Occasion) -> None:
    """Close an application to somebody who has an interest in it: to oneself, or to a member whose panel one runs.

    :raises ActionUnavailable: if it is closed to them already, or they do not sit on its panel
    """
    round = application.round
    if who.id == occasion.actor.user_id:
        require(occasion.actor, Permission.APPLICATION_VIEW, on=application)
    else:
        require(occasion.actor, Permission.ROUND_RUN, on=round)
        if who.id not in {each.user_id for each in panels.list_members(round.id)}:
            raise ActionUnavailable([Reason("not-a-panel-member-here")])
    lock(application)
    already = select(Recusal).where(Recusal.case_id == application.id, Recusal.user_id == who.id)
    if db.session.scalar(already) is not None:
        raise ActionUnavailable([Reason("interest-declared-already", {"name": who.name})])
    db.session.add(
        Recusal(
            case_id=application.id,
            user_id=who.id,
            organisation_id=application.organisation_id,
            round_id=application.round_id,
            declared_at=occasion.at,
        )
    )
    facts = {"name": who.name}
    record(application.id, application.kind, "declare-interest", occasion, note=interest.strip(), facts=facts)


def _open_for_marking(application: Application, occasion: Occasion) -> None:
    require(occasion.actor, Permission.APPLICATION_DECIDE, on=application)
    lock(application)
    if application.stage != "panel":
        raise ActionUnavailable([Reason("not-at-this-stage", {"stage": application.stage})])


def _amount(proposal: Proposal, asked_pence: int) -> int | None:
    if proposal.kind == "decline":
        return None
    if proposal.kind == "full":
        return asked_pence
    return asked_pence if proposal.amount_pence is None else proposal.amount_pence


def _goes_out_of_order(application: Application, awarded: bool) -> bool:
    standings = panels.standings_of(application.round.id, application.round.tiers_version)
    mean = next((each.mean for each in standings if each.key == application.id), None)
    others = [each for each in standings if each.key != application.id]
    return goes_out_of_order(mean, awarded=awarded, others=others)


def _person(occasion: Occasion) -> UUID:
    """:raises Forbidden: if nobody in particular is acting"""
    if occasion.actor.user_id is None:
        raise Forbidden(Permission.APPLICATION_DECIDE)
    return occasion.actor.user_id
