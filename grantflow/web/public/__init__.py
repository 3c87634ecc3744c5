"""What anybody may read: the rounds that are open, and what each asks."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from grantflow.web.public import can_we_apply, learning, pages, questions, rounds, summaries, tried  # noqa: E402, F401
