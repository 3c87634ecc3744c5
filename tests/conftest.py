"""A real database for every test: a file copied, or a PostgreSQL database made, from one migrated template."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text
from werkzeug.test import TestResponse

from grantflow.app import create_app, migrate_database
from grantflow.db import db

# A new database from a template waits for the disk twice, a quarter of a second for each test. So PostgreSQL keeps
# the rows of the template in a schema beside the tables, and puts them back: what triggers forbid included.
EACH_TABLE = """
    SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'kept')
"""
KEEP_ROWS = f"""
DO $$ DECLARE t record; BEGIN
    CREATE SCHEMA kept;
    FOR t IN {EACH_TABLE} LOOP
        EXECUTE format('CREATE TABLE kept.%I AS TABLE %I.%I',
            t.schemaname || '.' || t.tablename, t.schemaname, t.tablename);
    END LOOP;
END $$
"""
LET_GO = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
BACK_TO_KEPT = f"""
DO $$ DECLARE t record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR t IN {EACH_TABLE} LOOP
        EXECUTE format('DELETE FROM %I.%I', t.schemaname, t.tablename);
        EXECUTE format('INSERT INTO %I.%I OVERRIDING SYSTEM VALUE TABLE kept.%I',
            t.schemaname, t.tablename, t.schemaname || '.' || t.tablename);
    END LOOP;
    FOR t IN SELECT schemaname, sequencename FROM pg_sequences LOOP
        PERFORM setval(format('%I.%I', t.schemaname, t.sequencename)::regclass, 1, false);
    END LOOP;
END $$
"""

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


class Database:
    """One empty, migrated database for each test, at an address that stays the same."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.folder = folder
        self.name = f"grantflow_{uuid4().hex[:12]}"
        if kind == "postgresql":
            self.server = make_url(os.environ["TEST_POSTGRES_URL"]).set(drivername="postgresql+psycopg")
            self.url = self.server.set(database=self.name).render_as_string(hide_password=False)
        else:
            self.url = f"sqlite:///{folder / 'test.db'}"

    def keep_template(self) -> None:
        """What is there now is what every test starts from."""
        if self.kind == "sqlite":
            self._ask_sqlite("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(self.folder / "test.db", self.folder / "template.db")
        else:
            self._ask(KEEP_ROWS, within=self.url)

    def create(self) -> None:
        if self.kind == "postgresql":
            self._ask(f'CREATE DATABASE "{self.name}"')

    def reset(self) -> None:
        """Back to the template; connections must have been closed."""
        if self.kind == "sqlite":
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"test.db{ending}").unlink(missing_ok=True)
            shutil.copy(self.folder / "template.db", self.folder / "test.db")
        else:
            self._ask(LET_GO, within=self.url)
            self._ask(BACK_TO_KEPT, within=self.url)

    def remove(self) -> None:
        if self.kind == "postgresql":
            self._ask(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _ask(self, statement: str, *, within: str = "") -> None:
        engine = create_engine(within or self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def _ask_sqlite(self, statement: str) -> None:
        engine = create_engine(self.url)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@pytest.fixture(scope="session")
def _database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(request.config.getoption("--database"), tmp_path_factory.mktemp("database"))
    database.create()
    yield database
    database.remove()


@pytest.fixture(scope="session")
def _app(_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app(
        {
            "DATABASE_URL": _database.url,
            "FILES_URL": str(tmp_path_factory.mktemp("files")),
            "DEMO": True,
            "BASE_URL": "http://localhost",
        }
    )
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    migrate_database(app)
    with app.app_context():
        db.engine.dispose()
    _database.keep_template()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_app: Flask, _database: Database) -> Iterator[Flask]:
    """The app, on a database with nothing in it but the regions and force areas."""
    _database.reset()
    with _app.app_context():
        yield _app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


class Client(FlaskClient):
    """A browser. The test's own context outlives a request, so what the last one found out is forgotten first."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return Client(app, app.response_class)
