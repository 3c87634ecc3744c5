"""Views: filters of the work list that somebody saved under a name of their own."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.db import unit_of_work
from grantflow.permissions import Permission
from grantflow.reports.commands import delete_view, rename_view, save_view
from grantflow.reports.queries import get_view, list_views
from grantflow.reports.rules import another_view_fits, view_may_be_named
from grantflow.web.access import requires
from grantflow.web.occasion import current_actor, this_occasion
from grantflow.web.officer import bp
from grantflow.web.officer.asking import address_of, this_filter
from grantflow.web.officer.describing import described
from grantflow.web.officer.list_forms import ButtonForm, NameForm

LIST = (Permission.APPLICATION_VIEW, Permission.AWARD_VIEW, Permission.PAYMENT_VIEW)


@bp.route("/views")
@requires(*LIST)
def views() -> ResponseReturnValue:
    found = list_views(current_actor())
    return render_template(
        "pages/officer/views.html",
        views=[(each, url_for("officer.work_list", **each.asked), described(each.asked)) for each in found],
        form=ButtonForm(),
    )


@bp.route("/views/new", methods=["GET", "POST"])
@requires(*LIST)
def save_these_filters() -> ResponseReturnValue:
    """The address says which; the page asks for a name."""
    asked = address_of(this_filter())
    form = NameForm()
    others = list_views(current_actor())
    form.refuse = lambda name: [
        each
        for each in (view_may_be_named(name, [view.name for view in others]), another_view_fits(len(others)))
        if each
    ]
    if form.validate_on_submit():
        with unit_of_work():
            saved = save_view(form.words, asked, this_occasion())
        flash(f"“{saved.name}” is saved. It stands above your list.")
        return redirect(url_for("officer.work_list", **asked))
    back = url_for("officer.work_list", **asked)
    return render_template(
        "pages/officer/view-name.html",
        form=form,
        title="Save these filters",
        asked=described(asked),
        back=back,
    )


@bp.route("/views/<uuid:view_id>", methods=["GET", "POST"])
@requires(*LIST)
def rename(view_id: UUID) -> ResponseReturnValue:
    view = get_view(view_id, current_actor())
    form = NameForm(name=view.name)
    others = [each.name for each in list_views(current_actor()) if each.id != view.id]
    form.refuse = lambda name: [each for each in (view_may_be_named(name, others),) if each]
    if form.validate_on_submit():
        with unit_of_work():
            rename_view(view, form.words, this_occasion())
        flash(f"It is called “{view.name}” now.")
        return redirect(url_for("officer.views"))
    return render_template(
        "pages/officer/view-name.html", form=form, title=f"Rename “{view.name}”", asked=described(view.asked),
        back=url_for("officer.views"),
    )  # fmt: skip


@bp.route("/views/<uuid:view_id>/delete", methods=["POST"])
@requires(*LIST)
def delete(view_id: UUID) -> ResponseReturnValue:
    view = get_view(view_id, current_actor())
    if ButtonForm().validate_on_submit():
        with unit_of_work():
            delete_view(view)
        flash(f"“{view.name}” is deleted. The cases are where they were.")
    return redirect(url_for("officer.views"))
