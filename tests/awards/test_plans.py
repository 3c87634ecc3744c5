"""An outcomes plan from the offer to its second version: words, never a number, and nothing waits for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import Organisation
from grantflow.awards import plan_commands, plans
from grantflow.awards.commands import accept_offer
from grantflow.awards.models import AgreedOutcome, AgreedPlan, Award, OutcomesPlan
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.content import content_root
from grantflow.db import db, unit_of_work
from grantflow.engine.form import Kind
from grantflow.engine.library import Library
from grantflow.errors import ActionUnavailable, Forbidden
from grantflow.monitoring.queries import distances_of_round
from grantflow.notices.models import Email
from tests.factories import a_member, a_review, an_award, an_officer, an_organisation, at_noon
from tests.jobs_inline import run_jobs
from tests.monitoring.filled import COUNTS
from tests.web.browser import clock_at, hidden_fields, sign_in, words_of

SAID = {
    "how-we-would-know": "They look us in the eye and ask for help.",
    "where-people-start": "Most come because they were told to.",
    "usual-step": "1",
}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock_at():
        yield


def an_accepted_grant(**given: Any) -> tuple[Award, OutcomesPlan, Any]:
    award = an_award(stage="offered", **given)
    chair = a_member(db.session.get_one(Organisation, award.organisation_id))
    with unit_of_work():
        accept_offer(award, "Ada Okafor", "Chair", at_noon(chair))
    return award, db.session.scalars(select(OutcomesPlan)).one(), chair


def written(case: OutcomesPlan, chair: Any, **other: Any) -> None:
    with unit_of_work():
        plan_commands.save_outcome(case, "mental-health", SAID | other, at_noon(chair))


def test_accepting_the_offer_begins_a_plan_with_what_the_application_hoped_for(app: Flask) -> None:
    award, case, _ = an_accepted_grant()

    found = plans.plan_of(case)

    assert (award.stage, case.stage) == ("accepted", "draft")
    assert [each.wording for each in found.outcomes] == ["Mental health and wellbeing"]
    assert found.outcomes[0].steps == plans.OUR_STEPS
    assert found.unfinished == ("mental-health",)


def test_a_plan_is_given_agreed_changed_and_agreed_again_and_the_old_words_are_kept(app: Flask) -> None:
    award, case, chair = an_accepted_grant()
    officer = an_officer()
    written(case, chair, **{"step-1": "Just here"})
    with unit_of_work():
        plan_commands.give_plan(case, at_noon(chair))
        take_action(case, "agree", at_noon(officer))
    with unit_of_work():
        plan_commands.change_plan(case, "The women's group began.", at_noon(chair, days=90))
    written(case, chair, **{"how-we-would-know": "They bring a friend."})
    with unit_of_work():
        plan_commands.give_plan(case, at_noon(chair, days=90))
        take_action(case, "agree", at_noon(officer, days=91))

    newest, first = plans.list_agreed(case.id)
    assert (first.number, newest.number) == (1, 2)
    assert plans.as_planned(first)[0].how == SAID["how-we-would-know"]
    assert plans.as_planned(first)[0].step == "Just here"
    assert plans.as_planned(newest)[0].how == "They bring a friend."
    assert award.stage == "accepted"


def test_a_plan_with_something_left_to_say_is_not_given(app: Flask) -> None:
    _, case, chair = an_accepted_grant()
    with unit_of_work():
        plan_commands.save_outcome(case, "mental-health", {"usual-step": "2"}, at_noon(chair))

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        plan_commands.give_plan(case, at_noon(chair))

    assert (refusal.value.keys, case.stage, case.given_at) == (["plan-unfinished"], "draft", None)


def test_what_was_given_is_not_changed_behind_the_officers_back(app: Flask) -> None:
    _, case, chair = an_accepted_grant()
    written(case, chair)
    with unit_of_work():
        plan_commands.give_plan(case, at_noon(chair))

    with pytest.raises(ActionUnavailable) as refusal:
        written(case, chair, **{"how-we-would-know": "Something else."})

    assert refusal.value.keys == ["plan-not-open"]
    assert plans.plan_of(case).outcomes[0].how == SAID["how-we-would-know"]


def test_an_officer_asks_to_talk_with_a_reason_and_the_charity_may_send_it_again(app: Flask) -> None:
    _, case, chair = an_accepted_grant()
    officer = an_officer()
    written(case, chair)
    with unit_of_work():
        plan_commands.give_plan(case, at_noon(chair))
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(case, "talk", at_noon(officer))
    assert (refusal.value.keys, case.stage) == (["note-needed"], "given")

    with unit_of_work():
        take_action(case, "talk", at_noon(officer), note="What would you see first?")
        plan_commands.give_plan(case, at_noon(chair))

    assert case.stage == "given"


def test_nobody_else_writes_a_charitys_plan(app: Flask) -> None:
    _, case, _ = an_accepted_grant()

    for who in (
        an_officer(),
        a_member(an_organisation()),
        a_member(db.session.get_one(Organisation, case.organisation_id), "view"),
    ):
        with pytest.raises(Forbidden):
            written(case, who)

    assert plans.plan_of(case).outcomes[0].how == ""


def test_a_plan_has_one_to_five_outcomes_of_the_funds_or_ones_own(app: Flask) -> None:
    award, case, chair = an_accepted_grant()

    def add(chosen: str, words: str = "") -> None:
        with unit_of_work():
            plan_commands.add_outcome(case, chosen, words, at_noon(chair))

    with pytest.raises(ActionUnavailable, match="outcome-there-already"):
        add("mental-health")
    for chosen, words in (("housing", ""), ("own", "Family"), ("own", "A pet"), ("welfare", "")):
        add(chosen, words)
    with pytest.raises(ActionUnavailable, match="outcomes-enough"):
        add("employment")
    assert [each.wording for each in award.outcomes] == [
        "Mental health and wellbeing", "A place to live", "Family", "A pet", "Money, benefits and debt",
    ]  # fmt: skip
    assert len({each.outcome_key for each in award.outcomes}) == 5


def test_the_last_outcome_and_one_that_was_counted_stay(app: Flask) -> None:
    award, case, chair = an_accepted_grant()

    with pytest.raises(ActionUnavailable, match="outcome-is-last"), unit_of_work():
        plan_commands.leave_out_outcome(case, "mental-health", at_noon(chair))
    with unit_of_work():
        plan_commands.add_outcome(case, "housing", "", at_noon(chair))
    with pytest.raises(ActionUnavailable, match="outcome-counted"), unit_of_work():
        plan_commands.leave_out_outcome(case, "housing", at_noon(chair), counted={"housing"})
    with unit_of_work():
        plan_commands.leave_out_outcome(case, "housing", at_noon(chair))

    assert [each.outcome_key for each in award.outcomes] == ["mental-health"]


def test_what_is_a_charitys_own_is_not_added_up_with_what_is_anothers(app: Flask) -> None:
    award, case, chair = an_accepted_grant()
    with unit_of_work():
        outcome = plan_commands.add_outcome(case, "own", "Family", at_noon(chair))
    review = a_review(award, stage="received", counts=COUNTS)
    review.progress[0].outcome_key = outcome.outcome_key
    db.session.commit()

    assert distances_of_round(award.round_id) == []  # type: ignore[arg-type]


def test_no_payment_and_no_start_of_a_grant_asks_for_a_plan() -> None:
    library = Library.load(content_root())

    for key in ("award", "payment"):
        guards = {guard for action in library.workflow(key).actions for guard in action.guards}
        assert not any("plan" in guard for guard in guards)


def test_nothing_in_a_plan_is_a_number_to_aim_at() -> None:
    form = Library.load(content_root()).form(plans.FORM)
    numeric = {Kind.NUMBER, Kind.MONEY, Kind.TABLE}

    assert [each.key for each in form.questions() if each.type in numeric] == []
    # `position` and `number` put things in order; `revision` and the versions belong to every case.
    in_order = {"position", "number", "form_version", "workflow_version", "revision"}
    counted = {
        f"{model.__name__}.{column.key}"
        for model in (AgreedOutcome, OutcomesPlan, AgreedPlan)
        for column in model.__table__.columns
        if column.type.python_type in (int, float) and column.key not in in_order
    }
    assert counted == set()
    words = " ".join(str(text) for each in form.questions() for text in (each.label, each.hint)).lower()
    assert "target" not in words
    assert "how many" not in words


def test_a_plan_that_is_not_written_is_asked_for_twice_and_stops_nothing(app: Flask) -> None:
    _, case, _ = an_accepted_grant()

    timers = db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == case.id)).all()

    assert [(each.does, each.notice, each.days_left) for each in sorted(timers, key=lambda t: t.due_at)] == [
        ("remind", "plan-wanted", 14), ("remind", "plan-wanted", 0),
    ]  # fmt: skip


def test_the_officer_hears_of_a_plan_and_the_charity_that_it_is_agreed(app: Flask) -> None:
    _, case, chair = an_accepted_grant()
    written(case, chair)
    with unit_of_work():
        plan_commands.give_plan(case, at_noon(chair))
    run_jobs(app)
    with unit_of_work():
        take_action(case, "agree", at_noon(an_officer()))
    run_jobs(app)

    sent = {each.notice: each for each in db.session.scalars(select(Email).where(Email.case_id == case.id))}
    assert set(sent) == {"plan-given", "plan-agreed"}
    assert f"/officer/applications/{case.award.application_id}/plan" in sent["plan-given"].body
    assert f"/applicant/grants/{case.award_id}/plan" in sent["plan-agreed"].body


def test_a_charity_writes_its_plan_and_an_officer_agrees_on_their_pages(client: FlaskClient) -> None:
    award, case, chair = an_accepted_grant()
    home = f"/applicant/grants/{award.id}/plan"
    sign_in(client, chair)
    first = client.get(f"{home}/outcomes/mental-health")
    assert "We ask at the start and every eight weeks." in words_of(first)

    added = post(client, f"{home}/outcomes/new", {"outcome": "own", "own-words": "Getting on with family"})
    for page in (f"{home}/outcomes/mental-health", added.location):
        assert post(client, page, SAID | {"step-3": "Talks to us"}).status_code == 302
    assert post(client, f"{home}/tool", {"own-tool": "Our feelings wheel"}).status_code == 302
    assert post(client, home, {}).status_code == 302

    sign_in(client, an_officer())
    shown = words_of(client.get(f"/officer/applications/{award.application_id}/plan"))
    for words in ("Getting on with family", "Talks to us", "Our feelings wheel", SAID["where-people-start"]):
        assert words in shown
    assert post(client, f"/officer/applications/{award.application_id}/plan/agree", {}).status_code == 302
    db.session.expire_all()
    assert case.stage == "agreed"


def test_the_words_of_the_plan_stand_beside_each_count(client: FlaskClient) -> None:
    award, case, chair = an_accepted_grant()
    written(case, chair)
    review = a_review(award, report={"call-instead": "no"})

    page = words_of(sign_in(client, chair).get(f"/applicant/reports/{review.id}/counts"))

    assert "You would know by this: They look us in the eye" in page
    assert "Most people start at “Not ready yet”." in page


def test_a_plan_is_looked_over_for_people(client: FlaskClient) -> None:
    award, case, chair = an_accepted_grant()
    sign_in(client, chair)

    said = SAID | {"where-people-start": "X123456 came first."}
    answer = post(client, f"/applicant/grants/{award.id}/plan/outcomes/mental-health", said)

    assert answer.status_code == 200
    assert "This may say who somebody is." in words_of(answer)
    assert plans.plan_of(case).outcomes[0].start == ""


@pytest.mark.parametrize("rest", ["", "/outcomes/new", "/outcomes/mental-health", "/tool", "/change"])
def test_a_plan_is_not_there_for_others(client: FlaskClient, rest: str) -> None:
    award, _, _ = an_accepted_grant()

    for stranger in (a_member(an_organisation()), an_officer(region="A")):
        assert sign_in(client, stranger).get(f"/applicant/grants/{award.id}/plan{rest}").status_code == 404
        assert client.get(f"/officer/applications/{award.application_id}/plan").status_code == 404


def post(client: FlaskClient, page: str, typed: dict[str, Any]) -> Any:
    return client.post(page, data=hidden_fields(client.get(page)) | typed)
