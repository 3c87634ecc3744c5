"""Fields of staff forms: money in pounds, a day, a choice, and the revision that a page was made with."""

import re
from datetime import date, time
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovTextInput
from wtforms import DateField, Field, HiddenField, StringField
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from grantflow.core.calendar import YEARS
from grantflow.core.money import as_typed, parse_pounds

MOST_FIGURES = 9
NOON, MINUTES = 12, 60
FIRST_HOUR = 8  # before it, a number alone may be morning or evening


def whole_number(typed: str) -> int:
    """A number of at most nine figures, so that it fits wherever it goes.

    :raises ValueError:
    """
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > MOST_FIGURES:
        raise ValueError(typed[:MOST_FIGURES])
    return int(typed)


class RevisionForm(FlaskForm):
    """A form that changes a case: it carries the revision that was read, so that a stale page is noticed."""

    revision = HiddenField(widget=HiddenInput())

    @property
    def read_revision(self) -> int:
        """What the page was made with; one that somebody has tampered with is never current."""
        typed = str(self.revision.raw_data[0]) if self.revision.raw_data else ""
        try:
            return whole_number(typed)
        except ValueError:
            return 0


class MarkForm(FlaskForm):
    """A form about what is no case: it carries a mark of what was read, so that other words are noticed."""

    mark = HiddenField(widget=HiddenInput())

    @property
    def read(self) -> str:
        """The mark the page was made with; one that somebody has tampered with is never right."""
        return str((self.mark.raw_data or [""])[0])


class PoundsField(StringField):
    """Typed in pounds, kept in pence; None when it cannot be read."""

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = str(valuelist[0]) if valuelist else ""
        try:
            self.data: Any = parse_pounds(self.typed) if self.typed.strip() else None
        except ValueError:
            self.data = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return as_typed(self.data) if self.data is not None else ""


class DayField(DateField):
    """Day, month and year in three boxes."""

    widget = GovDateInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format="%d %m %Y", **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        parts = [str(part).strip() for part in [*valuelist, "", "", ""][:3]]
        # The widget shows three boxes, however many were sent.
        self.raw_data = parts
        if not any(parts):
            self.data = None
            return
        try:
            day, month, year = (whole_number(part) for part in parts)
            self.data = date(year, month, day)
        except ValueError:
            self.data = None
            raise ValueError("Enter a real date, such as 27 3 2027") from None
        if year not in YEARS:
            self.data = None
            raise ValueError(f"Enter a year from {YEARS[0]} to {YEARS[-1]}")


class ClockField(StringField):
    """A time of day, as people write it: 10.30am, 6pm, 18:30."""

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data: Any = read_clock(typed)
        if typed and self.data is None:
            raise ValueError("Enter a time, such as 10.30am or 6pm")

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data.strftime("%H:%M") if self.data else ""


def read_clock(typed: str) -> time | None:
    """None if it is no time, or nobody can tell morning from evening."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", typed.lower(), re.ASCII)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if minute >= MINUTES or (half and not 1 <= hour <= NOON) or hour >= 2 * NOON:
        return None
    if half is None and hour < FIRST_HOUR:
        return None
    return time(hour % NOON + (NOON if half == "p" else 0), minute) if half else time(hour, minute)


class Filled:
    """Refuse what is empty, in the words of the field."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        value = field.data
        if value is None or value in ("", []) or (isinstance(value, str) and not value.strip()):
            if any(str(each).strip() for each in field.raw_data or ()) and field.errors:
                # A mistake in what was typed has been named already.
                raise StopValidation("")
            # Where nothing was chosen, a list says first that nothing is not one of its choices.
            field.errors = []
            raise StopValidation(self.message)
