"""Still true? Asked once a year, just before an application is sent, of what its checks rest on."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from grantflow.accounts.profiles import confirm_profile, profile_form
from grantflow.applications.queries import get_own_application, list_doubtful_of
from grantflow.db import unit_of_work
from grantflow.engine.questions import shown
from grantflow.errors import NotFound
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.occasion import current_actor, this_occasion


class StillTrueForm(FlaskForm):
    submit = SubmitField("Yes, all of this is still true", widget=GovSubmitInput())


@bp.route("/applications/<uuid:application_id>/still-true", methods=["GET", "POST"])
@requires(Permission.APPLICATION_WRITE)
def still_true(application_id: UUID) -> ResponseReturnValue:
    application = get_own_application(application_id, current_actor())
    require(current_actor(), Permission.APPLICATION_WRITE, on=application)
    organisation, doubtful = application.organisation, list_doubtful_of(application, this_occasion().at)
    if organisation is None:
        raise NotFound("organisation")
    if not doubtful:
        return redirect(url_for("applicant.check", application_id=application.id))
    form = StillTrueForm()
    if form.validate_on_submit():
        with unit_of_work():
            confirm_profile(organisation, [each.question.key for each in doubtful], this_occasion())
        return redirect(url_for("applicant.check", application_id=application.id))
    sections = {
        question.key: section.key for section in profile_form().sections for question in section.questions
    }
    return render_template(
        "pages/applicant/still-true.html", application=application, form=form,
        lines=[(each, shown(each.question, each.value), sections[each.question.key]) for each in doubtful],
    )  # fmt: skip
