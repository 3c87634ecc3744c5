"""What every answer tells a browser."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.mark.parametrize(("secure", "told"), [(True, "max-age=31536000"), (False, None)])
def test_a_service_on_tls_asks_browsers_to_stay_there(
    app: Flask, client: FlaskClient, secure: bool, told: str | None
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = secure
    try:
        answer = client.get("/")
    finally:
        app.config["SESSION_COOKIE_SECURE"] = False

    assert answer.headers.get("Strict-Transport-Security") == told
