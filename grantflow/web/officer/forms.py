"""Forms of the officer's pages."""

from collections.abc import Sequence
from datetime import date

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import IntegerField, RadioField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from grantflow.assessment.rules import (
    MOST_REASONS,
    award_is_in_order,
    less_is_explained,
    new_date_is_later,
)
from grantflow.engine.workflow import Action
from grantflow.web.fields import DayField, Filled, MarkForm, PoundsField, RevisionForm
from grantflow.web.phrases import phrase

LONGEST = 5000  # characters of a note
FEEDBACK = 1200
PUBLIC_WHY = 200

RESULTS = {
    "pass": "Pass",
    "query": "Query: we have to ask",
    "condition": "Pass, with a condition before payment",
    "fail": "Fail",
    "not-needed": "Not needed for this one",
}


def _feedback(label: str, hint: str, message: str) -> TextAreaField:
    return TextAreaField(
        label, widget=GovTextArea(), description=hint, validators=[Filled(message), Length(max=FEEDBACK)]
    )


def _strength() -> TextAreaField:
    hint = "Something particular to this application, said to the applicant."
    return _feedback("One strength", hint, "Write one strength")


def _change() -> TextAreaField:
    hint = "What would have made the difference, said so that they can act on it."
    return _feedback("One thing to change", hint, "Write one thing to change")


class TakeForm(RevisionForm):
    """Take an action that needs nothing but a note, or not even that."""

    note = TextAreaField("Why?", widget=GovTextArea(), validators=[Length(max=LONGEST)])
    submit = SubmitField("Confirm", widget=GovSubmitInput())

    @property
    def words(self) -> str:
        """The note, where one was asked for."""
        return self.note.data or "" if "note" in self else ""

    def ask_for(self, action: Action) -> None:
        """Shape the form after an action: its name on the button, and a note that is needed, welcome or not asked."""
        self.submit.label.text = str(action.label)
        if action.note == "none":
            del self.note
        elif action.note == "optional":
            self.note.label.text = "Note (optional)"
        else:
            self.note.validators = [Filled("Say why"), *self.note.validators]


class CheckForm(MarkForm):
    """What one check found."""

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
    expires_on = DayField(
        "Good until (optional)",
        description="Within this time nobody needs to ask the organisation again.",
        validators=[Optional()],
    )
    submit = SubmitField("Save this check", widget=GovSubmitInput())


class AssignForm(RevisionForm):
    """Who to ask."""

    assessor = RadioField(
        "Who should assess this?", widget=GovRadioInput(), validators=[Filled("Choose somebody to ask")]
    )
    submit = SubmitField("Ask this person", widget=GovSubmitInput())


class DepartingForm(RevisionForm):
    """A decision that may set rules aside: then it asks why, and otherwise it does not."""

    departing_because = TextAreaField(
        "Why do you set this rule aside?",
        widget=GovTextArea(),
        validators=[Filled("Say why you set the rule aside"), Length(max=FEEDBACK)],
    )

    def ask_why(self, rules: Sequence[str]) -> None:
        """:param rules: each rule in words; none asks nothing"""
        if not rules:
            del self.departing_because
            return
        self.departing_because.description = f"{' '.join(rules)} Kept with the record of the round."

    @property
    def because(self) -> str:
        return self.departing_because.data or "" if "departing_because" in self else ""


class AwardForm(DepartingForm):
    """How much, why, and on which conditions."""

    amount = PoundsField("Amount to award", validators=[Filled("Enter an amount, such as 4500")])
    why = TextAreaField(
        "Why are we funding this?",
        widget=GovTextArea(),
        description="The applicant reads this in the offer. Two or three sentences.",
        validators=[Filled("Say why we are funding it"), Length(max=FEEDBACK)],
    )
    why_less = TextAreaField(
        "Why is it less than they asked for?",
        widget=GovTextArea(),
        description="Only where it is. The applicant reads this in the offer.",
        validators=[Length(max=FEEDBACK)],
    )
    conditions = TextAreaField(
        "Special conditions (optional)",
        widget=GovTextArea(),
        description="One a line, only for this grant.",
        validators=[Length(max=FEEDBACK)],
    )
    submit = SubmitField("Award the grant", widget=GovSubmitInput())

    asked_pence = 0
    left_pence: int | None = None
    left_in_region: int | None = None
    region = ""

    def validate_amount(self, field: PoundsField) -> None:
        """The command refuses these too; here the person is told beside the box."""
        if field.data <= 0:
            raise ValidationError("Enter an amount above £0")
        if field.data > self.asked_pence:
            raise ValidationError(phrase("more-than-asked", asked_pence=self.asked_pence))
        if self.left_pence is not None and field.data > self.left_pence:
            raise ValidationError(phrase("over-round-budget", left_pence=max(self.left_pence, 0)))
        if self.left_in_region is not None and field.data > self.left_in_region:
            left = max(self.left_in_region, 0)
            raise ValidationError(phrase("over-region-budget", left_pence=left, region=self.region))

    def validate_why_less(self, field: TextAreaField) -> None:
        if key := less_is_explained(self.amount.data or 0, self.asked_pence, field.data or ""):
            raise ValidationError(phrase(key, asked_pence=self.asked_pence))


class ReserveForm(DepartingForm):
    """How much it would be, at which place, and why not now."""

    amount = PoundsField("Amount, if money comes free", validators=[Filled("Enter an amount, such as 4500")])
    place = IntegerField(
        "Place on the list",
        widget=GovTextInput(),
        description="Number 1 is next. The applicant is told this number.",
        validators=[Filled("Enter a place, such as 1")],
    )
    why = TextAreaField(
        "Why is it on the list?",
        widget=GovTextArea(),
        description="For the record of the round. The applicant is told only that there is no money left for now.",
        validators=[Filled("Say why it is on the list"), Length(max=FEEDBACK)],
    )
    strength = _strength()
    change = _change()
    submit = SubmitField("Put on the reserve list", widget=GovSubmitInput())

    asked_pence = 0

    def validate_amount(self, field: PoundsField) -> None:
        if key := award_is_in_order(field.data, self.asked_pence):
            raise ValidationError(phrase(key, asked_pence=self.asked_pence))


class DeclineForm(DepartingForm):
    """A refusal, with feedback that somebody can use."""

    reason_codes = SelectMultipleField(
        f"Reasons, at most {MOST_REASONS}",
        widget=GovCheckboxesInput(),
        validators=[Filled("Choose a reason")],
    )
    strength = _strength()
    change = _change()
    submit = SubmitField("Decline", widget=GovSubmitInput())

    def validate_reason_codes(self, field: SelectMultipleField) -> None:
        if len(field.data or []) > MOST_REASONS:
            raise ValidationError(f"Choose no more than {MOST_REASONS} reasons")


class DelayForm(RevisionForm):
    """Why the applicant has to wait, and until when."""

    decide_by = DayField(
        "By when will they hear?",
        description="We promise them this date, and it takes the place of the one before.",
        validators=[Filled("Enter the date by which they will hear")],
    )
    note = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        description="The applicant reads this in an email, word for word.",
        validators=[Filled("Say why"), Length(max=FEEDBACK)],
    )
    public_why = TextAreaField(
        "And for everybody? (optional)",
        widget=GovTextArea(),
        description="One sentence for the page of the round, once its decisions are out. Anybody can read it, so "
        "nothing that tells of this applicant.",
        validators=[Length(max=PUBLIC_WHY)],
    )
    submit = SubmitField("Delay the decision", widget=GovSubmitInput())

    promised_on = today = date.min

    def validate_decide_by(self, field: DayField) -> None:
        if key := new_date_is_later(field.data, self.promised_on, self.today):
            raise ValidationError(phrase(key, promised_on=self.promised_on))


class ButtonForm(RevisionForm):
    """One button."""

    submit = SubmitField("Confirm", widget=GovSubmitInput())

    def named(self, words: str) -> "ButtonForm":
        self.submit.label.text = words
        return self
