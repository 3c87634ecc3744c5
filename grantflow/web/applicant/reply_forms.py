"""Forms of what an applicant may do about our answer: ask for a call, complain."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from grantflow.complaints.rules import ABOUT, words_fit
from grantflow.core.calendar import is_working_day
from grantflow.core.display import weekday
from grantflow.engine.words import clean_text
from grantflow.feedback.rules import FEWEST_TIMES, FURTHEST, MOST_TIMES, Offer
from grantflow.notices.sender import sentence
from grantflow.web.fields import Filled, RevisionForm
from grantflow.web.phrases import phrase

PARTS = {
    "morning": "Morning, 9am to midday",
    "afternoon": "Afternoon, midday to 5pm",
    "evening": "Evening, 5pm to 8pm",
}
ORDINALS = ("First", "Second", "Third")
FEWEST_FIGURES = 9


def tidy(typed: str | None) -> str:
    return clean_text(typed or "")


class CallForm(RevisionForm):
    """Two or three times that suit, the number to ring, and what to talk about. The fields of times are made below."""

    phone = StringField(
        "The number to ring",
        widget=GovTextInput(),
        validators=[Filled("Enter the number to ring"), Length(max=40)],
    )
    about = TextAreaField(
        "Is there anything you would like to talk about? (optional)",
        widget=GovTextArea(),
        filters=[tidy],
        validators=[Length(max=1000, message="Use 1,000 characters or fewer")],
    )
    submit = SubmitField("Ask for a call", widget=GovSubmitInput())

    def validate_phone(self, field: Field) -> None:
        if sum(each.isdigit() for each in field.data or "") < FEWEST_FIGURES:
            raise ValidationError("Enter a phone number, such as 01946 555 010")

    def validate(self, extra_validators: Any = None) -> bool:
        """Enough times, and no two of them the same."""
        good = bool(super().validate(extra_validators))
        offers = self.offers
        if len(offers) < FEWEST_TIMES and not self[day_of(len(offers))].errors:
            self[day_of(len(offers))].errors = ["Choose two times or three"]
            return False
        if len(set(offers)) < len(offers):
            self[day_of(len(offers) - 1)].errors = ["Choose a time that you have not chosen yet"]
            return False
        return good

    @property
    def offers(self) -> list[Offer]:
        """Those for which a day was chosen."""
        days = [self[day_of(number)].data for number in range(MOST_TIMES)]
        return [
            Offer(date.fromisoformat(day), self[part_of(number)].data)
            for number, day in enumerate(days)
            if day and not self[day_of(number)].errors
        ]

    @property
    def times(self) -> list[tuple[str, Field, Field]]:
        """The words for each time, and its two boxes."""
        return [
            (
                f"{ORDINALS[number]} time{' (optional)' if number >= FEWEST_TIMES else ''}",
                self[day_of(number)],
                self[part_of(number)],
            )
            for number in range(MOST_TIMES)
        ]


def call_form(today: date, **given: Any) -> CallForm:
    """With the working days there are to choose from."""
    days = [today + timedelta(days=number) for number in range(1, FURTHEST + 1)]
    choices = {"": "Choose a day"} | {
        each.isoformat(): weekday(each) for each in days if is_working_day(each)
    }
    fields: dict[str, Any] = {}
    for number in range(MOST_TIMES):
        fields[day_of(number)] = SelectField("Day", widget=GovSelect(), choices=choices)
        fields[part_of(number)] = SelectField("Part of the day", widget=GovSelect(), choices=PARTS)
    made: CallForm = type("CallFormOfToday", (CallForm,), fields)(**given)
    return made


def filled_with(offers: Sequence[Offer]) -> dict[str, str]:
    """The boxes of times that were offered before."""
    days = {day_of(number): each.on.isoformat() for number, each in enumerate(offers)}
    return days | {part_of(number): each.part for number, each in enumerate(offers)}


def day_of(number: int) -> str:
    return f"day_{number + 1}"


def part_of(number: int) -> str:
    return f"part_{number + 1}"


class ComplaintForm(RevisionForm):
    """What it is about, and what happened."""

    about = RadioField(
        "What is it about?",
        widget=GovRadioInput(),
        validators=[InputRequired("Choose what it is about")],
    )
    words = TextAreaField(
        "What happened?",
        widget=GovCharacterCount(),
        description="Say when, and what you would have expected. If it is about somebody, give their name: they do not "
        "see this.",
        filters=[tidy],
        validators=[Filled("Say what happened")],
    )
    submit = SubmitField("Send the complaint", widget=GovSubmitInput())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.about.choices = {key: about_words(key).capitalize() for key in ABOUT}

    def validate_words(self, field: Field) -> None:
        if reason := words_fit(field.data):
            raise ValidationError(phrase(reason))


class SecondLookForm(RevisionForm):
    """Why another person should look."""

    why = TextAreaField(
        "What should the other person look at?",
        widget=GovCharacterCount(),
        filters=[tidy],
        validators=[Filled("Say what the other person should look at")],
    )
    submit = SubmitField("Ask for another person to look", widget=GovSubmitInput())

    def validate_why(self, field: Field) -> None:
        if reason := words_fit(field.data):
            raise ValidationError(phrase(reason))


def about_words(key: str) -> str:
    return sentence(f"complaint-about-{key}")
