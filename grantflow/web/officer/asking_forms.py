"""Forms with which an officer asks an applicant for something, and writes what two people settled."""

from collections.abc import Mapping

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, ValidationError

from grantflow.checks.ineligible import ANOTHER_RULE
from grantflow.web.account.forms import email_address
from grantflow.web.fields import DayField, Filled, RevisionForm
from grantflow.web.officer.forms import FEEDBACK, LONGEST


class ChangesForm(RevisionForm):
    """By when an applicant is asked to change something. What to change is a box for each section."""

    by = DayField(
        "By when?",
        description="Give them a week or more if you can. They can ring you for longer.",
        validators=[Filled("Enter a date")],
    )
    submit = SubmitField("Ask for the changes", widget=GovSubmitInput())


class AskAboutChecksForm(RevisionForm):
    """By when an applicant is asked to answer, and why again. What is missing is a box for each check."""

    by = DayField(
        "By when?",
        description="Ten working days from today, unless you give them another day. They can ring you for longer.",
        validators=[Filled("Enter a date")],
    )
    why_again = TextAreaField(
        "Why do you ask again?",
        widget=GovTextArea(),
        validators=[Filled("Say why you ask a second time"), Length(max=FEEDBACK)],
    )
    submit = SubmitField("Send the questions", widget=GovSubmitInput())

    def ask_why_again(self, asked_before: str) -> None:
        """:param asked_before: when they were asked, in words; nothing, if this is the first time"""
        if not asked_before:
            del self.why_again
            return
        self.why_again.description = (
            f"{asked_before} A second letter costs a small charity another evening. They read this."
        )

    @property
    def why(self) -> str:
        return self.why_again.data or "" if "why_again" in self else ""


class LongerForm(RevisionForm):
    """Until when somebody may answer now."""

    by = DayField("Until when?", validators=[Filled("Enter a date")])
    submit = SubmitField("Give them longer", widget=GovSubmitInput())


class StopAskingForm(RevisionForm):
    """How it was settled without an answer."""

    note = TextAreaField(
        "How was it settled?",
        widget=GovTextArea(),
        description="For example, that they told you by telephone. Record each check as well.",
        validators=[Filled("Say how it was settled"), Length(max=FEEDBACK)],
    )
    submit = SubmitField("Stop asking", widget=GovSubmitInput())


class IneligibleForm(RevisionForm):
    """Which rule of the round is not met, and what does not fit it."""

    rule = RadioField(
        "Which rule is not met?",
        widget=GovRadioInput(),
        validators=[Filled("Choose the rule that is not met")],
    )
    other = TextAreaField(
        "If it is another rule, quote it",
        widget=GovTextArea(),
        description="As it stands on the round’s page.",
        validators=[Length(max=FEEDBACK)],
    )
    note = TextAreaField(
        "What does not fit?",
        widget=GovTextArea(),
        description="They read this in the letter, below the rule. Two or three kind sentences.",
        validators=[Filled("Say what does not fit"), Length(max=FEEDBACK)],
    )
    submit = SubmitField("Say that it is not eligible", widget=GovSubmitInput())

    def offer(self, rules: Mapping[str, tuple[str, str]]) -> None:
        """:param rules: each rule's words and what speaks against it, by key"""
        self.rule.choices = {key: words for key, (words, _) in rules.items()}
        self.hints = {key: found for key, (_, found) in rules.items() if found}

    def validate_other(self, field: TextAreaField) -> None:
        if self.rule.data == ANOTHER_RULE and not (field.data or "").strip():
            raise ValidationError("Quote the rule as it stands on the round’s page")


class LateCodeForm(RevisionForm):
    """To whom a late code goes, until when it works, and why."""

    email = StringField(
        "Their email address",
        widget=GovTextInput(),
        validators=[Filled("Enter their email address"), email_address],
    )
    until = DayField(
        "Until the end of which day?",
        description="The code works until 11:59pm on that day.",
        validators=[Filled("Enter a date")],
    )
    why = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        description="Kept with the record of the round.",
        validators=[Filled("Say why"), Length(max=LONGEST)],
    )
    submit = SubmitField("Send the code", widget=GovSubmitInput())


class InterestForm(RevisionForm):
    """What somebody who works on an application has to do with its organisation."""

    interest = TextAreaField(
        "What is your interest?",
        widget=GovTextArea(),
        description="A few words are enough: “my sister is a trustee”. They stay on the record.",
        validators=[Filled("Say what your interest is"), Length(max=FEEDBACK)],
    )
    submit = SubmitField("Declare it and step aside", widget=GovSubmitInput())


class ModerationForm(RevisionForm):
    """Why assessors differ, and what the view is now."""

    why_apart = TextAreaField(
        "Why do the scores differ?",
        widget=GovTextArea(),
        description="What one saw that another did not. The applicant may read this one day.",
        validators=[Filled("Say why the scores differ"), Length(max=FEEDBACK)],
    )
    view_now = TextAreaField(
        "What is the view now?",
        widget=GovTextArea(),
        validators=[Filled("Say what the view is now"), Length(max=FEEDBACK)],
    )
    submit = SubmitField("Keep this note", widget=GovSubmitInput())
