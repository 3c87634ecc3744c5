"""Forms of the sign-in pages."""

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Regexp

EMAIL = Regexp(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$", message="Enter an email address like name@example.com")


class LinkForm(FlaskForm):
    """Ask for a link by email."""

    email = EmailField(
        "Your email address", widget=GovTextInput(), validators=[InputRequired("Enter your email address"), EMAIL]
    )
    submit = SubmitField("Email me a link", widget=GovSubmitInput())


class UseLinkForm(FlaskForm):
    """Use a link. A page that only looks at it must not spend it: mail scanners open links too."""

    submit = SubmitField("Sign in", widget=GovSubmitInput())


class StaffForm(FlaskForm):
    """Password and code."""

    email = EmailField("Work email address", widget=GovTextInput(), validators=[InputRequired("Enter your email address")])
    password = PasswordField("Password", widget=GovPasswordInput(), validators=[InputRequired("Enter your password")])
    code = StringField(
        "Six-digit code from your authenticator app",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the code from your authenticator app")],
    )
    submit = SubmitField("Sign in", widget=GovSubmitInput())
