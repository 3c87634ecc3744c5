"""The page an applicant lives in: the next thing to do, then applications and grants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from grantflow.applications.models import Application
from grantflow.applications.queries import list_own_applications
from grantflow.awards.models import Award
from grantflow.awards.queries import list_awards_of_organisations
from grantflow.casework.models import Case
from grantflow.core.calendar import end_of_day
from grantflow.learning.adaptations import list_own_adaptations
from grantflow.learning.models import LearningEntry
from grantflow.learning.queries import list_waiting_for_consent
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.queries import list_open_reports
from grantflow.web.access import signed_in
from grantflow.web.applicant import bp
from grantflow.web.occasion import current_actor, current_user, this_occasion


@dataclass(frozen=True)
class ToDo:
    """Something that waits for this person: finish, answer, report or agree; and by when."""

    kind: str
    case: Case
    by: datetime


@bp.route("/")
@signed_in
def home() -> ResponseReturnValue:
    viewer = current_actor()
    applications = list_own_applications(viewer)
    awards = list_awards_of_organisations(viewer)
    to_do = sorted(
        [
            *_drafts(applications, this_occasion().at),
            *_offers(awards),
            *_reports(list_open_reports(viewer)),
            *_consents(list_waiting_for_consent(viewer)),
        ],
        key=lambda each: each.by,
    )
    user = current_user()
    return render_template(
        "pages/applicant/home.html", applications=applications, awards=awards, to_do=to_do,
        adaptations=list_own_adaptations(viewer),
        memberships=sorted(user.memberships, key=lambda each: each.organisation.name) if user else [],
    )  # fmt: skip


def _drafts(applications: Sequence[Application], at: datetime) -> Iterable[ToDo]:
    return (
        ToDo("finish", each, each.closes_at)
        for each in applications
        if each.stage == "draft" and each.closes_at >= at
    )


def _offers(awards: Sequence[Award]) -> Iterable[ToDo]:
    return (ToDo("answer", each, each.due_at) for each in awards if each.stage == "offered")


def _reports(reviews: Sequence[ProgressReview]) -> Iterable[ToDo]:
    return (ToDo("report", each, end_of_day(each.due_on)) for each in reviews)


def _consents(entries: Sequence[LearningEntry]) -> Iterable[ToDo]:
    """Nobody is waiting for these, so they come after everything that has a date."""
    return (ToDo("agree", each, each.due_at) for each in entries)
