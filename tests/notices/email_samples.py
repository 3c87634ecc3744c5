"""One of each email, as somebody would get it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from grantflow.notices import emails, emails_of_accounts
from grantflow.notices import emails_about_grants as about_grants
from grantflow.notices import emails_about_learning as about_learning
from grantflow.notices import emails_of_checks as of_checks
from grantflow.notices import emails_replies as replies
from grantflow.notices import emails_to_grantees as to_grantees
from grantflow.notices import emails_to_readers as to_readers
from grantflow.notices.cover import EmailCover
from tests.notices.samples import an_officer

CLOSING = datetime(2026, 12, 11, 17, 0, tzinfo=UTC)
PROJECT = "Kettle On"
QUESTIONS = ("What did you do this year?", "What helped, and what got in the way?")


def an_email_cover(**changes: Any) -> EmailCover:
    return replace(
        EmailCover(
            to_name="Margaret Loveridge",
            officer=an_officer(),
            fund_name="Regional Outcomes and Innovation Fund",
            link="https://grants.northwest.example/a/NW-26-0147",
            reference="NW-26-0147",
        ),
        **changes,
    )


def every_email(cover: EmailCover | None = None) -> tuple[emails.Email, ...]:
    cover = cover or an_email_cover()
    return (
        *_to_applicants(cover),
        *_to_grantees(cover),
        *_about_grants(cover),
        *_about_learning(cover),
        *_to_others(cover),
        *_about_calls(cover),
        *_about_complaints(cover),
        *_to_readers(cover),
    )


def _to_applicants(cover: EmailCover) -> tuple[emails.Email, ...]:
    return (
        emails.AcknowledgementEmail(
            cover=cover, project=PROJECT, asked_pence=2_450_000, decision_by=date(2027, 3, 12)
        ),
        *_about_checks(cover),
        emails.DecisionDelayedEmail(
            cover=cover,
            project=PROJECT,
            promised_on=date(2027, 3, 12),
            new_date=date(2027, 4, 23),
            reason="The Treasury is looking at all new spending.",
        ),
        emails.ChangesWantedEmail(
            cover=cover, project=PROJECT, sections=("Money and dates",), by=date(2027, 1, 15)
        ),
        emails.ChangesReceivedEmail(cover=cover, organisation="Kettle House", project=PROJECT),
        emails.SignOffWantedEmail(
            cover=cover, asked_by="Sam Reid", organisation="Kettle House", project=PROJECT, closes_at=CLOSING
        ),
        emails.LateCodeEmail(
            cover=cover, round_title="Closer to Home", code="L-7K3M-Q2PX", expires_at=CLOSING
        ),
        emails.DraftReminderEmail(
            cover=cover, round_title="Closer to Home", closes_at=CLOSING, days_left=7, sections_left=2
        ),
        emails.RoundClosingEmail(cover=cover, round_title="Closer to Home", closes_at=CLOSING),
        emails.UnsuccessfulEmail(cover=cover, project=PROJECT, call_minutes=15),
        emails.ReserveListEmail(cover=cover, project=PROJECT, place=2, ends_on=date(2027, 9, 12)),
        emails_of_accounts.SignInLinkEmail(cover=replace(cover, reference=""), minutes=30),
        emails_of_accounts.StaffSetUpEmail(cover=replace(cover, reference=""), days=3),
        emails_of_accounts.ColleagueInvitationEmail(
            cover=replace(cover, reference=""),
            organisation="Harbour House",
            invited_by="Ada Okafor",
            right="read and write, but not send applications",
            days=7,
        ),
    )


def _about_checks(cover: EmailCover) -> tuple[emails.Email, ...]:
    return (
        of_checks.IneligibleEmail(
            cover=cover,
            project="Bridges National",
            rule="A grant of this size is for organisations with a yearly income of up to £1,000,000.",
            say_so_by=date(2027, 1, 22),
        ),
        of_checks.EligibleAfterAllEmail(
            cover=cover,
            project=PROJECT,
            reason="Your new trading arm has accounts of its own.",
            decision_by=date(2027, 3, 12),
        ),
        of_checks.QueryEmail(
            cover=cover,
            project=PROJECT,
            checks=("Accounts and returns up to date", "Governing document"),
            answer_by=date(2027, 1, 15),
            again=False,
        ),
        of_checks.QueryReminderEmail(cover=cover, project=PROJECT, answer_by=date(2027, 1, 15)),
        of_checks.QueryLongerEmail(cover=cover, project=PROJECT, answer_by=date(2027, 1, 29)),
        of_checks.QueryAnsweredEmail(cover=cover, organisation="Kettle House", project=PROJECT),
        of_checks.QueryUnansweredEmail(
            cover=cover,
            organisation="Kettle House",
            project=PROJECT,
            answer_by=date(2027, 1, 15),
            phone="01946 555 0101",
        ),
    )


def _to_grantees(cover: EmailCover) -> tuple[emails.Email, ...]:
    return (
        to_grantees.OfferEmail(
            cover=cover, project=PROJECT, amount_pence=2_450_000, accept_by=date(2027, 4, 9)
        ),
        to_grantees.OfferReminderEmail(
            cover=cover, project=PROJECT, amount_pence=2_450_000, accept_by=date(2027, 4, 9), days_left=3
        ),
        to_grantees.PaymentEmail(cover=cover, project=PROJECT, pence=1_225_000, arrives_by=date(2027, 5, 7)),
        to_grantees.ReviewAnnouncedEmail(
            cover=cover,
            project=PROJECT,
            report="first yearly report",
            due_on=date(2028, 4, 14),
            minutes=60,
            questions=QUESTIONS,
        ),
        to_grantees.ReviewReminderEmail(
            cover=cover,
            project=PROJECT,
            report="first yearly report",
            due_on=date(2028, 4, 14),
            minutes=60,
            questions=QUESTIONS,
            overdue=False,
        ),
        to_grantees.ReviewRecordedEmail(
            cover=cover, project=PROJECT, report="first yearly report", evaluator="Ruth Ashdown"
        ),
        to_grantees.ReportAnsweredEmail(
            cover=cover,
            project=PROJECT,
            report="first yearly report",
            read="The flood cost you a month and you said so. We had not known how far people walk.",
            what_next="I have moved your second payment forward, and asked the highways team about the bus.",
        ),
        to_grantees.ConsentWantedEmail(
            cover=cover, project=PROJECT, title="Ring while the person is in the room"
        ),
        to_grantees.LearningPublishedEmail(
            cover=cover, title="Ring while the person is in the room", organisation="Noor Family Project"
        ),
        to_grantees.LearningLookAgainEmail(
            cover=cover,
            title="Ring while the person is in the room",
            organisation="Noor Family Project",
            published_on=date(2025, 3, 4),
        ),
        to_grantees.AwardSummaryEmail(cover=cover, project=PROJECT),
        to_grantees.RoundSummaryEmail(cover=cover, round_title="Closer to Home"),
    )


def _about_grants(cover: EmailCover) -> tuple[emails.Email, ...]:
    return (
        about_grants.PlanWantedEmail(cover=cover, project=PROJECT, minutes=20),
        about_grants.PlanGivenEmail(cover=cover, organisation="Kettle House", project=PROJECT),
        about_grants.PlanTalkEmail(
            cover=cover, project=PROJECT, about="What would you see first, when somebody begins to trust you?"
        ),
        about_grants.PlanAgreedEmail(cover=cover, project=PROJECT),
        about_grants.CallWantedEmail(
            cover=cover,
            organisation="Kettle House",
            project=PROJECT,
            when="Any morning, on the office number.",
            ring_by=date(2028, 4, 14),
        ),
        about_grants.CallWrittenUpEmail(
            cover=cover,
            project=PROJECT,
            report="first yearly report",
            written_by="Farida Holroyd",
            stands_on=date(2028, 5, 5),
        ),
        about_grants.AnswerWantedEmail(
            cover=cover,
            organisation="Kettle House",
            project=PROJECT,
            answer_by=date(2028, 5, 5),
            is_late=False,
        ),
    )


def _about_learning(cover: EmailCover) -> tuple[emails.Email, ...]:
    title = "Ring while the person is in the room"
    return (
        about_learning.SourceAskedEmail(
            cover=cover, title=title, who="Kettle House", place="Cumbria", with_whom="women leaving prison",
            pays="£200 for a day of training", answer_by=date(2027, 4, 9),
        ),
        about_learning.SourceHeardEmail(
            cover=cover, title=title, source="Noor Family Project", answered=True
        ),
        about_learning.ResultReminderEmail(
            cover=cover, title=title, place="Cumbria", result_by=date(2028, 3, 27)
        ),
        about_learning.AdaptationToldEmail(
            cover=cover, title=title, place="Cumbria", with_whom="women leaving prison",
            came="it worked in part",
        ),
        about_learning.EmbeddingAskedEmail(
            cover=cover, title=title, part="Commissioning", decide_by=date(2027, 4, 9)
        ),
        about_learning.EmbeddingReminderEmail(
            cover=cover, title=title, part="Commissioning", decide_by=date(2027, 4, 9), waited=47, passed=True
        ),
        about_learning.EmbeddingDecidedEmail(
            cover=cover, title=title, part="Commissioning", owner="Gwen Morris",
            decided="take it up with changes", reason="We can do it in two of our three offices.",
        ),
    )  # fmt: skip


def _to_others(cover: EmailCover) -> tuple[emails.Email, ...]:
    return (
        emails.PartnerRequestEmail(
            cover=cover,
            partner="Eden Citizens' Advice",
            lead="Eden Valley Travellers' Support",
            project=PROJECT,
            role="a debt adviser for half a day each week",
            share_pence=410_000,
            answer_by=date(2026, 12, 18),
        ),
        emails.AssessmentAssignedEmail(
            cover=cover,
            project=PROJECT,
            organisation="Eden Valley Travellers' Support",
            round_title="Closer to Home",
            minutes=90,
            due_on=date(2027, 1, 22),
        ),
        emails.AssessmentReminderEmail(cover=cover, project=PROJECT, due_on=date(2027, 1, 22), days_left=3),
        emails.ConflictDeclaredEmail(
            cover=cover,
            assessor="Ngozi Adeyemi",
            project=PROJECT,
            connection="I was a trustee there until 2024.",
        ),
    )


def _about_calls(cover: EmailCover) -> tuple[emails.Email, ...]:
    whose: dict[str, Any] = {"cover": cover, "project": PROJECT}
    evening = datetime(2027, 3, 16, 18, 30, tzinfo=UTC)
    waiting: dict[str, Any] = {**whose, "organisation": "Kettle House", "book_by": date(2027, 3, 19)}
    return (
        replies.CallAskedEmail(
            **whose,
            organisation="Kettle House",
            offered=("Tuesday 16 March 2027, evening", "Thursday 18 March 2027, morning"),
            book_by=date(2027, 3, 19),
        ),
        replies.CallWaitingEmail(**waiting, booked_at=None, is_over=False),
        replies.CallTakenBackEmail(**whose, organisation="Kettle House"),
        replies.CallBookedEmail(**whose, at=evening, phone="01946 555 0101", minutes=15),
        replies.CallNotedEmail(**whose),
        replies.CallNotPossibleEmail(**whose, why="I rang three times and reached nobody."),
        replies.ReserveEndingEmail(**whose, organisation="Kettle House", ends_on=date(2027, 9, 12)),
        replies.DecidedAgainEmail(**whose, decide_by=date(2027, 6, 4)),
    )


def _about_complaints(cover: EmailCover) -> tuple[emails.Email, ...]:
    whose: dict[str, Any] = {"cover": cover, "project": PROJECT}
    by = date(2027, 4, 13)
    return (
        replies.ComplaintReceivedEmail(**whose, acknowledge_by=date(2027, 3, 16), answer_by=by),
        replies.ComplaintWaitingEmail(cover=cover, region="North West", step="take-up", by=by),
        replies.ComplaintAcknowledgedEmail(**whose, answer_by=by),
        replies.ComplaintTakenUpEmail(**whose, answer_by=by, second=False),
        replies.ComplaintAnswerEmail(**whose, second_look_by=date(2027, 5, 12)),
        replies.ComplaintSecondLookEmail(**whose, answer_by=by),
    )


def _to_readers(cover: EmailCover) -> tuple[emails.Email, ...]:
    return (
        to_readers.DigestConfirmEmail(cover=cover, days=7, region="North West"),
        to_readers.LearningDigestEmail(
            cover=cover,
            months="October to December 2026",
            region="every region",
            themes=(
                to_readers.DigestTheme(
                    name="A place to live",
                    lines=(
                        to_readers.DigestLine(
                            title="A flat with the lights on",
                            where="Cumbria. Men who leave prison with nowhere to go.",
                            worked="It did not work.",
                            happened="There were no flats to be had, lights or not.",
                            link="https://grants.northwest.example/learning/1",
                        ),
                    ),
                ),
            ),
            more=3,
            again=("Kettle On",),
            stop_link="https://grants.northwest.example/learning/digest/stop/1",
        ),
    )
