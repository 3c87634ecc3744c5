"""What an organisation named in an application does: say whether it knows and agrees."""

from flask import Blueprint

bp = Blueprint("partner", __name__)

from grantflow.web.partner import answer  # noqa: E402, F401
