"""What a panel has before it: the list by score, how far the money reaches, and who would be let in."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Row, Text, cast, select

from grantflow.applications.models import Application, Decision
from grantflow.assessment import order, panels, queries, scoring
from grantflow.assessment.means import means_of_round
from grantflow.assessment.models import Marking, PanelMeeting
from grantflow.assessment.order import Standing
from grantflow.casework.queries import is_open_to
from grantflow.casework.running import tiers
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.permissions import Actor
from grantflow.places.queries import list_force_areas, names_of_regions
from grantflow.reports.round_figures import ABOVE, BANDS, UNKNOWN, band_of, is_small, percent


@dataclass(frozen=True)
class BoardLine:
    """One application, at its place. `outcome` is decided, `kind` only proposed; `amount_pence` goes with either.

    `meeting_id` is the meeting that talked about it, and `free_members` how many without an interest were there, where
    its size asks for a panel.
    """

    id: UUID
    reference: str
    title: str
    applicant_name: str
    tier_key: str
    stage: str
    region_code: str | None
    asked_pence: int
    income_pence: int | None
    force_areas: tuple[str, ...]
    outcomes: tuple[str, ...]
    outcome: str | None
    reserve_place: int | None
    kind: str | None
    amount_pence: int | None
    note: str
    standing: Standing[UUID]
    spread: float
    place: int | None
    running_pence: int
    is_out_of_order: bool
    free_members: int | None
    meeting_id: UUID | None

    @property
    def mean(self) -> float | None:
        return self.standing.mean

    @property
    def awarded(self) -> bool | None:
        return self.standing.awarded

    @property
    def is_far_apart(self) -> bool:
        return self.spread > scoring.FAR_APART


@dataclass(frozen=True)
class Share:
    """One group: how many are on the list, how many of them would be awarded, with how much, in percent of it all."""

    label: str
    listed: int
    awarded: int
    pence: int
    percent: int | None


@dataclass(frozen=True)
class SmallCharities:
    """In percent of what would be awarded, beside what the round aims for; None while nothing would be."""

    by_number: int | None
    target_number: int
    by_value: int | None
    target_value: int


@dataclass(frozen=True)
class Board:
    """`runs_out_at` is the position of the first line that the money does not reach.

    `elsewhere_pence` has been awarded to applications that are not on this list: the viewer has an interest in them.
    """

    lines: Sequence[BoardLine]
    budget_pence: int
    elsewhere_pence: int
    runs_out_at: int | None
    by_place: Sequence[Share]
    by_outcome: Sequence[Share]
    by_size: Sequence[Share]
    small: SmallCharities

    @property
    def awarded_pence(self) -> int:
        """Decided or proposed, of what is on the list."""
        return sum(each.amount_pence or 0 for each in self.lines if each.awarded)

    @property
    def awarded(self) -> int:
        return sum(each.awarded is True for each in self.lines)

    @property
    def open(self) -> int:
        """How many nobody has said anything of."""
        return sum(each.awarded is None for each in self.lines)

    @property
    def left_pence(self) -> int:
        return self.budget_pence - self.elsewhere_pence - self.awarded_pence


def panel_board(
    found: Round,
    viewer: Actor,
    meetings: Sequence[PanelMeeting],
    outcomes: Mapping[str, str],
) -> Board:
    """:param outcomes: each outcome's name by its key"""
    lines = _lines(found, viewer, meetings)
    elsewhere = queries.committed_pence(found.id) - sum(
        each.amount_pence or 0 for each in lines if each.stage in ("to-award", "awarded")
    )
    elsewhere = max(elsewhere, 0)
    runs_out_at = order.where_money_runs_out(
        [each.running_pence for each in lines], found.budget_pence - elsewhere
    )
    return Board(
        lines=lines,
        budget_pence=found.budget_pence,
        elsewhere_pence=elsewhere,
        runs_out_at=runs_out_at,
        by_place=_by_place(found, lines),
        by_outcome=_shares(outcomes, lines, lambda line: line.outcomes),
        by_size=_shares(_BANDS, lines, lambda line: [band_of(line.income_pence)]),
        small=_small(found, lines),
    )


_BANDS = {label: label for label in (*(label for label, _ in BANDS), ABOVE, UNKNOWN)}


def _lines(found: Round, viewer: Actor, meetings: Sequence[PanelMeeting]) -> list[BoardLine]:
    """By score, each with its place, what the list costs down to it, and whether it stands out of the order."""
    sizes = tiers(found.tiers_version)
    means = means_of_round(found.id, {each.key: each.weight for each in sizes.criteria})
    rows = {row.id: row for row in _rows(found.id, viewer)}
    ranked = scoring.ranking({key: scoring.mean(means.get(key, ())) for key in rows})
    standings = [_standing(rows[each.key], each.mean) for each in ranked]
    totals = order.running_totals(standings)
    passed_over = order.highest_passed_over(standings)
    whose = _Members(meetings, found.id, frozenset(tier.key for tier in sizes.tiers if tier.panel))
    return [
        _line(
            rows[each.key], each, total, standing,
            out_of_order=bool(
                standing.awarded and each.mean is not None and passed_over is not None and passed_over > each.mean
            ),
            spread=scoring.spread(means.get(each.key, ())),
            members=whose.at(rows[each.key]),
        )
        for each, standing, total in zip(ranked, standings, totals, strict=True)
    ]  # fmt: skip


class _Members:
    """Which meeting talked about an application, and how many were there without an interest in it."""

    def __init__(self, meetings: Sequence[PanelMeeting], round_id: UUID, asking: frozenset[str]) -> None:
        self.meetings, self.asking = meetings, asking
        self.present = {meeting.id: meeting.present for meeting in meetings}
        self.interests = panels.interests_of(set().union(*self.present.values()), round_id)

    def at(self, row: Row) -> tuple[UUID | None, int | None]:  # type: ignore[type-arg]
        meeting_id = row.meeting_id
        if meeting_id is None and self.meetings:
            sent_on = local_date(row.submitted_at) if row.submitted_at else None
            meeting = panels.meeting_about(self.meetings, None, sent_on)
            meeting_id = meeting.id if meeting else None
        if row.tier_key not in self.asking:
            return meeting_id, None
        present = self.present.get(meeting_id, set())
        return meeting_id, len(present - self.interests.of(row.id, row.organisation_id))


def _rows(round_id: UUID, viewer: Actor) -> Sequence[Row]:  # type: ignore[type-arg]
    """Plain columns: five hundred whole applications would take longer to make than to show."""
    return db.session.execute(
        select(
            Application.id, Application.reference, Application.title, Application.applicant_name,
            Application.organisation_id, Application.region_code, Application.tier_key, Application.stage,
            Application.amount_pence, Application.applicant_income_pence,
            cast(Application.force_areas, Text).label("force_areas"),
            cast(Application.outcomes, Text).label("outcomes"), Application.submitted_at, Decision.outcome,
            Decision.amount_pence.label("decided_pence"), Decision.reserve_place, Marking.kind,
            Marking.amount_pence.label("marked_pence"), Marking.note, Marking.meeting_id,
        )
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Marking, Marking.application_id == Application.id)
        .where(
            Application.round_id == round_id, Application.stage.in_(queries.SCORED), is_open_to(viewer),
            # An offer that came to nothing takes no money, and nobody passes it over.
            Decision.given_back_at.is_(None),
        )
        .order_by(Application.applicant_name, Application.id)
    ).all()  # fmt: skip


@lru_cache(maxsize=1024)
def _codes(listed: str) -> tuple[str, ...]:
    """The same few lists stand in hundreds of applications: each is read once."""
    return tuple(json.loads(listed))


def _standing(row: Row, mean: float | None) -> Standing[UUID]:  # type: ignore[type-arg]
    amount = row.decided_pence if row.outcome is not None else row.marked_pence
    cost = amount if amount is not None else row.amount_pence or 0
    return Standing(row.id, mean, cost, panels.is_awarded(row.outcome, row.kind), bool(row.note))


def _line(
    row: Row,  # type: ignore[type-arg]
    ranked: scoring.Ranked[UUID],
    running_pence: int,
    standing: Standing[UUID],
    *,
    out_of_order: bool,
    spread: float,
    members: tuple[UUID | None, int | None],
) -> BoardLine:
    meeting_id, free = members
    return BoardLine(
        row.id, row.reference, row.title, row.applicant_name, row.tier_key, row.stage, row.region_code,
        row.amount_pence or 0, row.applicant_income_pence, _codes(row.force_areas), _codes(row.outcomes), row.outcome,
        row.reserve_place, row.kind, row.decided_pence if row.outcome is not None else row.marked_pence,
        row.note or "", standing, spread, ranked.place, running_pence, out_of_order, free, meeting_id,
    )  # fmt: skip


def _by_place(found: Round, lines: Sequence[BoardLine]) -> list[Share]:
    """By police force area; by region where the round is for several."""
    if found.region_code is None:
        return _shares(names_of_regions(), lines, lambda line: [line.region_code or ""])
    areas = {area.code: area.name for area in list_force_areas(found.force_areas)}
    return _shares(areas, lines, lambda line: line.force_areas)


def _shares(
    labels: Mapping[str, str], lines: Sequence[BoardLine], keys_of: Callable[[BoardLine], Iterable[str]]
) -> list[Share]:
    """Groups with anybody in them. Whoever is in several counts in each."""
    listed, awarded, pence = (dict.fromkeys(labels, 0) for _ in range(3))
    total = 0
    for line in lines:
        amount = (line.amount_pence or 0) if line.awarded else 0
        total += amount
        for key in keys_of(line):
            if key in listed:
                listed[key] += 1
                awarded[key] += line.awarded is True
                pence[key] += amount
    return [
        Share(label, listed[key], awarded[key], pence[key], percent(pence[key], total))
        for key, label in labels.items()
        if listed[key]
    ]


def _small(found: Round, lines: Sequence[BoardLine]) -> SmallCharities:
    awarded = [each for each in lines if each.awarded]
    small = [each for each in awarded if is_small(each.income_pence)]
    return SmallCharities(
        by_number=percent(len(small), len(awarded)),
        target_number=found.small_target_number,
        by_value=percent(
            sum(each.amount_pence or 0 for each in small), sum(each.amount_pence or 0 for each in awarded)
        ),
        target_value=found.small_target_value,
    )
