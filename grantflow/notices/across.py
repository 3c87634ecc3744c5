"""What a summary across rounds says: of one theme, or of one region. Words first, numbers of people as may be shown."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from grantflow.notices.charts import DistanceChart
from grantflow.notices.cover import Letterhead, Officer


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something learned, never without where it was learned, for whom, and where it may not hold.

    :param worked: a whole sentence, such as "It did not work."
    :param did_not_work: what did not, in something that worked on the whole; may be empty
    """

    title: str
    where: str
    for_whom: str
    worked: str
    what: str
    did_not_work: str
    context: str
    limits: str
    evidence: str
    credit: str
    link: str


@dataclass(frozen=True, kw_only=True)
class RoundLine:
    """What one round gave here."""

    title: str
    where: str
    grants: int
    pence: int
    link: str


@dataclass(frozen=True, kw_only=True)
class SmallShare:
    """Whole per cents of the grants and of the money that went to small charities."""

    small_means: str
    by_number: int
    by_value: int


@dataclass(frozen=True, kw_only=True)
class Across:
    """What was funded, how far people came, what worked where, what did not, and what to ask first.

    :param in_short: one or two short paragraphs that could be read aloud
    :param apart: findings that differ, side by side: one that worked and one that did not
    """

    letterhead: Letterhead
    reference: str
    version: str
    dated: date
    title: str
    in_short: tuple[str, ...]
    rounds: tuple[RoundLine, ...]
    share: SmallShare | None
    progress: str
    picture: DistanceChart | None
    apart: tuple[tuple[Finding, Finding], ...]
    worked: tuple[Finding, ...]
    did_not: tuple[Finding, ...]
    ask_first: tuple[str, ...]
    contact: Officer
    link: str
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class ThemeSummary(Across):
    """One outcome of the fund, wherever and whenever it was worked towards."""

    notice: ClassVar[str] = "theme-summary"


@dataclass(frozen=True, kw_only=True)
class RegionSummary(Across):
    """One region, whatever was worked towards."""

    notice: ClassVar[str] = "region-summary"
