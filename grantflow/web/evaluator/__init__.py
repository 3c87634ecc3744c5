"""What evaluators work on: progress reviews, and what the fund learns from them."""

from flask import Blueprint

from grantflow.errors import NotFound
from grantflow.web.occasion import current_actor, current_user

bp = Blueprint("evaluator", __name__, url_prefix="/evaluator")


@bp.before_request
def staff_only() -> None:
    """An organisation reads its own reviews on its own pages."""
    if current_user() is not None and not current_actor().is_staff:
        raise NotFound("page")


from grantflow.web.evaluator import embedding, home, learning, reviews  # noqa: E402, F401
