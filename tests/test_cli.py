"""The commands that look after a running service."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from grantflow.accounts.queries import find_user_by_email
from grantflow.db import db
from tests.command_line import grantflow
from tests.factories import a_round, an_officer


def test_the_record_is_verified_and_a_case_moved_by_hand_is_named(app: Flask) -> None:
    moved = a_round(stage="draft")

    assert grantflow(app, "audit", "verify").exit_code == 0

    db.session.execute(text("UPDATE cases SET stage = 'archived'"))
    db.session.commit()
    answer = grantflow(app, "audit", "verify")
    assert answer.exit_code == 1
    assert f"{moved.reference}: is at “archived”, but its record leads to “draft”." in answer.stderr


def test_the_first_administrator_is_added_from_the_command_line(app: Flask, client: FlaskClient) -> None:
    answer = grantflow(app, "add-admin", "Ruth@Example.org", "Ruth Adeyemi")

    user = find_user_by_email("ruth@example.org")
    assert user is not None
    assert [(grant.role, grant.region_code) for grant in user.roles] == [("admin", None)]
    link = re.search(r"/staff/set-up/\S+", answer.output)
    assert link is not None
    assert "Choose a password" in client.get(link[0]).text


def test_someone_who_works_here_becomes_administrator_too(app: Flask) -> None:
    officer = an_officer()

    grantflow(app, "add-admin", officer.email, officer.name)
    again = grantflow(app, "add-admin", officer.email, officer.name)

    db.session.refresh(officer)
    assert sorted(grant.role for grant in officer.roles) == ["admin", "officer"]
    assert again.exit_code == 0


def test_migrating_again_changes_nothing(app: Flask) -> None:
    for _ in range(2):
        assert grantflow(app, "migrate").output.endswith("The database is up to date.\n")
