"""Whoever cannot be considered is told at once which published rule is in the way, and may say that we are wrong."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.applications import eligibility
from grantflow.applications.models import Application
from grantflow.applications.queries import offering_of, tier_of
from grantflow.audit.models import AuditEntry
from grantflow.casework.commands import take_action
from grantflow.checks.ineligible import mark_ineligible
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import ActionUnavailable, Forbidden, Stale
from grantflow.web.phrases import phrase
from tests.factories import a_member, an_application, an_officer, at_noon
from tests.jobs_inline import run_jobs
from tests.notices.cases import MARGARET, a_sent_application, said_in_letter
from tests.notices.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("app")

RULE = {"rule_words": "The work has to be in Cumbria or Cheshire.", "why": "Your kitchen is in Morecambe."}


def say_no(application: Application, **given: Any) -> None:
    with unit_of_work():
        mark_ineligible(
            application,
            given.pop("rule", "rule-area"),
            at_noon(given.pop("by", None) or an_officer()),
            **RULE | given,
        )


@pytest.mark.parametrize("stage", ["submitted", "changes", "checking"])
def test_it_names_the_rule_and_keeps_its_words_with_the_record(stage: str) -> None:
    application = an_application(stage=stage)

    say_no(application)

    assert (application.stage, application.ineligible_rule) == ("ineligible", "rule-area")
    entry = AuditEntry.chain == application.id, AuditEntry.action == "mark-ineligible"
    from grantflow.db import db

    kept = db.session.scalars(select(AuditEntry).where(*entry)).one()
    assert kept.facts == {"rule": "rule-area", "rule_words": RULE["rule_words"]}
    assert kept.note == RULE["why"]


def test_nobody_is_told_no_without_a_rule() -> None:
    application = an_application(stage="checking")

    with pytest.raises(ActionUnavailable) as refusal, unit_of_work():
        take_action(application, "mark-ineligible", at_noon(an_officer()), note="It does not fit.")

    assert refusal.value.keys == ["rule-not-named"]
    assert application.stage == "checking"


def test_nor_without_words() -> None:
    application = an_application(stage="checking")

    with pytest.raises(ActionUnavailable) as refusal:
        say_no(application, why=" ")

    assert refusal.value.keys == ["note-needed"]
    assert (application.stage, application.ineligible_rule) == ("checking", None)


def test_not_by_somebody_else_nor_on_what_has_moved_on() -> None:
    application = an_application(stage="checking")

    with pytest.raises(Forbidden):
        say_no(application, by=an_officer(region="J"))
    with pytest.raises(Stale):
        say_no(application, revision=application.revision - 1)
    assert (application.stage, application.ineligible_rule) == ("checking", None)


def test_the_letter_goes_at_once_whatever_the_round_waits_for(app: Flask, mail: MailServer) -> None:
    application = a_sent_application(stage="checking", eligible_by=date(2026, 11, 30))
    say_no(application)

    assert [each.problem for each in run_jobs(app) if each.problem] == []

    said, [message] = said_in_letter(application), mail.to(MARGARET)
    for words in (
        RULE["rule_words"],
        RULE["why"],
        f"/rounds/{application.round.slug}",
        "within 5 working days",
        "If you think we are wrong",
        "Where else to look",
        "Nobody has scored it.",
    ):
        assert words in said
    assert f"The rule is: {RULE['rule_words']}" in message.get_content()
    assert f"/applicant/applications/{application.id}" in message.get_content()


def test_when_we_were_wrong_it_goes_on_as_if_nothing_had_been(app: Flask, mail: MailServer) -> None:
    application = a_sent_application(stage="checking", eligible_by=date(2026, 11, 30))
    say_no(application)
    run_jobs(app)

    with unit_of_work():
        take_action(
            application, "look-again", at_noon(an_officer()), note="The kitchen moved to Kendal in May."
        )
    assert [each.problem for each in run_jobs(app) if each.problem] == []

    assert (application.stage, application.ineligible_rule) == ("checking", None)
    assert application.is_open
    assert application.decide_by is not None
    assert local_date(application.due_at) == application.decide_by
    assert "The kitchen moved to Kendal in May." in mail.to(MARGARET)[-1].get_content()


def test_an_applicant_does_not_put_themselves_back() -> None:
    application = an_application(stage="ineligible")
    assert application.organisation is not None

    with pytest.raises(Forbidden), unit_of_work():
        take_action(
            application, "look-again", at_noon(a_member(application.organisation)), note="You are wrong."
        )
    assert application.stage == "ineligible"


def test_every_finding_is_about_a_rule_that_is_published() -> None:
    application = an_application(stage="checking")
    published = eligibility.published(offering_of(application.round), tier_of(application))

    assert set(eligibility.RULES.values()) == {each.key for each in published}
    words = [phrase(each) for each in published]
    assert "The work has to be in Cheshire or Cumbria." in words
    assert "A grant of this size is for organisations with a yearly income of up to £250,000." in words
