"""Only in a demonstration: people to become, and the mail that was sent."""

from flask import Blueprint

bp = Blueprint("demonstration", __name__, url_prefix="/demonstration")

from grantflow.web.demonstration import mail, people  # noqa: E402, F401
