"""What every notice about one application shares: whom it goes to, who writes, what has been answered.

An award, a payment and a report hang from an application, so the people are the same for all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from grantflow.accounts.models import Membership, User
from grantflow.accounts.queries import tidy_email
from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.errors import NotFound
from grantflow.funds.models import Round
from grantflow.notices import sender
from grantflow.notices.cover import Addressee, Cover, EmailCover, Officer
from grantflow.notices.emails import Email
from grantflow.notices.models import Letter


@dataclass(frozen=True)
class Person:
    """Somebody to write to."""

    name: str
    email: str


@dataclass(frozen=True)
class Outgoing:
    """One email to one person, before it is kept."""

    to: Person
    email: Email


@dataclass(frozen=True)
class Correspondence:
    """An application with its round, fund, organisation and officer; its answers; the people to write to."""

    application: Application
    answers: dict[str, Any]
    people: tuple[Person, ...]

    @property
    def officer(self) -> Officer:
        return sender.officer_of(self.application.assigned_to, self.application.round.assigned_to)

    @property
    def organisation(self) -> str:
        found = self.application.organisation
        return found.name if found else self.application.applicant_name

    def letter_cover(
        self,
        letter: Letter,
        *,
        approved_by: str = "",
        reference: str = "",
        officer: Officer | None = None,
        complaints: str = "",
    ) -> Cover:
        fund = self.application.round.fund
        return Cover(
            letterhead=sender.letterhead(fund),
            reference=reference or self.application.reference,
            version=version_of(letter),
            dated=local_date(letter.created_at),
            to=Addressee(
                organisation=self.organisation,
                contact=self.people[0].name if self.people else self.organisation,
                address=_address(self.application),
            ),
            officer=officer or self.officer,
            approved_by=approved_by or fund.senior_officer,
            complaints=complaints or sender.complaints(),
            large_print=sender.large_print(),
        )

    def to_each(
        self, link: str, write: Callable[[EmailCover], Email], *, reference: str = ""
    ) -> list[Outgoing]:
        """The same email to each of the people, by name."""
        return to_each(
            self.people,
            link,
            write,
            officer=self.officer,
            fund_name=self.application.round.fund.name,
            reference=reference or self.application.reference,
        )


def to_officer(
    about: Correspondence, link: str, write: Callable[[EmailCover], Email], *, reference: str
) -> list[Outgoing]:
    """To the officer whose application it is, or who has the round."""
    return to_each(
        (Person(about.officer.name, about.officer.email),),
        link,
        write,
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=reference,
    )


def to_each(
    people: tuple[Person, ...],
    link: str,
    write: Callable[[EmailCover], Email],
    *,
    officer: Officer,
    fund_name: str,
    reference: str,
) -> list[Outgoing]:
    covers = [
        EmailCover(to_name=person.name, officer=officer, fund_name=fund_name, link=link, reference=reference)
        for person in people
    ]
    return [Outgoing(person, write(cover)) for person, cover in zip(people, covers, strict=True)]


def last_said(case_id: UUID, action: str) -> str:
    """What somebody wrote when this action was last taken."""
    note = db.session.scalar(
        select(AuditEntry.note)
        .where(AuditEntry.chain == case_id, AuditEntry.action == action)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    return note or ""


def last_facts(case_id: UUID, action: str) -> Mapping[str, Any]:
    """What was recorded when this action was last taken."""
    facts = db.session.scalar(
        select(AuditEntry.facts)
        .where(AuditEntry.chain == case_id, AuditEntry.action == action)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    return facts or {}


def about_application(application_id: UUID) -> Correspondence:
    """:raises NotFound: if there is no such application"""
    application = db.session.scalar(
        select(Application)
        .where(Application.id == application_id)
        .options(
            joinedload(Application.round).joinedload(Round.fund),
            joinedload(Application.round).joinedload(Round.assigned_to),
            joinedload(Application.organisation),
            joinedload(Application.assigned_to),
            joinedload(Application.decision),
        )
    )
    if application is None:
        raise NotFound("application", application_id)
    answers = answers_of(application.id)
    return Correspondence(application, answers, _people(application, answers))


def _people(application: Application, answers: dict[str, Any]) -> tuple[Person, ...]:
    """The contact the applicant named, then whoever began it and all who may sign; nobody twice."""
    members = db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == application.organisation_id,
            or_(Membership.rights == "submit", User.id == application.started_by_id),
            User.disabled_at.is_(None),
        )
        .order_by(User.created_at, User.id)
    )
    # Until an application is sent, the contact is only something that somebody has begun to type.
    typed = answers.get("contact-email") if application.stage != "draft" else None
    named = tidy_email(str(typed or ""))
    people = {named: Person(str(answers.get("contact-name") or named), named)} if named else {}
    for user in members:
        people.setdefault(user.email, Person(user.name, user.email))
    return tuple(people.values())


def _address(application: Application) -> tuple[str, ...]:
    organisation = application.organisation
    if organisation is None:
        return ()
    lines = [*organisation.address.splitlines(), organisation.postcode]
    return tuple(line.strip(" ,") for line in lines if line.strip(" ,"))


def version_of(letter: Letter) -> str:
    """Which letter this is, for whoever files it: its template's fingerprint and its own reference."""
    return f"{letter.notice} {letter.template_sha256[:8]}, {letter.reference}"
