"""What is new by email, four times a year: ask for it, confirm the address, choose a region, stop it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextInput
from wtforms import EmailField, RadioField, SelectField, SubmitField
from wtforms.validators import InputRequired

from grantflow.accounts.attempts import count_attempt
from grantflow.accounts.models import User
from grantflow.accounts.queries import tidy_email
from grantflow.db import unit_of_work
from grantflow.extensions import csrf
from grantflow.notices import readers
from grantflow.notices.models import DigestReader
from grantflow.places.queries import names_of_regions
from grantflow.web.access import public, signed_in
from grantflow.web.account.forms import email_address
from grantflow.web.account.sign_in import safe_path
from grantflow.web.occasion import clock, current_user
from grantflow.web.public import bp

# In an hour: links for one address, and from one place.
MOST_LINKS, MOST_LINKS_FROM_ONE_PLACE = 5, 300
EVERYWHERE, NOTHING = "all", "none"


class AskForm(FlaskForm):
    """An address, and one region or all."""

    email = EmailField(
        "Your email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your email address"), email_address],
    )
    region = SelectField("About", widget=GovSelect())
    submit = SubmitField("Email me a link to confirm", widget=GovSubmitInput())

    def __init__(self) -> None:
        super().__init__()
        self.region.choices = _choices()


class ChooseForm(FlaskForm):
    """Whether somebody who is signed in wants it, and about where."""

    wanted = RadioField(
        "Do you want it?",
        widget=GovRadioInput(),
        choices={"yes": "Yes, send it to me", NOTHING: "No"},
        validators=[InputRequired("Choose whether you want it")],
    )
    region = SelectField("About", widget=GovSelect())
    submit = SubmitField("Save", widget=GovSubmitInput())

    def __init__(self, reader: DigestReader | None) -> None:
        known = reader is not None and reader.confirmed_at is not None
        region = reader.region_code if reader and known else None
        super().__init__(data={"wanted": "yes" if known else NOTHING, "region": region or EVERYWHERE})
        self.region.choices = _choices()


class ConfirmForm(FlaskForm):
    """A page that only looks at a link must not use it: mail scanners open links too."""

    submit = SubmitField("Yes, send it to me", widget=GovSubmitInput())


@bp.route("/learning/digest", methods=["GET", "POST"])
@public
def digest() -> ResponseReturnValue:
    """Whoever is signed in chooses; a stranger is sent a link. The answer is the same whether or not we know them."""
    if (user := current_user()) is not None:
        return _choose(user)
    form = AskForm()
    if not form.validate_on_submit():
        return render_template("pages/public/digest.html", form=form, choosing=False)
    address, at = tidy_email(form.email.data or ""), clock().now()
    with unit_of_work():
        count_attempt("digest", address, at, most=MOST_LINKS)
        count_attempt("digest-from", request.remote_addr or "", at, most=MOST_LINKS_FROM_ONE_PLACE)
        readers.ask_for_digest(address, _region(form.region.data), at)
    return render_template(
        "pages/public/digest-check-email.html", address=address, days=readers.TO_CONFIRM.days
    )


@bp.route("/learning/digest/tick", methods=["POST"])
@signed_in
def tick_digest() -> ResponseReturnValue:
    """The tick on a page of somebody's own, which keeps the region they chose before."""
    if (user := current_user()) is not None:
        reader = readers.find_reader(user.email)
        wanted = bool(request.form.get("wanted"))
        with unit_of_work():
            _keep(user, reader, reader.region_code if reader else None, wanted=wanted)
        flash(
            "You get the email about what we learn."
            if wanted
            else "You do not get the email about what we learn."
        )
    return redirect(safe_path(request.form.get("back")) or url_for("public.digest"))


@bp.route("/learning/digest/confirm/<token>", methods=["GET", "POST"])
@public
def confirm_digest(token: str) -> ResponseReturnValue:
    form, at = ConfirmForm(), clock().now()
    found = readers.read_confirm_token(token, at)
    if found is None:
        return render_template("pages/public/digest-link-over.html"), 410
    reader, region_code = found
    if not form.validate_on_submit():
        about = readers.region_in_words(region_code)
        return render_template(
            "pages/public/digest-confirm.html", form=form, address=reader.address, about=about
        )
    with unit_of_work():
        readers.confirm(reader, region_code, at)
    return render_template(
        "pages/public/digest-done.html",
        heading="You will hear from us",
        text="The next email comes at the start of the next quarter, if anything is new.",
    )


@bp.route("/learning/digest/stop/<token>", methods=["GET", "POST"])
@public
def stop_digest(token: str) -> ResponseReturnValue:
    """A mail program posts here by itself (RFC 8058), so the token is all that is asked for."""
    reader_id = readers.read_stop_token(token)
    if reader_id is None:
        return render_template("pages/public/digest-link-over.html"), 410
    if request.method == "GET":
        return render_template("pages/public/digest-stop.html")
    with unit_of_work():
        readers.stop_digest(reader_id)
    return render_template(
        "pages/public/digest-done.html",
        heading="We have stopped these emails",
        text="Your address is forgotten. You can ask for them again whenever you like.",
    )


csrf.exempt(stop_digest)


def _choose(user: User) -> ResponseReturnValue:
    reader = readers.find_reader(user.email)
    form = ChooseForm(reader)
    if not form.validate_on_submit():
        return render_template("pages/public/digest.html", form=form, choosing=True)
    wanted = form.wanted.data != NOTHING
    with unit_of_work():
        _keep(user, reader, _region(form.region.data), wanted=wanted)
    flash("You get this email from now on." if wanted else "You do not get this email.")
    return redirect(url_for("public.digest"))


def _keep(user: User, reader: DigestReader | None, region_code: str | None, *, wanted: bool) -> None:
    if wanted:
        readers.choose_digest(user.email, region_code, clock().now())
    elif reader is not None:
        readers.stop_digest(reader.id)


def _choices() -> dict[str, str]:
    return {EVERYWHERE: "Every region", **names_of_regions()}


def _region(chosen: str | None) -> str | None:
    return None if chosen in (None, EVERYWHERE) else chosen
