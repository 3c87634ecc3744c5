"""Every page says who may open it, and `routes.txt` says it again, so that a change to either is seen.

After adding a page, run `python -m tests.architecture.routes` and read what it changed before committing it.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from grantflow.web.access import access_of
from tests.architecture.routes import FILE, lines_of, routes_of
from tests.conftest import Client
from tests.factories import a_member, an_admin, an_organisation
from tests.web.browser import sign_in


def test_every_route_is_guarded_as_the_list_says(app: Flask) -> None:
    assert lines_of(app) == FILE.read_text(encoding="utf-8").splitlines()


def test_no_two_views_answer_at_one_address(app: Flask) -> None:
    """Two rules that differ only in what their parts are called would leave one page unreachable."""
    found: dict[tuple[str, str], set[str]] = {}
    for rule in routes_of(app):
        shape = re.sub(r"<(?:(\w+):)?\w+>", r"<\1>", rule.rule)
        for method in rule.methods or set():
            found.setdefault((method, shape), set()).add(rule.endpoint)

    assert {key: endpoints for key, endpoints in found.items() if len(endpoints) > 1} == {}


def test_every_view_declares_access(app: Flask) -> None:
    silent = [rule.endpoint for rule in routes_of(app) if access_of(app, rule.endpoint) is None]

    assert silent == []


@pytest.fixture
def with_an_undeclared_view(app: Flask) -> Iterator[str]:
    """A view that somebody forgot to declare, in place of one that is public."""
    before = app.view_functions["public.privacy"]
    app.view_functions["public.privacy"] = lambda: "secret"
    yield "/privacy"
    app.view_functions["public.privacy"] = before


def test_a_view_that_declares_nothing_is_refused_to_everybody(
    client: FlaskClient, with_an_undeclared_view: str
) -> None:
    assert client.get(with_an_undeclared_view).status_code == 404
    sign_in(client, an_admin())
    assert client.get(with_an_undeclared_view).status_code == 404


def test_without_signing_in_only_public_pages_answer(app: Flask, client: FlaskClient) -> None:
    for rule in routes_of(app):
        access = access_of(app, rule.endpoint)
        if access is None or access.kind in {"public", "demonstration"}:
            continue
        path = _path(app, rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(path, method=method)
            assert answer.status_code == 302, f"{method} {path}"
            assert answer.headers["Location"].startswith("/sign-in"), f"{method} {path}"


def test_an_applicant_finds_no_staff_page(app: Flask) -> None:
    browser = Client(app, app.response_class)
    sign_in(browser, a_member(an_organisation()))
    staff = ("/officer", "/admin", "/assessor", "/evaluator")
    for rule in routes_of(app):
        if rule.rule.startswith(staff):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                assert browser.open(_path(app, rule.rule), method=method).status_code == 404, (
                    f"{method} {rule.rule}"
                )


def test_demonstration_pages_are_not_there_in_a_real_service(app: Flask, client: FlaskClient) -> None:
    app.config["DEMO"] = False
    try:
        for rule in routes_of(app):
            if rule.endpoint.startswith("demonstration."):
                method = "GET" if "GET" in (rule.methods or set()) else "POST"
                assert client.open(_path(app, rule.rule), method=method).status_code == 404
    finally:
        app.config["DEMO"] = True


def _path(app: Flask, rule: str) -> str:
    """An address that fits a rule; what it names does not exist."""
    path = rule
    for found in [part for part in rule.split("/") if part.startswith("<")]:
        kind = found.strip("<>").partition(":")
        sample = (
            "01a20303-fdec-794a-8918-8da0bcde2a51" if kind[0] == "uuid" else "1" if kind[0] == "int" else "x"
        )
        path = path.replace(found, sample)
    return path
