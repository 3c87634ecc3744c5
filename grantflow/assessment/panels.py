"""Find the panel of a round: who sits on it, when it met, who was there, who has an interest, what it proposes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from grantflow.accounts.models import Membership, RoleGrant, User
from grantflow.applications.models import Application, Decision
from grantflow.assessment import queries, scoring
from grantflow.assessment.means import means_of_round
from grantflow.assessment.models import Departure, Marking, PanelMeeting, PanelMember
from grantflow.assessment.order import Standing
from grantflow.casework.models import Recusal
from grantflow.casework.running import tiers
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.permissions import Role

LIVED_EXPERIENCE, LOCAL_SECTOR, PROBATION, OTHER = PLACES = (
    "lived-experience",
    "local-voluntary-sector",
    "probation",
    "other",
)
# A panel without these two places is not turned away, but it is said.
PLACES_TO_FILL = (LIVED_EXPERIENCE, LOCAL_SECTOR)
AWARDING = frozenset({"full", "part", "condition"})


@dataclass(frozen=True)
class Interests:
    """Who has an interest in what, in one round: declared, or by belonging to the organisation."""

    by_case: dict[UUID, set[UUID]] = field(default_factory=dict)
    by_organisation: dict[UUID, set[UUID]] = field(default_factory=dict)

    def of(self, application_id: UUID, organisation_id: UUID | None) -> set[UUID]:
        found = self.by_case.get(application_id, set())
        return found | self.by_organisation.get(organisation_id, set()) if organisation_id else found


@dataclass(frozen=True)
class Quorum:
    """How many members without an interest were at the meeting that an application was talked about at."""

    needed: int
    present: int
    meeting: PanelMeeting | None


def asks_for_panel(found: Round) -> bool:
    """Whether any size of award in the round is decided with a panel."""
    sizes = tiers(found.tiers_version)
    return any(sizes.tier(key).panel for key in found.tier_keys)


def list_members(round_id: UUID) -> Sequence[PanelMember]:
    """By name."""
    return db.session.scalars(
        select(PanelMember)
        .join(User, User.id == PanelMember.user_id)
        .where(PanelMember.round_id == round_id)
        .options(joinedload(PanelMember.user))
        .order_by(User.name, User.id)
    ).all()


def places_empty(members: Collection[PanelMember]) -> list[str]:
    """Which of the places that a panel should have nobody fills."""
    return [place for place in PLACES_TO_FILL if place not in {each.place for each in members}]


def list_who_may_sit(region_code: str | None) -> Sequence[User]:
    """Everyone with the role of panel member in a region, by name; in a round for all regions, everyone."""
    reaches = RoleGrant.role == Role.PANEL_MEMBER
    if region_code is not None:
        reaches &= or_(RoleGrant.region_code.is_(None), RoleGrant.region_code == region_code)
    return db.session.scalars(
        select(User).where(User.disabled_at.is_(None), User.roles.any(reaches)).order_by(User.name, User.id)
    ).all()


def list_meetings(round_id: UUID) -> Sequence[PanelMeeting]:
    """The last one first, each with who was there."""
    rows = db.session.scalars(
        select(PanelMeeting)
        .where(PanelMeeting.round_id == round_id)
        .options(joinedload(PanelMeeting.attendances))
        .order_by(PanelMeeting.held_on.desc(), PanelMeeting.id)
    )
    return rows.unique().all()


def get_meeting(round_id: UUID, meeting_id: UUID) -> PanelMeeting:
    """:raises NotFound: if there is none of that round"""
    found = next((each for each in list_meetings(round_id) if each.id == meeting_id), None)
    if found is None:
        raise NotFound("meeting", meeting_id)
    return found


def find_marking(application_id: UUID) -> Marking | None:
    return db.session.get(Marking, application_id)


def meeting_about(
    meetings: Sequence[PanelMeeting], marked_at: UUID | None, sent_on: date | None
) -> PanelMeeting | None:
    """The meeting at which an application was marked; else the last since it was sent, which may have talked of it."""
    if marked_at is not None:
        return next((each for each in meetings if each.id == marked_at), None)
    return next((each for each in meetings if sent_on is None or each.held_on >= sent_on), None)


def quorum_for(application: Application) -> Quorum:
    """Counted for this very application: whoever has an interest in it does not count."""
    marking = find_marking(application.id)
    sent_on = local_date(application.submitted_at) if application.submitted_at else None
    meetings = list_meetings(application.round.id)
    meeting = meeting_about(meetings, marking.meeting_id if marking else None, sent_on)
    present = meeting.present if meeting else set()
    interested = interests_of(present, application.round.id).of(application.id, application.organisation_id)
    return Quorum(application.round.quorum, len(present - interested), meeting)


def interests_of(user_ids: Collection[UUID], round_id: UUID) -> Interests:
    """Every interest that these people have in the applications of a round."""
    found = Interests()
    if not user_ids:
        return found
    declared = db.session.execute(
        select(Recusal.user_id, Recusal.case_id, Recusal.organisation_id)
        .where(Recusal.user_id.in_(user_ids), Recusal.round_id == round_id)
        .order_by(Recusal.case_id, Recusal.user_id)
    )
    for user_id, case_id, organisation_id in declared:
        found.by_case.setdefault(case_id, set()).add(user_id)
        if organisation_id is not None:
            found.by_organisation.setdefault(organisation_id, set()).add(user_id)
    belonging = db.session.execute(
        select(Membership.user_id, Membership.organisation_id)
        .where(Membership.user_id.in_(user_ids))
        .order_by(Membership.organisation_id, Membership.user_id)
    )
    for user_id, organisation_id in belonging:
        found.by_organisation.setdefault(organisation_id, set()).add(user_id)
    return found


def standings_of(round_id: UUID, tiers_version: int, *, besides: UUID | None = None) -> list[Standing[UUID]]:
    """Every application of a round that has been assessed, with what is decided about it, or else proposed."""
    weights = {each.key: each.weight for each in tiers(tiers_version).criteria}
    means = means_of_round(round_id, weights)
    explained = select(Departure.case_id).where(
        Departure.round_id == round_id, Departure.rule == "score-order", Departure.taken_back_at.is_(None)
    )
    reasons = set(db.session.scalars(explained))
    rows = db.session.execute(
        select(
            Application.id, Application.amount_pence, Decision.outcome, Decision.amount_pence.label("decided"),
            Marking.kind, Marking.amount_pence.label("marked"), Marking.note,
        )
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Marking, Marking.application_id == Application.id)
        .where(
            Application.round_id == round_id, Application.stage.in_(queries.SCORED),
            Decision.given_back_at.is_(None),
        )
        .order_by(Application.id)
    )  # fmt: skip
    return [
        Standing(
            row.id,
            scoring.mean(means.get(row.id, [])),
            (row.decided or row.marked or row.amount_pence or 0),
            is_awarded(row.outcome, row.kind),
            row.id in reasons or bool(row.outcome is None and row.note),
        )
        for row in rows
        if row.id != besides
    ]


def is_awarded(outcome: str | None, kind: str | None) -> bool | None:
    """What has been decided, else what is proposed; None while nobody has said anything."""
    if outcome is not None:
        return outcome == "award"
    return kind in AWARDING if kind is not None else None
