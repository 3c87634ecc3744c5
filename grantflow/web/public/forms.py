"""The check before an account: seven short questions."""

from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSubmitInput
from wtforms import RadioField, SelectMultipleField, SubmitField
from wtforms.validators import ValidationError

from grantflow.accounts.organisations import KINDS
from grantflow.applications.eligibility import ELSEWHERE, NEXT_DOOR, SOMETHING_ELSE, Asking, Offering
from grantflow.web.fields import Filled, PoundsField

NONE_OF_THESE = "none"
EVERY_KIND = {
    **KINDS,
    "business": "A business that makes a profit for its owners",
    "public-body": "A council, prison, school or other public body",
    SOMETHING_ELSE: "Something else",
}
PROBATION = {"yes": "Yes, most of them", "some": "Yes, some of them", "not-sure": "I am not sure", "no": "No"}
ONE_PERSON = {"no": "No, for work with a group of people", "yes": "Yes, for one person"}


class CanWeApplyForm(FlaskForm):
    """Enough to say whether a round is worth somebody's evening. What is typed goes no further than the answer."""

    kind = RadioField(
        "What kind of organisation are you?",
        widget=GovRadioInput(),
        choices=EVERY_KIND,
        validators=[Filled("Choose what kind of organisation you are")],
    )
    income = PoundsField(
        "How much money came in last year?",
        description="All of it, in pounds. A close figure is fine. Enter 0 if you are new.",
        validators=[Filled("Enter how much money came in last year, in figures, such as 42,000")],
    )
    areas = SelectMultipleField(
        "Where is the work?",
        widget=GovCheckboxesInput(),
        description="Police force areas. Choose all that fit.",
        validators=[Filled("Choose where the work is")],
    )
    outcomes = SelectMultipleField(
        "What does it help people with?",
        widget=GovCheckboxesInput(),
        description="Choose all that fit. One is enough.",
        validators=[Filled("Choose what it helps people with")],
    )
    amount = PoundsField(
        "How much money do you need from us?",
        description="For the whole project, in pounds. A good guess will do.",
        validators=[Filled("Enter how much money you need, in figures, such as 4,500")],
    )
    probation = RadioField(
        "Are the people you help on probation?",
        widget=GovRadioInput(),
        choices=PROBATION,
        validators=[Filled("Choose whether the people you help are on probation")],
    )
    one_person = RadioField(
        "Is the money for one person?",
        widget=GovRadioInput(),
        choices=ONE_PERSON,
        description="For example, for their rent, their tools or their course.",
        validators=[Filled("Choose whether the money is for one person")],
    )
    submit = SubmitField("See the answer", widget=GovSubmitInput())

    def __init__(self, offering: Offering, region: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        nearby = {NEXT_DOOR: f"Somewhere else in the region ({region})"} if offering.next_door else {}
        self.areas.choices = dict(offering.areas) | nearby | {ELSEWHERE: "Somewhere else"}
        self.outcomes.choices = dict(offering.outcomes) | {NONE_OF_THESE: "None of these"}

    def validate_income(self, field: PoundsField) -> None:
        if field.data < 0:
            raise ValidationError("Enter 0 or more")

    def validate_amount(self, field: PoundsField) -> None:
        if field.data <= 0:
            raise ValidationError("Enter an amount above £0")

    @property
    def asking(self) -> Asking:
        return Asking(
            kind=self.kind.data,
            income_pence=self.income.data,
            areas=self.areas.data or (),
            outcomes=self.outcomes.data or (),
            amount_pence=self.amount.data,
            probation=self.probation.data,
            for_one_person=self.one_person.data == "yes",
        )
