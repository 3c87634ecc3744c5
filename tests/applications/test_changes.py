"""Changes that are asked for after sending: which sections, what was sent before, and what is different."""

from datetime import timedelta

import pytest

from grantflow.accounts.models import User
from grantflow.applications import changes, commands
from grantflow.applications.models import Application
from grantflow.applications.queries import list_submissions, sections_wanted
from grantflow.casework.commands import take_action
from grantflow.casework.queries import answers_of
from grantflow.db import db, unit_of_work
from grantflow.errors import Forbidden, Refused, Stale
from grantflow.jobs.queries import list_jobs
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import a_member, an_application, an_officer, an_organisation, at_noon

pytestmark = pytest.mark.usefixtures("app")

IN_A_WEEK = (NOON + timedelta(days=7)).date()


@pytest.fixture
def sent() -> tuple[Application, User, User]:
    """Sent by a member, with the officer who reads it."""
    organisation = an_organisation()
    member = a_member(organisation)
    application = an_application(organisation=organisation, answers=MICRO)
    with unit_of_work():
        commands.submit_application(application, at_noon(member))
    return application, member, an_officer()


def ask(application: Application, officer: User, **wanted: str) -> None:
    with unit_of_work():
        changes.ask_for_changes(
            application, {key.replace("_", "-"): words for key, words in wanted.items()}, IN_A_WEEK,
            at_noon(officer), revision=application.revision,
        )  # fmt: skip


def test_what_was_sent_is_kept_as_it_was(sent: tuple[Application, User, User]) -> None:
    application, member, _ = sent

    (first,) = list_submissions(application.id)

    assert first.answers == MICRO
    assert (first.number, first.sent_by_id) == (1, member.id)


def test_only_the_sections_that_were_asked_about_can_be_changed(sent: tuple[Application, User, User]) -> None:
    application, member, officer = sent
    ask(application, officer, your_work="Say what a usual Thursday looks like.")

    assert application.stage == "changes"
    assert sections_wanted(application) == {"your-work": "Say what a usual Thursday looks like."}
    with unit_of_work():
        commands.save_section(application, {"what-you-will-do": "We cook."}, at_noon(member), revisions={})
    with pytest.raises(Stale) as refusal, unit_of_work():
        commands.save_section(application, {"people-expected": 99}, at_noon(member), revisions={})

    assert refusal.value.keys == ["section-not-asked-for"]
    assert answers_of(application.id) == MICRO | {"what-you-will-do": "We cook."}


def test_sending_again_goes_back_to_the_checks_and_tells_what_is_different(
    sent: tuple[Application, User, User],
) -> None:
    application, member, officer = sent
    promised_by = application.decide_by
    ask(application, officer, your_work="Say more.")
    with unit_of_work():
        commands.save_section(
            application, {"project-title": "Eating together"}, at_noon(member), revisions={}
        )
    assert [each.question.key for each in changes.changed_so_far(application)] == ["project-title"]

    with unit_of_work():
        commands.submit_application(application, at_noon(member, days=2))

    assert (application.stage, application.title) == ("checking", "Eating together")
    assert application.decide_by == promised_by
    (change,) = changes.what_changed(application)
    assert (change.before, change.after) == ("Cooking together", "Eating together")
    assert any(job.args[0] == "changes-received" for job in list_jobs("waiting"))


def test_nothing_is_asked_without_words_or_without_time(sent: tuple[Application, User, User]) -> None:
    application, _, officer = sent

    for wanted, by in (({"your-work": "  "}, IN_A_WEEK), ({"your-work": "More."}, NOON.date())):
        with pytest.raises(Refused), unit_of_work():
            changes.ask_for_changes(application, wanted, by, at_noon(officer), revision=application.revision)

    assert application.stage == "submitted"
    assert sections_wanted(application) == {}


def test_an_amount_of_another_size_is_refused_once_it_was_sent(sent: tuple[Application, User, User]) -> None:
    application, member, officer = sent
    ask(application, officer, money="Your costs come to more than you ask for.")

    with pytest.raises(Refused) as refusal, unit_of_work():
        commands.save_section(application, {"amount-requested": 1_200_000}, at_noon(member), revisions={})

    assert refusal.value.keys == ["size-is-settled"]
    assert answers_of(application.id) == MICRO


def test_when_the_time_is_over_the_application_counts_as_it_was_sent(
    sent: tuple[Application, User, User],
) -> None:
    application, member, officer = sent
    ask(application, officer, your_work="Say more.")
    with unit_of_work():
        commands.save_section(application, {"project-title": "Half a thought"}, at_noon(member), revisions={})

    with unit_of_work():
        take_action(application, "go-on-as-it-is", at_noon(officer, days=8))

    assert application.stage == "checking"
    assert answers_of(application.id) == MICRO
    assert changes.what_changed(application) == []


def test_an_applicant_asks_nobody_for_changes(sent: tuple[Application, User, User]) -> None:
    application, member, _ = sent

    with pytest.raises(Forbidden), unit_of_work():
        changes.ask_for_changes(
            application, {"your-work": "More."}, IN_A_WEEK, at_noon(member), revision=application.revision
        )

    db.session.refresh(application)
    assert application.stage == "submitted"
