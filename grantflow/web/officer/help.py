"""Help: each life cycle as a picture, with its stages in words."""

from functools import lru_cache

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from grantflow.casework.running import workflow
from grantflow.engine.diagram import svg
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.officer import bp

# In the order in which an officer meets them.
SHOWN = (
    "round",
    "application",
    "query",
    "partner",
    "assessment",
    "award",
    "plan",
    "payment",
    "monitoring",
    "learning",
    "letter",
    "feedback-call",
    "complaint",
)


@bp.route("/help")
@requires(Permission.ROUND_VIEW)
def help_page() -> ResponseReturnValue:
    workflows = [workflow(key) for key in SHOWN]
    return render_template(
        "pages/officer/help.html",
        workflows=[(each, _picture(each.key, each.version)) for each in workflows],
    )


@lru_cache(maxsize=64)
def _picture(key: str, version: int) -> Markup:
    """Drawn by us from a checked file; every word in it is escaped by the drawing."""
    return Markup(svg(workflow(key, version)))
