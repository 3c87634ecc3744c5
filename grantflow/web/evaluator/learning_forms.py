"""Forms of what staff do with a learning entry."""

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField

from grantflow.web.fields import Filled
from grantflow.web.officer.forms import TakeForm


class PublishForm(TakeForm):
    """Publish it, or say that it still holds; and when somebody looks at it again."""

    years = RadioField(
        "When should we look at it again?",
        widget=GovRadioInput(),
        description="Places and services change. Anybody can read it until then, and while we look.",
        choices={"1": "In a year", "2": "In two years", "3": "In three years"},
        default="2",
        validators=[Filled("Choose when we look at it again")],
    )
