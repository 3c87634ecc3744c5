"""Join an organisation by the link in an invitation. The link shows who reads the address, so it signs them in too."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.colleagues import accept_invitation, read_invitation
from grantflow.accounts.models import Invitation
from grantflow.accounts.queries import find_user_by_email, signs_in_with_password
from grantflow.accounts.rules import name_is_told
from grantflow.db import unit_of_work
from grantflow.web.access import public
from grantflow.web.account.sign_in import start_session
from grantflow.web.applicant import bp
from grantflow.web.applicant.colleagues import RIGHTS
from grantflow.web.applicant.finding_forms import JoinForm
from grantflow.web.occasion import clock


@bp.route("/join/<token>", methods=["GET", "POST"])
@public
def join(token: str) -> ResponseReturnValue:
    """A GET shows a button and spends nothing; the POST joins and signs in."""
    at = clock().now()
    invitation = read_invitation(token, at)
    if (refusal := _not_by_link(invitation)) is not None:
        return refusal
    user = find_user_by_email(invitation.email)
    form = JoinForm(name_is_told=user is not None and name_is_told(name=user.name, email=user.email))
    if not form.validate_on_submit():
        return render_template(
            "pages/applicant/join.html", form=form, invitation=invitation, right=RIGHTS[invitation.rights]
        )
    with unit_of_work():
        user, invitation = accept_invitation(token, at, name=form.told_name)
    start_session(user, proven=False)
    flash(f"You now belong to {invitation.organisation.name}.")
    return redirect(url_for("applicant.home"))


def _not_by_link(invitation: Invitation) -> ResponseReturnValue | None:
    """Whoever works for the fund proves it with more than a link, and a closed account stays closed."""
    user = find_user_by_email(invitation.email)
    if signs_in_with_password(user):
        return render_template("pages/applicant/join-as-staff.html", invitation=invitation), 403
    if user is not None and user.disabled_at is not None:
        return render_template("pages/account/closed.html"), 403
    return None
