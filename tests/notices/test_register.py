"""Every notice that content names can be written, and every link in one leads somewhere."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from grantflow.catalogue import GIVE_UPS, JOBS
from grantflow.content import content_root
from grantflow.engine.library import Library
from grantflow.notices import addresses
from grantflow.notices.register import NOTICES, Kind

WORKFLOWS = Library.load(content_root()).workflows.values()
NAMED = sorted(
    {name for workflow in WORKFLOWS for action in workflow.actions for name in action.notify}
    | {timer.notice for workflow in WORKFLOWS for timer in workflow.timers if timer.notice}
)


@pytest.mark.parametrize("name", NAMED)
def test_a_notice_that_a_workflow_names_is_written_by_someone(name: str) -> None:
    assert name in NOTICES


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_has_its_templates(name: str) -> None:
    templates, kind = content_root() / "templates", NOTICES[name].kind

    assert (templates / "emails" / name / "subject.txt").is_file()
    assert (templates / "emails" / name / "body.txt").is_file()
    assert (NOTICES[name].printed is not None) == (kind in {Kind.LETTER, Kind.SUMMARY})
    if kind is Kind.LETTER:
        assert (templates / "letters" / name / "letter.html").is_file()
    if kind is Kind.SUMMARY:
        assert (templates / "summaries" / name / "summary.html").is_file()


def test_nothing_is_written_that_nobody_asks_for() -> None:
    asked_for_in_code = {"offer", "assessment-assigned", "sign-off-wanted"}

    assert set(NOTICES) == set(NAMED) | asked_for_in_code


def test_every_job_that_gives_up_is_a_job() -> None:
    assert set(GIVE_UPS) <= set(JOBS)
    assert {"notice", "sign-in-link", "staff-set-up-link", "send-email", "make-letter"} <= set(JOBS)


@pytest.mark.parametrize(
    "link",
    [
        addresses.home,
        addresses.privacy,
        lambda: addresses.public_round("a-round"),
        lambda: addresses.public_learning(uuid4()),
        lambda: addresses.tried(uuid4()),
        lambda: addresses.adaptation(uuid4()),
        lambda: addresses.source("token"),
        lambda: addresses.decision_to_take_up("token"),
        lambda: addresses.official_decision_to_take_up(uuid4()),
        lambda: addresses.application(uuid4()),
        lambda: addresses.award(uuid4()),
        lambda: addresses.review(uuid4()),
        lambda: addresses.learning(uuid4()),
        lambda: addresses.assessment(uuid4()),
        lambda: addresses.official_application(uuid4()),
        lambda: addresses.partner("token"),
        lambda: addresses.sign_in("token"),
        lambda: addresses.staff_set_up("token"),
        lambda: addresses.invitation("token"),
    ],
)
def test_every_link_leads_to_a_page(app: Flask, link: Callable[[], str]) -> None:
    path = link().removeprefix("http://localhost")

    assert app.url_map.bind("localhost").match(path, method="GET")
