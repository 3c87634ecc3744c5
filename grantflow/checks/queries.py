"""Find what checks found: for this application, in an earlier one of the same organisation, and in rows we hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from grantflow.accounts.models import Interest, Organisation
from grantflow.accounts.profiles import list_profile_answers, profile_form
from grantflow.applications.models import Application, CheckResult
from grantflow.applications.queries import tier_of
from grantflow.casework import running
from grantflow.casework.models import Recusal
from grantflow.charities.queries import find_charity, find_register_date
from grantflow.checks import register, rules
from grantflow.checks.models import CheckQuery
from grantflow.checks.register import Finding
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.engine.tiers import Tiers

# Stages at which nothing is asked for any more, or never was.
LOST = ("draft", "declined", "ineligible", "withdrawn", "expired")


@dataclass(frozen=True)
class Standing:
    """A result that stands from another application of the same organisation, and that application's reference."""

    result: CheckResult
    reference: str


def tiers_of(application: Application) -> Tiers:
    return running.tiers(application.round.tiers_version)


def results_by_code(application_id: UUID) -> dict[str, CheckResult]:
    """What was found for this very application."""
    rows = db.session.scalars(
        select(CheckResult).where(CheckResult.application_id == application_id).order_by(CheckResult.code)
    )
    return {row.code: row for row in rows}


def standing_results(application: Application, at: datetime) -> dict[str, Standing]:
    """What people found of this organisation before and still stands, by check."""
    organisation = application.organisation
    codes = [each.code for each in tiers_of(application).checks if each.is_about_organisation]
    rows = _earlier(application, codes) if organisation is not None else []
    if organisation is None or not rows:
        return {}
    close, told = _close_since(organisation, rows), _told_at(organisation)
    about, today = (organisation.name, organisation.charity_number), local_date(at)
    found = {}
    for code in codes:
        of_code = [each for each in rows if each.result.code == code]
        earlier = [_as_earlier(each.result, close, told.get(code)) for each in of_code]
        if (place := rules.standing(earlier, about, today)) is not None:
            found[code] = of_code[place]
    return found


def what_counts(application: Application, at: datetime) -> dict[str, CheckResult]:
    """What counts of each check that was made: what was found for it, or what stands from before."""
    stands = standing_results(application, at)
    own = results_by_code(application.id)
    return {code: counts for code in own.keys() | stands.keys() if (counts := _counts(code, own, stands, at))}


def own_counts(own: CheckResult | None, stands: Standing | None, at: datetime) -> bool:
    return own is not None and rules.own_counts(
        by_person=not own.filled_itself,
        expires_on=own.expires_on,
        today=local_date(at),
        stands=stands is not None,
    )


def findings_in_rows(application: Application, at: datetime) -> dict[str, Finding]:
    """What the register, or our own rows, say of each check of this size of award that they answer."""
    organisation, tier = application.organisation, tier_of(application)
    if organisation is None:
        return {}
    charity = find_charity(organisation.charity_number)
    made_on = find_register_date(at) or local_date(at)
    asked = register.Asked(
        name=organisation.name,
        amount_pence=application.amount_pence,
        most_income_pence=tier.applicant_income_up_to_pence,
        unrelated=_unrelated(organisation.id),
        others=[each.reference for each in other_requests(application)],
    )
    found = {code: register.find_in_rows(code, charity, asked, made_on) for code in tier.checks_before_offer}
    return {code: finding for code, finding in found.items() if finding is not None}


def other_requests(application: Application) -> Sequence[Application]:
    """What else the same organisation has asked this fund for and not lost or withdrawn, newest first."""
    return db.session.scalars(
        select(Application)
        .where(
            Application.organisation_id == application.organisation_id,
            Application.id != application.id,
            Application.stage.not_in(LOST),
        )
        .order_by(Application.created_at.desc(), Application.id)
        .limit(5)
    ).all()


def list_check_queries(application_id: UUID) -> Sequence[CheckQuery]:
    """Every time the applicant was asked, the first one first, with its points."""
    return db.session.scalars(
        select(CheckQuery)
        .where(CheckQuery.application_id == application_id)
        .options(selectinload(CheckQuery.points))
        .order_by(CheckQuery.number)
    ).all()


def ids_to_look_at_again(stages: Collection[str]) -> Sequence[UUID]:
    """The applications at these stages, by id."""
    return db.session.scalars(
        select(Application.id).where(Application.stage.in_(stages)).order_by(Application.id)
    ).all()


def _counts(
    code: str, own: Mapping[str, CheckResult], stands: Mapping[str, Standing], at: datetime
) -> CheckResult | None:
    if own_counts(own.get(code), stands.get(code), at):
        return own[code]
    return stands[code].result if code in stands else None


def _earlier(application: Application, codes: Collection[str]) -> Sequence[Standing]:
    """By people, newest first; of rows that filled themselves the newest are looked up again instead."""
    rows = db.session.execute(
        select(CheckResult, Application.reference)
        .join(Application, Application.id == CheckResult.application_id)
        .where(
            Application.organisation_id == application.organisation_id,
            Application.id != application.id,
            CheckResult.checked_by_id.is_not(None),
            CheckResult.code.in_(codes),
        )
        .order_by(CheckResult.checked_at.desc(), CheckResult.id)
    )
    return [Standing(result, reference) for result, reference in rows]


def _as_earlier(
    result: CheckResult, close: Mapping[UUID, datetime | None], told_at: datetime | None
) -> rules.Earlier:
    checker = result.checked_by_id
    ended_at = close.get(checker) if checker else None
    is_close = checker in close and (ended_at is None or ended_at >= result.checked_at)
    return rules.Earlier(
        result=result.result,
        expires_on=result.expires_on,
        about=(result.about_name, result.about_number),
        told_since=told_at is not None and told_at > result.checked_at,
        checker_is_close=is_close,
    )


def _close_since(organisation: Organisation, rows: Sequence[Standing]) -> dict[UUID, datetime | None]:
    """Who of those that checked has, or had, an interest in the organisation, and when it ended (None: it stands)."""
    checkers = {each.result.checked_by_id for each in rows}
    same = or_(
        func.lower(Interest.name) == func.lower(organisation.name),
        Interest.charity_number == organisation.charity_number,
    )
    found: dict[UUID, datetime | None] = {}
    declared = db.session.execute(
        select(Interest.user_id, Interest.ended_at)
        .where(Interest.user_id.in_(checkers), same)
        .order_by(Interest.user_id, Interest.declared_at)
    )
    for user_id, ended_at in declared:
        before = found.get(user_id, ended_at)
        found[user_id] = None if before is None or ended_at is None else max(before, ended_at)
    aside = select(Recusal.user_id).where(
        Recusal.user_id.in_(checkers), Recusal.organisation_id == organisation.id
    )
    return found | dict.fromkeys(db.session.scalars(aside))


def _told_at(organisation: Organisation) -> dict[str, datetime]:
    """When the organisation last told us something else that a check rests on, by check."""
    asked = {question.key: question for section in profile_form().sections for question in section.questions}
    found: dict[str, datetime] = {}
    for answer in list_profile_answers(organisation.id):
        for served in asked[answer.question_key].serves if answer.question_key in asked else ():
            kind, _, code = served.partition(":")
            if kind == "check":
                found[code] = max(found.get(code, answer.saved_at), answer.saved_at)
    return found


def _unrelated(organisation_id: UUID) -> bool | None:
    said = {each.question_key: each.value for each in list_profile_answers(organisation_id)}
    return {"yes": True, "no": False}.get(str(said.get("mostly-unrelated")))
