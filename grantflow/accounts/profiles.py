"""What an organisation has told us about itself: asked once, kept with its date, looked at again after a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.models import Organisation, ProfileAnswer
from grantflow.audit.commands import record
from grantflow.casework.running import form
from grantflow.charities.models import RegisteredCharity
from grantflow.charities.queries import find_charity
from grantflow.db import db
from grantflow.engine.answers import visible_questions
from grantflow.engine.conditions import is_answered
from grantflow.engine.form import Form, Question, Section
from grantflow.errors import Reason, Stale
from grantflow.permissions import Occasion, Permission, require

FORM = "organisation"
# Sections that the register of charities answers for whoever is on it; the first, once it has accounts of theirs.
INCOME, RULES = "income", "rules"
# A year and a day, so that a round that comes once a year does not ask on the very anniversary.
STAYS_TRUE_FOR = timedelta(days=366)


@dataclass(frozen=True)
class Known:
    """A question of the profile with what was answered, and when somebody last said that it is true."""

    question: Question
    value: Any
    confirmed_at: datetime


def profile_form() -> Form:
    return form(FORM)


def on_register(organisation: Organisation) -> RegisteredCharity | None:
    """What the register says of it now, if it is on it."""
    charity = find_charity(organisation.charity_number)
    return charity if charity is not None and charity.is_registered else None


def profile_sections(organisation: Organisation) -> list[Section]:
    """What is asked of this organisation: nothing that the register answers."""
    answered = answered_by_register(organisation)
    return [section for section in profile_form().sections if section.key not in answered]


def answered_by_register(organisation: Organisation) -> frozenset[str]:
    """The sections of the profile that are not asked, because the register says it."""
    charity = on_register(organisation)
    if charity is None:
        return frozenset()
    return frozenset({RULES} if charity.income_pence is None else {RULES, INCOME})


def list_profile_answers(organisation_id: UUID) -> Sequence[ProfileAnswer]:
    return db.session.scalars(
        select(ProfileAnswer)
        .where(ProfileAnswer.organisation_id == organisation_id)
        .order_by(ProfileAnswer.question_key)
    ).all()


def list_known(organisation: Organisation) -> list[Known]:
    """What it has told us of what is asked of it, in the form's order."""
    kept = {each.question_key: each for each in list_profile_answers(organisation.id)}
    values = {key: each.value for key, each in kept.items()}
    asked = {question.key for section in profile_sections(organisation) for question in section.questions}
    return [
        Known(question, kept[question.key].value, kept[question.key].confirmed_at)
        for question in visible_questions(profile_form(), values)
        if question.key in asked and is_answered(values.get(question.key))
    ]


def list_doubtful(organisation: Organisation, checks: Sequence[str], at: datetime) -> list[Known]:
    """What somebody said more than a year ago and one of these checks rests on.

    :param checks: codes from the tiers file
    """
    used, before = {f"check:{code}" for code in checks}, at - STAYS_TRUE_FOR
    if not any(each.confirmed_at < before for each in list_profile_answers(organisation.id)):
        return []
    return [
        known
        for known in list_known(organisation)
        if used.intersection(known.question.serves) and known.confirmed_at < before
    ]


def save_profile(
    organisation: Organisation,
    values: Mapping[str, Any],
    occasion: Occasion,
    *,
    revisions: Mapping[str, int] | None = None,
) -> dict[str, ProfileAnswer]:
    """Keep each answer that differs from what is kept; return the rows by question.

    :param revisions: of each answer, as the person's page had it
    :raises Forbidden: if the actor may not write for the organisation
    :raises Stale: if somebody else changed the same answer meanwhile; then nothing is saved
    """
    require(occasion.actor, Permission.ORGANISATION_EDIT, on=organisation)
    hold_organisation(organisation)
    kept = {each.question_key: each for each in list_profile_answers(organisation.id)}
    changed = {key: value for key, value in values.items() if key not in kept or kept[key].value != value}
    _refuse_moved(changed, kept, revisions or {})
    for key, value in changed.items():
        if key not in kept:
            kept[key] = ProfileAnswer(organisation_id=organisation.id, question_key=key, revision=0)
            db.session.add(kept[key])
        answer = kept[key]
        answer.value, answer.revision = value, answer.revision + 1
        answer.saved_at = answer.confirmed_at = occasion.at
        answer.saved_by_id = answer.confirmed_by_id = occasion.actor.user_id
    _follow(organisation, changed)
    db.session.flush()
    if changed:
        record(organisation.id, "organisation", "tell", occasion, facts={"questions": sorted(changed)})
    return kept


def confirm_profile(organisation: Organisation, keys: Sequence[str], occasion: Occasion) -> None:
    """Somebody has looked at these answers and says that they are still true.

    :raises Forbidden: if the actor may not write for the organisation
    """
    require(occasion.actor, Permission.ORGANISATION_EDIT, on=organisation)
    hold_organisation(organisation)
    for answer in list_profile_answers(organisation.id):
        if answer.question_key in keys:
            answer.confirmed_at, answer.confirmed_by_id = occasion.at, occasion.actor.user_id
    db.session.flush()
    record(organisation.id, "organisation", "confirm", occasion, facts={"questions": sorted(keys)})


def hold_organisation(organisation: Organisation) -> None:
    """Keep the row until the transaction ends, so that two colleagues at once write one history."""
    db.session.flush()
    db.session.refresh(organisation, with_for_update={"of": Organisation})


def _refuse_moved(
    changed: Mapping[str, Any], kept: Mapping[str, ProfileAnswer], revisions: Mapping[str, int]
) -> None:
    moved = [
        key
        for key in changed
        if key in revisions and revisions[key] != (kept[key].revision if key in kept else 0)
    ]
    if moved:
        labels = [str(profile_form().question(key).label) for key in moved]
        raise Stale([Reason("answer-moved-on", {"question": label}) for label in labels])


def _follow(organisation: Organisation, changed: Mapping[str, Any]) -> None:
    """What stands on the organisation itself and follows its answers, for lists, letters and checks."""
    if "address" in changed:
        organisation.address = changed["address"] or ""
    if "postcode" in changed:
        organisation.postcode = changed["postcode"] or ""
    if "company-number" in changed:
        organisation.company_number = changed["company-number"]
    if INCOME in answered_by_register(organisation):
        return
    if changed.get("income") is not None:
        organisation.income_pence = changed["income"]
    if changed.get("year-ends-on"):
        organisation.income_year_ends_on = date.fromisoformat(changed["year-ends-on"])
