"""What a panel has before it: the list by score, how far the money reaches, and who would be let in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Row, select

from grantflow.applications.models import Application, Decision
from grantflow.assessment import order, panels, queries, scoring
from grantflow.assessment.models import Marking, PanelMeeting
from grantflow.assessment.order import Standing
from grantflow.casework.queries import has_no_interest
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
    organisation_id: UUID | None
    region_code: str | None
    tier_key: str
    stage: str
    asked_pence: int
    income_pence: int | None
    force_areas: list[str]
    outcomes: list[str]
    outcome: str | None
    reserve_place: int | None
    kind: str | None
    amount_pence: int | None
    note: str
    mean: float | None
    spread: float
    place: int | None = None
    running_pence: int = 0
    is_out_of_order: bool = False
    free_members: int | None = None
    meeting_id: UUID | None = None

    @property
    def awarded(self) -> bool | None:
        return panels.is_awarded(self.outcome, self.kind)

    @property
    def is_far_apart(self) -> bool:
        return self.spread > scoring.FAR_APART

    @property
    def standing(self) -> Standing[UUID]:
        cost = self.amount_pence if self.amount_pence is not None else self.asked_pence
        return Standing(self.id, self.mean, cost, self.awarded, bool(self.note))


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
    lines = _in_order(_lines(found, viewer, meetings))
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
    sizes = tiers(found.tiers_version)
    means = queries.means_of_round(found.id, {each.key: each.weight for each in sizes.criteria})
    present = {meeting.id: meeting.present for meeting in meetings}
    interests = panels.interests_of(set().union(*present.values()), found.id)
    asks = {tier.key: tier.panel for tier in sizes.tiers}
    lines = []
    for row in _rows(found.id, viewer):
        sent_on = local_date(row.submitted_at) if row.submitted_at else None
        meeting = panels.meeting_about(meetings, row.meeting_id, sent_on)
        free = None
        if asks[row.tier_key]:
            free = len(present[meeting.id] - interests.of(row.id, row.organisation_id)) if meeting else 0
        lines.append(_line(row, means.get(row.id, []), free, meeting))
    return lines


def _rows(round_id: UUID, viewer: Actor) -> Sequence[Row]:  # type: ignore[type-arg]
    """Plain columns: five hundred whole applications would take longer to make than to show."""
    return db.session.execute(
        select(
            Application.id, Application.reference, Application.title, Application.applicant_name,
            Application.organisation_id, Application.region_code, Application.tier_key, Application.stage,
            Application.amount_pence, Application.applicant_income_pence, Application.force_areas,
            Application.outcomes, Application.submitted_at, Decision.outcome,
            Decision.amount_pence.label("decided_pence"), Decision.reserve_place, Marking.kind,
            Marking.amount_pence.label("marked_pence"), Marking.note, Marking.meeting_id,
        )
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Marking, Marking.application_id == Application.id)
        .where(
            Application.round_id == round_id, Application.stage.in_(queries.SCORED), has_no_interest(viewer),
            # An offer that came to nothing takes no money, and nobody passes it over.
            Decision.given_back_at.is_(None),
        )
        .order_by(Application.applicant_name, Application.id)
    ).all()  # fmt: skip


def _line(
    row: Row,  # type: ignore[type-arg]
    means: Sequence[float],
    free: int | None,
    meeting: PanelMeeting | None,
) -> BoardLine:
    return BoardLine(
        row.id, row.reference, row.title, row.applicant_name, row.organisation_id, row.region_code,
        row.tier_key, row.stage, row.amount_pence or 0, row.applicant_income_pence, row.force_areas,
        row.outcomes, row.outcome, row.reserve_place, row.kind,
        row.decided_pence if row.outcome is not None else row.marked_pence, row.note or "",
        scoring.mean(means), scoring.spread(means), free_members=free,
        meeting_id=meeting.id if meeting else None,
    )  # fmt: skip


def _in_order(lines: Sequence[BoardLine]) -> list[BoardLine]:
    """By score, each with its place, what the list costs down to it, and whether it stands out of the order."""
    by_id = {each.id: each for each in lines}
    ranked = scoring.ranking({each.id: each.mean for each in lines})
    standings = [by_id[each.key].standing for each in ranked]
    totals = order.running_totals(standings)
    passed_over = order.highest_passed_over(standings)
    return [
        replace(
            by_id[each.key],
            place=each.place,
            running_pence=total,
            is_out_of_order=bool(
                by_id[each.key].awarded
                and each.mean is not None
                and passed_over is not None
                and passed_over > each.mean
            ),
        )
        for each, total in zip(ranked, totals, strict=True)
    ]


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
