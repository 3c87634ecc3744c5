"""Forms of the outcomes plan that its form file does not declare."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import SubmitField, TextAreaField
from wtforms.validators import InputRequired

from grantflow.web.applicant.report_forms import TOO_LONG
from grantflow.web.fields import RevisionForm
from grantflow.web.people import PeopleForm


class SendPlanForm(RevisionForm):
    submit = SubmitField("Send the plan", widget=GovSubmitInput())


class ChangePlanForm(RevisionForm, PeopleForm):
    """Why an agreed plan no longer fits."""

    looked_over = ("why",)

    why = TextAreaField(
        "What has changed?",
        widget=GovTextArea(),
        description="A line is enough. Your officer sees it beside the old words and the new.",
        validators=[InputRequired("Say what has changed"), TOO_LONG],
    )
    submit = SubmitField("Go on and change it", widget=GovSubmitInput())
