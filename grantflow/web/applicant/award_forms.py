"""Forms of the pages about a grant that no form file declares."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import BooleanField, Field, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from grantflow.awards.bank import read_account_number, read_sort_code
from grantflow.awards.commands import BankDetails
from grantflow.web.fields import RevisionForm

LONGEST = 150
NOTE = 2000


class AcceptForm(RevisionForm):
    """Say yes, in your own name."""

    name = StringField(
        "Your full name",
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter your full name"), Length(max=LONGEST, message=f"Use {LONGEST} characters or fewer"),
        ],
    )  # fmt: skip
    position = StringField(
        "Your position",
        widget=GovTextInput(),
        description="For example, chair of trustees.",
        validators=[
            InputRequired("Enter your position"), Length(max=LONGEST, message=f"Use {LONGEST} characters or fewer"),
        ],
    )  # fmt: skip
    agreed = BooleanField(
        "I may sign for the organisation, and we accept the offer as the letter sets it out",
        widget=GovCheckboxInput(),
        validators=[InputRequired("Tick the box to accept the offer")],
    )
    submit = SubmitField("Accept the offer", widget=GovSubmitInput())


class TurnDownForm(RevisionForm):
    """Say no, with a reason only if the person wants to give one."""

    why = TextAreaField(
        "Is there anything you want to tell us?",
        widget=GovTextArea(),
        description="You do not have to give a reason.",
        validators=[Optional(), Length(max=NOTE, message=f"Use {NOTE:,} characters or fewer")],
    )
    submit = SubmitField("Turn the offer down", widget=GovSubmitInput())


def readable(read: Callable[[str], str], message: str) -> Callable[[FlaskForm, Field], None]:
    """What was typed can be read; it stays on the page as it was typed."""

    def check(_form: FlaskForm, field: Field) -> None:
        try:
            read(field.data or "")
        except ValueError:
            raise ValidationError(message) from None

    return check


class BankForm(FlaskForm):
    """The account that grants are paid into."""

    account_name = StringField(
        "Name on the account",
        widget=GovTextInput(),
        description="It has to be the organisation's own account, not a person's.",
        validators=[
            InputRequired("Enter the name on the account"),
            Length(max=LONGEST, message=f"Use {LONGEST} characters or fewer"),
        ],
    )
    sort_code = StringField(
        "Sort code",
        widget=GovTextInput(),
        description="Six digits, for example 30-94-21.",
        validators=[
            InputRequired("Enter the sort code"),
            readable(read_sort_code, "Enter a sort code of six digits, such as 30-94-21"),
        ],
    )
    account_number = StringField(
        "Account number",
        widget=GovTextInput(),
        description="Between six and eight digits.",
        validators=[
            InputRequired("Enter the account number"),
            readable(read_account_number, "Enter an account number of six to eight digits"),
        ],
    )
    submit = SubmitField("Save these details", widget=GovSubmitInput())

    @property
    def details(self) -> BankDetails:
        return BankDetails(
            account_name=self.account_name.data or "",
            sort_code=read_sort_code(self.sort_code.data or ""),
            account_number=read_account_number(self.account_number.data or ""),
        )
