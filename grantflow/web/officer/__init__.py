"""What officers work on: rounds, cases, checks, decisions and their release."""

from flask import Blueprint, current_app, request

from grantflow.errors import NotFound
from grantflow.web.access import access_of
from grantflow.web.occasion import current_actor, current_user

bp = Blueprint("officer", __name__, url_prefix="/officer")


@bp.before_request
def staff_only() -> None:
    """An applicant may see their own application, but not from this side of the table."""
    access = access_of(current_app, request.endpoint or "")
    if access and current_user() and not any(map(current_actor().holds_as_staff, access.permissions)):
        raise NotFound("page")


from grantflow.web.officer import (  # noqa: E402
    applications,  # noqa: F401
    asking_about_checks,  # noqa: F401
    assessors,  # noqa: F401
    bulk,  # noqa: F401
    calls,  # noqa: F401
    changes,  # noqa: F401
    checks,  # noqa: F401
    complaints,  # noqa: F401
    decisions,  # noqa: F401
    delay,  # noqa: F401
    exports,  # noqa: F401
    feedback,  # noqa: F401
    grants,  # noqa: F401
    help,  # noqa: F401
    hiding,  # noqa: F401
    ineligible,  # noqa: F401
    interest,  # noqa: F401
    late,  # noqa: F401
    letters,  # noqa: F401
    moderation,  # noqa: F401
    money,  # noqa: F401
    packs,  # noqa: F401
    panel,  # noqa: F401
    plan,  # noqa: F401
    progress,  # noqa: F401
    reviews,  # noqa: F401
    rounds,  # noqa: F401
    sharing,  # noqa: F401
    summaries,  # noqa: F401
    telling,  # noqa: F401
    training,  # noqa: F401
    uses,  # noqa: F401
    views,  # noqa: F401
    work,  # noqa: F401
)
