"""Forms of the administration pages."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextInput
from wtforms import EmailField, RadioField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from grantflow.permissions import Actor, Permission, Role
from grantflow.web.account.forms import email_address
from grantflow.web.roles import ROLE_NAMES, ROLE_WORK

EVERYWHERE = "everywhere"


class RoleForm(FlaskForm):
    """A role and where it holds."""

    role = RadioField("Role", widget=GovRadioInput(), validators=[InputRequired("Choose a role")])
    region = SelectField(
        "Where", widget=GovSelect(), validators=[InputRequired("Choose where the role holds")]
    )
    submit = SubmitField("Give this role", widget=GovSubmitInput())

    def offer(self, actor: Actor, regions: Mapping[str, str]) -> None:
        """Offer every role, in the regions whose people this administrator looks after."""
        self.role.choices = [(role.value, name) for role, name in ROLE_NAMES.items()]
        held = actor.regions(Permission.USER_MANAGE)
        places = {code: name for code, name in regions.items() if held is None or code in held}
        first = {"": "Choose a region"} | ({EVERYWHERE: "Everywhere"} if held is None else {})
        self.region.choices = [(code, name) for code, name in (first | places).items()]

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data)

    @property
    def chosen_region(self) -> str | None:
        """A region's letter, or None for everywhere."""
        chosen: str = self.region.data
        return None if chosen == EVERYWHERE else chosen

    @property
    def role_params(self) -> dict[str, object]:
        """What each role does, as hints of the radio buttons."""
        return {"items": [{"hint": {"text": ROLE_WORK[role]}} for role in ROLE_NAMES]}


class StaffMemberForm(RoleForm):
    """A new member of staff."""

    name = StringField(
        "Full name",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the person’s name"), Length(max=200)],
    )
    job_title = StringField("Job title (optional)", widget=GovTextInput(), validators=[Length(max=200)])
    email = EmailField(
        "Work email address",
        widget=GovTextInput(),
        validators=[InputRequired("Enter an email address"), email_address],
    )
    submit = SubmitField("Add and send a set-up link", widget=GovSubmitInput())
