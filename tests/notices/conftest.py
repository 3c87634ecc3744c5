"""A mail server that the app sends to."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.notices.mail_server import MailServer, a_mail_server


@pytest.fixture
def mail(app: Flask) -> Iterator[MailServer]:
    with a_mail_server() as server:
        before = app.extensions["settings"]
        app.extensions["settings"] = before.model_copy(update={"SMTP_URL": server.url})
        yield server
        app.extensions["settings"] = before
