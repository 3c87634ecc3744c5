"""Look after people and roles, regions, the audit trail and background jobs."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")

from grantflow.web.admin import audit, jobs, people, person, regions  # noqa: E402, F401
