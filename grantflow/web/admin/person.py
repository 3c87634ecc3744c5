"""One person: their roles, their account, and what was done to both."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts import staff
from grantflow.accounts.queries import get_member_of_staff
from grantflow.casework.queries import timeline
from grantflow.db import unit_of_work
from grantflow.permissions import Permission
from grantflow.places.queries import names_of_regions
from grantflow.web.access import requires
from grantflow.web.admin import bp
from grantflow.web.admin.entries import shown
from grantflow.web.admin.forms import RoleForm
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.roles import ROLE_NAMES


@bp.route("/people/<uuid:user_id>")
@requires(Permission.USER_MANAGE)
def person(user_id: UUID) -> ResponseReturnValue:
    user = get_member_of_staff(user_id, current_actor())
    regions = names_of_regions()
    return render_template(
        "pages/admin/person.html",
        person=user,
        regions=regions,
        names=ROLE_NAMES,
        is_me=user.id == current_actor().user_id,
        history=[shown(entry, regions) for entry in timeline([user.id], limit=50)],
    )


@bp.route("/people/<uuid:user_id>/roles", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def give_role(user_id: UUID) -> ResponseReturnValue:
    user = get_member_of_staff(user_id, current_actor())
    form = RoleForm()
    form.offer(current_actor(), names_of_regions())
    if form.validate_on_submit():
        with unit_of_work():
            staff.give_role(user, form.chosen_role, form.chosen_region, this_occasion())
        flash(f"{user.name} is now {ROLE_NAMES[form.chosen_role].lower()}.")
        return redirect(url_for("admin.person", user_id=user.id))
    return render_template("pages/admin/give-role.html", form=form, person=user)


@bp.route("/people/<uuid:user_id>/roles/<uuid:grant_id>/take", methods=["POST"])
@requires(Permission.USER_MANAGE)
def take_role(user_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    user = get_member_of_staff(user_id, current_actor())
    with unit_of_work():
        staff.take_role(user, grant_id, this_occasion())
    flash(f"{user.name} no longer holds that role.")
    return redirect(url_for("admin.home"))


@bp.route("/people/<uuid:user_id>/set-up-link", methods=["POST"])
@requires(Permission.USER_MANAGE)
def send_set_up_link(user_id: UUID) -> ResponseReturnValue:
    user = get_member_of_staff(user_id, current_actor())
    with unit_of_work():
        staff.promise_set_up_link(user, this_occasion())
    flash(f"A set-up link is on its way to {user.email}.")
    return redirect(url_for("admin.person", user_id=user.id))


@bp.route("/people/<uuid:user_id>/close", methods=["POST"])
@requires(Permission.USER_MANAGE)
def close_account(user_id: UUID) -> ResponseReturnValue:
    user = get_member_of_staff(user_id, current_actor())
    with unit_of_work():
        staff.disable(user, this_occasion())
    flash(f"{user.name}’s account is closed, and they are signed out everywhere.")
    return redirect(url_for("admin.person", user_id=user.id))


@bp.route("/people/<uuid:user_id>/reopen", methods=["POST"])
@requires(Permission.USER_MANAGE)
def reopen_account(user_id: UUID) -> ResponseReturnValue:
    user = get_member_of_staff(user_id, current_actor())
    with unit_of_work():
        staff.enable(user, this_occasion())
    flash(f"{user.name}’s account is open again.")
    return redirect(url_for("admin.person", user_id=user.id))
