"""A browser for tests: signs people in and reads pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from grantflow.accounts.models import User
from grantflow.db import db
from tests.conftest import NOON


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Now: a session ends by itself after twelve hours, so sign in again after moving the clock."""
    with client.session_transaction() as session:
        session["user_id"], session["epoch"] = str(user.id), user.session_epoch
        session["proven"] = True
    return client


@contextmanager
def clock_at(at: datetime = NOON) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@contextmanager
def counting() -> Iterator[list[str]]:
    """The SELECT statements that run meanwhile."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        if args[2].startswith("SELECT"):
            seen.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def words_of(response: TestResponse) -> str:
    """The text of a page as it is read, without its tags."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.get_data(as_text=True), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#39;", "'").split())


def hidden_fields(response: TestResponse) -> dict[str, str]:
    """The hidden boxes of a page, which a browser sends back as they are."""
    boxes = re.findall(r"<input\b[^>]*>", response.get_data(as_text=True))
    written = [dict(re.findall(r'([a-z]+)="([^"]*)"', box)) for box in boxes]
    return {box["name"]: box.get("value", "") for box in written if box.get("type") == "hidden"}
