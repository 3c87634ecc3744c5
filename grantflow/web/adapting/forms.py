"""Forms of the pages about an adaptation that no form file declares."""

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import RadioField, StringField, SubmitField
from wtforms.validators import Length

from grantflow.web.fields import Filled, RevisionForm

SHORT = 80


class PlaceForm(RevisionForm):
    """Where, and with whom: the two ends of a sentence."""

    place = StringField(
        "Where would you try it?",
        widget=GovTextInput(),
        description="It ends the words “Tried in”. For example, Cumbria.",
        validators=[
            Filled("Enter where you would try it"),
            Length(max=SHORT, message=f"Use {SHORT} characters or fewer"),
        ],
    )
    with_whom = StringField(
        "With whom?",
        widget=GovTextInput(),
        description="It ends the word “with”. A group, never one person. For example, women leaving prison.",
        validators=[
            Filled("Enter with whom you would try it"),
            Length(max=SHORT, message=f"Use {SHORT} characters or fewer"),
        ],
    )
    submit = SubmitField("Save", widget=GovSubmitInput())

    @property
    def words(self) -> dict[str, str]:
        """As they end a sentence: on one line, without a full stop."""
        return {
            "place": " ".join((self.place.data or "").split()).rstrip("."),
            "with_whom": " ".join((self.with_whom.data or "").split()).rstrip("."),
        }


class BeginForm(PlaceForm):
    """Who would try it, too."""

    setting = RadioField(
        "Who would try it?", widget=GovRadioInput(), validators=[Filled("Choose who would try it")]
    )
    submit = SubmitField("Begin the comparison", widget=GovSubmitInput())
