"""What a whole round did and taught, for everybody who was part of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from grantflow.accounts.models import Membership, User
from grantflow.accounts.queries import tidy_email
from grantflow.awards.models import Award
from grantflow.awards.queries import GIVEN_BACK
from grantflow.casework.models import Answer
from grantflow.core.calendar import local_date
from grantflow.core.display import listed
from grantflow.db import db
from grantflow.funds.models import Round
from grantflow.learning.asking import what_to_ask_first
from grantflow.learning.models import LearningEntry
from grantflow.notices import addresses, sender
from grantflow.notices import emails_to_grantees as emails
from grantflow.notices.charts import Distance
from grantflow.notices.correspondence import Outgoing, Person, to_each, version_of
from grantflow.notices.excerpts import in_short
from grantflow.notices.models import Letter
from grantflow.notices.sender import sentence
from grantflow.notices.summaries import AwardLine, Lesson, RoundSummary, ShareAgainstTarget, SizeBand
from grantflow.places.queries import list_force_areas, names_of_regions
from grantflow.reports.published import published_of_round
from grantflow.reports.round_figures import Figures, round_figures

TEXT, SHORT_TEXT, MOST_QUESTIONS, MOST_LESSONS = 60, 30, 5, 12
NOT_YET = ("offered", *GIVEN_BACK)


def round_summary_emails(round_id: UUID, at: datetime) -> list[Outgoing]:
    """To the contact of each grant, and all who may sign for its organisation."""
    found = _round(round_id)
    return to_each(
        _grantees(round_id),
        addresses.public_round(found.slug),
        lambda cover: emails.RoundSummaryEmail(cover=cover, round_title=found.title),
        officer=sender.officer_for(found),
        fund_name=found.fund.name,
        reference=found.reference,
    )


def round_summary(letter: Letter) -> RoundSummary:
    found = _round(letter.about_id)
    awards, regions = _awards(found.id), names_of_regions()
    figures = round_figures(found.id, regions)
    entries = _published(found.id)
    learned = _answers([entry.id for entry in entries])
    travelled = _travelled(found.id, local_date(letter.created_at))
    return RoundSummary(
        letterhead=sender.letterhead(found.fund),
        reference=found.reference,
        version=version_of(letter),
        dated=local_date(letter.created_at),
        title=found.title,
        region=_where_and_when(found, regions, awards),
        in_short=_in_short(found, figures, awards, entries),
        received=figures.total.received,
        funded=figures.total.funded,
        asked_pence=figures.total.asked_pence,
        available_pence=found.budget_pence,
        awarded_pence=figures.total.awarded_pence,
        kept_our_dates=_kept_our_dates(found),
        sizes=tuple(
            SizeBand(label=line.label, received=line.received, funded=line.funded, pence=line.awarded_pence)
            for line in figures.by_size
        ),
        share=_share(found, figures),
        distances=travelled,
        progress=_progress(travelled),
        lessons=tuple(_lesson(entry, learned.get(entry.id, {})) for entry in entries[:MOST_LESSONS]),
        did_not_work=_did_not_work(entries, learned),
        ask_first=_ask_first(learned),
        awards=_award_lines(awards),
        contact=sender.officer_for(found),
        link=addresses.public_round(found.slug),
    )


def _round(round_id: UUID) -> Round:
    return db.session.scalars(
        select(Round)
        .where(Round.id == round_id)
        .options(joinedload(Round.fund), joinedload(Round.assigned_to))
    ).one()


def _awards(round_id: UUID) -> Sequence[Award]:
    return db.session.scalars(
        select(Award)
        .where(Award.round_id == round_id, Award.stage.not_in(NOT_YET))
        .options(joinedload(Award.organisation), joinedload(Award.application))
        .order_by(func.lower(Award.title), Award.id)
    ).all()


def _grantees(round_id: UUID) -> tuple[Person, ...]:
    awards = _awards(round_id)
    contacts = _answers([award.application_id for award in awards], ("contact-email", "contact-name"))
    people: dict[str, Person] = {}
    for given in contacts.values():
        if address := tidy_email(str(given.get("contact-email") or "")):
            people.setdefault(address, Person(str(given.get("contact-name") or address), address))
    members = db.session.execute(
        select(User.name, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id.in_([award.organisation_id for award in awards]),
            Membership.rights == "submit",
            User.disabled_at.is_(None),
        )
        .order_by(User.email)
    )
    for name, address in members:
        people.setdefault(address, Person(name, address))
    return tuple(people.values())


def _published(round_id: UUID) -> Sequence[LearningEntry]:
    return db.session.scalars(
        select(LearningEntry)
        .where(LearningEntry.round_id == round_id, LearningEntry.stage == "published")
        .options(joinedload(LearningEntry.organisation))
        .order_by(LearningEntry.evidence.desc(), LearningEntry.published_at, LearningEntry.id)
    ).all()


def _answers(case_ids: Sequence[UUID], keys: Sequence[str] = ()) -> dict[UUID, dict[str, Any]]:
    """The answers of many cases, in one statement."""
    query = select(Answer.case_id, Answer.question_key, Answer.value).where(
        Answer.case_id.in_(case_ids), Answer.part == "main"
    )
    found: dict[UUID, dict[str, Any]] = {}
    for row in db.session.execute(query.where(Answer.question_key.in_(keys)) if keys else query):
        found.setdefault(row.case_id, {})[row.question_key] = row.value
    return found


def _where_and_when(found: Round, regions: Mapping[str, str], awards: Sequence[Award]) -> str:
    place = regions.get(found.region_code or "", sentence("everywhere"))
    first = min((award.starts_on.year for award in awards), default=found.starts_on.year)
    last = max((award.ends_on.year for award in awards), default=first)
    return f"{place}, {first} to {last}" if last > first else f"{place}, {first}"


def _in_short(
    found: Round, figures: Figures, awards: Sequence[Award], entries: Sequence[LearningEntry]
) -> tuple[str, ...]:
    organisations = len({award.organisation_id for award in awards})
    learned = [sentence("learned", entries=entries)] if entries else []
    return (
        sentence("round-in-short", what=in_short(found.summary, TEXT), organisations=organisations),
        *learned,
    )


def _kept_our_dates(found: Round) -> str:
    released_on = local_date(found.released_at) if found.released_at else None
    return sentence("kept-our-dates", promised_on=found.decisions_on, released_on=released_on)


def _share(found: Round, figures: Figures) -> ShareAgainstTarget:
    return ShareAgainstTarget(
        small_means=sentence("small-means"),
        by_number=figures.small_share_of_awards or 0,
        target_by_number=found.small_target_number,
        by_value=figures.small_share_of_money or 0,
        target_by_value=found.small_target_value,
    )


def _travelled(round_id: UUID, today: date) -> tuple[Distance, ...]:
    """As the round's page shows it: at the end of the quarter before, made of released numbers."""
    return tuple(
        Distance(
            outcome=course.name,
            row=course.newest.row,
            **{move: figure.number or 0 for move, figure in course.newest.row.parts.items()},
        )
        for course in published_of_round(round_id, today)
    )


def _progress(travelled: tuple[Distance, ...]) -> str:
    """Which way people moved, by outcome. Small numbers are left to the chart, which knows what may be shown."""
    forward = [each.outcome for each in travelled if each.forward > each.back]
    others = [each.outcome for each in travelled if each.forward <= each.back]
    return sentence("round-progress", forward=forward, others=others)


def _lesson(entry: LearningEntry, learned: Mapping[str, Any]) -> Lesson:
    contexts = [str(value) for key, value in sorted(learned.items()) if key.startswith("context-") and value]
    return Lesson(
        title=entry.title,
        what=in_short(learned.get("what-happened") or learned.get("what-was-done"), TEXT),
        context=in_short(" ".join(contexts), TEXT) or sentence("context-not-said"),
        limits=in_short(learned.get("limits"), TEXT) or sentence("limits-not-said"),
        credit=entry.credit or (entry.organisation.name if entry.organisation else ""),
    )


def _did_not_work(
    entries: Sequence[LearningEntry], learned: Mapping[UUID, Mapping[str, Any]]
) -> tuple[str, ...]:
    said = [in_short(learned.get(entry.id, {}).get("what-did-not-work"), SHORT_TEXT) for entry in entries]
    return tuple(text for text in said if text)[:MOST_LESSONS]


def _ask_first(learned: Mapping[UUID, Mapping[str, Any]]) -> tuple[str, ...]:
    """A question for each thing that mattered in any of the places."""
    mattered = {key: value for answers in learned.values() for key, value in answers.items() if value}
    return tuple(what_to_ask_first(mattered)[-MOST_QUESTIONS:])


def _award_lines(awards: Sequence[Award]) -> tuple[AwardLine, ...]:
    names = {area.code: area.name for area in list_force_areas()}
    return tuple(
        AwardLine(
            organisation=award.organisation.name if award.organisation else award.application.applicant_name,
            what=award.title,
            where=listed([names[code] for code in award.application.force_areas if code in names])
            or sentence("everywhere"),
            pence=award.amount_pence,
        )
        for award in awards
    )
