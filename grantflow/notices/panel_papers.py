"""What a panel has on paper: the pack before it meets, and the minutes afterwards.

Both are made for one reader: what they have an interest in is not in their copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from grantflow.accounts.models import User
from grantflow.applications.models import Application, Decision
from grantflow.assessment import departing, order, panels
from grantflow.assessment.models import PanelMeeting
from grantflow.casework.models import Recusal
from grantflow.casework.queries import is_open_to
from grantflow.core.calendar import local_date
from grantflow.core.display import day
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.funds.outcomes import OUTCOMES
from grantflow.notices import sender
from grantflow.notices.cover import Letterhead
from grantflow.notices.pack_pages import PackPage, pack_pages
from grantflow.notices.pdf import render_pdf
from grantflow.permissions import Actor
from grantflow.places.queries import name_of_region
from grantflow.rendering import render_block, render_html
from grantflow.reports.panel_board import Board, BoardLine, panel_board

PLACES = {
    "lived-experience": "lived experience of probation",
    "local-voluntary-sector": "local voluntary sector",
    "probation": "probation",
    "other": "other",
}
PROPOSED = {
    "full": "Award in full",
    "part": "Award in part",
    "condition": "Award on a condition",
    "reserve": "Reserve list",
    "decline": "Decline",
}
DECIDED = {"award": "Award", "reserve": "Reserve list", "decline": "Decline"}


@dataclass(frozen=True, kw_only=True)
class PanelPack:
    """Read before the meeting: the budget, the list by score, and a page for each application."""

    letterhead: Letterhead
    reference: str
    round_title: str
    region: str
    dated: date
    reader: str
    quorum: int
    board: Board
    reach: int
    pages: tuple[PackPage, ...]
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was proposed for one application, what has been decided, and why."""

    line: BoardLine
    proposed: str
    decided: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """What a meeting did. Names stand with the places that people fill."""

    letterhead: Letterhead
    reference: str
    round_title: str
    region: str
    held_on: date
    dated: date
    reader: str
    quorum: int
    present: tuple[str, ...]
    apologies: tuple[str, ...]
    interests: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]
    nothing_said: int
    ties: tuple[tuple[str, str], ...]
    departures: tuple[tuple[str, str, str, str], ...]
    reserves: tuple[BoardLine, ...]
    board: Board
    language: str = "en"


def panel_pack(found: Round, viewer: Actor, at: datetime) -> PanelPack:
    board = panel_board(found, viewer, panels.list_meetings(found.id), OUTCOMES)
    return PanelPack(
        letterhead=sender.letterhead(found.fund),
        reference=found.reference,
        round_title=found.title,
        region=name_of_region(found.region_code),
        dated=local_date(at),
        reader=viewer.name,
        quorum=found.quorum,
        board=board,
        reach=len(board.lines) if board.runs_out_at is None else board.runs_out_at,
        pages=tuple(pack_pages(found, board.lines)),
    )


def printed_pack(pack: PanelPack, at: datetime) -> bytes:
    return _printed("papers/panel-pack.html", pack, at)


def minutes_pdf(found: Round, meeting: PanelMeeting, viewer: Actor, at: datetime) -> bytes:
    board = panel_board(found, viewer, panels.list_meetings(found.id), OUTCOMES)
    talked_of = [each for each in board.lines if each.meeting_id == meeting.id]
    present, apologies = _who_was_there(found, meeting)
    minutes = Minutes(
        letterhead=sender.letterhead(found.fund),
        reference=found.reference,
        round_title=found.title,
        region=name_of_region(found.region_code),
        held_on=meeting.held_on,
        dated=local_date(at),
        reader=viewer.name,
        quorum=found.quorum,
        present=present,
        apologies=apologies,
        interests=_interests(found.id, viewer),
        said=_said(talked_of),
        nothing_said=sum(each.awarded is None for each in talked_of),
        ties=_ties(talked_of),
        departures=_departures(found.id, viewer),
        reserves=_reserves(board.lines),
        board=board,
    )
    return _printed("papers/panel-minutes.html", minutes, at)


def _printed(template: str, paper: PanelPack | Minutes, at: datetime) -> bytes:
    title = render_block(template, "title", paper=paper)
    return render_pdf(render_html(template, paper=paper), title=title, language=paper.language, made_at=at)


def _who_was_there(found: Round, meeting: PanelMeeting) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who were there, with whoever has left the panel since; and the members who were not."""
    places = {each.user_id: each.place for each in panels.list_members(found.id)}
    names = _names(meeting.present | set(places))
    shown = {
        user_id: f"{name} ({PLACES[places[user_id]]})" if user_id in places else name
        for user_id, name in names.items()
    }
    there = tuple(words for user_id, words in shown.items() if user_id in meeting.present)
    return there, tuple(words for user_id, words in shown.items() if user_id not in meeting.present)


def _names(user_ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(
        select(User.id, User.name).where(User.id.in_(user_ids)).order_by(User.name, User.id)
    )
    return {row.id: row.name for row in rows}


def _interests(round_id: UUID, viewer: Actor) -> tuple[tuple[str, str], ...]:
    """Who stepped aside from what: not why, which is theirs."""
    declared = aliased(Recusal)  # the viewer's own are asked for by the other name
    rows = db.session.execute(
        select(User.name, Application.title, Application.reference)
        .select_from(declared)
        .join(Application, Application.id == declared.case_id)
        .join(User, User.id == declared.user_id)
        .where(Application.round_id == round_id, is_open_to(viewer))
        .order_by(Application.title, Application.id, User.name)
    )
    return tuple((name, f"{title} ({reference})") for name, title, reference in rows)


def _said(lines: Sequence[BoardLine]) -> tuple[Said, ...]:
    decisions = {
        each.application_id: each
        for each in db.session.scalars(
            select(Decision)
            .where(Decision.application_id.in_([line.id for line in lines]))
            .order_by(Decision.id)
        )
    }
    return tuple(
        Said(
            line=line,
            proposed=PROPOSED[line.kind] if line.kind else "",
            decided=_decided(line),
            why=_why(line, decisions.get(line.id)),
        )
        for line in lines
        if line.awarded is not None
    )


def _decided(line: BoardLine) -> str:
    if line.outcome is None or line.stage == "panel":
        return ""
    if line.outcome == "reserve":
        return f"{DECIDED['reserve']}, number {line.reserve_place}"
    return DECIDED[line.outcome]


def _why(line: BoardLine, decision: Decision | None) -> str:
    """What the panel noted, then what the decider wrote."""
    parts = [line.note]
    if decision is not None:
        codes = ", ".join(code.replace("-", " ") for code in decision.reason_codes)
        parts += [decision.why, decision.why_less, codes.capitalize()]
        parts += [f"Condition: {decision.conditions}"] if decision.conditions.strip() else []
    sentences = [part.strip().rstrip(".") for part in dict.fromkeys(parts) if part.strip()]
    return f"{'. '.join(sentences)}." if sentences else ""


def _ties(lines: Sequence[BoardLine]) -> tuple[tuple[str, str], ...]:
    """Each tie that was broken: the score, and who was awarded and who was not."""
    titles = {line.id: line.title for line in lines}
    return tuple(
        (
            f"{group[0].mean:.2f}",
            "; ".join(
                f"{titles[each.key]} ({'awarded' if each.awarded else 'not awarded'})"
                for each in group
                if each.awarded is not None
            ),
        )
        for group in order.ties_broken([line.standing for line in lines])
    )


def _departures(round_id: UUID, viewer: Actor) -> tuple[tuple[str, str, str, str], ...]:
    """The rule, what it was set aside for, why, and by whom and when."""
    found = departing.list_departures(round_id, viewer)
    names = _names({departure.made_by_id for departure, _ in found})
    return tuple(
        (
            departure.words,
            f"{case.title} ({case.reference})",
            departure.reason,
            f"{names[departure.made_by_id]}, {day(departure.made_at)}",
        )
        for departure, case in found
    )


def _reserves(lines: Sequence[BoardLine]) -> tuple[BoardLine, ...]:
    """In order of place; those only proposed, which have none yet, after them in order of score."""
    listed = [
        each
        for each in lines
        if (each.outcome == "reserve" if each.outcome is not None else each.kind == "reserve")
    ]
    return tuple(sorted(listed, key=lambda each: (each.reserve_place is None, each.reserve_place or 0)))
