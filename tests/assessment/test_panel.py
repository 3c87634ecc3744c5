"""Who sits on a panel, when it met, who has an interest, and what it proposes: none of it moves a case."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from grantflow.accounts.models import Membership, User
from grantflow.applications.models import Application
from grantflow.assessment import departing, panels
from grantflow.assessment.models import Departure, Marking, PanelMeeting
from grantflow.assessment.panel_commands import (
    Proposal,
    choose_members,
    declare_interest,
    mark,
    record_meeting,
    take_mark_away,
)
from grantflow.casework.models import Recusal
from grantflow.casework.queries import open_actions
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.funds.models import Round
from tests.conftest import NOON
from tests.factories import (
    a_meeting,
    a_panel,
    a_panel_member,
    a_regional_lead,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    at_noon,
)

TODAY = NOON.date()


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def small(round: Round, *, points: int | None = None, **given: object) -> Application:
    """Ready for a decision, of a size that asks for a panel."""
    found = an_application(stage="panel", round=round, tier_key="small", amount_pence=1_000_000, **given)  # type: ignore[arg-type]
    if points is not None:
        an_assessment(found, an_assessor(), stage="submitted", points=points)
    return found


def reasons(application: Application, action: str, who: User) -> list[str]:
    [found] = [each for each in open_actions(application, at_noon(who)) if each.action.key == action]
    # What the page of a reserve asks for is not written yet.
    return [each.key for each in found.reasons if each.key != "reserve-feedback-missing"]


def test_members_are_chosen_with_places_and_changed(app: Flask) -> None:
    round, officer, first, second = a_round(), an_officer(), a_panel_member(), a_panel_member()
    with unit_of_work():
        choose_members(round, {first.id: "lived-experience"}, at_noon(officer))
    assert panels.places_empty(panels.list_members(round.id)) == ["local-voluntary-sector"]

    with unit_of_work():
        choose_members(round, {second.id: "local-voluntary-sector"}, at_noon(officer))

    assert [(each.user_id, each.place) for each in panels.list_members(round.id)] == [
        (second.id, "local-voluntary-sector")
    ]


def test_only_people_with_the_role_here_can_sit_on_a_panel(app: Flask) -> None:
    round, elsewhere = a_round(), a_panel_member(region="D")

    for who in (elsewhere, an_officer()):
        with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
            choose_members(round, {who.id: "other"}, at_noon(an_officer()))
        assert refusal.value.keys == ["not-a-panel-member-here"]
    with pytest.raises(Forbidden), unit_of_work():
        choose_members(round, {}, at_noon(a_panel_member()))

    assert panels.list_members(round.id) == []


def test_a_meeting_said_again_takes_the_place_of_the_one_before(app: Flask) -> None:
    round = a_round()
    first, second, third = a_panel(round, met=False)
    for present in ([first.id, second.id], [second.id, third.id]):
        with unit_of_work():
            record_meeting(round, TODAY, present, at_noon(an_officer()))

    db.session.expire_all()
    [meeting] = panels.list_meetings(round.id)
    assert meeting.present == {second.id, third.id}


@pytest.mark.parametrize(
    ("days", "who", "why"),
    [
        (1, "member", "meeting-still-to-come"),
        (0, "nobody", "nobody-was-present"),
        (0, "stranger", "not-a-panel-member-here"),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused(app: Flask, days: int, who: str, why: str) -> None:
    round = a_round()
    [member, *_] = a_panel(round, met=False)
    present = {"member": [member.id], "nobody": [], "stranger": [a_panel_member().id]}[who]

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        record_meeting(round, TODAY + timedelta(days=days), present, at_noon(an_officer()))

    assert refusal.value.keys == [why]
    assert rows(PanelMeeting) == 0


def test_a_size_without_a_panel_waits_for_none(app: Flask) -> None:
    assert "panel-has-not-met" not in reasons(an_application(stage="panel"), "award", a_regional_lead())


def test_no_decision_is_made_before_the_panel_has_met(app: Flask) -> None:
    round, lead = a_round(), a_regional_lead()
    application = small(round, submitted_at=NOON)
    members = a_panel(round, met=False)
    a_meeting(round, *members, held_on=TODAY - timedelta(days=1))

    for action in ("award", "reserve", "decline"):
        assert "panel-has-not-met" in reasons(application, action, lead)
    a_meeting(round, *members)

    assert reasons(application, "reserve", lead) == []


def test_the_quorum_is_counted_anew_for_whom_somebody_has_an_interest_in(app: Flask) -> None:
    round, lead = a_round(), a_regional_lead()
    declared, belongs, free = small(round), small(round), small(round)
    first, second, _ = a_panel(round)
    with unit_of_work():
        declare_interest(declared, first, "My sister is a trustee.", at_noon(an_officer()))
    second.memberships.append(Membership(organisation=belongs.organisation, rights="view", created_at=NOON))
    db.session.commit()

    assert panels.quorum_for(declared).present == panels.quorum_for(belongs).present == 2
    assert reasons(declared, "reserve", lead) == reasons(belongs, "reserve", lead) == ["quorum-not-present"]
    assert reasons(free, "reserve", lead) == []


def test_an_application_keeps_the_meeting_it_was_marked_at(app: Flask) -> None:
    round, officer = a_round(), an_officer()
    application, later = small(round), small(round)
    members = a_panel(round)
    with unit_of_work():
        mark(application, Proposal("full"), at_noon(officer))
    a_meeting(round, members[0], held_on=TODAY + timedelta(days=2))

    assert panels.quorum_for(application).present == 3
    assert panels.quorum_for(later).present == 1


def test_the_regional_lead_may_waive_the_quorum_with_a_reason_that_is_kept(app: Flask) -> None:
    round, lead = a_round(), a_regional_lead()
    application = small(round)
    a_panel(round, met=False)
    with pytest.raises(Forbidden), unit_of_work():
        departing.waive_quorum(application, "Snow.", at_noon(an_officer()))
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        departing.waive_quorum(application, " ", at_noon(lead))
    assert refusal.value.keys == ["departure-needs-reason"]
    assert rows(Departure) == 0

    with unit_of_work():
        departing.waive_quorum(application, "Snow closed the roads.", at_noon(lead))

    assert reasons(application, "reserve", lead) == []
    [(departure, case)] = departing.list_departures(round.id, at_noon(lead).actor)
    assert (departure.rule, departure.reason, case.id) == ("quorum", "Snow closed the roads.", application.id)
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        departing.waive_quorum(application, "Again.", at_noon(lead))
    assert refusal.value.keys == ["quorum-nothing-to-waive"]


def test_a_marking_takes_the_place_of_the_one_before_and_moves_nothing(app: Flask) -> None:
    application, officer = small(a_round()), an_officer()
    for proposal in (
        Proposal("full"),
        Proposal("part", 600_000),
        Proposal("condition", None, "A safeguarding lead."),
    ):
        with unit_of_work():
            mark(application, proposal, at_noon(officer))

    marking = panels.find_marking(application.id)
    assert marking is not None
    assert (marking.kind, marking.amount_pence, marking.note) == (
        "condition",
        1_000_000,
        "A safeguarding lead.",
    )
    assert application.stage == "panel"
    with unit_of_work():
        take_mark_away(application, at_noon(officer))
    assert rows(Marking) == 0


@pytest.mark.parametrize(
    ("proposal", "why"),
    [
        (Proposal("part", 1_000_000), "part-not-less"),
        (Proposal("part"), "part-not-less"),
        (Proposal("part", 0), "award-of-nothing"),
        (Proposal("reserve", 1_000_001), "more-than-asked"),
        (Proposal("condition", 900_000, " "), "condition-not-written"),
    ],
)
def test_a_proposal_that_is_not_whole_is_refused(app: Flask, proposal: Proposal, why: str) -> None:
    application = small(a_round())

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        mark(application, proposal, at_noon(an_officer()))

    assert refusal.value.keys == [why]
    assert rows(Marking) == 0


def test_marking_out_of_the_order_of_scores_needs_a_reason(app: Flask) -> None:
    round, officer = a_round(), at_noon(an_officer())
    high, low = small(round, points=4), small(round, points=3)
    with unit_of_work():
        mark(high, Proposal("reserve"), officer)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        mark(low, Proposal("full"), officer)
    assert refusal.value.keys == ["out-of-order-needs-reason"]
    assert panels.find_marking(low.id) is None

    with unit_of_work():
        mark(low, Proposal("full", note="The only one in Barrow."), officer)
        mark(high, Proposal("decline"), officer)
    assert rows(Marking) == 2


def test_a_panel_member_advises_and_does_not_mark(app: Flask) -> None:
    application = small(a_round())

    with pytest.raises(Forbidden), unit_of_work():
        mark(application, Proposal("full"), at_noon(a_panel_member()))

    assert rows(Marking) == 0


def test_anybody_may_close_an_application_to_themselves_and_only_who_runs_it_to_others(app: Flask) -> None:
    round = a_round()
    application = small(round)
    first, second, _ = a_panel(round)
    with unit_of_work():
        declare_interest(application, first, "I volunteer there.", at_noon(first))
    with pytest.raises(Forbidden), unit_of_work():
        declare_interest(application, second, "They know them.", at_noon(a_panel_member()))
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        declare_interest(application, a_panel_member(), "Not on it.", at_noon(an_officer()))
    assert refusal.value.keys == ["not-a-panel-member-here"]
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        declare_interest(application, first, "Again.", at_noon(an_officer()))
    assert refusal.value.keys == ["interest-declared-already"]

    assert db.session.scalars(select(Recusal.user_id)).all() == [first.id]
