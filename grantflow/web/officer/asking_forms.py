"""Forms with which an officer asks an applicant for something, and writes what two people settled."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea, GovTextInput
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import Length

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
