"""Put right what an application says of a partner, and ask the partner again."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.partners import ask_again
from grantflow.applications.queries import get_own_application, get_partner
from grantflow.core.money import as_typed
from grantflow.db import unit_of_work
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import AskAgainForm
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/applications/<uuid:application_id>/partners/<uuid:partner_id>", methods=["GET", "POST"])
@requires(Permission.PARTNER_ASK)
def partner(application_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    application = get_own_application(application_id, current_actor())
    found = get_partner(application, partner_id)
    require(current_actor(), Permission.PARTNER_ASK, on=found)
    form = AskAgainForm(
        revision=found.revision, email=found.contact_email, role=found.role, share=as_typed(found.share_pence)
    )
    if form.validate_on_submit():
        with unit_of_work():
            ask_again(
                found, email=form.email.data or "", role=form.role.data or "", share_pence=form.share_pence,
                occasion=this_occasion(), revision=form.read_revision,
            )  # fmt: skip
        flash(f"We have asked {found.title} again.")
        return redirect(url_for("applicant.application", application_id=application.id))
    return render_template("pages/applicant/partner.html", application=application, partner=found, form=form)
