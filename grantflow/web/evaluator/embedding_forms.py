"""The form that asks somebody to decide whether something is taken up."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import Field, RadioField, SelectField, StringField, SubmitField
from wtforms.validators import Length, ValidationError

from grantflow.accounts.models import User
from grantflow.learning.embedding_rules import PARTS
from grantflow.web.account.forms import email_address
from grantflow.web.fields import DayField, Filled

OUTSIDE = "outside"
SHORT = Length(max=150, message="Use 150 characters or fewer")


class AskToTakeUpForm(FlaskForm):
    """Which part of the system, who decides, by when."""

    region = SelectField("Which region?", widget=GovSelect(), validators=[Filled("Choose a region")])
    part = RadioField(
        "Which part of the system?",
        widget=GovRadioInput(),
        choices=dict(PARTS),
        validators=[Filled("Choose a part of the system")],
    )
    part_words = StringField(
        "Which one, in your own words?",
        widget=GovTextInput(),
        description="Public, so no names of people. For example, Kendal probation office.",
        validators=[SHORT],
    )
    owner = SelectField("Who decides?", widget=GovSelect(), validators=[Filled("Choose who decides")])
    name = StringField("Their name", widget=GovTextInput(), validators=[SHORT])
    role = StringField(
        "Their role",
        widget=GovTextInput(),
        description="Shown in public instead of the name. For example, Head of commissioning.",
        validators=[Filled("Enter their role"), SHORT],
    )
    email = StringField("Their email address", widget=GovTextInput(), validators=[SHORT])
    decide_by = DayField("Decide by", validators=[Filled("Enter the day by which they decide")])
    submit = SubmitField("Ask them to decide", widget=GovSubmitInput())

    def offer(self, regions: Mapping[str, str], owners: Sequence[User]) -> None:
        self.region.choices = dict(regions)
        self.owner.choices = {"": "Choose somebody", OUTSIDE: "Somebody who does not sign in here"} | {
            str(each.id): ", ".join(filter(None, (each.name, each.job_title))) for each in owners
        }

    def validate_part_words(self, field: Field) -> None:
        if self.part.data == "other" and not (field.data or "").strip():
            raise ValidationError("Say which part of the system")

    def validate_name(self, field: Field) -> None:
        if self.owner.data == OUTSIDE and not (field.data or "").strip():
            raise ValidationError("Enter their name")

    def validate_email(self, field: Field) -> None:
        if self.owner.data == OUTSIDE:
            email_address(self, field)
