"""Forms of the work list: a name for its filters, one thing to do to many cases, and an export."""

from collections.abc import Callable, Sequence

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, ValidationError

from grantflow.core.display import counted
from grantflow.engine.words import clean_line
from grantflow.errors import Reason
from grantflow.web.fields import Filled
from grantflow.web.officer.forms import LONGEST
from grantflow.web.phrases import phrase

LONGEST_NAME = 60


class ButtonForm(FlaskForm):
    """One button, with nothing to fill in."""


class NameForm(FlaskForm):
    """What a view is called. `refuse` says what is against a name."""

    name = StringField(
        "What do you want to call this view?",
        widget=GovTextInput(),
        description="For example, “Micro grants to check”. Only you see it.",
        filters=[lambda typed: clean_line(typed or "")],
        validators=[Filled("Enter a name"), Length(max=LONGEST_NAME, message="Use 60 characters or fewer")],
    )
    submit = SubmitField("Save", widget=GovSubmitInput())

    refuse: Callable[[str], Sequence[Reason]] = staticmethod(lambda name: ())

    @property
    def words(self) -> str:
        return self.name.data or ""

    def validate_name(self, field: StringField) -> None:
        if reasons := self.refuse(field.data or ""):
            raise ValidationError(phrase(reasons[0]))


class BulkForm(FlaskForm):
    """What goes with the thing to do: a note for all of them, or the officer who takes them on."""

    officer = SelectField(
        "Who takes these on?", widget=GovSelect(), validators=[Filled("Choose who takes them on")]
    )
    note = TextAreaField("Why?", widget=GovTextArea(), validators=[Length(max=LONGEST)])
    submit = SubmitField("Confirm", widget=GovSubmitInput())

    def shape(self, label: str, number: int, *, note: str, officers: dict[str, str]) -> None:
        """Leave out what is not asked, and say on the button what it does to how many."""
        self.submit.label.text = f"{label}: {counted(number, 'application')}"
        if officers:
            self.officer.choices = [("", "Choose somebody"), *officers.items()]
        else:
            del self.officer
        if note == "none":
            del self.note
        elif note == "optional":
            self.note.label.text = "Note for all of them (optional)"
        else:
            self.note.label.text = "Why? This is kept with each of them"
            self.note.validators = [Filled("Say why"), *self.note.validators]
