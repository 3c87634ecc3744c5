"""Ask for a call about our decision, at times that suit; offer others; ask for none after all."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.applications.queries import get_application
from grantflow.casework.commands import take_action
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import local_date
from grantflow.core.display import weekday
from grantflow.db import unit_of_work
from grantflow.errors import NotFound, Refused
from grantflow.feedback import rules
from grantflow.feedback.commands import ask_for_call, offer_other_times
from grantflow.feedback.models import FeedbackCall
from grantflow.feedback.queries import find_open_call
from grantflow.permissions import Permission, require
from grantflow.web.access import requires
from grantflow.web.applicant import bp
from grantflow.web.applicant.forms import SubmitForm
from grantflow.web.applicant.reply_forms import call_form, filled_with
from grantflow.web.occasion import current_actor, this_occasion


@bp.route("/applications/<uuid:application_id>/call", methods=["GET", "POST"])
@requires(Permission.FEEDBACK_ASK)
def ask_call(application_id: UUID) -> ResponseReturnValue:
    application, call = _of_ones_own(application_id)
    if call is None and (reason := rules.call_is_offered(application.stage, has_open_call=False)):
        raise Refused([reason])
    form = call_form(local_date(this_occasion().at), data=_begun(application, call))
    if form.validate_on_submit():
        with unit_of_work():
            if call is None:
                call = ask_for_call(
                    application, form.offers, this_occasion(), phone=form.phone.data or "",
                    about=form.about.data or "",
                )  # fmt: skip
            else:
                offer_other_times(
                    call, form.offers, this_occasion(), phone=form.phone.data or "",
                    about=form.about.data or "", expected_revision=form.read_revision,
                )  # fmt: skip
        flash(f"Thank you. We choose a time by {weekday(call.book_by)}, and email you.")
        return redirect(url_for("applicant.application", application_id=application.id))
    if call is not None:
        form.submit.label.text = "Offer these times"
    return render_template(
        "pages/applicant/ask-call.html", application=application, call=call, form=form,
        minutes=rules.CALL_MINUTES,
    )  # fmt: skip


@bp.route("/applications/<uuid:application_id>/call/take-back", methods=["POST"])
@requires(Permission.FEEDBACK_ASK)
def take_call_back(application_id: UUID) -> ResponseReturnValue:
    application, call = _of_ones_own(application_id)
    if call is None:
        raise NotFound("call about", application_id)
    if SubmitForm().validate_on_submit():
        with unit_of_work():
            take_action(call, "take-back", this_occasion())
        flash("We will not ring. You can ask again whenever you like.")
    return redirect(url_for("applicant.application", application_id=application.id))


def _of_ones_own(application_id: UUID) -> tuple[Application, FeedbackCall | None]:
    """
    :raises NotFound: if it is not the person's own organisation's
    :raises Forbidden: if it is, and their right in it does not reach that far
    """
    application = get_application(application_id, current_actor(), Permission.FEEDBACK_ASK)
    require(current_actor(), Permission.FEEDBACK_ASK, on=application)
    return application, find_open_call(application.id)


def _begun(application: Application, call: FeedbackCall | None) -> dict[str, object]:
    """The number that they gave when they applied, or what was said of the call so far."""
    if call is None:
        return {"phone": str(answers_of(application.id).get("contact-phone") or "")}
    offers = [rules.Offer.read(each) for each in call.offered]
    return {"phone": call.phone, "about": call.about, "revision": call.revision} | filled_with(offers)
