"""Summaries for everyone: of one grant (a page to pin to a wall) and of a whole round."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from grantflow.notices.across import Across, RegionSummary, ThemeSummary
from grantflow.notices.charts import Distance, distance_chart, distance_sentences
from grantflow.notices.cover import Letterhead, Officer
from grantflow.notices.excerpts import in_short
from grantflow.notices.pdf import count_pages, render_pdf
from grantflow.rendering import render_block, render_html

# Tried in turn, until a grant's summary fits on its page.
FEWER_WORDS = (34, 22)


@dataclass(frozen=True, kw_only=True)
class AwardSummary:
    """What one grant taught. It stays on one page while each text is no longer than about 45 words.

    :param who: such as "About 60 people, most of them men of 20 to 45, on community orders"
    :param mechanism: why we think it happened: what about it made people answer
    :param reply: what the organisation answered to the evaluator's page, which much of this is from; or nothing
    :param ask_first: what to ask before trying it elsewhere, two to four questions
    :param limits: where we would not expect this to hold
    :param strength: what the evidence is, in words, such as "People's own answers, before and after"
    :param credit: who is to be thanked and named, with their agreement
    """

    notice: ClassVar[str] = "award-summary"

    letterhead: Letterhead
    reference: str
    version: str
    dated: date
    title: str
    organisation: str
    where: str
    who: str
    partners: str
    grant_pence: int
    starts_on: date
    ends_on: date
    what: str
    progress: str
    distances: tuple[Distance, ...]
    context: tuple[str, ...]
    mechanism: str
    reply: str
    did_not_work: str
    differently: str
    ask_first: tuple[str, ...]
    limits: str
    strength: str
    credit: str
    contact: Officer
    link: str
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class SizeBand:
    """Organisations of one size: how many asked, how many were funded, with how much."""

    label: str
    received: int
    funded: int
    pence: int


@dataclass(frozen=True, kw_only=True)
class ShareAgainstTarget:
    """Whole per cents of the awards that went to small charities, beside what we had aimed for."""

    small_means: str
    by_number: int
    target_by_number: int
    by_value: int
    target_by_value: int


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """Something learned, never without where it was learned and where it may not hold."""

    title: str
    what: str
    context: str
    limits: str
    credit: str


@dataclass(frozen=True, kw_only=True)
class AwardLine:
    """One award in the list at the end."""

    organisation: str
    what: str
    where: str
    pence: int


@dataclass(frozen=True, kw_only=True)
class RoundSummary:
    """What a whole round did and taught, in two or three pages, words first.

    :param in_short: two or three short paragraphs that could be read aloud
    :param kept_our_dates: a sentence: the day promised and the day kept
    """

    notice: ClassVar[str] = "round-summary"

    letterhead: Letterhead
    reference: str
    version: str
    dated: date
    title: str
    region: str
    in_short: tuple[str, ...]
    received: int
    funded: int
    asked_pence: int
    available_pence: int
    awarded_pence: int
    kept_our_dates: str
    sizes: tuple[SizeBand, ...]
    share: ShareAgainstTarget
    distances: tuple[Distance, ...]
    progress: str
    lessons: tuple[Lesson, ...]
    did_not_work: tuple[str, ...]
    ask_first: tuple[str, ...]
    awards: tuple[AwardLine, ...]
    contact: Officer
    link: str
    language: str = "en"


Summary = AwardSummary | RoundSummary | ThemeSummary | RegionSummary


def summary_title(summary: Summary) -> str:
    return render_block(_template(summary), "title", summary=summary)


def summary_html(summary: Summary, *, within: bool = False) -> str:
    """:param within: as one of many in one document, rather than a document of its own"""
    return render_html(_template(summary), within=within, **names_of(summary))


def names_of(summary: Summary) -> dict[str, Any]:
    """What its content is written from, the same on paper and as a page."""
    if isinstance(summary, Across):
        return {"summary": summary}
    return {
        "summary": summary,
        "chart": distance_chart(summary.distances),
        "sentences": distance_sentences(summary.distances),
    }


def content_of(summary: Summary) -> str:
    """The template of all that is between its head and its foot."""
    return f"summaries/{summary.notice}/content.html"


def summary_pdf(summary: Summary, *, made_at: datetime) -> bytes:
    """A grant's fits on one page: what is too long for it is printed again with fewer words."""
    pdf = _pdf(summary, made_at)
    if isinstance(summary, AwardSummary):
        for words in FEWER_WORDS:
            if count_pages(pdf) == 1:
                break
            pdf = _pdf(shortened(summary, words), made_at)
    return pdf


def shortened(summary: AwardSummary, words: int) -> AwardSummary:
    """With at most so many words in each text, in whole sentences where there are any short enough."""
    texts = ("what", "progress", "mechanism", "did_not_work", "differently", "limits")
    shorter: dict[str, Any] = {name: in_short(getattr(summary, name), words) for name in texts}
    return replace(summary, context=summary.context[:2], ask_first=summary.ask_first[-2:], **shorter)


def _pdf(summary: Summary, made_at: datetime) -> bytes:
    title = f"{summary_title(summary)} ({summary.reference})"
    return render_pdf(summary_html(summary), title=title, language=summary.language, made_at=made_at)


def _template(summary: Summary) -> str:
    return f"summaries/{summary.notice}/summary.html"
