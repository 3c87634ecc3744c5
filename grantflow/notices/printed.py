"""Summaries on paper that hang from no one case: asked for or promised here, printed by a worker, kept as they were."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grantflow.awards.models import Award
from grantflow.core.references import new_id
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.jobs.commands import enqueue
from grantflow.notices.compose_across import region_summary, theme_summary
from grantflow.notices.compose_learning import award_summary
from grantflow.notices.compose_rounds import round_summary
from grantflow.notices.models import Letter, PrintedSummary
from grantflow.notices.pdf import render_pdf
from grantflow.notices.post import fingerprint
from grantflow.notices.register import Kind
from grantflow.notices.summaries import (
    AwardSummary,
    RoundSummary,
    Summary,
    summary_html,
    summary_pdf,
    summary_title,
)
from grantflow.permissions import Occasion
from grantflow.places.models import Region
from grantflow.rendering import render_html
from grantflow.reports.learned import has_left, shown_awards_of, shown_entry_of

SET = "summaries/all.html"


def ask_for_summary(kind: str, about: str, occasion: Occasion) -> PrintedSummary:
    """Promise one to whoever asks. While one is being made, it is that one."""
    if (waiting := _find_waiting(kind, about)) is not None:
        return waiting
    promise = f"summary:{kind}:{about}:{occasion.at.isoformat()}"
    return promise_summary(kind, about, promise, occasion.at, asked_by_id=occasion.actor.user_id)


def promise_summary(
    kind: str, about: str, promise: str, at: datetime, *, asked_by_id: UUID | None = None
) -> PrintedSummary:
    """The one that was promised under this key, or a new one and the job that prints it."""
    found = db.session.scalar(select(PrintedSummary).where(PrintedSummary.promise == promise))
    if found is None:
        found = PrintedSummary(promise=promise, kind=kind, about=about, asked_at=at, asked_by_id=asked_by_id)
        db.session.add(found)
        db.session.flush()
        enqueue("make-summary", str(found.id), key=f"make-summary:{found.id}")
    return found


def get_printed(printed_id: UUID) -> PrintedSummary:
    """:raises NotFound: if there is none"""
    found = db.session.get(PrintedSummary, printed_id)
    if found is None:
        raise NotFound("summary", printed_id)
    return found


def find_printed(kind: str, about: str) -> PrintedSummary | None:
    """The newest that is ready."""
    return db.session.scalar(
        select(PrintedSummary)
        .where(
            PrintedSummary.kind == kind, PrintedSummary.about == about, PrintedSummary.made_at.is_not(None)
        )
        .order_by(PrintedSummary.asked_at.desc(), PrintedSummary.id.desc())
        .limit(1)
    )  # fmt: skip


def find_current(kind: str, about: str) -> PrintedSummary | None:
    """The newest that is ready, unless something in it has been taken back since: then there is none until the next."""
    found = find_printed(kind, about)
    if found is None:
        return None
    match kind:
        case "theme":
            left = has_left(found.asked_at, outcome_key=about)
        case "region":
            left = has_left(found.asked_at, region_code=about)
        case "round":
            left = has_left(found.asked_at, round_id=UUID(about))
        case _:
            left = shown_entry_of(UUID(about)) is None
    return None if left else found


def list_newest(kinds: Sequence[str]) -> dict[tuple[str, str], PrintedSummary]:
    """The newest of each kind and subject, ready or not."""
    rows = db.session.scalars(
        select(PrintedSummary)
        .where(PrintedSummary.kind.in_(kinds))
        .order_by(PrintedSummary.asked_at, PrintedSummary.id)
    )
    return {(each.kind, each.about): each for each in rows}


def compose(kind: str, about: str, at: datetime) -> Summary | None:
    """What one of these says now; None once nothing of it may be shown."""
    match kind:
        case "theme":
            return theme_summary(about, at, _version("theme-summary"))
        case "region":
            return region_summary(db.session.get_one(Region, about), at, _version("region-summary"))
        case "award":
            return award_page(db.session.get_one(Award, UUID(about)), at)
    raise ValueError(kind)


def award_page(award: Award, at: datetime) -> AwardSummary | None:
    """Only once its organisation has agreed to what is published of it."""
    if shown_entry_of(award.id) is None:
        return None
    return award_summary(_unkept("award-summary", award.id, award.reference, at))


def round_page(found: Round, at: datetime) -> RoundSummary:
    return round_summary(_unkept("round-summary", found.id, found.reference, at))


def printed(kind: str, about: str, at: datetime) -> bytes | None:
    """As a tagged PDF."""
    if kind == "round":
        return _printed_set(UUID(about), at)
    summary = compose(kind, about, at)
    return summary_pdf(summary, made_at=at) if summary else None


def _printed_set(round_id: UUID, at: datetime) -> bytes:
    """The round's summary and a page for each grant, in one document: a fifth quicker than one by one."""
    found = db.session.get_one(Round, round_id)
    first = round_page(found, at)
    pages = [award_page(award, at) for award in shown_awards_of(round_id)]
    sheets = [summary_html(each, within=True) for each in (first, *pages) if each]
    db.session.rollback()
    html = render_html(SET, summary=first, sheets=sheets)
    return render_pdf(html, title=f"{summary_title(first)} ({first.reference})", made_at=at)


def _find_waiting(kind: str, about: str) -> PrintedSummary | None:
    return db.session.scalar(
        select(PrintedSummary)
        .where(
            PrintedSummary.kind == kind, PrintedSummary.about == about, PrintedSummary.made_at.is_(None),
            PrintedSummary.problem == "",
        )
        .order_by(PrintedSummary.asked_at.desc(), PrintedSummary.id)
        .limit(1)
    )  # fmt: skip


def _unkept(notice: str, about_id: UUID, reference: str, at: datetime) -> Letter:
    """A letter that no session knows: what is read as a page, or kept by other means, is written as letters are."""
    return Letter(
        id=new_id(), title=notice, promise="", notice=notice, about_id=about_id, reference=reference, created_at=at,
        template_sha256=fingerprint(notice, Kind.SUMMARY),
    )  # fmt: skip


def _version(notice: str) -> str:
    return f"{notice} {fingerprint(notice, Kind.SUMMARY)[:8]}"
