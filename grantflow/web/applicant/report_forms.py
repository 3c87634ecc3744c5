"""Forms of the pages about a report and about learning that no form file declares."""

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import Field, RadioField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from grantflow.web.applicant.award_forms import NOTE
from grantflow.web.fields import RevisionForm

TOO_LONG = Length(max=NOTE, message=f"Use {NOTE:,} characters or fewer")


class SendReportForm(RevisionForm):
    submit = SubmitField("Send the report", widget=GovSubmitInput())


class ReplyForm(FlaskForm):
    """What the organisation says to the evaluator's page."""

    reply = TextAreaField(
        "Your reply",
        widget=GovTextArea(),
        description="Say if anything is wrong, missing or unfair. It stands beside the review wherever that is shown.",
        validators=[InputRequired("Write your reply"), TOO_LONG],
    )
    submit = SubmitField("Add your reply", widget=GovSubmitInput())


class ReviewWantedForm(RevisionForm):
    submit = SubmitField("We have finished: ask for a review", widget=GovSubmitInput())


class ConsentForm(RevisionForm):
    """Agree to what would be published, as the page shows it, or say what should be different."""

    answer = RadioField(
        "May we publish this?",
        widget=GovRadioInput(),
        choices={
            "yes": "Yes, as it stands, with our name",
            "changes": "Not yet: we would like something changed",
        },
        validators=[InputRequired("Choose whether we may publish this")],
    )
    changes = TextAreaField("What should be different?", widget=GovTextArea(), validators=[TOO_LONG])
    submit = SubmitField("Send your answer", widget=GovSubmitInput())

    def validate_changes(self, field: Field) -> None:
        if self.answer.data == "changes" and not (field.data or "").strip():
            raise ValidationError("Say what you would like to have changed")
