"""The form of a round, and what its fields mean as columns."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from grantflow.core.calendar import local_date, london_time
from grantflow.funds.models import Fund, Round
from grantflow.funds.outcomes import OUTCOMES
from grantflow.places.models import Region
from grantflow.web.fields import DayField, Filled, PoundsField, RevisionForm

# A round opens when offices do and closes while somebody can still be rung.
OPENS, CLOSES = time(9), time(12)
WORDS = 4000
MOST_MEMBERS = 15
EVERYWHERE = ""


def _words(label: str, hint: str, message: str) -> TextAreaField:
    return TextAreaField(
        label, widget=GovTextArea(), description=hint, validators=[Filled(message), Length(max=WORDS)]
    )


def hide_amount_box() -> BooleanField:
    return BooleanField(
        "Hide the amount until quality scores are in", widget=GovCheckboxInput(), default=True
    )


def hide_names_box() -> BooleanField:
    return BooleanField("Hide names while scoring", widget=GovCheckboxInput())


def _target(label: str) -> IntegerField:
    return IntegerField(
        label,
        widget=GovTextInput(),
        default=50,
        validators=[NumberRange(0, 100, "Enter a whole number from 0 to 100")],
    )


class RoundForm(RevisionForm):
    """Everything a round says of itself while it is being set up."""

    fund = SelectField("Fund", widget=GovSelect())
    title = StringField(
        "Name of the round", widget=GovTextInput(), validators=[Filled("Enter a name"), Length(max=120)]
    )
    region = SelectField("Region", widget=GovSelect())
    summary = _words(
        "In a sentence", "People read this in the list of rounds.", "Say what it is in a sentence"
    )
    who_can_apply = _words("Who can apply", "", "Say who can apply")
    what_we_fund = _words(
        "What we fund", "Work you know well is as welcome as new work.", "Say what you fund"
    )
    what_we_do_not_fund = TextAreaField(
        "What we do not fund (optional)", widget=GovTextArea(), validators=[Length(max=WORDS)]
    )
    opens_on = DayField("Opens on", description="At 9am.", validators=[Filled("Enter the day it opens")])
    closes_on = DayField(
        "Closes on", description="At midday. Six weeks after opening is the least that is fair.",
        validators=[Filled("Enter the day it closes")],
    )  # fmt: skip
    decisions_on = DayField("Decisions by", validators=[Filled("Enter the day by which people hear")])
    starts_on = DayField(
        "Projects start from", description="Allow time to find staff.",
        validators=[Filled("Enter the first day a project may start")],
    )  # fmt: skip
    reserve_ends_on = DayField(
        "Reserve list ends on (optional)",
        description="Left empty, half a year after each applicant heard that they are on it.",
        validators=[Optional()],
    )
    budget = PoundsField("Budget", validators=[Filled("Enter the budget, such as 400000")])
    least = PoundsField("Smallest award", validators=[Filled("Enter the smallest award")])
    most = PoundsField("Largest award", validators=[Filled("Enter the largest award")])
    tiers = SelectMultipleField(
        "Sizes of award", widget=GovCheckboxesInput(), validators=[Filled("Choose at least one size")]
    )
    force_areas = SelectMultipleField(
        "Police force areas", widget=GovCheckboxesInput(), validators=[Filled("Choose at least one area")]
    )
    outcomes = SelectMultipleField(
        "Outcomes", widget=GovCheckboxesInput(), choices=dict(OUTCOMES),
        validators=[Filled("Choose at least one outcome")],
    )  # fmt: skip
    small_target_number = _target("Target: awards to small charities, percent by number")
    small_target_value = _target("Target: awards to small charities, percent by value")
    quorum = IntegerField(
        "Panel members needed for a decision",
        widget=GovTextInput(),
        description="Without an interest in the application. It holds for sizes of award that have a panel.",
        default=3,
        validators=[NumberRange(1, MOST_MEMBERS, f"Enter a whole number from 1 to {MOST_MEMBERS}")],
    )
    rolling = BooleanField(
        "Decide as applications come", widget=GovCheckboxInput(),
        description="A rolling round tells each applicant as soon as it is decided.",
    )  # fmt: skip
    hide_amount = hide_amount_box()
    hide_names = hide_names_box()
    submit = SubmitField("Save the draft", widget=GovSubmitInput())

    def validate_closes_on(self, field: DayField) -> None:
        _after(field.data, self.opens_on.data, "It has to close after it opens")

    def validate_decisions_on(self, field: DayField) -> None:
        _after(field.data, self.closes_on.data, "Decisions come after it closes")

    def validate_starts_on(self, field: DayField) -> None:
        _after(field.data, self.decisions_on.data, "Projects start after the decisions")

    def validate_reserve_ends_on(self, field: DayField) -> None:
        _after(field.data, self.decisions_on.data, "The reserve list ends after the decisions")

    def validate_budget(self, field: PoundsField) -> None:
        if field.data <= 0:
            raise ValidationError("Enter an amount above £0")

    def validate_least(self, field: PoundsField) -> None:
        if field.data <= 0:
            raise ValidationError("Enter an amount above £0")

    def validate_most(self, field: PoundsField) -> None:
        if field.data < (self.least.data or 0):
            raise ValidationError("The largest award cannot be below the smallest")

    regions: Sequence[Region] = ()

    def of_region(self, region: Region) -> PoundsField:
        """The most that may be awarded in a region; empty where it has no budget of its own."""
        field: PoundsField = self[_budget_of(region.code)]
        return field

    def validate(self, extra_validators: Any = None) -> bool:
        """A region has no more than the round."""
        good = bool(super().validate(extra_validators))
        for region in self.regions:
            field = self.of_region(region)
            if field.data is None and (field.raw_data or [""])[0].strip():
                field.errors = ["Enter an amount in pounds, or leave it empty"]
            elif field.data is not None and not 0 < field.data <= (self.budget.data or 0):
                field.errors = ["Enter an amount above £0, and no more than the budget of the round"]
            good = good and not field.errors
        return good

    def offer(
        self, funds: Iterable[Fund], regions: Iterable[Region], tiers: Iterable[Any], *, everywhere: bool
    ) -> None:
        """Fill the lists to choose from."""
        regions = list(regions)
        self.fund.choices = {str(fund.id): fund.name for fund in funds}
        anywhere = {EVERYWHERE: "All regions"} if everywhere else {}
        self.region.choices = anywhere | {region.code: region.name for region in regions}
        self.tiers.choices = {tier.key: f"{tier.label}: up to £{tier.up_to:,}" for tier in tiers}
        self.force_areas.choices = {
            area.code: f"{area.name} ({region.name})" for region in regions for area in region.force_areas
        }

    def columns(self) -> dict[str, Any]:
        """The columns of Round, by name."""
        return {
            "title": (self.title.data or "").strip(),
            "region_code": self.region.data or None,
            "summary": self.summary.data,
            "who_can_apply": self.who_can_apply.data,
            "what_we_fund": self.what_we_fund.data,
            "what_we_do_not_fund": self.what_we_do_not_fund.data or "",
            "opens_at": london_time(_given(self.opens_on), OPENS),
            "closes_at": london_time(_given(self.closes_on), CLOSES),
            "decisions_on": self.decisions_on.data,
            "starts_on": self.starts_on.data,
            "reserve_ends_on": self.reserve_ends_on.data,
            "budget_pence": self.budget.data,
            "min_pence": self.least.data,
            "max_pence": self.most.data,
            "tier_keys": self.tiers.data,
            "force_areas": self.force_areas.data,
            "outcomes": self.outcomes.data,
            "small_target_number": self.small_target_number.data,
            "small_target_value": self.small_target_value.data,
            "quorum": self.quorum.data,
            "region_budgets": {
                each.code: self.of_region(each).data
                for each in self.regions
                if self.region.data == EVERYWHERE and self.of_region(each).data is not None
            },
            "rolling": bool(self.rolling.data),
            "hide_amount": bool(self.hide_amount.data),
            "hide_names": bool(self.hide_names.data),
        }


def round_form(regions: Sequence[Region], **given: Any) -> RoundForm:
    """The form, with a box for each region's own budget."""
    boxes = {
        _budget_of(each.code): PoundsField(each.name, validators=[Optional(strip_whitespace=True)])
        for each in regions
    }
    made: RoundForm = type("RoundFormOfRegions", (RoundForm,), boxes | {"regions": regions})(**given)
    return made


def filled_from(round: Round) -> dict[str, Any]:
    """The form's fields, as a round has them."""
    same = (
        "title", "summary", "who_can_apply", "what_we_fund", "what_we_do_not_fund", "decisions_on", "starts_on",
        "reserve_ends_on",
        "force_areas", "outcomes", "small_target_number", "small_target_value", "quorum", "rolling", "revision",
        "hide_amount", "hide_names",
    )  # fmt: skip
    own = {_budget_of(code): pence for code, pence in round.region_budgets.items()}
    return (
        own
        | {name: getattr(round, name) for name in same}
        | {
            "fund": str(round.fund_id),
            "region": round.region_code or EVERYWHERE,
            "opens_on": local_date(round.opens_at),
            "closes_on": local_date(round.closes_at),
            "budget": round.budget_pence,
            "least": round.min_pence,
            "most": round.max_pence,
            "tiers": round.tier_keys,
        }
    )


def _budget_of(region_code: str) -> str:
    return f"budget_in_{region_code}"


def _after(later: date | None, earlier: date | None, message: str) -> None:
    if later and earlier and later <= earlier:
        raise ValidationError(message)


def _given(field: DayField) -> date:
    if field.data is None:
        raise ValueError("the form has not been validated")
    return field.data
