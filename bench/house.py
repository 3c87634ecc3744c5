"""A throw-away house to measure: its database, its counting server, and people signed in to it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import create_engine, make_url

from bench.figures import Figure, spread
from grantflow.accounts.models import User
from grantflow.app import create_app, migrate_database
from grantflow.db import db

WARM_UP, COUNTED = 5, 40


@dataclass(frozen=True)
class House:
    """An app on a database of its own, and the environment that another process needs to share it."""

    app: Flask
    folder: Path
    environment: dict[str, str]


@contextmanager
def a_house() -> Iterator[House]:
    """SQLite in a temporary folder, or a new database of the PostgreSQL that $BENCH_POSTGRES_URL names."""
    with tempfile.TemporaryDirectory(prefix="grantflow-bench-") as name:
        folder = Path(name)
        url = _a_database() or f"sqlite:///{folder / 'bench.db'}"
        environment = os.environ | {"DATABASE_URL": url, "FILES_URL": str(folder / "files"), "DEMO": "1"}
        app = create_app({"DATABASE_URL": url, "FILES_URL": str(folder / "files"), "DEMO": True})
        migrate_database(app)
        with app.app_context():
            yield House(app, folder, environment)
            db.session.remove()
            db.engine.dispose()


@contextmanager
def a_server(house: House) -> Iterator[int]:
    """The counting server in a process of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.server", str(port)], env=house.environment)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def cookie_of(app: Flask, user: User) -> str:
    """The session cookie of somebody who has signed in."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    session = signer.dumps({"user_id": str(user.id), "epoch": user.session_epoch, "proven": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={session}"


def ask(
    name: str,
    port: int,
    path: str,
    cookie: str,
    *,
    aim: float | None,
    form: dict[str, str] | None = None,
    note: str = "",
) -> Figure:
    """Ask for a page many times over one connection; the figure is the server's CPU in milliseconds a request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cpu: list[float] = []
    times: list[float] = []
    statements = peak = 0
    for turn in range(WARM_UP + COUNTED):
        begun = time.perf_counter()
        headers = {"Cookie": cookie}
        if form is None:
            connection.request("GET", path, headers=headers)
        else:
            body = urlencode({key: value.replace("{turn}", str(turn)) for key, value in form.items()})
            connection.request(
                "POST", path, body, headers | {"Content-Type": "application/x-www-form-urlencoded"}
            )
        answer = connection.getresponse()
        answer.read()
        if answer.status not in ((200,) if form is None else (302, 303)):
            raise SystemExit(f"{name}: {path} answered {answer.status} {answer.getheader('Location') or ''}")
        if turn >= WARM_UP:
            times.append((time.perf_counter() - begun) * 1000)
            cpu.append(float(answer.getheader("X-CPU-ms") or 0))
            statements = max(statements, int(answer.getheader("X-SQL") or 0))
            peak = int(answer.getheader("X-Peak-KB") or 0)
    middle, high = spread(times)
    return Figure(
        name,
        spread(cpu)[0],
        "ms CPU",
        aim,
        median_ms=middle,
        p95_ms=high,
        sql=statements,
        peak_mb=peak / 1024,
        note=note,
    )


def _a_database() -> str:
    """The address of an empty database on the PostgreSQL to measure, or "" where SQLite is measured."""
    if not (server := os.environ.get("BENCH_POSTGRES_URL")):
        return ""
    address = make_url(server).set(drivername="postgresql+psycopg")
    name = f"bench_{uuid4().hex[:8]}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")
