"""The people who work here, and adding one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.queries import list_staff
from grantflow.accounts.staff import add_member_of_staff, promise_set_up_link
from grantflow.db import unit_of_work
from grantflow.permissions import Permission
from grantflow.places.queries import names_of_regions
from grantflow.web.access import requires
from grantflow.web.admin import bp
from grantflow.web.admin.forms import StaffMemberForm
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.roles import ROLE_NAMES, where_held


@bp.route("/")
@requires(Permission.USER_MANAGE)
def home() -> ResponseReturnValue:
    asked = {key: request.args.get(key, "").strip() for key in ("name", "region", "role")}
    people = list_staff(current_actor(), name=asked["name"], region_code=asked["region"], role=asked["role"])
    return render_template(
        "pages/admin/people.html",
        people=people,
        asked=asked,
        regions=names_of_regions(),
        names=ROLE_NAMES,
        where_held=where_held,
    )


@bp.route("/people/add", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def add_person() -> ResponseReturnValue:
    form = StaffMemberForm()
    form.offer(current_actor(), names_of_regions())
    if form.validate_on_submit():
        with unit_of_work():
            user = add_member_of_staff(
                form.email.data or "", (form.name.data or "").strip(), form.chosen_role, form.chosen_region,
                this_occasion(), job_title=(form.job_title.data or "").strip(),
            )  # fmt: skip
            promise_set_up_link(user, this_occasion())
        flash(f"{user.name} will get an email with a link to set up their account.")
        return redirect(url_for("admin.person", user_id=user.id))
    return render_template("pages/admin/add-person.html", form=form)
