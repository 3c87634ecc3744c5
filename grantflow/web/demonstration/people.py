"""People to become, one button each. Production settings refuse to start with this."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grantflow.accounts.models import Membership, User
from grantflow.accounts.queries import get_user
from grantflow.db import db
from grantflow.permissions import Role
from grantflow.web.access import demonstration
from grantflow.web.account.sign_in import start_session
from grantflow.web.demonstration import bp

# The order in which a visitor would want to meet them.
ROLES = (Role.OFFICER, Role.ASSESSOR, Role.EVALUATOR, Role.REGIONAL_LEAD, Role.FINANCE, Role.PANEL_MEMBER, Role.ADMIN,
         Role.AUDITOR)  # fmt: skip


@bp.route("/")
@demonstration
def people() -> ResponseReturnValue:
    users = db.session.scalars(
        select(User)
        .options(selectinload(User.roles), selectinload(User.memberships).joinedload(Membership.organisation))
        .order_by(User.name, User.id)
    ).all()  # fmt: skip
    staff = [(role, [user for user in users if any(each.role == role for each in user.roles)]) for role in ROLES]
    charities = [user for user in users if user.memberships and not user.roles]
    return render_template("pages/demonstration/people.html", staff=staff, charities=charities)


@bp.route("/become/<uuid:user_id>", methods=["POST"])
@demonstration
def become(user_id: UUID) -> ResponseReturnValue:
    start_session(get_user(user_id))
    return redirect(url_for("account.home"))
