"""The question to an owner, wherever they answer it: the form, and what they should read first."""

from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from grantflow.casework.queries import answers_of
from grantflow.learning.adaptations import is_readable, told_beside
from grantflow.learning.embedding_models import EmbeddingDecision
from grantflow.learning.embedding_rules import day_to_look_again
from grantflow.learning.queries import entry_form
from grantflow.notices.compose_embedding import part_in_words
from grantflow.places.queries import name_of_region
from grantflow.web.fields import DayField, Filled, RevisionForm
from grantflow.web.phrases import phrase

CHOICES = {
    "adopt": "Adopt: we take it up as it is",
    "adapt": "Adapt: we take it up and change it to fit",
    "watch": "Watch: not yet, and we look at it again on a day",
    "decline": "Decline: not for us, and here is why",
}
LONGEST = 1200
# What an owner reads before they decide: where it was true, what happened, when not to expect it.
READ_FIRST = (
    "for-whom", "where", "context-services", "context-probation", "what-happened", "mechanism", "limits",
)  # fmt: skip


class TakeUpForm(RevisionForm):
    """One of four answers, with a reason that everybody may read."""

    choice = RadioField(
        "What do you decide?",
        widget=GovRadioInput(),
        choices=CHOICES,
        validators=[Filled("Choose what you decide")],
    )
    reason = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        description="Everybody can read this, with your role and without your name. Write roles, not names.",
        validators=[
            Filled("Say why"),
            Length(max=LONGEST, message=f"Use {LONGEST:,} characters or fewer"),
        ],
    )
    look_again = DayField(
        "If you watch it, when should we ask you again?",
        description="For example, 27 3 2028. Leave it empty for the other answers.",
        validators=[Optional()],
    )
    submit = SubmitField("Send my decision", widget=GovSubmitInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_choice(self, field: RadioField) -> None:
        """Said beside the day, which is where it is mended."""
        if field.data == "watch" and not self.look_again.process_errors and self.look_again.data is None:
            raise ValidationError(phrase("look-again-missing"))

    def validate_look_again(self, field: DayField) -> None:
        if self.choice.data == "watch" and (key := day_to_look_again(field.data, self.today)):
            raise ValidationError(phrase(key))


def about(decision: EmbeddingDecision) -> dict[str, Any]:
    """What a page about a decision shows of the entry, and of the part of the system that is meant."""
    entry = decision.entry
    return {
        "part": part_in_words(decision),
        "region": name_of_region(decision.region_code),
        "learned_in": name_of_region(entry.region_code),
        "readable": is_readable(entry),
        "read_first": told_beside(entry_form(entry), answers_of(entry.id), READ_FIRST),
    }
