"""Forms of the sign-in and set-up pages."""

import re

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, Field, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, StopValidation

from grantflow.accounts.rules import LEAST_PASSWORD, MOST_PASSWORD

LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
# A line can match in one way only, so none takes long to read.
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def email_address(_form: FlaskForm, field: Field) -> None:
    """Short enough, and then an address by its look."""
    typed = (field.data or "").strip()
    if len(typed) > LONGEST_EMAIL:
        raise StopValidation("Enter a shorter address")
    if not _EMAIL.fullmatch(typed):
        raise StopValidation("Enter an email address like name@example.com")


class LinkForm(FlaskForm):
    """Ask for a link by email."""

    email = EmailField(
        "Your email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your email address"), email_address],
    )
    submit = SubmitField("Email me a link", widget=GovSubmitInput())


class UseLinkForm(FlaskForm):
    """Use a link. A page that only looks at it must not spend it: mail scanners open links too."""

    submit = SubmitField("Sign in", widget=GovSubmitInput())


class StaffForm(FlaskForm):
    """Password and code."""

    email = EmailField(
        "Work email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your email address"), email_address],
    )
    password = PasswordField(
        "Password",
        widget=GovPasswordInput(),
        validators=[
            InputRequired("Enter your password"),
            Length(max=MOST_PASSWORD, message="Enter your password"),
        ],
    )
    code = StringField(
        "Six-digit code from your authenticator app",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the code from your authenticator app")],
    )
    submit = SubmitField("Sign in", widget=GovSubmitInput())


class ChoosePasswordForm(FlaskForm):
    """The first of two steps of setting up an account."""

    password = PasswordField(
        "Password",
        description=f"At least {LEAST_PASSWORD} characters. Three or four words that have nothing to do with each "
        "other are easy to remember and hard to guess.",
        widget=GovPasswordInput(),
        validators=[
            InputRequired("Enter a password"),
            Length(min=LEAST_PASSWORD, message=f"Use at least {LEAST_PASSWORD} characters"),
            Length(max=MOST_PASSWORD, message=f"Use {MOST_PASSWORD} characters or fewer"),
        ],
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())


class ProveCodeForm(FlaskForm):
    """The second step: a first code shows that the app was set up."""

    code = StringField(
        "Six-digit code that the app shows",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the code that the app shows")],
    )
    submit = SubmitField("Finish", widget=GovSubmitInput())
