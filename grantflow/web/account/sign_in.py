"""Sign in by emailed link, sign in as staff, sign out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.commands import find_or_make_user
from grantflow.accounts.links import read_link, spend_link
from grantflow.accounts.models import LinkPurpose, User
from grantflow.accounts.passwords import proves
from grantflow.accounts.queries import find_user_by_email, tidy_email
from grantflow.db import unit_of_work
from grantflow.extensions import limiter
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Permission
from grantflow.web.access import public, signed_in
from grantflow.web.account import bp
from grantflow.web.account.forms import LinkForm, StaffForm, UseLinkForm
from grantflow.web.occasion import clock, current_actor, this_occasion


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("20/hour", methods=["POST"], key_func=lambda: tidy_email(request.form.get("email", "")))
def sign_in() -> ResponseReturnValue:
    """Ask for a link. The answer is the same whether or not the address is known."""
    form = LinkForm()
    if form.validate_on_submit():
        address = tidy_email(form.email.data or "")
        at = this_occasion().at
        with unit_of_work():
            enqueue("sign-in-link", address, _safe_path(request.args.get("next")), key=f"sign-in:{address}:{at.timestamp()}")
        return render_template("pages/account/check-your-email.html", address=address)
    return render_template("pages/account/sign-in.html", form=form)


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@public
def use_link(token: str) -> ResponseReturnValue:
    """A GET shows a button and spends nothing; the POST signs in."""
    form = UseLinkForm()
    if form.validate_on_submit():
        at = clock().now()
        with unit_of_work():
            link = spend_link(token, LinkPurpose.SIGN_IN, at)
            user = find_or_make_user(link.email, at)
        start_session(user)
        return redirect(link.next_path or url_for("account.home"))
    link = read_link(token, LinkPurpose.SIGN_IN, clock().now())
    return render_template("pages/account/use-link.html", form=form, address=link.email)


@bp.route("/staff/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("10/hour", methods=["POST"], key_func=lambda: tidy_email(request.form.get("email", "")))
def staff_sign_in() -> ResponseReturnValue:
    form = StaffForm()
    if form.validate_on_submit():
        with unit_of_work():
            user = find_user_by_email(form.email.data or "")
            proven = proves(user, form.password.data or "", form.code.data or "", clock().now())
        if user is not None and proven and user.disabled_at is None:
            start_session(user)
            return redirect(_safe_path(request.args.get("next")) or url_for("account.home"))
        form.code.errors = ["The email address, password or code is not right. A code can be used once: wait for the next"]
    return render_template("pages/account/staff-sign-in.html", form=form)


@bp.route("/sign-out", methods=["POST"])
@signed_in
def sign_out() -> ResponseReturnValue:
    session.clear()
    flash("You have signed out.")
    return redirect(url_for("public.home"))


@bp.route("/home")
@signed_in
def home() -> ResponseReturnValue:
    """Send each person to the page they live in."""
    return redirect(url_for(home_endpoint()))


def home_endpoint() -> str:
    actor = current_actor()
    for permission, endpoint in HOMES:
        if actor.is_staff and actor.holds(permission):
            return endpoint
    return "applicant.home"


HOMES = (
    (Permission.APPLICATION_CHECK, "officer.work_list"),
    (Permission.APPLICATION_DECIDE, "officer.work_list"),
    (Permission.PAYMENT_PAY, "officer.work_list"),
    (Permission.MONITORING_REVIEW, "evaluator.home"),
    (Permission.USER_MANAGE, "admin.home"),
    (Permission.APPLICATION_VIEW, "officer.work_list"),
    (Permission.ASSESSMENT_SCORE, "assessor.queue"),
)


def start_session(user: User) -> None:
    """Begin afresh, so that nothing from before signing in carries over."""
    session.clear()
    session["user_id"], session["epoch"] = str(user.id), user.session_epoch
    session.permanent = True


def _safe_path(path: str | None) -> str:
    """A path on this site, or nothing: a link may not send people elsewhere."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\n" in path or "\r" in path:
        return ""
    return path
