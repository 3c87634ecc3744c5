"""What the fund has learned: the entries that are published."""

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.learning import queries
from grantflow.web.access import public
from grantflow.web.public import bp


@bp.route("/learning")
@public
def learning() -> ResponseReturnValue:
    return render_template("pages/public/learning.html", entries=queries.list_published())
