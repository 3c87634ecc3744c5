"""Trying elsewhere what was learned in one place: a charity for its own work, staff for their region."""

from flask import Blueprint

bp = Blueprint("adapting", __name__, url_prefix="/adaptations")

from grantflow.web.adapting import planning, result  # noqa: E402, F401
