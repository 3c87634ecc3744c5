"""What a tiers file may say: how much process an award of each size deserves."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator

from grantflow.core.calendar import add_months
from grantflow.engine.strict import StrictModel, wrong
from grantflow.engine.text import NO_TEXT, Text
from grantflow.engine.workflow import Key
from grantflow.errors import AmountOutOfRange, NotFound

Pounds = Annotated[int, Field(gt=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
CheckCode = Annotated[str, Field(pattern=r"^[A-Z]{3,4}$")]

Item = TypeVar("Item")

WHOLE = 100
SCORES = 6  # 0 to 5, each with an anchor in words


class Criterion(StrictModel):
    """What an application is scored on, from 0 to 5. The weights of all criteria come to 100.

    `needs_amount` says that it is about the money: where a round hides the amount, it is scored after all others.
    """

    key: Key
    label: Text
    weight: Percent
    question: Text
    help: Text = NO_TEXT
    anchors: tuple[Text, ...] = Field(min_length=SCORES, max_length=SCORES)
    needs_amount: bool = False


class Source(StrEnum):
    """Where the answer to a check is found, cheapest for the applicant first."""

    REGISTER = "register"
    DECLARATION = "declaration"
    DOCUMENT = "document"
    CALL = "call"


class About(StrEnum):
    """Whose a check's result is: the organisation's, for every application until it runs out, or one application's."""

    ORGANISATION = "organisation"
    APPLICATION = "application"


class Check(StrictModel):
    """One thing that is looked into. `why` is read by the applicant who is asked about it.

    :param good_for_months: how long a result holds unless somebody says otherwise; None: as long as the application
    :param file: whether an applicant who is asked about it may send a file with the answer
    """

    code: CheckCode
    label: Text
    what: Text
    why: Text = NO_TEXT
    source: Source
    about: About = About.APPLICATION
    good_for_months: int | None = Field(default=None, gt=0)
    file: bool = False

    @property
    def is_about_organisation(self) -> bool:
        return self.about is About.ORGANISATION

    def good_until(self, checked_on: date) -> date | None:
        return add_months(checked_on, self.good_for_months) if self.good_for_months else None


class Instalment(StrictModel):
    percent: Percent
    after_months: int = Field(ge=0)
    label: Text


class Reporting(StrictModel):
    """`every_months` 0 asks once, at the end. `minutes` is what it should cost the organisation."""

    form: Key
    every_months: int = Field(ge=0)
    minutes: int = Field(gt=0)
    or_call: bool


class Evaluation(StrEnum):
    NONE = "none"
    OWN_MEASURE = "own-measure"
    SAMPLE = "sample-1-in-5"
    EVERY = "every"


class Tier(StrictModel):
    """How an award of up to some size is applied for, checked, decided, paid and looked at."""

    key: Key
    label: Text
    up_to: Pounds
    applicant_income_up_to: Pounds
    form: Key
    documents: tuple[Text, ...] = ()
    checks_before_offer: tuple[CheckCode, ...]
    checks_before_payment: tuple[CheckCode, ...]
    assessors: int = Field(ge=1)
    panel: bool
    contact: Text
    approver: Key
    second_approver_over: Pounds | None = None
    payments: tuple[Instalment, ...] = Field(min_length=1)
    reporting: Reporting
    evaluation: Evaluation
    agreement: Text
    decision_working_days: int = Field(gt=0)
    applicant_hours: int = Field(gt=0)

    @model_validator(mode="after")
    def _pays_all_of_it(self) -> Self:
        if (paid := sum(instalment.percent for instalment in self.payments)) != WHOLE:
            raise wrong(f"the payments come to {paid}%", "Make them come to 100%")
        return self

    @property
    def up_to_pence(self) -> int:
        return self.up_to * 100

    @property
    def applicant_income_up_to_pence(self) -> int:
        return self.applicant_income_up_to * 100

    @property
    def second_approver_over_pence(self) -> int | None:
        return None if self.second_approver_over is None else self.second_approver_over * 100


class Tiers(StrictModel):
    """Every size of award, smallest first, with the criteria and checks that they choose from.

    `moderation_spread` is how far apart assessors' weighted means may be before somebody has to say why. Who cannot be
    considered hears within `ineligible_working_days`; who is asked something has `query_working_days` to answer.
    """

    key: Key
    version: int
    criteria: tuple[Criterion, ...] = Field(alias="criterion", min_length=1)
    checks: tuple[Check, ...] = Field(alias="check", min_length=1)
    tiers: tuple[Tier, ...] = Field(alias="tier", min_length=1)
    moderation_spread: float = Field(default=1.0, gt=0, le=5)
    ineligible_working_days: int = Field(default=5, gt=0)
    query_working_days: int = Field(default=10, gt=0)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if (weight := sum(criterion.weight for criterion in self.criteria)) != WHOLE:
            raise wrong(f"the criteria weigh {weight} together", "Make their weights come to 100")
        sizes = [tier.up_to for tier in self.tiers]
        if sizes != sorted(set(sizes)):
            raise wrong("the tiers are not in order of size", "Put the smallest up_to first, none twice")
        return self

    def tier_for(self, amount_pence: int) -> Tier:
        """The smallest tier that covers an amount.

        :raises AmountOutOfRange: if it is nothing, or more than the largest tier gives
        """
        if amount_pence > 0:
            for tier in self.tiers:
                if amount_pence <= tier.up_to_pence:
                    return tier
        raise AmountOutOfRange(amount_pence, most_pence=self.tiers[-1].up_to_pence)

    def tier(self, key: str) -> Tier:
        return _found("tier", key, {tier.key: tier for tier in self.tiers})

    def criterion(self, key: str) -> Criterion:
        return _found("criterion", key, {criterion.key: criterion for criterion in self.criteria})

    def check(self, code: str) -> Check:
        return _found("check", code, {check.code: check for check in self.checks})


def _found(what: str, key: str, known: Mapping[str, Item]) -> Item:
    if key not in known:
        raise NotFound(what, key)
    return known[key]
