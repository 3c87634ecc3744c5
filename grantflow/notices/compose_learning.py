"""What one grant taught: the page made at its end, and the emails about an entry, from consent to publication."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from grantflow.accounts.models import User
from grantflow.applications.models import Partner
from grantflow.awards.models import Award
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import local_date
from grantflow.core.display import listed
from grantflow.db import db
from grantflow.learning.asking import what_to_ask_first
from grantflow.learning.models import LearningEntry
from grantflow.learning.queries import answers_of_reviews, entry_form, list_entries_of_award
from grantflow.learning.rules import PUBLIC
from grantflow.monitoring.distance import Travelled
from grantflow.monitoring.queries import REPORT, REVIEW, SENT, distance_of_award, list_reviews
from grantflow.monitoring.uses import Use, record_uses
from grantflow.notices import addresses
from grantflow.notices import emails_to_grantees as emails
from grantflow.notices.charts import Distance
from grantflow.notices.compose_awards import get_award
from grantflow.notices.correspondence import Correspondence, Outgoing, Person, about_application, version_of
from grantflow.notices.cover import EmailCover
from grantflow.notices.excerpts import in_short
from grantflow.notices.models import Letter
from grantflow.notices.sender import letterhead, sentence
from grantflow.notices.summaries import AwardSummary
from grantflow.permissions import Occasion
from grantflow.places.queries import names_of_force_areas

# So that the whole stays on one page.
TEXT, LIMITS, SHORT_TEXT, MOST_CONTEXTS, MOST_QUESTIONS = 45, 36, 22, 3, 3


@dataclass(frozen=True)
class Told:
    """What was said of a grant, the most considered first: its published entry, the evaluator, the charity."""

    entry: LearningEntry | None
    learned: Mapping[str, Any]
    review: Mapping[str, Any]
    report: Mapping[str, Any]
    application: Mapping[str, Any]
    reply: str

    def first(self, *texts: Any, words: int = TEXT, otherwise: str = "") -> str:
        """The first of these that says something, in short; else a sentence that says that nobody did."""
        found = next((text for text in texts if text), None)
        return in_short(found, words) if found else sentence(otherwise)


def consent_emails(entry_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once they have agreed, or it has gone back to its writer."""
    entry = db.session.get_one(LearningEntry, entry_id)
    if entry.award is None or entry.stage != "in-review" or entry.consent_given_at is not None:
        return []
    project = entry.award.title
    return about_application(entry.award.application_id).to_each(
        addresses.learning(entry.id),
        lambda cover: emails.ConsentWantedEmail(cover=cover, project=project, title=entry.title),
        reference=entry.reference,
    )


def published_emails(entry_id: UUID, at: datetime) -> list[Outgoing]:
    entry = db.session.get_one(LearningEntry, entry_id)
    if entry.award is None or entry.stage != "published":
        return []
    about = about_application(entry.award.application_id)
    return about.to_each(
        addresses.public_learning(entry.id),
        lambda cover: emails.LearningPublishedEmail(
            cover=cover, title=entry.title, organisation=about.organisation
        ),
        reference=entry.reference,
    )


def look_again_emails(entry_id: UUID, at: datetime) -> list[Outgoing]:
    """To the organisation, and to the member of staff who drafted it; nothing once somebody has decided."""
    entry = db.session.get_one(LearningEntry, entry_id)
    if entry.award is None or entry.stage != "looked-at-again" or entry.published_at is None:
        return []
    about, published_on = about_application(entry.award.application_id), local_date(entry.published_at)

    def write(cover: EmailCover) -> emails.LearningLookAgainEmail:
        return emails.LearningLookAgainEmail(
            cover=cover, title=entry.title, organisation=about.organisation, published_on=published_on
        )

    writer = db.session.get(User, entry.drafted_by_id) if entry.drafted_by_id else None
    found = about.to_each(addresses.learning(entry.id), write, reference=entry.reference)
    # Whoever wrote it for the organisation has the first of these already.
    if writer and writer.roles and writer.disabled_at is None:
        staff = replace(about, people=(Person(writer.name, writer.email),))
        found += staff.to_each(addresses.official_learning(entry.id), write, reference=entry.reference)
    return found


def award_summary_emails(award_id: UUID, at: datetime) -> list[Outgoing]:
    award = get_award(award_id)
    return about_application(award.application_id).to_each(
        addresses.award(award.id),
        lambda cover: emails.AwardSummaryEmail(cover=cover, project=award.title),
        reference=award.reference,
    )


def remember_summary(letter: Letter, occasion: Occasion) -> None:
    """Keep which answers of the reports the summary was made from."""
    award = get_award(letter.about_id)
    told = _told(award, about_application(award.application_id))
    keys = ["what-you-would-change"]
    keys += [] if told.learned.get("what-was-done") else ["what-you-did"]
    keys += [] if any(key.startswith("context-") for key in told.learned) else ["what-helped"]
    for review in list_reviews(award.id):
        record_uses(review, keys, Use.SUMMARY, occasion, what_for=letter.reference)


def award_summary(letter: Letter) -> AwardSummary:
    award = get_award(letter.about_id)
    about = about_application(award.application_id)
    told = _told(award, about)
    learned, review, report = told.learned, told.review, told.report
    change = report.get("what-you-would-change") or learned.get("changeable-parts")
    return AwardSummary(
        letterhead=letterhead(about.application.round.fund),
        reference=award.reference,
        version=version_of(letter),
        dated=local_date(letter.created_at),
        title=told.entry.title if told.entry else award.title,
        organisation=about.organisation,
        where=_where(about),
        who=told.first(
            learned.get("for-whom"),
            about.answers.get("who-and-where"),
            words=SHORT_TEXT,
            otherwise="not-said",
        ),
        partners=_partners(about),
        grant_pence=award.amount_pence,
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        what=told.first(
            learned.get("what-was-done"),
            report.get("what-you-did"),
            about.answers.get("what-you-will-do"),
            otherwise="not-said",
        ),
        progress=told.first(
            learned.get("what-happened"), review.get("progress-pattern"), otherwise="progress-not-said"
        ),
        distances=distances(distance_of_award(award.id)),
        context=_context(told),
        mechanism=told.first(
            learned.get("mechanism"), review.get("contribution-why"), otherwise="mechanism-not-said"
        ),
        reply=in_short(told.reply, SHORT_TEXT),
        did_not_work=told.first(
            learned.get("what-did-not-work"), review.get("benefited-less"), otherwise="not-said"
        ),
        differently=told.first(change, otherwise="not-said"),
        ask_first=tuple(what_to_ask_first(learned)[-MOST_QUESTIONS:]),
        limits=told.first(learned.get("limits"), words=LIMITS, otherwise="limits-not-said"),
        strength=_strength(told),
        credit=_credit(told, about),
        contact=about.officer,
        link=_link(told, about),
    )


def distances(travelled: Iterable[Travelled]) -> tuple[Distance, ...]:
    return tuple(
        Distance(
            outcome=each.wording,
            forward=each.counts.forward,
            same=each.counts.same,
            back=each.counts.back,
            unknown=each.counts.unknown,
        )
        for each in travelled
    )


def _told(award: Award, about: Correspondence) -> Told:
    published = [entry for entry in list_entries_of_award(award.id) if entry.stage in PUBLIC]
    entry = published[-1] if published else None
    reviews = [review for review in list_reviews(award.id) if review.stage in SENT]
    return Told(
        entry=entry,
        learned=answers_of(entry.id) if entry else {},
        review=answers_of_reviews(reviews, REVIEW),
        report=answers_of_reviews(reviews, REPORT),
        application=about.answers,
        reply=next((review.grantee_reply for review in reversed(reviews) if review.grantee_reply), ""),
    )


def _where(about: Correspondence) -> str:
    return listed(names_of_force_areas(about.application.force_areas)) or about.application.round.title


def _partners(about: Correspondence) -> str:
    names = db.session.scalars(
        select(Partner.title)
        .where(Partner.application_id == about.application.id, Partner.stage == "confirmed")
        .order_by(Partner.created_at, Partner.id)
    ).all()
    return "; ".join(names)


def _context(told: Told) -> tuple[str, ...]:
    headings = [value for key, value in sorted(told.learned.items()) if key.startswith("context-") and value]
    said = headings or [
        text for text in (told.review.get("context-that-mattered"), told.report.get("what-helped")) if text
    ]
    short = tuple(in_short(text, SHORT_TEXT) for text in said[:MOST_CONTEXTS])
    return short or (sentence("context-not-said"),)


def _strength(told: Told) -> str:
    """In the words of the form, without the number in front."""
    value = told.learned.get("evidence-strength") or told.review.get("evidence-strength")
    words = {
        choice.value: str(choice.label)
        for choice in entry_form(told.entry).question("evidence-strength").choices
    }
    found = words.get(str(value), "").partition(". ")[2]
    return f"{found[:1].lower()}{found[1:]}." if found else sentence("strength-not-said")


def _credit(told: Told, about: Correspondence) -> str:
    credit = told.entry.credit if told.entry else ""
    return sentence("credit", credit=credit, organisation=about.organisation)


def _link(told: Told, about: Correspondence) -> str:
    if told.entry is not None:
        return addresses.public_learning(told.entry.id)
    return addresses.public_round(about.application.round.slug)
