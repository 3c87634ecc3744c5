"""The people of an organisation: who may do what, asking somebody in, and letting somebody go."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, RadioField, SubmitField
from wtforms.validators import InputRequired

from grantflow.accounts import colleagues
from grantflow.accounts.models import Organisation
from grantflow.accounts.queries import get_own_organisation
from grantflow.db import unit_of_work
from grantflow.errors import Refused
from grantflow.notices.readers import gets_digest
from grantflow.permissions import Permission, allows
from grantflow.web.access import requires
from grantflow.web.account.forms import email_address
from grantflow.web.applicant import bp
from grantflow.web.occasion import current_actor, current_user, this_occasion
from grantflow.web.phrases import phrase

RIGHTS = {
    "view": "Read everything, but not change it",
    "edit": "Read and write, but not send",
    "submit": "Read, write, send applications, sign for grants and look after this list",
}


class RightsForm(FlaskForm):
    """What somebody may do."""

    rights = RadioField(
        "What may they do?",
        widget=GovRadioInput(),
        choices=RIGHTS,
        validators=[InputRequired("Choose what they may do")],
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


class InviteForm(FlaskForm):
    """Ask a colleague in."""

    email = EmailField(
        "Their email address",
        widget=GovTextInput(),
        description="Any address they read is fine, such as one at Gmail.",
        validators=[
            InputRequired("Enter their email address"), email_address,
        ],
    )  # fmt: skip
    rights = RadioField(
        "What may they do?",
        widget=GovRadioInput(),
        choices=RIGHTS,
        validators=[InputRequired("Choose what they may do")],
    )
    submit = SubmitField("Send the invitation", widget=GovSubmitInput())


@bp.route("/organisations/<uuid:organisation_id>/people")
@requires(Permission.ORGANISATION_VIEW)
def people(organisation_id: UUID) -> ResponseReturnValue:
    found = get_own_organisation(organisation_id, current_actor())
    return render_template(
        "pages/applicant/people.html",
        organisation=found,
        people=colleagues.list_people(found),
        gets_digest=gets_digest(current_user()),
        invitations=[(each, colleagues.runs_out_at(each)) for each in colleagues.list_invitations(found)],
        rights=RIGHTS,
        now=this_occasion().at,
        may_manage=allows(current_actor(), Permission.ORGANISATION_MANAGE, on=found),
    )


@bp.route("/organisations/<uuid:organisation_id>/people/invite", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def invite(organisation_id: UUID) -> ResponseReturnValue:
    found = _managed(organisation_id)
    form = InviteForm()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                invitation = colleagues.invite(
                    found, form.email.data or "", form.rights.data, this_occasion()
                )
        except Refused as refusal:
            form.email.errors = [phrase(each) for each in refusal.reasons]
        else:
            flash(f"We have sent {invitation.email} a link. It works once, in the next 7 days.")
            return _back(found)
    return render_template("pages/applicant/invite.html", organisation=found, form=form)


@bp.route("/organisations/<uuid:organisation_id>/people/<uuid:membership_id>", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_MANAGE)
def colleague(organisation_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """What one person may do; and the way out."""
    found = _managed(organisation_id)
    membership = colleagues.get_membership(found, membership_id)
    form = RightsForm(data={"rights": membership.rights})
    if form.validate_on_submit():
        if form.rights.data == membership.rights:
            return _back(found)
        with unit_of_work():
            colleagues.change_rights(membership, form.rights.data, this_occasion())
        flash(
            f"{membership.user.name}: {RIGHTS[membership.rights][0].lower()}{RIGHTS[membership.rights][1:]}."
        )
        return _back(found)
    return render_template(
        "pages/applicant/colleague.html", organisation=found, membership=membership, form=form
    )


@bp.route("/organisations/<uuid:organisation_id>/people/<uuid:membership_id>/remove", methods=["POST"])
@requires(Permission.ORGANISATION_MANAGE)
def remove_colleague(organisation_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    found = _managed(organisation_id)
    membership = colleagues.get_membership(found, membership_id)
    name, is_me = membership.user.name, membership.user_id == current_actor().user_id
    with unit_of_work():
        colleagues.let_go(membership, this_occasion())
    if is_me:
        flash(f"You no longer belong to {found.name}.")
        return redirect(url_for("applicant.home"))
    flash(f"{name} no longer has access.")
    return _back(found)


@bp.route(
    "/organisations/<uuid:organisation_id>/invitations/<uuid:invitation_id>/send-again", methods=["POST"]
)
@requires(Permission.ORGANISATION_MANAGE)
def invite_again(organisation_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    found = _managed(organisation_id)
    invitation = colleagues.get_invitation(found, invitation_id)
    with unit_of_work():
        colleagues.invite_again(invitation, this_occasion())
    flash(f"We have sent {invitation.email} a new link. The old one no longer works.")
    return _back(found)


@bp.route(
    "/organisations/<uuid:organisation_id>/invitations/<uuid:invitation_id>/take-back", methods=["POST"]
)
@requires(Permission.ORGANISATION_MANAGE)
def take_invitation_back(organisation_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    found = _managed(organisation_id)
    invitation = colleagues.get_invitation(found, invitation_id)
    with unit_of_work():
        colleagues.take_back(invitation, this_occasion())
    flash(f"The link we sent to {invitation.email} no longer works.")
    return _back(found)


def _managed(organisation_id: UUID) -> Organisation:
    return get_own_organisation(organisation_id, current_actor(), Permission.ORGANISATION_MANAGE)


def _back(found: Organisation) -> ResponseReturnValue:
    return redirect(url_for("applicant.people", organisation_id=found.id))
