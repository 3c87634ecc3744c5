"""Starting, saving, sending and withdrawing: what happens, and what a refusal leaves as it was."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.acting import actor_of
from grantflow.accounts.models import User
from grantflow.applications import commands
from grantflow.applications.models import Application, Partner
from grantflow.casework.commands import take_action
from grantflow.casework.queries import answers_of, list_rivals
from grantflow.core.calendar import local_date
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, Refused, Stale, TooLate
from grantflow.funds.models import Round
from grantflow.permissions import Occasion
from tests.applications.filled import MICRO, WITH_PARTNERS
from tests.conftest import NOON
from tests.factories import a_member, a_round, an_application, an_organisation, at_noon


def test_the_amount_picks_the_size_and_the_form(app: Flask) -> None:
    for pence, tier, form in (
        (450_000, "micro", "application-micro"),
        (2_000_000, "small", "application-small"),
        (5_000_000, "standard", "application-standard"),
    ):
        application = _started(a_round(), pence)
        assert (application.tier_key, application.form_key) == (tier, form)
        assert answers_of(application.id) == {"amount-requested": pence}
        assert application.closes_at == application.round.closes_at


def test_a_round_that_does_not_offer_micro_asks_small_questions_of_small_amounts(app: Flask) -> None:
    assert _started(a_round(tier_keys=["small", "standard"]), 450_000).tier_key == "small"


def test_nothing_is_started_in_a_round_that_has_closed(app: Flask) -> None:
    with pytest.raises(Refused) as refusal:
        _started(a_round(stage="closed"), 90_000_000)

    assert refusal.value.keys == ["round-has-closed", "amount-above-round"]
    assert _applications() == []


def test_a_second_draft_in_the_same_round_is_refused(app: Flask) -> None:
    organisation = an_organisation()
    round = an_application(organisation=organisation).round

    with pytest.raises(Refused) as refusal:
        _started(round, 450_000, a_member(organisation))

    assert refusal.value.keys == ["draft-already-begun"]
    assert len(_applications()) == 1


def test_somebody_who_may_only_look_cannot_start(app: Flask) -> None:
    with pytest.raises(Forbidden):
        _started(a_round(), 450_000, a_member(an_organisation(), "view"))
    assert _applications() == []


def test_a_larger_amount_moves_the_size_and_keeps_every_answer(app: Flask) -> None:
    application, user = _draft()

    with unit_of_work():
        commands.save_section(
            application, {"amount-requested": 1_200_000}, at_noon(user), revisions={"amount-requested": 1}
        )

    assert (application.tier_key, application.form_key, application.amount_pence) == (
        "small", "application-small", 1_200_000,
    )  # fmt: skip
    assert answers_of(application.id) == MICRO | {"amount-requested": 1_200_000}


def test_an_amount_outside_the_round_is_refused_and_changes_nothing(app: Flask) -> None:
    application, user = _draft()

    with pytest.raises(Refused) as refusal, unit_of_work():
        commands.save_section(
            application,
            {"amount-requested": 90_000_000, "project-title": "Other"},
            at_noon(user),
            revisions={},
        )

    assert refusal.value.keys == ["amount-above-round"]
    assert answers_of(application.id) == MICRO
    assert (application.tier_key, application.title) == ("micro", "Cooking together")


def test_two_people_on_different_questions_keep_both(app: Flask) -> None:
    application, user = _draft()
    seen = {"project-title": 1, "people-expected": 1}

    for change in ({"project-title": "Eating together"}, {"people-expected": 30}):
        with unit_of_work():
            commands.save_section(application, change, at_noon(user), revisions=seen)

    answers = answers_of(application.id)
    assert (answers["project-title"], answers["people-expected"]) == ("Eating together", 30)


def test_two_people_on_the_same_question_lose_nothing_in_silence(app: Flask) -> None:
    application, user = _draft()
    with unit_of_work():
        commands.save_section(
            application, {"project-title": "First"}, at_noon(user), revisions={"project-title": 1}
        )

    with unit_of_work():
        commands.save_section(
            application, {"project-title": "Second", "people-expected": 99}, at_noon(user),
            revisions={"project-title": 1, "people-expected": 1},
        )  # fmt: skip

    assert answers_of(application.id) == MICRO | {"project-title": "First", "people-expected": 99}
    assert [each.value for each in list_rivals(application.id)] == ["Second"]
    assert application.title == "First"


def test_a_page_that_is_open_at_the_deadline_saves_nothing_after_it(app: Flask) -> None:
    application, user = _draft()
    late = Occasion(actor_of(user), application.closes_at + timedelta(seconds=1))

    with pytest.raises(TooLate), unit_of_work():
        commands.save_section(application, {"project-title": "Late"}, late, revisions={})

    assert answers_of(application.id) == MICRO


def test_an_application_that_was_sent_is_not_changed(app: Flask) -> None:
    application, user = _draft()
    _send(application, user)

    with pytest.raises(Stale) as refusal, unit_of_work():
        commands.save_section(application, {"project-title": "Changed"}, at_noon(user), revisions={})

    assert refusal.value.keys == ["application-is-sent"]
    assert answers_of(application.id) == MICRO


def test_sending_copies_what_lists_need_and_promises_a_date(app: Flask) -> None:
    application, user = _draft()

    assert _send(application, user) is True

    assert application.stage == "submitted"
    assert application.submitted_at == NOON
    assert (application.amount_pence, application.outcomes) == (450_000, ["mental-health", "employment"])
    assert application.force_areas == ["E23000002"]
    assert application.decide_by is not None
    assert application.decide_by > local_date(application.closes_at)
    # Until it has been found eligible, what is due first is to say if it is not: within five working days.
    assert application.eligible_by == date(2026, 11, 30)
    assert local_date(application.due_at) == application.eligible_by


def test_a_rolling_round_counts_from_receipt(app: Flask) -> None:
    application, user = _draft(round=a_round(rolling=True))

    _send(application, user)

    assert application.decide_by is not None
    assert application.decide_by < local_date(application.closes_at)


def test_sending_twice_sends_once(app: Flask) -> None:
    application, user = _draft()
    _send(application, user)
    revision = application.revision

    assert _send(application, user) is False
    assert application.revision == revision


def test_sending_is_refused_with_every_reason_and_changes_nothing(app: Flask) -> None:
    application, user = _draft(
        {"project-title": "Half", "partners-involved": "yes"}, round=a_round(stage="closed")
    )

    with pytest.raises(ActionUnavailable) as refusal:
        _send(application, user)

    assert refusal.value.keys == ["round-has-closed", "form-not-complete", "partners-not-named"]
    assert (application.stage, application.submitted_at, application.decide_by) == ("draft", None, None)


def test_sending_asks_every_partner_that_is_named(app: Flask) -> None:
    application, user = _draft(WITH_PARTNERS)

    _send(application, user)

    partners = _partners()
    assert [(each.title, each.stage, each.share_pence) for each in partners] == [
        ("Carlisle Kitchen", "asked", 50_000),
        ("Eden Recovery", "asked", 0),
    ]
    assert {each.application_id for each in partners} == {application.id}


def test_partners_whose_question_has_been_hidden_are_not_asked(app: Flask) -> None:
    application, user = _draft(WITH_PARTNERS | {"partners-involved": "no"})

    _send(application, user)

    assert _partners() == []


def test_withdrawing_stops_asking_partners(app: Flask) -> None:
    application, user = _draft(WITH_PARTNERS)
    _send(application, user)

    with unit_of_work():
        take_action(application, "withdraw", at_noon(user), note="No room after all")

    assert application.stage == "withdrawn"
    assert {each.stage for each in _partners()} == {"lapsed"}


def test_an_application_that_has_been_decided_and_told_is_not_withdrawn(app: Flask) -> None:
    application, user = _draft(stage="declined")

    with pytest.raises(ActionUnavailable), unit_of_work():
        take_action(application, "withdraw", at_noon(user))

    assert application.stage == "declined"


def _draft(
    answers: dict[str, object] = MICRO, *, round: Round | None = None, stage: str = "draft"
) -> tuple[Application, User]:
    organisation = an_organisation()
    user = a_member(organisation)
    return an_application(organisation=organisation, answers=answers, round=round, stage=stage), user


def _started(round: Round, pence: int, user: User | None = None) -> Application:
    user = user or a_member(an_organisation())
    with unit_of_work():
        return commands.start_application(round, user.memberships[0].organisation, pence, at_noon(user))


def _send(application: Application, user: User) -> bool:
    with unit_of_work():
        return commands.submit_application(application, at_noon(user))


def _applications() -> list[Application]:
    return list(db.session.scalars(select(Application)))


def _partners() -> list[Partner]:
    return list(db.session.scalars(select(Partner).order_by(Partner.created_at, Partner.id)))


def test_an_application_to_a_national_round_belongs_to_the_region_it_serves(app: Flask) -> None:
    application, user = _draft(round=a_round(region_code=None))

    _send(application, user)

    assert application.region_code == "B"
