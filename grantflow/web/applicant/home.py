"""The page an applicant lives in: the next thing to do, then applications and grants."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.applications.queries import list_own_applications
from grantflow.web.access import signed_in
from grantflow.web.applicant import bp
from grantflow.web.occasion import current_actor


@bp.route("/")
@signed_in
def home() -> ResponseReturnValue:
    applications = list_own_applications(current_actor())
    return render_template(
        "pages/applicant/home.html", applications=applications, next_draft=_first_to_close(applications)
    )


def _first_to_close(applications: Sequence[Application]) -> Application | None:
    drafts = [each for each in applications if each.stage == "draft"]
    return min(drafts, key=lambda each: each.closes_at, default=None)
