"""The page an evaluator lives in: which reviews wait, by due date, and what could be learned from."""

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.learning.queries import list_awards_with_reviews
from grantflow.monitoring.queries import list_reviews_at
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.evaluator import bp
from grantflow.web.occasion import current_official


@bp.route("/")
@requires(Permission.MONITORING_REVIEW)
def home() -> ResponseReturnValue:
    viewer = current_official()
    received = list_reviews_at(viewer, ("received",), Permission.MONITORING_REVIEW)
    coming = list_reviews_at(viewer, ("announced", "overdue"), Permission.MONITORING_REVIEW)
    return render_template(
        "pages/evaluator/home.html",
        waiting=[each for each in received if each.evaluated],
        others=[each for each in received if not each.evaluated],
        calls=list_reviews_at(viewer, ("call-wanted",), Permission.MONITORING_WRITE_UP),
        coming=[each for each in coming if each.evaluated],
        awards=list_awards_with_reviews(viewer),
    )
