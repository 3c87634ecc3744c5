"""The twelve probation regions and the force areas in them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.permissions import Permission
from grantflow.places.queries import list_regions
from grantflow.web.access import requires
from grantflow.web.admin import bp


@bp.route("/regions")
@requires(Permission.USER_MANAGE, Permission.AUDIT_VIEW)
def regions() -> ResponseReturnValue:
    return render_template("pages/admin/regions.html", regions=list_regions())
