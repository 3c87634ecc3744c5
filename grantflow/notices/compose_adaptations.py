"""Written about something that is tried elsewhere: to those who did it first, and to those who try it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grantflow.accounts.links import make_link
from grantflow.accounts.models import LinkPurpose
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.learning.adaptation_models import Adaptation
from grantflow.learning.models import LearningEntry
from grantflow.notices import addresses
from grantflow.notices import emails_about_learning as emails
from grantflow.notices.correspondence import Outgoing, Person, about_application, to_each
from grantflow.notices.data import EmailCover
from grantflow.notices.emails import Email
from grantflow.notices.sender import officer_of, settings
from grantflow.places.queries import name_of_region

# What came of it, to end a sentence.
CAME = {"yes": "it worked", "partly": "it worked in part", "no": "it did not work"}


def source_asked_emails(adaptation_id: UUID, at: datetime) -> list[Outgoing]:
    """To each person of the source, with a link of their own. Nothing once one of them has answered."""
    adaptation = _get(adaptation_id)
    if adaptation.stage != "source-asked":
        return []
    told = answers_of(adaptation.id)
    pays = str(told.get("pay-what") or "") if told.get("pays-source") == "yes" else ""
    return [
        each
        for person in _people_of_source(adaptation.entry)
        for each in _to(
            adaptation,
            person,
            addresses.source(make_link(LinkPurpose.SOURCE, person.email, at, case_id=adaptation.id)),
            lambda cover: emails.SourceAskedEmail(
                cover=cover, title=adaptation.title, who=who_tries(adaptation), place=adaptation.place,
                with_whom=adaptation.with_whom, pays=pays, answer_by=local_date(adaptation.due_at),
            ),
        )
    ]  # fmt: skip


def source_heard_emails(adaptation_id: UUID, at: datetime) -> list[Outgoing]:
    """To whoever began it: what the source said, or that it has not said anything."""
    adaptation = _get(adaptation_id)
    return _to_planner(
        adaptation,
        lambda cover: emails.SourceHeardEmail(
            cover=cover, title=adaptation.title, source=_source(adaptation.entry),
            answered=adaptation.source_said_at is not None,
        ),
    )  # fmt: skip


def result_reminder_emails(adaptation_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once they have told."""
    adaptation = _get(adaptation_id)
    by = adaptation.result_by
    if adaptation.stage != "being-tried" or by is None:
        return []
    return _to_planner(
        adaptation,
        lambda cover: emails.ResultReminderEmail(
            cover=cover, title=adaptation.title, place=adaptation.place, result_by=by
        ),
    )


def told_emails(adaptation_id: UUID, at: datetime) -> list[Outgoing]:
    """To the source. Nothing if the result has been taken back to be changed."""
    adaptation = _get(adaptation_id)
    if adaptation.stage not in {"told", "closed"}:
        return []
    return [
        each
        for person in _people_of_source(adaptation.entry)
        for each in _to(
            adaptation,
            person,
            addresses.tried(adaptation.id),
            lambda cover: emails.AdaptationToldEmail(
                cover=cover, title=adaptation.title, place=adaptation.place,
                with_whom=adaptation.with_whom, came=CAME[adaptation.worked],
            ),
        )
    ]  # fmt: skip


def who_tries(adaptation: Adaptation) -> str:
    """The charity, or the region that works on it without one."""
    if adaptation.organisation is not None:
        return adaptation.organisation.name
    return f"The {name_of_region(adaptation.region_code)} region"


def fund_of(entry: LearningEntry) -> str:
    """The fund an entry comes from; the funder's own name where it comes from no grant."""
    return entry.award.application.round.fund.name if entry.award else settings().FUNDER_NAME


def _get(adaptation_id: UUID) -> Adaptation:
    return db.session.scalars(
        select(Adaptation)
        .where(Adaptation.id == adaptation_id)
        .options(
            joinedload(Adaptation.entry),
            joinedload(Adaptation.organisation),
            joinedload(Adaptation.assigned_to),
            joinedload(Adaptation.begun_by),
        )
    ).one()


def _source(entry: LearningEntry) -> str:
    return entry.organisation.name if entry.organisation else settings().FUNDER_NAME


def _people_of_source(entry: LearningEntry) -> tuple[Person, ...]:
    return about_application(entry.award.application_id).people if entry.award else ()


def _to_planner(adaptation: Adaptation, write: Callable[[EmailCover], Email]) -> list[Outgoing]:
    """Nothing to somebody whose account is closed."""
    user = adaptation.begun_by
    if user is None or user.disabled_at is not None:
        return []
    return _to(adaptation, Person(user.name, user.email), addresses.adaptation(adaptation.id), write)


def _to(
    adaptation: Adaptation, person: Person, link: str, write: Callable[[EmailCover], Email]
) -> list[Outgoing]:
    return to_each(
        (person,),
        link,
        write,
        officer=officer_of(adaptation.assigned_to),
        fund_name=fund_of(adaptation.entry),
        reference=adaptation.reference,
    )
