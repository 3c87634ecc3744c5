"""People to become, one button each. Production settings refuse to start with this."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.accounts.models import Membership, Organisation, User
from grantflow.accounts.queries import get_user, list_staff
from grantflow.applications.models import Application
from grantflow.db import db
from grantflow.places.queries import names_of_regions
from grantflow.web.access import demonstration
from grantflow.web.account.sign_in import start_session
from grantflow.web.demonstration import bp
from grantflow.web.roles import ROLE_NAMES, ROLE_WORK, where_held

# A page of buttons is for choosing from; beyond this many, a visitor would search the work list instead.
MOST_CHARITIES = 100


@bp.route("/")
@demonstration
def people() -> ResponseReturnValue:
    everybody = [user for user in list_staff() if user.disabled_at is None]
    staff = [(role, [user for user in everybody if _holds(user, role)]) for role in ROLE_NAMES]
    members = _list_members()
    return render_template(
        "pages/demonstration/people.html",
        staff=[(role, users) for role, users in staff if users],
        names=ROLE_NAMES,
        work=ROLE_WORK,
        where_held=where_held,
        regions=names_of_regions(),
        members=members,
        newest=_newest_applications([each.organisation_id for each in members]),
    )


@bp.route("/become/<uuid:user_id>", methods=["POST"])
@demonstration
def become(user_id: UUID) -> ResponseReturnValue:
    start_session(get_user(user_id), proven=True)
    return redirect(url_for("account.home"))


def _holds(user: User, role: str) -> bool:
    return any(grant.role == role for grant in user.roles)


def _list_members() -> Sequence[Membership]:
    """Those who may submit for a charity, by the charity's name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.rights == "submit")
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
        .order_by(Organisation.name, Membership.created_at, Membership.id)
        .limit(MOST_CHARITIES)
    ).all()


def _newest_applications(organisation_ids: Sequence[UUID]) -> dict[UUID, Application]:
    """Each organisation's newest application, so that a visitor can choose by how far along it is."""
    applications = db.session.scalars(
        select(Application)
        .where(Application.organisation_id.in_(organisation_ids))
        .order_by(Application.created_at, Application.id)
    )
    return {each.organisation_id: each for each in applications if each.organisation_id}
