"""How a round went: what was received and funded, by size of charity and by region."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from grantflow.applications.models import Application, Decision
from grantflow.db import db

# Bands of yearly income in pence: below each, and the last for what is above them all or not known.
BANDS = (
    ("Under £10,000", 1_000_000),
    ("£10,000 to £100,000", 10_000_000),
    ("£100,000 to £500,000", 50_000_000),
)
# A small charity, as a round's targets mean it: its income is known, and below the last of these.
SMALL_BELOW = BANDS[-1][1]
ABOVE = "£500,000 and over"
UNKNOWN = "Income not known"
OTHERS = "The others together"
# With fewer applicants in a group than this, their share says more about them than about anybody's chances.
ENOUGH = 10
TOLD = ("awarded", "declined", "ineligible")
NOT_RECEIVED = ("draft", "expired")


@dataclass(frozen=True)
class Line:
    """One group of applicants. Those told have their answer: the success rate is a share of these."""

    label: str
    received: int = 0
    told: int = 0
    funded: int = 0
    asked_pence: int = 0
    awarded_pence: int = 0

    @property
    def success_rate(self) -> int | None:
        """Percent of those told, rounded; None while nobody has been."""
        return percent(self.funded, self.told)


@dataclass(frozen=True)
class Figures:
    """A round in numbers. A decision that its applicant has not been told is not among them.

    The two shares are of what went to charities with less than £500,000 a year, in percent.
    """

    total: Line
    by_size: Sequence[Line]
    by_region: Sequence[Line]
    small_share_of_awards: int | None
    small_share_of_money: int | None


def round_figures(round_id: UUID, regions: Mapping[str, str]) -> Figures:
    """:param regions: each region's name by its letter"""
    cells = _cells(round_id)
    by_size = [_sum(label, (line for band, _, line in cells if band == label)) for label in _labels()]
    by_region = [
        _sum(name, (line for _, region, line in cells if region == code)) for code, name in regions.items()
    ]
    total = _sum("All applications", (line for _, _, line in cells))
    small = _sum("Small", (line for line in by_size if line.label in {label for label, _ in BANDS}))
    return Figures(
        total=total,
        by_size=[line for line in by_size if line.received],
        by_region=[line for line in by_region if line.received],
        small_share_of_awards=percent(small.funded, total.funded),
        small_share_of_money=percent(small.awarded_pence, total.awarded_pence),
    )


def band_of(income_pence: int | None) -> str:
    """The band of a yearly income, as `round_figures` counts it."""
    if income_pence is None:
        return UNKNOWN
    return next((label for label, most in BANDS if income_pence < most), ABOVE)


def is_small(income_pence: int | None) -> bool:
    """Less than £500,000 a year. An income that nobody knows is not counted as small."""
    return income_pence is not None and income_pence < BANDS[-1][1]


def for_the_public(lines: Sequence[Line]) -> list[Line]:
    """Groups large enough that their share tells of nobody in them; the rest together, where they are enough.

    What is left of a total when one small group is taken away would tell of that group: so it goes with another.
    """
    large = [line for line in lines if line.received >= ENOUGH and line.label != UNKNOWN]
    rest = [line for line in lines if line not in large]
    if rest and large and sum(line.received for line in rest) < ENOUGH:
        smallest = min(large, key=lambda line: line.received)
        large.remove(smallest)
        rest.append(smallest)
    return [*large, *([_sum(OTHERS, rest)] if rest and large else [])]


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _cells(round_id: UUID) -> list[tuple[str, str | None, Line]]:
    """One line for each band and region there is, in one statement."""
    funded = Application.stage == "awarded"
    band = _band()
    rows = db.session.execute(
        select(
            band,
            Application.region_code,
            func.count(),
            func.sum(case((Application.stage.in_(TOLD), 1), else_=0)),
            func.sum(case((funded, 1), else_=0)),
            func.sum(func.coalesce(Application.amount_pence, 0)),
            func.sum(case((funded, func.coalesce(Decision.amount_pence, 0)), else_=0)),
        )
        .outerjoin(Decision, Decision.application_id == Application.id)
        .where(Application.round_id == round_id, Application.stage.not_in(NOT_RECEIVED))
        .group_by(band, Application.region_code)
        .order_by(band, Application.region_code)
    )
    return [
        (label, region, Line("", *(int(number) for number in numbers))) for label, region, *numbers in rows
    ]


def _band() -> ColumnElement[str]:
    income = Application.applicant_income_pence
    return case(
        (income.is_(None), UNKNOWN), *((income < most, label) for label, most in BANDS), else_=ABOVE
    ).label("band")


def _labels() -> list[str]:
    return [*(label for label, _ in BANDS), ABOVE, UNKNOWN]


def _sum(label: str, lines: Iterable[Line]) -> Line:
    several = list(lines)
    return Line(
        label,
        received=sum(line.received for line in several),
        told=sum(line.told for line in several),
        funded=sum(line.funded for line in several),
        asked_pence=sum(line.asked_pence for line in several),
        awarded_pence=sum(line.awarded_pence for line in several),
    )
