"""What each letter needs to know. Templates use these names and no others."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grantflow.notices.cover import Cover
from grantflow.notices.data_of_checks import IneligibleLetter, QueryLetter


@dataclass(frozen=True, kw_only=True)
class AnswerCopy:
    """One question of the form with what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgementLetter:
    """We have it, this is what happens next."""

    notice: ClassVar[str] = "acknowledgement"

    cover: Cover
    round_title: str
    project: str
    asked_pence: int
    received_on: date
    decision_by: date
    steps: tuple[str, ...]  # what happens next, in order, a sentence each
    link: str
    withdraw_until: date | None
    answers: tuple[AnswerCopy, ...]


@dataclass(frozen=True, kw_only=True)
class YearAmount:
    """What falls into one financial year, such as 2026 to 2027."""

    year: str
    pence: int


@dataclass(frozen=True, kw_only=True)
class PaymentLine:
    """One instalment. `depends_on` is empty when nothing more has to happen first."""

    number: int
    pence: int
    due_on: date
    depends_on: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """Something we will ask for: what, by when, and about how many minutes it should take."""

    due_on: date
    what: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class OfferLetter:
    """An offer of a grant.

    :param organisation: the legal name, as registered
    :param numbers: such as "Registered charity 1123456"
    :param purpose: in the grantee's own words, two sentences
    :param why_awarded: what made us choose it
    :param why_less: why it is less than was asked; nothing where it is not
    :param flexibility: how far the money may be moved about, in a sentence
    :param relationship: what we will do and how often we will be in touch
    :param before_first_payment: what must be in place first
    :param special_conditions: for this grant alone
    :param subsidy: the statement on subsidy control, one or two sentences
    :param signatories: how many people must say yes
    """

    notice: ClassVar[str] = "offer"

    cover: Cover
    organisation: str
    numbers: str
    round_title: str
    project: str
    amount_pence: int
    by_year: tuple[YearAmount, ...]
    purpose: str
    why_awarded: str
    asked_pence: int
    why_less: str
    restricted: bool
    flexibility: str
    starts_on: date
    ends_on: date
    start_by: date | None
    payments: tuple[PaymentLine, ...]
    before_first_payment: tuple[str, ...]
    special_conditions: tuple[str, ...]
    outcomes: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    or_call: bool
    evaluation: str
    relationship: str
    legal_power: str
    subsidy: str
    accept_by: date
    accept_link: str
    signatories: int
    privacy_link: str


@dataclass(frozen=True, kw_only=True)
class RefusalReason:
    """One of the coded reasons, with what it means for this application."""

    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class CriterionScore:
    """What the application scored, beside the mean of those that were funded; None where they are too few to tell."""

    criterion: str
    score: float
    funded_mean: float | None


@dataclass(frozen=True, kw_only=True)
class UnsuccessfulLetter:
    """A refusal that somebody can use: at most three reasons, one strength, one change.

    :param stage_reached: completes "Your application …", such as "was read and scored by two assessors"
    :param may_reapply: a sentence: whether and when to try again
    :param other_funders: names, with what each is for
    :param review_by: the last day to ask for a review of how we decided
    """

    notice: ClassVar[str] = "unsuccessful"

    cover: Cover
    round_title: str
    project: str
    asked_pence: int
    decided_on: date
    stage_reached: str
    received: int
    funded: int
    available_pence: int
    asked_in_all_pence: int
    reasons: tuple[RefusalReason, ...]
    strength: str
    change: str
    scores: tuple[CriterionScore, ...]
    out_of: int
    call_minutes: int
    may_reapply: str
    other_funders: tuple[str, ...]
    review_by: date
    feedback_link: str
    call_link: str
    complain_link: str
    from_reserve: bool = False


@dataclass(frozen=True, kw_only=True)
class ComplaintAnswerLetter:
    """What somebody found who looked into a complaint. `change` and `again_how` may be empty."""

    notice: ClassVar[str] = "complaint-answer"

    cover: Cover
    project: str
    about: str
    received_on: date
    outcome: str
    second: bool
    found: str
    change: str
    again_how: str


@dataclass(frozen=True, kw_only=True)
class PaymentNotice:
    """Money is on its way.

    :param account_ending: the last digits of the account, for the treasurer to know it by
    :param next_payment: None when this was the last
    """

    notice: ClassVar[str] = "payment-notice"

    cover: Cover
    project: str
    number: int
    of: int
    pence: int
    paid_on: date
    arrives_by: date
    account_ending: str
    bank_reference: str
    paid_so_far_pence: int
    grant_pence: int
    next_payment: PaymentLine | None


@dataclass(frozen=True, kw_only=True)
class ReviewReminder:
    """A report is due: what we ask, how long it takes, and what may be sent instead.

    :param weeks_left: as the timer counts, 8 or 2
    :param questions: each as it stands on the form
    :param depends: the payment that waits for the report, or None
    """

    notice: ClassVar[str] = "review-reminder"

    cover: Cover
    project: str
    report: str
    due_on: date
    weeks_left: int
    minutes: int
    questions: tuple[str, ...]
    depends: PaymentLine | None
    link: str


@dataclass(frozen=True, kw_only=True)
class ReviewAnnounced(ReviewReminder):
    """The same, when the report is first asked for."""

    notice: ClassVar[str] = "review-announced"


Letter = (
    AcknowledgementLetter
    | QueryLetter
    | IneligibleLetter
    | OfferLetter
    | UnsuccessfulLetter
    | ComplaintAnswerLetter
    | PaymentNotice
    | ReviewReminder
)
