"""One of each email, as somebody would get it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from grantflow.notices import emails
from grantflow.notices import emails_about_learning as about_learning
from grantflow.notices import emails_to_grantees as to_grantees
from grantflow.notices.data import EmailCover
from tests.notices.samples import an_officer

CLOSING = datetime(2026, 12, 11, 17, 0, tzinfo=UTC)
PROJECT = "Kettle On"


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
    return (*_to_applicants(cover), *_to_grantees(cover), *_about_learning(cover), *_to_others(cover))


def _to_applicants(cover: EmailCover) -> tuple[emails.Email, ...]:
    return (
        emails.AcknowledgementEmail(
            cover=cover, project=PROJECT, asked_pence=2_450_000, decision_by=date(2027, 3, 12)
        ),
        emails.IneligibleEmail(
            cover=cover,
            project="Bridges National",
            rule="This round is for organisations with an income of up to £1 million a year. "
            "Your last accounts show £14 million.",
            elsewhere="The national scheme opens in May and would suit you better.",
        ),
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
        emails.ReserveListEmail(cover=cover, project=PROJECT, place=2),
        emails.SignInLinkEmail(cover=replace(cover, reference=""), minutes=30),
        emails.StaffSetUpEmail(cover=replace(cover, reference=""), days=3),
        emails.ColleagueInvitationEmail(
            cover=replace(cover, reference=""),
            organisation="Harbour House",
            invited_by="Ada Okafor",
            right="read and write, but not send applications",
            days=7,
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
            cover=cover, project=PROJECT, report="first yearly report", due_on=date(2028, 4, 14), minutes=60
        ),
        to_grantees.ReviewReminderEmail(
            cover=cover,
            project=PROJECT,
            report="first yearly report",
            due_on=date(2028, 4, 14),
            minutes=60,
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
        to_grantees.AwardSummaryEmail(cover=cover, project=PROJECT),
        to_grantees.RoundSummaryEmail(cover=cover, round_title="Closer to Home"),
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
