"""Reading changes nothing: a GET never commits, whoever asks."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select

from grantflow.accounts.models import User
from grantflow.db import Model, db
from grantflow.permissions import Role
from grantflow.web.access import access_of
from tests.architecture.routes import routes_of
from tests.conftest import Client
from tests.factories import a_member, a_member_of_staff, an_application, an_organisation
from tests.web.browser import sign_in

VERBS = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture
def writes(app: Flask) -> Iterator[list[str]]:
    """Every statement that would change something, as it is sent to the database."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        statement = str(arguments[2]).lstrip().upper()
        if statement.startswith(VERBS) or "FOR UPDATE" in statement or "BEGIN IMMEDIATE" in statement:
            seen.append(statement)

    engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_no_page_changes_anything_by_being_read(app: Flask, writes: list[str]) -> None:
    applicant = a_member(an_organisation())
    an_application(organisation=applicant.memberships[0].organisation)
    readers: list[User | None] = [None, applicant, *(a_member_of_staff(role, region=None) for role in STAFF)]
    before = rows()
    writes.clear()
    for reader in readers:
        browser = Client(app, app.response_class)
        if reader is not None:
            sign_in(browser, reader)
        for rule in routes_of(app):
            if (
                not rule.arguments
                and "GET" in (rule.methods or set())
                and access_of(app, rule.endpoint) is not None
            ):
                answer = browser.get(rule.rule)
                assert answer.status_code < 500, f"{rule.rule} for {reader and reader.name}"
                assert writes == [], rule.rule
    assert rows() == before


STAFF = [role for role in Role if role not in {Role.APPLICANT, Role.PARTNER, Role.SYSTEM}]


def rows() -> dict[str, int]:
    """How many rows each table has."""
    tables = Model.metadata.sorted_tables
    return {table.name: db.session.scalars(select(func.count()).select_from(table)).one() for table in tables}
