"""Written to grantees when a report is asked for, when it is late, and when it has been read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from grantflow.accounts.queries import get_user
from grantflow.awards.queries import tier_of
from grantflow.casework.queries import answers_of
from grantflow.core.calendar import add_days, add_working_days, local_date
from grantflow.db import db
from grantflow.engine.answers import visible_questions
from grantflow.monitoring import rules
from grantflow.monitoring.models import ProgressReview
from grantflow.monitoring.queries import REPORT, WAITING_FOR_US, report_form
from grantflow.notices import addresses, emails_about_grants
from grantflow.notices import emails_to_grantees as emails
from grantflow.notices.correspondence import Outgoing, about_application, to_officer
from grantflow.notices.data import ReviewAnnounced, ReviewReminder
from grantflow.notices.models import Letter

ASKED = ("announced", "overdue")
HOW_OFTEN = {12: "yearly", 6: "six-monthly", 3: "quarterly", 1: "monthly"}
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
# What about the work is asked; how somebody would like to tell us is not part of the list.
ABOUT_HOW_TO_TELL = ("call-instead", "call-times", "report-elsewhere")
DAYS_IN_A_WEEK = 7
# As the workflow's timers have it.
WORKING_DAYS_TO_RING, DAYS_TO_CHECK = 10, 21


def announced_emails(review_id: UUID, at: datetime) -> list[Outgoing]:
    review = _review(review_id)
    if _has_come(review, at):
        return []
    name = report_name(review)
    return about_application(review.award.application_id).to_each(
        addresses.review(review.id),
        lambda cover: emails.ReviewAnnouncedEmail(
            cover=cover,
            project=review.award.title,
            report=name,
            due_on=review.due_on,
            minutes=review.minutes,
            questions=asked_questions(review),
        ),
        reference=review.award.reference,
    )


def reminder_emails(review_id: UUID, at: datetime) -> list[Outgoing]:
    """Nothing once the report has come."""
    review = _review(review_id)
    if _has_come(review, at):
        return []
    name = report_name(review)
    return about_application(review.award.application_id).to_each(
        addresses.review(review.id),
        lambda cover: emails.ReviewReminderEmail(
            cover=cover,
            project=review.award.title,
            report=name,
            due_on=review.due_on,
            minutes=review.minutes,
            questions=asked_questions(review),
            overdue=review.stage == "overdue",
        ),
        reference=review.award.reference,
    )


def recorded_emails(review_id: UUID, at: datetime) -> list[Outgoing]:
    """That an evaluator's page is there to be read and replied to."""
    review = _review(review_id)
    if review.reviewed_by_id is None:
        return []
    name, evaluator = report_name(review), get_user(review.reviewed_by_id).name
    return about_application(review.award.application_id).to_each(
        addresses.review(review.id),
        lambda cover: emails.ReviewRecordedEmail(
            cover=cover, project=review.award.title, report=name, evaluator=evaluator
        ),
        reference=review.award.reference,
    )


def call_wanted_emails(review_id: UUID, at: datetime) -> list[Outgoing]:
    """To the officer: when to ring, and by which day."""
    review = _review(review_id)
    if review.stage != rules.CALL:
        return []
    about = about_application(review.award.application_id)
    times = str(answers_of(review.id, REPORT).get("call-times") or "They did not say. Please ask.")
    ring_by = local_date(add_working_days(review.stage_entered_at, WORKING_DAYS_TO_RING))
    return to_officer(
        about,
        addresses.official_report(review.award.application_id, review.number),
        lambda cover: emails_about_grants.CallWantedEmail(
            cover=cover,
            organisation=about.organisation,
            project=review.award.title,
            when=times,
            ring_by=ring_by,
        ),
        reference=review.award.reference,
    )


def call_written_up_emails(review_id: UUID, at: datetime) -> list[Outgoing]:
    review = _review(review_id)
    if review.stage != "written-up" or review.write_up is None:
        return []
    name, stands_on = report_name(review), local_date(add_days(review.stage_entered_at, DAYS_TO_CHECK))
    written_by = get_user(review.write_up.written_by_id).name
    return about_application(review.award.application_id).to_each(
        addresses.review(review.id),
        lambda cover: emails_about_grants.CallWrittenUpEmail(
            cover=cover, project=review.award.title, report=name, written_by=written_by, stands_on=stands_on
        ),
        reference=review.award.reference,
    )


def answer_wanted_emails(review_id: UUID, at: datetime) -> list[Outgoing]:
    """To the officer: the reply that was promised is near, or late."""
    review = _review(review_id)
    if review.stage not in WAITING_FOR_US or review.answer_by_at is None:
        return []
    about, by = about_application(review.award.application_id), review.answer_by_at
    return to_officer(
        about,
        addresses.official_report(review.award.application_id, review.number),
        lambda cover: emails_about_grants.AnswerWantedEmail(
            cover=cover, organisation=about.organisation, project=review.award.title, answer_by=local_date(by),
            is_late=at >= by,
        ),
        reference=review.award.reference,
    )  # fmt: skip


def answered_emails(review_id: UUID, at: datetime) -> list[Outgoing]:
    """Every report is answered, and the answer is in the email itself."""
    review = _review(review_id)
    if review.stage != "answered":
        return []
    name = report_name(review)
    return about_application(review.award.application_id).to_each(
        addresses.review(review.id),
        lambda cover: emails.ReportAnsweredEmail(
            cover=cover,
            project=review.award.title,
            report=name,
            read=review.answer,
            what_next=review.answer_next,
        ),
        reference=review.award.reference,
    )


def reminder_is_printed(review_id: UUID) -> bool:
    """Before it is due, a letter lists the questions. Once it is late, a few lines and a call do more than a letter."""
    return _review(review_id).stage == "announced"


def announced_letter(letter: Letter) -> ReviewAnnounced:
    """The same questions and ways to answer, eight weeks before."""
    return ReviewAnnounced(**vars(reminder_letter(letter)))


def reminder_letter(letter: Letter) -> ReviewReminder:
    review = _review(letter.about_id)
    about = about_application(review.award.application_id)
    days_left = max((review.due_on - local_date(letter.created_at)).days, 0)
    return ReviewReminder(
        cover=about.letter_cover(letter, reference=review.award.reference),
        project=review.award.title,
        report=report_name(review),
        due_on=review.due_on,
        weeks_left=round(days_left / DAYS_IN_A_WEEK),
        minutes=review.minutes,
        questions=asked_questions(review),
        depends=None,
        link=addresses.review(review.id),
    )


def report_name(review: ProgressReview) -> str:
    """Such as "second six-monthly report"; just "report" where there is one in all."""
    number_in_all = db.session.scalar(
        select(func.count()).select_from(ProgressReview).where(ProgressReview.award_id == review.award_id)
    )
    if number_in_all == 1:
        return "report"
    often = HOW_OFTEN.get(tier_of(review.award).reporting.every_months, "")
    ordinal = ORDINALS[review.number - 1] if review.number <= len(ORDINALS) else f"{review.number}th"
    return " ".join(part for part in (ordinal, often, "report") if part)


def _has_come(review: ProgressReview, at: datetime) -> bool:
    """Whether at that time it was no longer asked for: a letter that is printed late is still of its own day."""
    return review.stage not in ASKED and review.stage_entered_at <= at


def _review(review_id: UUID) -> ProgressReview:
    return db.session.scalars(
        select(ProgressReview).where(ProgressReview.id == review_id).options(joinedload(ProgressReview.award))
    ).one()


def asked_questions(review: ProgressReview) -> tuple[str, ...]:
    """What is asked of somebody who answers on the page."""
    asked = visible_questions(report_form(review), {"call-instead": "no"})
    return tuple(str(question.label) for question in asked if question.key not in ABOUT_HOW_TO_TELL)
