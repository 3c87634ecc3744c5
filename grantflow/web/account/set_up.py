"""Set up a member of staff's account by link: choose a password, then prove that the phone shows the right codes.

The link is spent by the second step. Until then the secret behind the codes waits in the person's own session.
"""

import hashlib
from io import BytesIO

import qrcode
from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from qrcode.image.svg import SvgPathImage

from grantflow.accounts.acting import actor_of
from grantflow.accounts.links import read_link, spend_link
from grantflow.accounts.models import Link, LinkPurpose, User
from grantflow.accounts.passwords import code_address, new_code_secret, step_of
from grantflow.accounts.queries import get_user
from grantflow.accounts.rules import password_is_hard_to_guess
from grantflow.accounts.staff import choose_password, set_up_codes
from grantflow.db import unit_of_work
from grantflow.errors import LinkSpent
from grantflow.permissions import Occasion
from grantflow.web.access import public
from grantflow.web.account import bp
from grantflow.web.account.forms import ChoosePasswordForm, ProveCodeForm
from grantflow.web.account.sign_in import start_session
from grantflow.web.occasion import clock
from grantflow.web.phrases import phrase


@bp.route("/staff/set-up/<token>", methods=["GET", "POST"])
@public
def set_up(token: str) -> ResponseReturnValue:
    user = _user_of(token)
    form = ChoosePasswordForm()
    if form.validate_on_submit():
        password = form.password.data or ""
        refusal = password_is_hard_to_guess(password, name=user.name, email=user.email)
        if refusal is None:
            with unit_of_work():
                user = _user_of(token)
                choose_password(user, password, _occasion_of(user))
            session["set_up"] = {"link": _mark(token), "secret": new_code_secret()}
            return redirect(url_for("account.set_up_codes", token=token))
        form.password.errors = [phrase(refusal)]
    return render_template("pages/account/set-up.html", form=form, user=user)


@bp.route("/staff/set-up/<token>/codes", methods=["GET", "POST"], endpoint="set_up_codes")
@public
def prove_codes(token: str) -> ResponseReturnValue:
    user = _user_of(token)
    begun = session.get("set_up", {})
    if begun.get("link") != _mark(token):
        return redirect(url_for("account.set_up", token=token))
    form = ProveCodeForm()
    if form.validate_on_submit():
        step = step_of(begun["secret"], form.code.data or "", clock().now())
        if step is not None:
            return _finish(token, begun["secret"], step)
        form.code.errors = [
            "That is not the code the app shows now. Check the phone’s clock, and wait for the next code"
        ]
    issuer = current_app.extensions["settings"].FUNDER_NAME
    address = code_address(user, begun["secret"], issuer)
    return render_template(
        "pages/account/set-up-codes.html",
        form=form,
        user=user,
        picture=_picture(address),
        secret=begun["secret"],
    )


def _finish(token: str, secret: str, step: int) -> ResponseReturnValue:
    with unit_of_work():
        user = _owner_of(spend_link(token, LinkPurpose.STAFF_SET_UP, clock().now()))
        set_up_codes(user, secret, step, _occasion_of(user))
    start_session(user, proven=True)
    flash("Your account is set up. From now on you sign in with your password and a code.")
    return redirect(url_for("account.home"))


def _user_of(token: str) -> User:
    return _owner_of(read_link(token, LinkPurpose.STAFF_SET_UP, clock().now()))


def _owner_of(link: Link) -> User:
    """:raises LinkSpent: if the account was closed since the link was sent"""
    user = get_user(link.user_id) if link.user_id else None
    if user is None or user.disabled_at is not None:
        raise LinkSpent(LinkPurpose.STAFF_SET_UP)
    return user


def _occasion_of(user: User) -> Occasion:
    """The person acts, though they have not signed in yet: the link vouches for them."""
    return Occasion(actor_of(user), clock().now())


def _mark(token: str) -> str:
    """Which link a session's secret belongs to, without keeping the link."""
    return hashlib.sha256(f"set up {token}".encode()).hexdigest()


def _picture(address: str) -> Markup:
    """A square code as SVG. The library writes it all; nothing in it was typed by anybody."""
    code = qrcode.make(address, image_factory=SvgPathImage, box_size=20, border=2)
    into = BytesIO()
    code.save(into)
    _, _, svg = into.getvalue().decode().partition("?>")
    return Markup(svg.strip())
