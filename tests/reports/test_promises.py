"""How long people waited, beside what they were promised; what was put off; calls and complaints."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from grantflow.applications.models import Application
from grantflow.assessment import commands
from grantflow.casework.commands import take_action
from grantflow.checks.ineligible import mark_ineligible
from grantflow.complaints.commands import answer_complaint, make_complaint
from grantflow.core.calendar import add_working_days
from grantflow.db import db, unit_of_work
from grantflow.feedback.commands import ask_for_call, record_call
from grantflow.feedback.rules import Offer
from grantflow.funds.models import Round
from grantflow.reports.promises import Waited, put_off, waited
from grantflow.reports.replies import (
    Calls,
    Complaints,
    calls_of_round,
    complaints_of_round,
    for_everybody,
)
from grantflow.reports.round_figures import Line, for_the_public
from tests.conftest import NOON
from tests.factories import (
    a_decision,
    a_member,
    a_regional_lead,
    a_round,
    an_application,
    an_officer,
    at_noon,
)
from tests.web.browser import counting

CLOSED = datetime(2026, 9, 1, 11, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def a_closed_round(**given: Any) -> Round:
    return a_round(stage="decisions-released", closes_at=CLOSED, decisions_on=date(2026, 10, 13), **given)


def told(round: Round, days: int, *, begun: datetime = CLOSED, **given: Any) -> Application:
    """Told so many working days after a time."""
    return an_application(
        stage="declined", round=round, told_at=add_working_days(begun, days),
        **{"submitted_at": CLOSED - timedelta(days=2)} | given,
    )  # fmt: skip


def test_waits_are_counted_from_the_close_in_working_days_by_size() -> None:
    round = a_closed_round()
    for days in (10, 14, 15, 31):
        told(round, days)
    told(round, 30, tier_key="standard")
    an_application(stage="panel", round=round)

    # 13 October is 30 working days after the close; Micro allows 15, Standard 45.
    assert waited(round) == [
        Waited("Micro", 4, 15, 31, 15, 3, 3),
        Waited("Standard", 1, 30, 30, 45, 1, 1),
        Waited("All sizes", 5, 15, 31, None, 4, 4),
    ]
    assert waited(round)[-1].share_as_promised == 80


def test_a_rolling_round_counts_from_receipt() -> None:
    round = a_closed_round(rolling=True)
    received = CLOSED - timedelta(days=60)
    told(round, 15, begun=received, submitted_at=received)
    told(round, 16, begun=received, submitted_at=received)

    [micro, _] = waited(round)

    assert (micro.middle, micro.longest, micro.within, micro.as_promised) == (16, 16, 1, 1)


def test_what_came_late_with_a_code_waits_from_the_day_it_came() -> None:
    round = a_closed_round()
    late = CLOSED + timedelta(days=7)
    told(round, 5, begun=late, submitted_at=late)

    assert waited(round)[0].longest == 5


def test_nobody_waits_less_than_nothing() -> None:
    round = a_closed_round()
    an_application(stage="ineligible", round=round, submitted_at=CLOSED, told_at=CLOSED - timedelta(days=3))

    assert (waited(round)[0].middle, waited(round)[0].within) == (0, 1)


def test_a_round_in_which_nobody_was_told_says_nothing() -> None:
    assert waited(a_closed_round()) == []


def test_a_later_word_does_not_move_the_day_on_which_they_first_heard() -> None:
    round = a_round(stage="decisions-released")
    held = an_application(stage="to-reserve", round=round)
    a_decision(held, a_regional_lead(), "reserve", amount_pence=450_000, reserve_place=1)
    with unit_of_work():
        take_action(held, "release-reserve", at_noon(a_regional_lead()))
        commands.decline(
            held, at_noon(a_regional_lead(), days=90), reason_codes=["plan-unclear"], strength="x", change="y"
        )

    assert (held.stage, held.told_at) == ("declined", NOON)


def test_somebody_who_is_not_eligible_has_been_told() -> None:
    application = an_application(stage="submitted")

    with unit_of_work():
        mark_ineligible(
            application, "rule-area", at_noon(an_officer()), rule_words="In Cumbria.", why="It is in Leeds."
        )

    assert application.told_at == NOON


def test_what_was_put_off_is_counted_once_each_with_the_reasons_for_everybody() -> None:
    round = a_round(stage="assessing")
    lead, again = at_noon(a_regional_lead()), date(2027, 4, 5)
    first, second, third = (
        an_application(stage="panel", round=round, decide_by=date(2027, 1, 15)) for _ in range(3)
    )
    with unit_of_work():
        commands.delay(first, date(2027, 3, 5), lead, why="Yours is late.", public_why="The panel was ill.")
        take_action(first, "resume", at_noon(an_officer()))
        commands.delay(first, again, lead, why="Later.", public_why="A review of all spending.")
        commands.delay(second, again, lead, why="Later.", public_why="A review of all spending.")
        commands.delay(third, again, lead, why="We wait for your accounts.")

    found = put_off(round)

    assert (found.applications, found.reasons) == (3, ["The panel was ill.", "A review of all spending."])


def test_calls_are_offered_asked_for_and_held_once_for_each_applicant() -> None:
    round = a_round(stage="decisions-released")
    first, second, _ = (
        an_application(stage=stage, round=round) for stage in ("declined", "reserve", "ineligible")
    )
    an_application(stage="awarded", round=round)
    offers = [Offer(date(2026, 11, 25), "evening"), Offer(date(2026, 11, 26), "evening")]
    for application in (first, second):
        assert application.organisation is not None
        ada = a_member(application.organisation)
        with unit_of_work():
            call = ask_for_call(application, offers, at_noon(ada), phone="01946 555 0101")
            take_action(call, "not-possible", at_noon(an_officer()), note="Nobody answered.")
            again = ask_for_call(application, offers, at_noon(ada), phone="01946 555 0101")
            if application is first:
                record_call(again, "We talked.", at_noon(an_officer()))

    assert calls_of_round(round.id) == Calls(offered=3, asked=2, held=1)
    assert calls_of_round(a_round().id) == Calls(0, 0, 0)


def test_complaints_are_counted_by_their_first_answer_and_anybody_reads_only_that_they_are_few() -> None:
    round = a_round(stage="decisions-released")
    said: dict[str, Any] = {"words": "I looked.", "change": "We ring."}
    for days, outcome in ((10, "upheld"), (40, "partly-upheld"), (5, "not-upheld"), (0, "")):
        application = an_application(stage="declined", round=round)
        assert application.organisation is not None
        with unit_of_work():
            complaint = make_complaint(
                application, at_noon(a_member(application.organisation)), about="late", words="Late."
            )
        if outcome:
            free = an_officer()
            with unit_of_work():
                take_action(complaint, "acknowledge", at_noon(free))
                take_action(complaint, "take-up", at_noon(free))
                answer_complaint(complaint, at_noon(free, days=days), outcome=outcome, **said)

    found = complaints_of_round(round.id)

    assert found == Complaints(received=4, answered=3, in_time=2, upheld=2)
    public = for_everybody(found)
    assert {str(public.received), str(public.in_time), str(public.upheld)} == {"fewer than 10"}


@pytest.mark.parametrize("many", [1, 30])
def test_these_figures_take_as_many_statements_for_thirty_as_for_one(many: int) -> None:
    round = a_closed_round()
    for number in range(many):
        told(round, number)
    db.session.expire_all()
    db.session.refresh(round)

    with counting() as statements:
        waited(round)
        put_off(round)
        calls_of_round(round.id)
        complaints_of_round(round.id)

    assert len(statements) == 5


def test_small_groups_are_told_together_and_never_alone() -> None:
    groups = [Line("A", 40, 40, 10), Line("B", 12, 12, 3), Line("C", 9, 9, 1)]

    assert [(each.label, each.received) for each in for_the_public(groups)] == [
        ("A", 40), ("The others together", 21),
    ]  # fmt: skip
    assert [each.label for each in for_the_public([groups[0], Line("C", 9), Line("D", 8)])] == [
        "A", "The others together",
    ]  # fmt: skip
    assert for_the_public([groups[2]]) == []
    assert for_the_public(groups[:2]) == groups[:2]
