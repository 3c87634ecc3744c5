"""What an applicant does: apply, follow an application, and look after a grant."""

from flask import Blueprint

bp = Blueprint("applicant", __name__, url_prefix="/applicant")

from grantflow.web.applicant import check, home, partners, sections, start, status, task_list, withdraw  # noqa: E402, F401
