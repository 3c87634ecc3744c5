"""Find what was learned in one place and is tried in another: for those who try it, and for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from grantflow.applications.models import Application
from grantflow.applications.queries import list_own_applications
from grantflow.awards.models import Award
from grantflow.awards.queries import list_awards_of_organisations
from grantflow.casework.models import Case
from grantflow.casework.queries import get_visible, visible_to
from grantflow.casework.running import form
from grantflow.db import db
from grantflow.engine.answers import shown
from grantflow.engine.form import Form
from grantflow.errors import NotFound
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.adaptation_rules import TRIED, source_needs_asking
from grantflow.learning.models import LearningEntry
from grantflow.permissions import RIGHTS, Actor, Permission
from grantflow.places.queries import names_of_regions

FORM, RESULT_FORM, RESULT = "adaptation", "adaptation-result", "result"
MOST = 200
# Stages at which an entry is not for everybody to read.
UNREAD = frozenset({"draft", "in-review", "retired"})
# An application that has come to its end, or goes on as a grant, is nothing to plan for.
OVER = frozenset({"withdrawn", "expired", "ineligible", "declined", "awarded"})

# What the source said that stands beside each part of the form, in this order.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "population": ("cohort", "sex", "need-level", "for-whom", "setting", "context-people"),
    "intervention": ("what-was-done", "dose", "mechanism"),
    "environment": (
        "where", "rurality", "context-place", "context-market", "context-services", "context-probation",
        "context-policy",
    ),
    "transfer": ("by-whom", "partner-types", "context-history", "cost"),
    "keep-and-change": ("core-parts", "changeable-parts", "what-did-not-work"),
    "thanks": ("credit",),
    "plan": ("what-happened", "limits"),
}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """Whom something could be tried by: a grant or an application of one's own, or a region one works for."""

    key: str
    words: str
    region_code: str | None
    organisation_id: UUID | None = None
    round_id: UUID | None = None
    award_id: UUID | None = None
    application_id: UUID | None = None
    assigned_to_id: UUID | None = None


@dataclass(frozen=True)
class Passed:
    """How often something learned in one region was tried in another; None is no one region."""

    source: str | None
    target: str | None
    times: int


def adaptation_form(adaptation: Adaptation | None = None) -> Form:
    return form(FORM, adaptation.form_version if adaptation else None)


def result_form() -> Form:
    return form(RESULT_FORM)


def get_adaptation(adaptation_id: UUID, viewer: Actor) -> Adaptation:
    """With its entry, and both organisations.

    :raises NotFound: if there is none, or the viewer may not know of it
    """
    return get_visible(Adaptation, adaptation_id, viewer, Permission.ADAPTATION_WRITE, *_whole())


def list_adaptations(viewer: Actor) -> Sequence[Adaptation]:
    """What this person may work on, what is still open first."""
    return db.session.scalars(
        select(Adaptation)
        .where(visible_to(viewer, Permission.ADAPTATION_WRITE))
        .options(joinedload(Adaptation.organisation))
        .order_by(Adaptation.is_open.desc(), Adaptation.created_at.desc(), Adaptation.id)
        .limit(MOST)
    ).all()


def list_own_adaptations(viewer: Actor) -> Sequence[Adaptation]:
    """What the viewer's own organisations try, what is still open first."""
    return db.session.scalars(
        select(Adaptation)
        .where(Adaptation.organisation_id.in_(list(viewer.organisations)), Adaptation.stage != "set-aside")
        .order_by(Adaptation.is_open.desc(), Adaptation.created_at.desc(), Adaptation.id)
        .limit(MOST)
    ).all()


def list_tried(entry_id: UUID) -> Sequence[Adaptation]:
    """Where an entry is being tried, or was; the newest first."""
    return db.session.scalars(
        select(Adaptation)
        .where(Adaptation.entry_id == entry_id, Adaptation.stage.in_(TRIED))
        .order_by(Adaptation.started_at.desc(), Adaptation.id)
        .limit(MOST)
    ).all()


def list_all_tried() -> Sequence[Adaptation]:
    """Everything that is being tried, or was, with its entry; the newest first."""
    return db.session.scalars(
        select(Adaptation)
        .where(Adaptation.stage.in_(TRIED))
        .options(joinedload(Adaptation.entry))
        .order_by(Adaptation.started_at.desc(), Adaptation.id)
        .limit(MOST)
    ).all()


def get_tried(adaptation_id: UUID) -> Adaptation:
    """:raises NotFound: if there is none, or it was not begun to be tried"""
    found = db.session.scalar(
        select(Adaptation)
        .where(Adaptation.id == adaptation_id, Adaptation.stage.in_(TRIED))
        .options(*_whole())
    )
    if found is None:
        raise NotFound("adaptation", adaptation_id)
    return found


def list_passed() -> list[Passed]:
    """Who learned from whom, by region."""
    source = aliased(Case, flat=True)
    rows = db.session.execute(
        select(source.region_code, Adaptation.region_code, func.count())
        .join(source, source.id == Adaptation.entry_id)
        .where(Adaptation.stage.in_(TRIED))
        .group_by(source.region_code, Adaptation.region_code)
        .order_by(source.region_code, Adaptation.region_code)
    )
    return [Passed(*row) for row in rows]


def list_settings(viewer: Actor) -> list[Setting]:
    """What this person could try something for: their grants, their applications, their regions."""
    may_write = {
        each for each, right in viewer.organisations.items() if RIGHTS.index(right) >= RIGHTS.index("edit")
    }
    awards = [each for each in list_awards_of_organisations(viewer) if each.organisation_id in may_write]
    applications = [
        each
        for each in list_own_applications(viewer)
        if each.organisation_id in may_write and each.stage not in OVER
    ]
    return [*map(_of_award, awards), *map(_of_application, applications), *_of_regions(viewer)]


def needs_asking(adaptation: Adaptation) -> bool:
    entry = adaptation.entry
    return source_needs_asking(
        from_a_grant=entry.award_id is not None,
        same_organisation=entry.organisation_id is not None
        and entry.organisation_id == adaptation.organisation_id,
    )


def is_readable(entry: LearningEntry) -> bool:
    """Whether everybody may read it."""
    return entry.stage not in UNREAD


def told_beside(form: Form, answers: Mapping[str, Any], keys: Sequence[str]) -> list[tuple[str, Any]]:
    """What a case says to these questions, in words, where its form asks them and somebody has answered."""
    asked = {question.key: question for question in form.questions()}
    return [
        (str(asked[key].label), shown(asked[key], answers[key]))
        for key in keys
        if key in asked and answers.get(key)
    ]


def _whole() -> tuple[Any, ...]:
    entry = joinedload(Adaptation.entry)
    return (
        entry.joinedload(LearningEntry.organisation),
        joinedload(Adaptation.organisation),
        joinedload(Adaptation.assigned_to),
        joinedload(Adaptation.begun_by),
    )


def _of_award(award: Award) -> Setting:
    return Setting(
        f"grant:{award.id}", f"Our grant “{award.title}”", award.region_code, award.organisation_id,
        award.round_id, award_id=award.id, application_id=award.application_id,
        assigned_to_id=award.assigned_to_id,
    )  # fmt: skip


def _of_application(application: Application) -> Setting:
    return Setting(
        f"application:{application.id}", f"Our application “{application.title}”", application.region_code,
        application.organisation_id, application.round_id, application_id=application.id,
        assigned_to_id=application.assigned_to_id,
    )  # fmt: skip


def _of_regions(viewer: Actor) -> list[Setting]:
    if not viewer.holds_as_staff(Permission.ADAPTATION_WRITE):
        return []
    mine = viewer.regions(Permission.ADAPTATION_WRITE)
    return [
        Setting(f"region:{code}", name, code, assigned_to_id=viewer.user_id)
        for code, name in names_of_regions().items()
        if mine is None or code in mine
    ]
