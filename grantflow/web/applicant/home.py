"""The page an applicant lives in: the next thing to do, then applications and grants."""

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.web.access import signed_in
from grantflow.web.applicant import bp


@bp.route("/")
@signed_in
def home() -> ResponseReturnValue:
    return render_template("pages/applicant/home.html")
