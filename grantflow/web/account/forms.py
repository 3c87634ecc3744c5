"""Forms of the sign-in and set-up pages."""

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Regexp

from grantflow.accounts.rules import LEAST_PASSWORD, MOST_PASSWORD

EMAIL = Regexp(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$", message="Enter an email address like name@example.com")


class LinkForm(FlaskForm):
    """Ask for a link by email."""

    email = EmailField(
        "Your email address",
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter your email address"),
            EMAIL,
            Length(max=254, message="Enter a shorter address"),
        ],
    )
    submit = SubmitField("Email me a link", widget=GovSubmitInput())


class UseLinkForm(FlaskForm):
    """Use a link. A page that only looks at it must not spend it: mail scanners open links too."""

    submit = SubmitField("Sign in", widget=GovSubmitInput())


class StaffForm(FlaskForm):
    """Password and code."""

    email = EmailField(
        "Work email address", widget=GovTextInput(), validators=[InputRequired("Enter your email address")]
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
