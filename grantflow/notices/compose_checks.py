"""Written while an application is checked: what we ask, once; and, early, that it cannot be considered."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from grantflow.casework.running import tiers
from grantflow.checks.asking import WAITING
from grantflow.checks.models import CheckQuery
from grantflow.core.calendar import add_working_days, local_date
from grantflow.db import db
from grantflow.engine.tiers import Tiers
from grantflow.notices import addresses
from grantflow.notices import emails_of_checks as emails
from grantflow.notices.compose_decisions import may_reapply
from grantflow.notices.correspondence import (
    Correspondence,
    Outgoing,
    Person,
    about_application,
    last_facts,
    last_said,
    to_each,
)
from grantflow.notices.data_of_checks import IneligibleLetter, QueryLetter, QueryPoint
from grantflow.notices.models import Letter
from grantflow.notices.sender import sentence

DAYS_TO_SAY_THAT_WE_ARE_WRONG = 10  # working days


def query_emails(query_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once it has been answered, or is wanted no more."""
    query, about = _of(query_id)
    if query.stage not in WAITING:
        return []
    checks = tuple(point.check for point in _points(query, _sizes(about)))
    return about.to_each(
        addresses.query(query.id),
        lambda cover: emails.QueryEmail(
            cover=cover, project=query.title, checks=checks, answer_by=query.answer_by, again=query.number > 1
        ),
    )


def query_letter(letter: Letter) -> QueryLetter:
    query, about = _of(letter.about_id)
    return QueryLetter(
        cover=about.letter_cover(letter),
        project=query.title,
        points=_points(query, _sizes(about)),
        answer_by=query.answer_by,
        link=addresses.query(query.id),
        why_again=query.why_again,
        asked_first_on=_asked_first_on(query),
    )


def query_reminder_emails(query_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once it has been answered, or is wanted no more."""
    query, about = _of(query_id)
    if query.stage != "asked":
        return []
    return about.to_each(
        addresses.query(query.id),
        lambda cover: emails.QueryReminderEmail(cover=cover, project=query.title, answer_by=query.answer_by),
    )


def query_longer_emails(query_id: UUID, at: datetime) -> list[Outgoing]:
    query, about = _of(query_id)
    return about.to_each(
        addresses.query(query.id),
        lambda cover: emails.QueryLongerEmail(cover=cover, project=query.title, answer_by=query.answer_by),
    )


def query_answered_emails(query_id: UUID, at: datetime) -> list[Outgoing]:
    """To the officer whose application it is, or who has the round."""
    query, about = _of(query_id)
    return to_each(
        (Person(about.officer.name, about.officer.email),),
        addresses.official_checks(query.application_id),
        lambda cover: emails.QueryAnsweredEmail(
            cover=cover, organisation=about.organisation, project=query.title
        ),
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=about.application.reference,
    )


def query_unanswered_emails(query_id: UUID, at: datetime) -> list[Outgoing]:
    """To the officer, with the number to ring. Nothing once it has been answered after all."""
    query, about = _of(query_id)
    if query.stage != "unanswered":
        return []
    return to_each(
        (Person(about.officer.name, about.officer.email),),
        addresses.official_checks(query.application_id),
        lambda cover: emails.QueryUnansweredEmail(
            cover=cover, organisation=about.organisation, project=query.title, answer_by=query.answer_by,
            phone=str(about.answers.get("contact-phone") or ""),
        ),
        officer=about.officer,
        fund_name=about.application.round.fund.name,
        reference=about.application.reference,
    )  # fmt: skip


def ineligible_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    about = about_application(application_id)
    facts = last_facts(application_id, "mark-ineligible")
    return about.to_each(
        addresses.application(application_id),
        lambda cover: emails.IneligibleEmail(
            cover=cover,
            project=about.application.title,
            rule=str(facts["rule_words"]),
            say_so_by=_say_so_by(at),
        ),
    )


def ineligible_letter(letter: Letter) -> IneligibleLetter:
    about = about_application(letter.about_id)
    application = about.application
    facts = last_facts(application.id, "mark-ineligible")
    return IneligibleLetter(
        cover=about.letter_cover(letter),
        round_title=application.round.title,
        project=application.title,
        received_on=local_date(application.submitted_at or letter.created_at),
        rule=str(facts["rule_words"]),
        detail=last_said(application.id, "mark-ineligible"),
        published_at=addresses.public_round(application.round.slug),
        promised_days=_sizes(about).ineligible_working_days,
        say_so_by=_say_so_by(letter.created_at),
        may_reapply=may_reapply(application.round, letter.created_at),
        elsewhere=sentence("elsewhere", home=addresses.home()),
    )


def eligible_after_all_emails(application_id: UUID, at: datetime) -> list[Outgoing]:
    about = about_application(application_id)
    reason = last_said(application_id, "look-again")
    return about.to_each(
        addresses.application(application_id),
        lambda cover: emails.EligibleAfterAllEmail(
            cover=cover, project=about.application.title, reason=reason,
            decision_by=about.application.promised_on,
        ),
    )  # fmt: skip


def _of(query_id: UUID) -> tuple[CheckQuery, Correspondence]:
    query = db.session.get_one(CheckQuery, query_id)
    return query, about_application(query.application_id)


def _sizes(about: Correspondence) -> Tiers:
    return tiers(about.application.round.tiers_version)


def _points(query: CheckQuery, sizes: Tiers) -> tuple[QueryPoint, ...]:
    checks = [(sizes.check(each.code), each.missing) for each in query.points]
    return tuple(
        QueryPoint(check=str(check.label), missing=missing, why=str(check.why or check.what), file=check.file)
        for check, missing in checks
    )


def _asked_first_on(query: CheckQuery) -> date | None:
    if query.number == 1:
        return None
    first = db.session.scalar(
        select(CheckQuery.asked_at).where(
            CheckQuery.application_id == query.application_id, CheckQuery.number == 1
        )
    )
    return local_date(first) if first else None


def _say_so_by(at: datetime) -> date:
    return local_date(add_working_days(at, DAYS_TO_SAY_THAT_WE_ARE_WRONG))
