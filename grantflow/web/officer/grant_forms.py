"""Forms of the pages about a grant's money and reports."""

from datetime import date

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import Field, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, ValidationError

from grantflow.awards.rules import paid_on_is_possible
from grantflow.core.calendar import local_date
from grantflow.web.fields import DayField, Filled, MarkForm, RevisionForm
from grantflow.web.occasion import this_occasion
from grantflow.web.officer.forms import LONGEST, RESULTS, TakeForm
from grantflow.web.people import PeopleForm
from grantflow.web.phrases import phrase

A_LINE = 140


class PayForm(TakeForm):
    """When the bank was told to pay, and by which reference it can be found there."""

    paid_on = DayField("When was it paid?", validators=[Filled("Enter the day it was paid")])
    bank_reference = StringField(
        "Bank reference",
        widget=GovTextInput(),
        description="As it stands on the statement, so that the payment can be traced.",
        validators=[
            Filled("Enter the bank's reference"), Length(max=A_LINE, message=f"Use {A_LINE} characters or fewer")
        ],
    )  # fmt: skip

    authorised_on: date = date.min

    def validate_paid_on(self, field: Field) -> None:
        """This records what has been paid."""
        today, since = local_date(this_occasion().at), self.authorised_on
        if field.data is not None and (
            refusal := paid_on_is_possible(field.data, authorised_on=since, today=today)
        ):
            raise ValidationError(phrase(refusal, authorised_on=since))

    @property
    def day(self) -> date:
        return self.paid_on.data or local_date(this_occasion().at)


class PayeeForm(MarkForm):
    """That the account is the organisation's own, and how that is known."""

    how = TextAreaField(
        "How did you check?",
        widget=GovTextArea(),
        description="Whom you rang, on which number, and where that number is from. Not the number in an email.",
        validators=[Filled("Say how you checked"), Length(max=LONGEST)],
    )
    submit = SubmitField("These details are right", widget=GovSubmitInput())


class NewDetailsForm(MarkForm):
    """Unlock the account, so that the organisation can give another."""

    why = TextAreaField(
        "Why are new details needed?",
        widget=GovTextArea(),
        validators=[Filled("Say why new details are needed"), Length(max=LONGEST)],
    )
    submit = SubmitField("Ask for new details", widget=GovSubmitInput())


class PaymentCheckForm(FlaskForm):
    """What a check before payment found."""

    result = RadioField(
        "What did you find?",
        widget=GovRadioInput(),
        choices=RESULTS,
        validators=[Filled("Choose what you found")],
    )
    evidence = TextAreaField(
        "How do you know?",
        widget=GovTextArea(),
        description="What you looked at, or who you spoke to, in a sentence. Write as if it were public.",
        validators=[Filled("Say how you know"), Length(max=LONGEST)],
    )
    submit = SubmitField("Save this check", widget=GovSubmitInput())


class AnswerForm(RevisionForm, PeopleForm):
    """What the organisation reads: that somebody read its report, and what happens because of it."""

    looked_over = ("read", "what_next")

    read = TextAreaField(
        "What did you take from the report?",
        widget=GovTextArea(),
        description="Name something they told you. They will see this.",
        validators=[Filled("Say what you took from the report"), Length(max=LONGEST)],
    )
    what_next = TextAreaField(
        "What will happen because of it?",
        widget=GovTextArea(),
        description="What you or they will do, who you will tell, or that all goes on as it is. They will see this.",
        validators=[Filled("Say what will happen"), Length(max=LONGEST)],
    )
    submit = SubmitField("Send the reply", widget=GovSubmitInput())
