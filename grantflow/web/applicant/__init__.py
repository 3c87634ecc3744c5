"""What an applicant does: apply, follow an application, and look after a grant."""

from flask import Blueprint

bp = Blueprint("applicant", __name__, url_prefix="/applicant")

from grantflow.web.applicant import (  # noqa: E402
    awards,  # noqa: F401
    check,  # noqa: F401
    colleagues,  # noqa: F401
    complaints,  # noqa: F401
    feedback,  # noqa: F401
    finding,  # noqa: F401
    home,  # noqa: F401
    joining,  # noqa: F401
    late,  # noqa: F401
    learning,  # noqa: F401
    organisation,  # noqa: F401
    partners,  # noqa: F401
    plan,  # noqa: F401
    questions,  # noqa: F401
    reports,  # noqa: F401
    sections,  # noqa: F401
    start,  # noqa: F401
    status,  # noqa: F401
    still_true,  # noqa: F401
    task_list,  # noqa: F401
    withdraw,  # noqa: F401
)
