"""Sign in by emailed link, sign in as staff, sign out."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from grantflow.accounts.attempts import count_attempt, forgive_attempt
from grantflow.accounts.commands import end_sessions, find_or_make_user
from grantflow.accounts.links import read_link, spend_link
from grantflow.accounts.models import LinkPurpose, User
from grantflow.accounts.passwords import password_is_right, spend_code
from grantflow.accounts.queries import find_user_by_email, signs_in_with_password, tidy_email
from grantflow.db import unit_of_work
from grantflow.jobs.commands import enqueue
from grantflow.permissions import Permission
from grantflow.web.access import public, signed_in
from grantflow.web.account import bp
from grantflow.web.account.forms import LinkForm, StaffForm, UseLinkForm
from grantflow.web.occasion import clock, current_actor, current_user

# In an hour: links for one address, and from one place.
MOST_LINKS, MOST_LINKS_FROM_ONE_PLACE = 20, 300
# In an hour, tries to sign in as staff that went wrong: at one account from one place, so that a stranger elsewhere
# locks nobody out; at many accounts from one place; and at one account from many places.
MOST_TRIES, MOST_TRIES_FROM_ONE_PLACE, MOST_TRIES_AT_ONE_ACCOUNT = 10, 30, 50

# Which page somebody lives in: the first whose permission they hold.
HOMES = (
    (Permission.APPLICATION_CHECK, "officer.work_list"),
    (Permission.APPLICATION_DECIDE, "officer.work_list"),
    (Permission.PAYMENT_PAY, "officer.payments"),
    (Permission.MONITORING_REVIEW, "evaluator.home"),
    (Permission.USER_MANAGE, "admin.home"),
    (Permission.APPLICATION_VIEW, "officer.work_list"),
    (Permission.ASSESSMENT_SCORE, "assessor.queue"),
)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for a link. The answer is the same whether or not the address is known."""
    form = LinkForm()
    if not form.validate_on_submit():
        return render_template("pages/account/sign-in.html", form=form)
    address, at = tidy_email(form.email.data or ""), clock().now()
    with unit_of_work():
        count_attempt("sign-in-link", address, at, most=MOST_LINKS)
        count_attempt("sign-in-link-from", request.remote_addr or "", at, most=MOST_LINKS_FROM_ONE_PLACE)
        next_path = safe_path(request.args.get("next"))
        enqueue("sign-in-link", address, next_path, key=f"sign-in-link:{address}:{at.timestamp()}")
    return render_template("pages/account/check-your-email.html", address=address)


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@public
def use_link(token: str) -> ResponseReturnValue:
    """A GET shows a button and spends nothing; the POST signs in."""
    form = UseLinkForm()
    at = clock().now()
    link = read_link(token, LinkPurpose.SIGN_IN, at)
    if signs_in_with_password(find_user_by_email(link.email)):
        return render_template("pages/account/use-staff-sign-in.html"), 403
    if not form.validate_on_submit():
        return render_template("pages/account/use-link.html", form=form, address=link.email)
    with unit_of_work():
        link = spend_link(token, LinkPurpose.SIGN_IN, at)
        user = find_or_make_user(link.email, at)
        if signs_in_with_password(user):
            return render_template("pages/account/use-staff-sign-in.html"), 403
    if user.disabled_at is not None:
        return render_template("pages/account/closed.html"), 403
    start_session(user, proven=False)
    return redirect(safe_path(link.next_path) or url_for("account.home"))


@bp.route("/staff/sign-in", methods=["GET", "POST"])
@public
def staff_sign_in() -> ResponseReturnValue:
    form = StaffForm()
    if form.validate_on_submit():
        user = _prove(form.email.data or "", form.password.data or "", form.code.data or "")
        if user is not None:
            start_session(user, proven=True)
            return redirect(safe_path(request.args.get("next")) or url_for("account.home"))
        form.code.errors = [
            "The email address, password or code is not right. A code works once: wait for the next"
        ]
    return render_template("pages/account/staff-sign-in.html", form=form)


@bp.route("/sign-out", methods=["POST"])
@signed_in
def sign_out() -> ResponseReturnValue:
    """Everywhere, so that a copy of the session is over as well."""
    user = current_user()
    with unit_of_work():
        if user is not None:
            end_sessions(user)
    session.clear()
    flash("You have signed out, here and on any other device.")
    return redirect(url_for("public.home"))


@bp.route("/home")
@signed_in
def home() -> ResponseReturnValue:
    """Send each person to the page they live in."""
    return redirect(url_for(home_endpoint()))


def home_endpoint() -> str:
    actor = current_actor()
    for permission, endpoint in HOMES:
        if actor.holds_as_staff(permission):
            return endpoint
    return "applicant.home"


def start_session(user: User, *, proven: bool) -> None:
    """Begin afresh, so that nothing from before signing in carries over.

    :param proven: by a password and a code, which the powers of staff take
    """
    session.clear()
    session["proven"] = proven
    session["user_id"], session["epoch"] = str(user.id), user.session_epoch
    session.permanent = True


def safe_path(path: str | None) -> str:
    """A path on this site, or nothing: a link may not send people elsewhere.

    Browsers drop tabs and line breaks and read a backslash as a slash, so none of those may be in it.
    """
    if (
        not path
        or not path.isprintable()
        or "\\" in path
        or not path.startswith("/")
        or path.startswith("//")
    ):
        return ""
    parts = urlsplit(path)
    return "" if parts.scheme or parts.netloc else path


def _prove(email: str, password: str, code: str) -> User | None:
    """The person that password and code belong to. What takes time is done before anything is held."""
    at, address, place = clock().now(), tidy_email(email), request.remote_addr or ""
    tries = (
        ("staff-sign-in", f"{address} {place}", MOST_TRIES),
        ("staff-sign-in-from", place, MOST_TRIES_FROM_ONE_PLACE),
        ("staff-sign-in-at", address, MOST_TRIES_AT_ONE_ACCOUNT),
    )
    with unit_of_work():
        for what, who, most in tries:
            count_attempt(what, who, at, most=most)
    if not password_is_right(find_user_by_email(email), password):
        return None
    with unit_of_work():
        user = find_user_by_email(email, hold=True)
        proven = user is not None and user.disabled_at is None and spend_code(user, code, at)
        if proven:
            for what, who, _ in tries:
                forgive_attempt(what, who, at)
    return user if proven else None
