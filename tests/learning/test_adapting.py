"""Something learned is tried elsewhere: what differs is said, the source is asked, and what came of it goes back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.accounts.models import Link, LinkPurpose, Organisation
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.casework.models import CaseTimer
from grantflow.casework.queries import answers_of
from grantflow.casework.timers import fire
from grantflow.db import db, unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, NotFound
from grantflow.jobs.queries import list_jobs
from grantflow.learning import adaptation_rules as rules
from grantflow.learning import adaptations, adapting
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.models import LearningEntry
from grantflow.notices.compose_adaptations import (
    result_reminder_emails,
    source_asked_emails,
    source_heard_emails,
    told_emails,
)
from grantflow.notices.emails import email_text
from grantflow.permissions import Actor, Grant, Role
from tests.conftest import NOON
from tests.factories import (
    a_learning_entry,
    a_member,
    a_regional_lead,
    a_user,
    an_adaptation,
    an_application,
    an_assessor,
    an_award,
    an_evaluator,
    an_organisation,
    at_noon,
)
from tests.learning.filled import CAME, ENTRY, PLAN

SAME = dict.fromkeys(rules.LETTERS, "same")


def an_entry(**given: Any) -> LearningEntry:
    return a_learning_entry(an_award(), stage="published", answers=ENTRY, **given)


def by_source(adaptation: Adaptation) -> Actor:
    return Actor("Ada", grants=(Grant(Role.PARTNER),), case_id=adaptation.id)


# Beginning


def test_a_charity_begins_for_its_own_grant_and_what_it_tries_is_its_own(app: Flask) -> None:
    entry, award = an_entry(), an_award(application=an_application(stage="awarded"))
    writer = at_noon(a_member(db.session.get_one(Organisation, award.organisation_id), "edit"))
    [setting] = [each for each in adaptations.list_settings(writer.actor) if each.award_id]

    with unit_of_work():
        begun = adapting.begin_adaptation(entry, setting, place="Cumbria", with_whom="women", occasion=writer)

    assert (begun.stage, begun.organisation_id, begun.award_id) == (
        "planned",
        award.organisation_id,
        award.id,
    )
    assert (begun.region_code, begun.title) == (award.region_code, entry.title)
    assert adaptations.list_own_adaptations(writer.actor) == [begun]


def test_staff_begin_for_the_regions_they_work_for_and_a_volunteer_who_only_reads_for_none(
    app: Flask,
) -> None:
    award = an_award()
    organisation = db.session.get_one(Organisation, award.organisation_id)

    def keys(user: Any) -> list[str]:
        return [each.key.partition(":")[0] for each in adaptations.list_settings(at_noon(user).actor)]

    assert keys(an_evaluator()) == ["region"]
    assert len(keys(an_evaluator(region=None))) == 12
    assert keys(a_member(organisation, "view")) == []
    assert keys(an_assessor()) == []
    assert keys(a_member(organisation, "edit")) == ["grant"]


def test_nobody_begins_for_somebody_else(app: Flask) -> None:
    entry, award = an_entry(), an_award()
    owner = at_noon(a_member(db.session.get_one(Organisation, award.organisation_id))).actor
    [setting] = adaptations.list_settings(owner)
    elsewhere = replace(setting, key="region:A", organisation_id=None, award_id=None, region_code="A")

    for who, what in ((a_member(an_organisation()), setting), (an_evaluator(), elsewhere)):
        with pytest.raises(Forbidden), unit_of_work():
            adapting.begin_adaptation(entry, what, place="x", with_whom="y", occasion=at_noon(who))

    assert db.session.scalars(select(Adaptation)).all() == []


# Comparing


def test_one_difference_or_a_reason_why_there_is_none() -> None:
    assert rules.something_is_different(SAME) == "nothing-is-different"
    assert rules.something_is_different(SAME | {"transfer": "unknown"}) == "nothing-is-different"
    assert rules.something_is_different(SAME | {"why-none-differs": "  "}) == "nothing-is-different"
    assert rules.something_is_different(SAME | {"why-none-differs": "The same hall."}) is None
    for letter in rules.LETTERS:
        assert rules.something_is_different(SAME | {letter: "different"}) is None


def test_nothing_starts_while_nothing_is_different(app: Flask) -> None:
    tried = an_adaptation(
        an_entry(), stage="source-answered", answers=PLAN | SAME, result_by=date(2027, 9, 30)
    )

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(tried, "start", at_noon(an_evaluator()))

    assert (refusal.value.keys, tried.stage, tried.started_at) == (
        ["nothing-is-different"],
        "source-answered",
        None,
    )


def test_an_unfinished_plan_says_everything_that_is_in_its_way(app: Flask) -> None:
    tried = an_adaptation(an_entry(), answers={"population": "same"}, result_by=NOON.date())

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(tried, "start", at_noon(an_evaluator()))

    assert refusal.value.keys == [
        "source-not-asked",
        "adaptation-incomplete",
        "nothing-is-different",
        "result-date-past",
    ]


def test_a_plan_that_has_started_stays_as_it_is(app: Flask) -> None:
    tried = an_adaptation(an_entry(), stage="being-tried", answers=PLAN)

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        adapting.save_plan(tried, {"kept": "Nothing"}, at_noon(an_evaluator()))

    assert refusal.value.keys == ["adaptation-has-started"]
    assert answers_of(tried.id)["kept"] == PLAN["kept"]


# Asking the source


def test_every_signatory_of_the_source_gets_a_link_of_their_own_and_one_answer_spends_all(app: Flask) -> None:
    entry = an_entry()
    house = db.session.get_one(Organisation, entry.organisation_id)
    people = {a_member(house).email, a_member(house).email}
    tried = an_adaptation(entry, answers=PLAN)
    with unit_of_work():
        take_action(tried, "ask-source", at_noon(an_evaluator()))
    with unit_of_work():
        sent = source_asked_emails(tried.id, NOON)

    assert people <= {each.to.email for each in sent}
    assert len({each.email.cover.link for each in sent}) == len(sent)
    assert "£200 for a day of training" in email_text(sent[0].email).body

    with unit_of_work():
        adapting.answer_as_source(
            tried, wants="advice", advice="Begin with lunch.", may_name=True, name="Ada",
            occasion=at_noon(by_source(tried)),
        )  # fmt: skip
    assert (tried.stage, tried.source_advice, tried.may_name) == (
        "source-answered",
        "Begin with lunch.",
        True,
    )
    links = db.session.scalars(select(Link).where(Link.purpose == LinkPurpose.SOURCE)).all()
    assert len(links) == len(sent)
    assert all(link.used_at is not None for link in links)
    assert source_asked_emails(tried.id, NOON) == []


def test_three_weeks_of_silence_are_noted_and_do_not_stand_in_the_way(app: Flask) -> None:
    tried = an_adaptation(
        an_entry(), answers=PLAN, result_by=date(2027, 9, 30), begun_by_id=an_evaluator().id
    )
    evaluator = an_evaluator()
    with unit_of_work():
        take_action(tried, "ask-source", at_noon(evaluator))
    timer = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == tried.id, CaseTimer.does == "act")
    ).one()
    assert timer.due_at - NOON == timedelta(days=21)
    with pytest.raises(ActionUnavailable), unit_of_work():
        take_action(tried, "start", at_noon(evaluator))

    with unit_of_work():
        fire(timer.id, NOON + timedelta(days=21))
    assert tried.stage == "no-answer"
    assert "has not answered you" in email_text(source_heard_emails(tried.id, NOON)[0].email).body
    with unit_of_work():
        take_action(tried, "start", at_noon(evaluator, days=22))

    assert (tried.stage, tried.may_name) == ("being-tried", None)


def test_what_the_source_says_late_still_holds(app: Flask) -> None:
    tried = an_adaptation(an_entry(), stage="being-tried", answers=PLAN)

    with unit_of_work():
        adapting.answer_as_source(
            tried, wants="none", advice="", may_name=False, name="Ada", occasion=at_noon(by_source(tried))
        )

    assert (tried.stage, tried.may_name) == ("being-tried", False)
    recorded = db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain == tried.id)).all()
    assert "source-answers" in recorded


def test_only_the_source_answers_and_not_about_what_was_set_aside(app: Flask) -> None:
    entry = an_entry()
    asked, aside = an_adaptation(entry, stage="source-asked"), an_adaptation(entry, stage="set-aside")
    answer: dict[str, Any] = {"wants": "talk", "advice": "", "may_name": True, "name": "Ada"}

    for who in (an_evaluator(), a_regional_lead(), by_source(aside)):
        with pytest.raises(Forbidden), unit_of_work():
            adapting.answer_as_source(asked, occasion=at_noon(who), **answer)
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        adapting.answer_as_source(aside, occasion=at_noon(by_source(aside)), **answer)

    assert refusal.value.keys == ["source-not-waited-for"]
    assert (asked.stage, asked.source_help, aside.source_help) == ("source-asked", "", "")


def test_the_funds_own_learning_and_ones_own_have_nobody_to_ask(app: Flask) -> None:
    ours = an_adaptation(a_learning_entry(None, stage="published", answers=ENTRY), answers=PLAN)
    entry = an_entry()
    own = an_adaptation(entry, answers=PLAN, organisation_id=entry.organisation_id)

    for tried in (ours, own):
        with unit_of_work():
            adapting.save_plan(tried, {"result-by": "2027-09-30"}, at_noon(an_evaluator()))
        with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
            take_action(tried, "ask-source", at_noon(an_evaluator()))
        with unit_of_work():
            take_action(tried, "start", at_noon(an_evaluator()))
        assert refusal.value.keys == ["nobody-to-ask"]
        assert tried.stage == "being-tried"


# What came of it


def test_who_tries_it_is_reminded_two_weeks_before_and_on_the_day(app: Flask) -> None:
    evaluator = a_user()
    tried = an_adaptation(an_entry(), stage="source-answered", answers=PLAN, begun_by_id=evaluator.id)
    with unit_of_work():
        adapting.save_plan(tried, {"result-by": "2027-09-30"}, at_noon(an_evaluator()))
        take_action(tried, "start", at_noon(an_evaluator()))

    timers = db.session.scalars(
        select(CaseTimer).where(CaseTimer.case_id == tried.id).order_by(CaseTimer.due_at)
    ).all()
    assert [timer.days_left for timer in timers] == [14, 0]
    assert tried.due_at.date() == date(2027, 9, 30)
    [reminder] = result_reminder_emails(tried.id, NOON)
    assert reminder.to.email == evaluator.email


def test_the_result_goes_back_to_the_source(app: Flask) -> None:
    entry = an_entry()
    chair = a_member(db.session.get_one(Organisation, entry.organisation_id))
    tried = an_adaptation(entry, stage="being-tried", answers=PLAN)
    evaluator = at_noon(an_evaluator())
    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(tried, "tell-result", evaluator)
    assert (refusal.value.keys, tried.stage) == (["result-incomplete"], "being-tried")

    with unit_of_work():
        adapting.save_result(tried, CAME, evaluator)
        take_action(tried, "tell-result", evaluator)

    assert (tried.stage, tried.worked, tried.told_at) == ("told", "partly", NOON)
    assert ["adaptation-told", str(tried.id)] in [list(job.args) for job in list_jobs("waiting")]
    sent = told_emails(tried.id, NOON)
    assert chair.email in {each.to.email for each in sent}
    assert "In Cumbria with women leaving prison, it worked in part." in email_text(sent[0].email).body
    assert adaptations.list_tried(entry.id) == [tried]


def test_a_result_closes_by_itself_after_sixty_days_and_can_be_changed_until_then(app: Flask) -> None:
    tried = an_adaptation(an_entry(), stage="told", answers=PLAN, result=CAME)
    timer = db.session.scalars(select(CaseTimer).where(CaseTimer.case_id == tried.id)).one()
    assert (timer.action, timer.due_at - NOON) == ("close", timedelta(days=60))

    with unit_of_work():
        fire(timer.id, timer.due_at)
    assert tried.stage == "closed"
    with pytest.raises(ActionUnavailable), unit_of_work():
        take_action(tried, "change-result", at_noon(an_evaluator()), note="A slip.")
    assert tried.stage == "closed"


# Who sees what


def test_nobody_reads_a_plan_in_public_before_it_is_tried(app: Flask) -> None:
    entry = an_entry()
    for stage in (*rules.PLANNING, "set-aside"):
        tried = an_adaptation(entry, stage=stage)
        with pytest.raises(NotFound):
            adaptations.get_tried(tried.id)

    assert adaptations.list_tried(entry.id) == []
    assert adaptations.list_all_tried() == []
    assert adaptations.list_passed() == []


def test_who_learned_from_whom_is_counted_by_region(app: Flask) -> None:
    entry = an_entry()
    for stage, region in (("being-tried", "A"), ("told", "A"), ("closed", "B"), ("planned", "C")):
        an_adaptation(entry, stage=stage, region_code=region, result=CAME)
    an_adaptation(a_learning_entry(None, stage="published", region_code=None), stage="told", result=CAME)

    found = {(each.source, each.target): each.times for each in adaptations.list_passed()}

    assert found == {("B", "A"): 2, ("B", "B"): 1, (None, "B"): 1}
