"""Forms of the panel's pages: who sits on it, who was there, what it proposes, and interests."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
)
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, ValidationError

from grantflow.accounts.models import User
from grantflow.assessment.models import PanelMeeting, PanelMember
from grantflow.assessment.panel_commands import Proposal
from grantflow.web.fields import DayField, Filled, PoundsField, RevisionForm

NOTE = 600
PLACES = {
    "lived-experience": "Lived experience of probation",
    "local-voluntary-sector": "Local voluntary sector",
    "probation": "Probation",
    "other": "Other",
}
NO_PLACE = ""
KINDS = {
    "full": "Award in full",
    "part": "Award in part",
    "condition": "Award on a condition",
    "reserve": "Reserve list",
    "decline": "Decline",
}


class MembersForm(RevisionForm):
    """A place, or none, for each person who may sit on the panel. The fields are made for the people there are."""

    submit = SubmitField("Save the panel", widget=GovSubmitInput())

    def places(self, people: Sequence[User]) -> dict[UUID, str]:
        """Those who were given a place."""
        chosen = {each.id: self[_place_of(each)].data for each in people}
        return {user_id: place for user_id, place in chosen.items() if place != NO_PLACE}

    def of(self, person: User) -> SelectField:
        field: SelectField = self[_place_of(person)]
        return field


def members_form(people: Sequence[User], members: Sequence[PanelMember], revision: int) -> MembersForm:
    fields = {
        _place_of(each): SelectField(
            each.name, widget=GovSelect(), choices={NO_PLACE: "Not on this panel"} | PLACES
        )
        for each in people
    }
    now = {_place_of(each.user): each.place for each in members}
    made: MembersForm = type("MembersFormOfRound", (MembersForm,), fields)(data={"revision": revision} | now)
    return made


class MeetingForm(RevisionForm):
    """On which day the panel met, and who was there."""

    held_on = DayField("When did the panel meet?", validators=[Filled("Enter the day it met")])
    present = SelectMultipleField(
        "Who was there?", widget=GovCheckboxesInput(), validators=[Filled("Choose who was there")]
    )
    submit = SubmitField("Save who was there", widget=GovSubmitInput())

    def offer(self, members: Sequence[PanelMember]) -> None:
        self.present.choices = {str(each.user_id): each.user.name for each in members}

    @property
    def who(self) -> list[UUID]:
        return [UUID(each) for each in self.present.data or []]


def filled_from(meeting: PanelMeeting) -> dict[str, Any]:
    return {"held_on": meeting.held_on, "present": [str(each) for each in sorted(meeting.present)]}


class MarkForm(RevisionForm):
    """One row of the list. It is drawn by hand: a list has hundreds."""

    kind = StringField()
    amount = PoundsField()
    note = StringField(validators=[Length(max=NOTE, message=f"Keep the note under {NOTE} characters")])

    def validate_amount(self, field: PoundsField) -> None:
        if field.data is None and field.typed.strip():
            raise ValidationError("Enter an amount in pounds, such as 4500")

    @property
    def proposal(self) -> Proposal:
        return Proposal(self.kind.data or "", self.amount.data, self.note.data or "")

    @property
    def typed(self) -> dict[str, str]:
        """As it was sent, to be shown again."""
        sent = {"kind": self.kind.data or "", "note": self.note.data or ""}
        return sent | {"amount": getattr(self.amount, "typed", "")}


class InterestForm(RevisionForm):
    """Whose interest, and what it is."""

    who = RadioField("Who has it?", widget=GovRadioInput(), validators=[Filled("Choose who has it")])
    interest = TextAreaField(
        "What is the interest?",
        widget=GovTextArea(),
        description="A few words are enough: “my sister is a trustee”. The minutes say who, and not what.",
        validators=[Filled("Say what the interest is"), Length(max=NOTE)],
    )
    submit = SubmitField("Close this application", widget=GovSubmitInput())


class WaiveForm(RevisionForm):
    """Why a decision may be made with too few of the panel."""

    why = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        description="Kept with the record of the round, and printed in the minutes.",
        validators=[Filled("Say why"), Length(max=NOTE)],
    )
    submit = SubmitField("Set the rule aside", widget=GovSubmitInput())


def _place_of(person: User) -> str:
    return f"place_{person.id.hex}"
