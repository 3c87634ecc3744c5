"""A partner's yes, no or "not as described". The link is the key: no account is needed, and it works once."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from sqlalchemy.orm import joinedload
from wtforms import Field, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from grantflow.accounts.links import read_link, spend_link
from grantflow.accounts.models import Link, LinkPurpose
from grantflow.accounts.queries import tidy_email
from grantflow.applications.models import Application, Partner
from grantflow.applications.partners import answer_as_partner
from grantflow.casework.queries import get_visible
from grantflow.db import unit_of_work
from grantflow.errors import LinkSpent
from grantflow.permissions import Actor, Grant, Occasion, Permission, Role
from grantflow.web.access import public
from grantflow.web.occasion import clock
from grantflow.web.partner import bp

CHOICES = {
    "yes": "Yes, we are part of this, as described",
    "not-as-described": "We are part of this, but not as described",
    "no": "No, we are not part of this",
}
OVER = frozenset({"withdrawn", "expired", "ineligible", "awarded", "declined"})


class PartnerForm(FlaskForm):
    """What the partner says, and who says it."""

    choice = RadioField(
        "Is this right?",
        widget=GovRadioInput(),
        choices=CHOICES,
        validators=[InputRequired("Choose an answer")],
    )
    comment = TextAreaField(
        "Tell us more",
        widget=GovTextArea(),
        description="If it is not as described, say what is different. We do not pass this on without asking you.",
        validators=[Length(max=2000, message="Use 2,000 characters or fewer")],
    )
    name = StringField(
        "Your full name",
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter your full name"),
            Length(max=150, message="Use 150 characters or fewer"),
        ],
    )
    submit = SubmitField("Send my answer", widget=GovSubmitInput())

    def validate_comment(self, field: Field) -> None:
        if self.choice.data == "not-as-described" and not (field.data or "").strip():
            raise ValidationError("Say what is different from what is described")


@bp.route("/partner/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> ResponseReturnValue:
    """A GET spends nothing: mail scanners open links too."""
    at = clock().now()
    partner = _partner(read_link(token, LinkPurpose.PARTNER, at))
    form = PartnerForm()
    if partner.application.stage in OVER:
        return render_template("pages/partner/over.html", partner=partner)
    if form.validate_on_submit():
        name = " ".join((form.name.data or "").split())
        with unit_of_work():
            partner = _partner(spend_link(token, LinkPurpose.PARTNER, at))
            answer_as_partner(
                partner,
                form.choice.data,
                name,
                (form.comment.data or "").strip(),
                Occasion(_actor(partner, name), at),
            )
        session["answered"] = partner.title
        return redirect(url_for("partner.thanks"))
    return render_template("pages/partner/answer.html", form=form, partner=partner)


@bp.route("/partner/thanks")
@public
def thanks() -> ResponseReturnValue:
    return render_template("pages/partner/thanks.html", name=session.get("answered", ""))


def _partner(link: Link) -> Partner:
    """:raises LinkSpent: if it was sent to an address that has been put right since"""
    if link.case_id is None:
        raise LinkSpent(LinkPurpose.PARTNER)
    holder = Actor(link.email, grants=(Grant(Role.PARTNER),), case_id=link.case_id)
    partner = get_visible(
        Partner,
        link.case_id,
        holder,
        Permission.PARTNER_ANSWER,
        joinedload(Partner.application).joinedload(Application.round),
        joinedload(Partner.application).joinedload(Application.assigned_to),
    )
    if link.email != tidy_email(partner.contact_email):
        raise LinkSpent(LinkPurpose.PARTNER)
    return partner


def _actor(partner: Partner, name: str) -> Actor:
    return Actor(f"{name} for {partner.title}", grants=(Grant(Role.PARTNER),), case_id=partner.id)
