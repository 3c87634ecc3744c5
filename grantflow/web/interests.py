"""What a member of staff has to do with organisations: their own list, seen by nobody else's work."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea, GovTextInput
from wtforms import StringField, SubmitField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional, Regexp

from grantflow.accounts.interests import end_interest, list_interests
from grantflow.assessment.recusals import add_standing_interest
from grantflow.core.calendar import local_date
from grantflow.db import unit_of_work
from grantflow.errors import NotFound
from grantflow.permissions import Permission
from grantflow.web.access import requires
from grantflow.web.fields import DayField, Filled
from grantflow.web.occasion import current_actor, this_occasion

bp = Blueprint("interests", __name__, url_prefix="/interests")
# Everybody who works for the fund holds one of these, and nobody else does.
STAFF = (Permission.ROUND_VIEW, Permission.ASSESSMENT_DECLARE)


class InterestForm(FlaskForm):
    """An organisation, what it is to this person, and since when."""

    name = StringField(
        "Name of the organisation",
        widget=GovTextInput(),
        description="As it stands on the register, or as it calls itself.",
        validators=[Filled("Enter the name of the organisation"), Length(max=200)],
    )
    charity_number = StringField(
        "Charity number (optional)",
        widget=GovTextInput(),
        description="With the number we know it under any name.",
        filters=[lambda typed: typed.replace(" ", "") if typed else typed],
        validators=[
            Optional(),
            Regexp(r"^[0-9A-Za-z-]{5,12}$", message="Enter the number as the register has it"),
        ],
    )
    what = TextAreaField(
        "What have you to do with it?",
        widget=GovTextArea(),
        description="A few words are enough: “I was a trustee until May”.",
        validators=[Filled("Say what you have to do with it"), Length(max=3000)],
    )
    since = DayField("Since when?", validators=[Filled("Enter the date on which it began")])
    submit = SubmitField("Add to my interests", widget=GovSubmitInput())

    today = date.max

    def validate_since(self, field: DayField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("Enter a date that is not still to come")


@bp.before_request
def staff_only() -> None:
    if current_actor().user_id and not any(map(current_actor().holds_as_staff, STAFF)):
        raise NotFound("page")


@bp.route("/", methods=["GET", "POST"])
@requires(*STAFF)
def interests() -> ResponseReturnValue:
    user_id, form = current_actor().user_id, InterestForm()
    if user_id is None:
        raise NotFound("page")
    form.today = local_date(this_occasion().at)
    if form.validate_on_submit() and form.since.data:
        with unit_of_work():
            add_standing_interest(
                this_occasion(), name=form.name.data or "", charity_number=form.charity_number.data,
                what=form.what.data or "", since=form.since.data,
            )  # fmt: skip
        flash("Thank you. Everything of that organisation’s is closed to you from now on.")
        return redirect(url_for("interests.interests"))
    return render_template("pages/interests.html", form=form, interests=list_interests(user_id))


@bp.route("/<uuid:interest_id>/end", methods=["POST"])
@requires(*STAFF)
def end(interest_id: UUID) -> ResponseReturnValue:
    with unit_of_work():
        interest = end_interest(interest_id, this_occasion())
    flash(f"{interest.name}: over. What was closed to you while it stood stays closed.")
    return redirect(url_for("interests.interests"))
