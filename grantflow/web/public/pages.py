"""Pages that change little: accessibility and privacy."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from grantflow.db import db
from grantflow.web.access import public
from grantflow.web.public import bp


@bp.route("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("pages/public/accessibility.html")


@bp.route("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("pages/public/privacy.html")


@bp.route("/health")
@public
def health() -> ResponseReturnValue:
    """For whatever watches the service: the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
