"""Forms of the pages about applying that no form file declares."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import Field, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from grantflow.applications.rules import amount_fits
from grantflow.core.money import parse_pounds
from grantflow.engine.tiers import Tier
from grantflow.funds.models import Round
from grantflow.web.account.forms import email_address
from grantflow.web.fields import RevisionForm
from grantflow.web.phrases import phrase

LONGEST = 150


class OrganisationForm(FlaskForm):
    """For which of the person's organisations this is."""

    organisation = RadioField(
        "Which organisation is applying?",
        widget=GovRadioInput(),
        validators=[InputRequired("Choose the organisation that is applying")],
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())

    def __init__(self, choices: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = choices


class AmountForm(FlaskForm):
    """How much: it decides what else is asked."""

    amount = StringField(
        "How much money do you need from us?",
        widget=GovTextInput(),
        description="The total for the whole project, in pounds. A good guess will do: you can change it later.",
        validators=[InputRequired("Enter how much money you need")],
    )
    submit = SubmitField("Start the application", widget=GovSubmitInput())

    def __init__(self, round: Round, offered: list[Tier], **kwargs: Any) -> None:
        self._round, self._offered = round, offered
        super().__init__(**kwargs)

    def validate_amount(self, field: Field) -> None:
        pence = read_pence(field, "Enter pounds in figures, such as 12,500")
        reason = amount_fits(
            pence, min_pence=self._round.min_pence, max_pence=self._round.max_pence, offered=self._offered
        )
        if reason is not None:
            raise ValidationError(phrase(reason))

    @property
    def pence(self) -> int:
        return parse_pounds(self.amount.data or "")


class CodeForm(FlaskForm):
    """A late code, and for which of the person's organisations it is."""

    organisation = RadioField(
        "For which organisation?",
        widget=GovRadioInput(),
        validators=[InputRequired("Choose the organisation that is applying")],
    )
    code = StringField(
        "Your code",
        widget=GovTextInput(),
        description="For example, L-7K3M-Q2PX. Capitals and dashes do not matter.",
        validators=[
            InputRequired("Enter your code"),
            Length(max=40, message="Enter the code as it is in the email"),
        ],
    )
    submit = SubmitField("Use this code", widget=GovSubmitInput())

    def __init__(self, choices: dict[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organisation.choices = choices
        if len(choices) == 1 and not self.is_submitted():
            self.organisation.data = next(iter(choices))

    @property
    def organisation_id(self) -> UUID:
        return UUID(self.organisation.data)


class SubmitForm(FlaskForm):
    submit = SubmitField("Send the application", widget=GovSubmitInput())

    def named(self, words: str) -> "SubmitForm":
        """With other words on its button, if there are any."""
        self.submit.label.text = words or self.submit.label.text
        return self


class WithdrawForm(FlaskForm):
    """Take an application back, with a reason only if the person wants to give one."""

    why = TextAreaField(
        "Is there anything you want to tell us?",
        widget=GovTextArea(),
        description="You do not have to give a reason.",
        validators=[Optional(), Length(max=2000, message="Use 2,000 characters or fewer")],
    )
    submit = SubmitField("Withdraw the application", widget=GovSubmitInput())


class AskAgainForm(RevisionForm):
    """Put right what was said of a partner, and ask it again."""

    email = StringField(
        "Their email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter their email address"), email_address],
    )
    role = StringField(
        "What they will do",
        widget=GovTextInput(),
        validators=[
            InputRequired("Say what they will do"),
            Length(max=250, message="Use 250 characters or fewer"),
        ],
    )
    share = StringField(
        "Their share of the money",
        widget=GovTextInput(),
        description="In pounds. Enter 0 if they get none.",
        validators=[InputRequired("Enter their share of the money, or 0")],
    )
    submit = SubmitField("Ask them again", widget=GovSubmitInput())

    def validate_share(self, field: Field) -> None:
        if read_pence(field, "Enter pounds in figures, such as 1,500") < 0:
            raise ValidationError("Enter 0 or more")

    @property
    def share_pence(self) -> int:
        return parse_pounds(self.share.data or "")


def read_pence(field: Field, unclear: str) -> int:
    try:
        return parse_pounds(field.data or "")
    except ValueError:
        raise StopValidation(unclear) from None
