"""Forms of the pages on which somebody finds their organisation."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import Field, RadioField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from grantflow.accounts.organisations import KINDS, REGISTERED_CHARITY
from grantflow.accounts.rules import name_is_a_persons
from grantflow.core.money import parse_pounds
from grantflow.documents.rules import file_is_welcome
from grantflow.documents.uploads import Upload
from grantflow.engine import reading
from grantflow.errors import Refused
from grantflow.web.applicant.forms import LONGEST, read_pence
from grantflow.web.phrases import phrase

TOO_LONG = f"Use {LONGEST} characters or fewer"
# Somebody with no charity number is not on a register of charities.
OTHER_KINDS = {key: words for key, words in KINDS.items() if key != REGISTERED_CHARITY}
FROM_SCOTLAND, FROM_NORTHERN_IRELAND = "SC", "NIC"


def is_from_elsewhere(number: str) -> bool:
    """Whether another country's register has it, which we do not hold."""
    return number.startswith((FROM_SCOTLAND, FROM_NORTHERN_IRELAND))


class NumberForm(FlaskForm):
    """The one thing that a charity is asked for to be found."""

    charity_number = StringField(
        "Your charity number",
        widget=GovTextInput(),
        description="It is on your letters and your website. For example, 1155001.",
        validators=[InputRequired("Enter your charity number, or say that you have none")],
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())

    def validate_charity_number(self, field: Field) -> None:
        try:
            field.data = reading.read_charity_number(field.data or "")
        except Refused:
            raise ValidationError(
                "Enter 6 or 7 figures, such as 1155001. In Scotland it starts with SC, in Northern Ireland with NIC"
            ) from None


class NamedForm(FlaskForm):
    """Asks for the person's name, unless they have told us."""

    your_name = StringField(
        "Your full name",
        widget=GovTextInput(),
        validators=[InputRequired("Enter your full name"), Length(max=LONGEST, message=TOO_LONG)],
    )

    def __init__(self, *, name_is_told: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if name_is_told:
            del self.your_name

    def validate_your_name(self, field: Field) -> None:
        if refusal := name_is_a_persons(field.data or ""):
            raise ValidationError(phrase(refusal))

    @property
    def told_name(self) -> str:
        """The name, or nothing where it was not asked for."""
        return " ".join((self.your_name.data or "").split()) if "your_name" in self else ""


class ConfirmForm(NamedForm):
    """This is us: one button."""

    submit = SubmitField("Yes, this is us", widget=GovSubmitInput())


class JoinForm(NamedForm):
    """Join an organisation by invitation."""

    submit = SubmitField("Join", widget=GovSubmitInput())


class TellForm(NamedForm):
    """What we cannot look up. Whoever is on another country's register needs nobody to vouch for them."""

    name = StringField(
        "Name of your organisation",
        widget=GovTextInput(),
        description="As it stands in your rules.",
        validators=[
            InputRequired("Enter the name of your organisation"), Length(max=LONGEST, message=TOO_LONG),
        ],
    )  # fmt: skip
    kind = RadioField(
        "What kind of organisation is it?",
        widget=GovRadioInput(),
        choices=OTHER_KINDS,
        validators=[InputRequired("Choose what kind of organisation it is")],
    )
    income = StringField(
        "How much money came in last year?",
        widget=GovTextInput(),
        description="All of it, in pounds. A close figure is fine.",
        validators=[InputRequired("Enter how much money came in last year")],
    )
    rules = FileField(
        "Your rules",
        widget=GovFileInput(),
        description="The paper that says what your group is for and how it runs, such as a constitution. "
        "A PDF, a Word file or a clear photo, up to 10 MB.",
    )
    referee_name = StringField(
        "Who can vouch for you?",
        widget=GovTextInput(),
        description="Somebody who knows your work and is not one of you, such as a councillor, a vicar or another "
        "charity.",
        validators=[
            InputRequired("Enter the name of somebody who can vouch for you"),
            Length(max=100, message="Use 100 characters or fewer"),
        ],
    )
    referee_contact = StringField(
        "How can we reach them?",
        widget=GovTextInput(),
        description="An email address or a phone number.",
        validators=[InputRequired("Enter an email address or a phone number")],
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())

    def __init__(self, number: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if number:
            del self.kind
        if is_from_elsewhere(number):
            del self.rules, self.referee_name, self.referee_contact

    def validate_income(self, field: Field) -> None:
        if read_pence(field, "Enter pounds in figures, such as 42,000") < 0:
            raise ValidationError("Enter 0 or more")

    def validate_rules(self, field: Field) -> None:
        upload = self.upload
        if upload is None:
            raise ValidationError("Choose a file with your rules")
        if (reason := file_is_welcome(upload.name, upload.body)) is not None:
            raise ValidationError(phrase(reason))

    def validate_referee_contact(self, field: Field) -> None:
        read = reading.read_email if "@" in (field.data or "") else reading.read_phone
        try:
            field.data = read((field.data or "").strip())
        except Refused:
            raise StopValidation(
                "Enter an email address like name@example.com, or a phone number like 01632 960 001"
            ) from None

    @property
    def upload(self) -> Upload | None:
        """The file with the rules; None where none was sent or asked for."""
        sent = self.rules.data if "rules" in self else None
        if not sent or not getattr(sent, "filename", ""):
            return None
        sent.seek(0)
        return Upload(sent.filename, sent.read())

    @property
    def told_kind(self) -> str:
        return str(self.kind.data) if "kind" in self else REGISTERED_CHARITY

    @property
    def income_pence(self) -> int:
        return parse_pounds(self.income.data or "")

    @property
    def referee(self) -> dict[str, str]:
        """Who vouches, by the question of the profile that asks for it."""
        if "referee_name" not in self:
            return {}
        name = " ".join((self.referee_name.data or "").split())
        return {"referee-name": name, "referee-contact": self.referee_contact.data or ""}
