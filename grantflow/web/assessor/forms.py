"""Forms of the assessor's pages."""

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.validators import Length

from grantflow.engine.tiers import Criterion
from grantflow.web.fields import Filled, RevisionForm

LONGEST = 3000
NOT_APPLICABLE = "n/a"
RECOMMENDATIONS = {
    "fund": "Fund",
    "fund-in-part": "Fund in part",
    "fund-if": "Fund if something is put right first",
    "do-not-fund": "Do not fund",
    "": "No recommendation yet",
}


class DeclareForm(RevisionForm):
    """Before anything can be read: is there an interest?"""

    answer = RadioField(
        "Do you have an interest in this organisation or this work?",
        widget=GovRadioInput(),
        choices={"no": "No, I have nothing to declare", "yes": "Yes, I have an interest"},
        validators=[Filled("Say whether you have an interest")],
    )
    interest = TextAreaField(
        "What is it?",
        widget=GovTextArea(),
        description="A few words are enough: “my sister is a trustee”. Somebody else will be asked.",
        validators=[Length(max=LONGEST)],
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())

    def validate_interest(self, field: TextAreaField) -> None:
        if self.answer.data == "yes":
            Filled("Say what your interest is")(self, field)


class ScoreForm(RevisionForm):
    """One criterion: 0 to 5 by the words beside each, or not applicable, with the reason."""

    points = RadioField("Your score", widget=GovRadioInput(), validators=[Filled("Choose a score")])
    reason = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        description="Point to what they say. The applicant may read this one day.",
        validators=[Filled("Say why"), Length(max=LONGEST)],
    )
    submit = SubmitField("Save and go on", widget=GovSubmitInput())

    def anchor(self, criterion: Criterion) -> None:
        """Offer the scores in the criterion's own words, the best first."""
        words = {str(points): f"{points}: {anchor}" for points, anchor in enumerate(criterion.anchors)}
        self.points.choices = dict(reversed(words.items())) | {
            NOT_APPLICABLE: "Not applicable to this application"
        }

    @property
    def chosen(self) -> int | None:
        return None if self.points.data == NOT_APPLICABLE else int(self.points.data)


class OverallForm(RevisionForm):
    """The application as a whole."""

    strengths = TextAreaField(
        "What is strong about it?",
        widget=GovTextArea(),
        validators=[Filled("Say what is strong"), Length(max=LONGEST)],
    )
    concerns = TextAreaField(
        "What concerns you? (optional)", widget=GovTextArea(), validators=[Length(max=LONGEST)]
    )
    recommendation = RadioField(
        "What do you recommend?",
        widget=GovRadioInput(),
        choices={key: words for key, words in RECOMMENDATIONS.items() if key},
        validators=[Filled("Choose what you recommend")],
    )
    submit = SubmitField("Save", widget=GovSubmitInput())
