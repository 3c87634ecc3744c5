"""Forms of the officer's pages about calls and complaints."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovRadioInput,
    GovSubmitInput,
    GovTextArea,
)
from wtforms import BooleanField, Field, RadioField, SubmitField, TextAreaField
from wtforms.validators import Length, ValidationError

from grantflow.complaints.rules import answer_is_written
from grantflow.core.calendar import london_time
from grantflow.core.display import weekday
from grantflow.feedback.rules import Offer, call_time_is_ahead, time_is_in_part
from grantflow.web.fields import ClockField, DayField, Filled, RevisionForm
from grantflow.web.phrases import phrase

LONGEST = 4000
OTHER = "other"
OUTCOMES = {
    "upheld": "Upheld: we went about it wrongly",
    "partly-upheld": "Partly upheld",
    "not-upheld": "Not upheld: we kept to our rules",
}


class BookForm(RevisionForm):
    """The day and the time at which we ring."""

    offer = RadioField("Which day?", widget=GovRadioInput(), validators=[Filled("Choose a day")])
    other_day = DayField("Another day", description="Only one that you have agreed with them.")
    clock = ClockField(
        "At what time?",
        description="For example, 10.30am or 6pm.",
        validators=[Filled("Enter a time, such as 10.30am or 6pm")],
    )
    submit = SubmitField("Choose this time", widget=GovSubmitInput())

    now: datetime

    def __init__(self, offers: Sequence[Offer], now: datetime, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.now = now
        said = {str(each): f"{weekday(each.on)}, {each.part}" for each in offers}
        self.offer.choices = said | {OTHER: "Another day, agreed with them"}

    def validate_other_day(self, field: DayField) -> None:
        if self.offer.data == OTHER and field.data is None and not field.errors:
            raise ValidationError("Enter the day you agreed on")

    def validate_clock(self, field: Field) -> None:
        if self.day is None or self.offer.errors or field.data is None:
            return
        reason = call_time_is_ahead(self.at, self.now)
        if reason is None and self.offer.data != OTHER:
            reason = time_is_in_part(self.at, Offer.read(self.offer.data).part)
        if reason is not None:
            raise ValidationError(phrase(reason))

    @property
    def day(self) -> date | None:
        if self.offer.data in {OTHER, None, ""}:
            day: date | None = self.other_day.data
            return day
        return Offer.read(self.offer.data).on

    @property
    def at(self) -> datetime:
        clock: time = self.clock.data
        if self.day is None:
            raise ValueError("the form has not been validated")
        return london_time(self.day, clock)


class RecordForm(RevisionForm):
    """What was talked about."""

    said = TextAreaField(
        "What did you talk about?",
        widget=GovTextArea(),
        description="They read this, word for word. Write it plainly: what they asked, what you said, and what either "
        "of you will do next.",
        validators=[Filled("Write down what you talked about"), Length(max=LONGEST)],
    )
    submit = SubmitField("Keep this", widget=GovSubmitInput())


class AnswerForm(RevisionForm):
    """What somebody found who looked into a complaint."""

    outcome = RadioField(
        "What do you find?", widget=GovRadioInput(), choices=OUTCOMES, validators=[Filled("Choose one")]
    )
    words = TextAreaField(
        "What did you look at, and what did you find?",
        widget=GovTextArea(),
        description="They read this in the letter, word for word. Answer each thing they said.",
        validators=[Filled("Say what you found"), Length(max=LONGEST)],
    )
    change = TextAreaField(
        "What will change?",
        widget=GovTextArea(),
        description="What we do differently from now on. Needed wherever we were wrong.",
        validators=[Length(max=LONGEST)],
    )
    decide_again = BooleanField(
        "The decision is made again: a rule of ours was not followed that could have changed it",
        widget=GovCheckboxInput(),
    )
    again_how = TextAreaField(
        "How will it be made again?",
        widget=GovTextArea(),
        description="Who decides, and by when they hear. Only where it is.",
        validators=[Length(max=LONGEST)],
    )
    submit = SubmitField("Send the answer", widget=GovSubmitInput())

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs together is said beside the box that lacks it."""
        good = bool(super().validate(extra_validators))
        reason = answer_is_written(
            outcome=self.outcome.data or "", words=self.words.data or "", change=self.change.data or "",
            decide_again=bool(self.decide_again.data), again_how=self.again_how.data or "",
        )  # fmt: skip
        if good and reason is not None:
            self[BESIDE[reason.key]].errors = [phrase(reason)]
        return good and reason is None


BESIDE = {
    "complaint-answer-missing": "words",
    "complaint-change-missing": "change",
    "complaint-again-not-upheld": "decide_again",
    "complaint-again-how-missing": "again_how",
}
