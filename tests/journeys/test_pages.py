"""Every kind of page, for everybody: it can be read, heard and operated, on a phone and enlarged four times."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from playwright.sync_api import Page, expect
from werkzeug.exceptions import MethodNotAllowed, RequestEntityTooLarge

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose
from grantflow.db import db
from grantflow.errors import (
    ActionUnavailable,
    AmountOutOfRange,
    Forbidden,
    LinkSpent,
    NotFound,
    Reason,
    Stale,
    TooLate,
    TooManyAttempts,
)
from grantflow.permissions import Permission
from grantflow.web.access import public
from tests.conftest import NOON
from tests.factories import an_officer
from tests.journeys.everything import Everything, everything
from tests.journeys.looks import faults_of
from tests.journeys.places import NO_PAGES, PLACES, Place
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

ON_A_PHONE = frozenset({"", "chair"})
ERRORS = (
    NotFound("page"),
    Forbidden(Permission.AUDIT_VIEW),
    Stale([Reason("changed-meanwhile")]),
    TooLate([Reason("round-has-closed")]),
    ActionUnavailable([Reason("not-at-this-stage"), Reason("you-assessed-this")]),
    AmountOutOfRange(1, most_pence=7_500_000),
    *(LinkSpent(purpose) for purpose in LinkPurpose),
    CSRFError(),
    RequestEntityTooLarge(),
    TooManyAttempts(datetime(2026, 11, 23, 13, tzinfo=UTC)),
    MethodNotAllowed(),
    ZeroDivisionError(),
)


@pytest.mark.parametrize("who", PLACES, ids=lambda who: who or "anybody")
def test_pages_can_be_read_heard_and_operated(site: Site, who: str) -> None:
    it = everything()
    page = site.visitor(phone=who in ON_A_PHONE)
    if who:
        site.sign_in(page, it.people[who])
    faults: dict[str, list[str]] = {}
    titles: dict[str, str] = {}

    for place in PLACES[who]:
        found = looked_at(page, place, it)
        endpoint = endpoint_of(site.app, place.path.format(**it.words))
        if titles.setdefault(page.title(), endpoint) != endpoint:
            found.append(f"has the title of {titles[page.title()]}")
        if found:
            faults[place.path] = found

    assert faults == {}


def looked_at(page: Page, place: Place, it: Everything) -> list[str]:
    answer = page.goto(place.path.format(**it.words))
    if answer is None or answer.status != place.status:
        return [f"answers {answer and answer.status}"]
    found = faults_of(page)
    if place.mistake:
        found += [f"after a mistake: {each}" for each in after_a_mistake(page, place.mistake)]
    return found


def endpoint_of(app: Flask, address: str) -> str:
    found: str = app.url_map.bind("localhost").match(address.partition("?")[0])[0]
    return found


def after_a_mistake(page: Page, button: str) -> list[str]:
    """Empty every box and press on: what is wrong stands at the top, has the focus, and leads to each box."""
    page.evaluate(
        "document.querySelectorAll('main form[method=post] :is(input:not([type=hidden]), textarea)').forEach("
        "(box) => ['radio', 'checkbox'].includes(box.type) ? box.checked = false : box.value = '')"
    )
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button, exact=True).last.click()
    summary = page.locator(".govuk-error-summary")
    if not summary.count():
        return [f"“{button}” leads to “{page.title()}” without saying what is wrong"]
    expect(summary).to_be_focused()
    return faults_of(page)


def test_choosing_codes_can_be_read_heard_and_operated(site: Site) -> None:
    """The second step of setting up an account, which only the first leads to."""
    officer = an_officer()
    link = make_link(LinkPurpose.STAFF_SET_UP, officer.email, NOON, user_id=officer.id)
    db.session.commit()
    page = site.visitor()
    page.goto(f"/staff/set-up/{link}")
    for box in page.locator("input[type=password]").all():
        box.fill("seven quiet herons at noon")
    page.get_by_role("button", name="Continue").click()

    assert page.url.endswith("/codes")
    assert faults_of(page) == []
    assert after_a_mistake(page, "Finish") == []


@pytest.fixture
def failing(app: Flask) -> Iterator[Callable[[Exception], str]]:
    """A page that fails as it is told to, in place of one that does not."""
    before = app.view_functions["public.privacy"]

    def fail_with(error: Exception) -> str:
        def view() -> ResponseReturnValue:
            raise error

        app.view_functions["public.privacy"] = public(view)
        return "/privacy"

    yield fail_with
    app.view_functions["public.privacy"] = before


def test_every_page_about_an_error_can_be_read_heard_and_operated(
    site: Site, failing: Callable[[Exception], str]
) -> None:
    page = site.visitor(phone=True)
    faults: dict[str, list[str]] = {}

    for error in ERRORS:
        answer = page.goto(failing(error))
        found = faults_of(page)
        if answer is None or answer.status < 400:
            found.append("answers as if nothing were wrong")
        if found:
            faults[repr(error)] = found

    assert faults == {}


def test_every_page_is_looked_at(app: Flask) -> None:
    """A page that is added is added to `places.py` too."""
    words = dict.fromkeys(everything().words, UUID(int=0))
    looked_at = {endpoint_of(app, each.path.format(**words)) for places in PLACES.values() for each in places}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert pages - looked_at == NO_PAGES
