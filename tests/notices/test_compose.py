"""What each notice says of the case it is about, through to the PDF and the inbox."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from grantflow.accounts.links import read_link
from grantflow.accounts.models import LinkPurpose
from grantflow.applications.models import Partner
from grantflow.casework.commands import open_case
from grantflow.casework.queries import list_timers
from grantflow.core.calendar import local_date
from grantflow.db import db
from grantflow.documents import store
from grantflow.notices.correspondence import Outgoing
from grantflow.notices.queries import list_letters
from grantflow.notices.register import NOTICES
from tests.conftest import NOON
from tests.factories import (
    a_decision,
    a_member,
    a_payment,
    a_review,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.notices.cases import MARGARET, a_grant, a_sent_application, said_in_letter, told
from tests.notices.mail_server import MailServer
from tests.notices.reading import squeezed, text_of
from tests.web.browser import clock_at

LATER = NOON + timedelta(days=21)


@pytest.fixture
def noon() -> Iterator[None]:
    """The time of the builders, so that days left are the same whenever this runs."""
    with clock_at():
        yield


def test_the_acknowledgement_says_what_happens_at_this_size_of_grant(app: Flask, mail: MailServer) -> None:
    partners = [{"name": "Eden Advice", "email": "hi@eden.example", "role": "Debt advice", "share": 50_000}]
    application = a_sent_application(
        tier_key="small", form_key="application-small", amount_pence=1_200_000,
        answers={"partners-involved": "yes", "partners": partners},
    )  # fmt: skip

    told(app, "acknowledgement", application)

    said = said_in_letter(application)
    assert "We ask Eden Advice to confirm that they are part of this." in said
    assert "Then two people who know such work read your application" in said
    assert "A panel talks about what they found, and decides." in said
    assert "We will decide by Friday 15 January 2027" in said
    assert "Cumbria" in said  # the area, by name rather than by its code
    assert "Debt advice" in said


def test_the_offer_says_how_much_when_for_what_and_how_to_say_yes(app: Flask, mail: MailServer) -> None:
    award = a_grant(
        stage="offered", tier_key="small", amount_pence=1_200_000, ends_on=date(2028, 9, 30),
        conditions="Agree with the Penrith office how people hear of it.\nSend us the lease.",
        decided_by=an_officer(name="Ngozi Adeyemi"),
    )  # fmt: skip

    told(app, "offer", award)

    said = said_in_letter(award)
    accept_by = next(timer.due_at for timer in list_timers(award.id) if timer.does == "act")
    assert "The grant is to Harbour House Registered charity 11" in said
    assert "At most £12,000" in said
    assert "We cook on Tuesdays and eat what we cook." in said
    assert "People trust you, and you notice small steps." in said
    assert "1 1 April 2027 Nothing £6,000 2 1 October 2027 Nothing £6,000" in said
    assert "Bank account. In the organisation’s exact name" in said.replace("'", "’")
    assert "Agree with the Penrith office how people hear of it." in said
    assert "Send us the lease." in said
    assert "Mental health and wellbeing" in said
    assert "It should take you about 1 hour." in said
    assert f"Please say yes by {accept_by:%A} {accept_by.day} {accept_by:%B %Y}" in said
    assert "Offender Management Act 2007, section 6" in said
    assert "Approved by Ngozi Adeyemi." in said
    [message] = mail.messages
    assert message["Subject"] == "We are offering you £12,000 for Cooking together"
    assert f"/applicant/grants/{award.id}" in message.get_content()


def test_an_offer_over_two_financial_years_says_what_falls_into_each(app: Flask, mail: MailServer) -> None:
    award = a_grant(stage="offered", tier_key="small", amount_pence=1_200_000, starts_on=date(2026, 12, 1))

    told(app, "offer", award)

    assert "£6,000 in 2026 to 2027; £6,000 in 2027 to 2028" in said_in_letter(award)


def test_the_refusal_has_the_reasons_the_scores_and_the_numbers_of_the_round(
    app: Flask, mail: MailServer
) -> None:
    found = a_round(stage="assessing", officer=an_officer(name="Farida Holroyd"))
    application = a_sent_application(stage="declined", round=found, amount_pence=450_000)
    a_decision(
        application, an_officer(name="Ngozi Adeyemi"), "decline", reason_codes=["plan-unclear", "good-but-outranked"],
        why="We could not tell who cooks when the cook is ill.",
    )  # fmt: skip
    an_assessment(application, an_assessor(), stage="submitted", points=2)
    for points in (3, 4, 5):
        winner = an_application(stage="awarded", round=found, amount_pence=300_000)
        an_assessment(winner, an_assessor(), stage="submitted", points=points)

    told(app, "unsuccessful", application)

    said = said_in_letter(application)
    assert "Your application was read and scored by an assessor." in said
    assert "we received 4 applications that asked for £13,500 between them" in said
    assert "We had £900,000 and could fund 3, which is about 3 in 4." in said
    assert "We could not follow what you would do We could not tell who cooks when the cook is ill." in said
    assert "It could have been funded. There was not enough money for all that could" in said
    assert "You know the place." in said
    assert "Say who does what in the first month." in said
    assert "Need and local fit 2.0 4.0" in said
    assert "Approved by Ngozi Adeyemi." in said
    assert f"localhost/applicant/applications/{application.id}/call".replace("-", "") in squeezed(said)
    assert f"localhost/applicant/applications/{application.id}/complain".replace("-", "") in squeezed(said)
    assert "funded" not in str(mail.messages[0]["Subject"])


def test_a_refusal_does_not_tell_what_one_of_two_grantees_scored(app: Flask, mail: MailServer) -> None:
    found = a_round(stage="assessing")
    application = a_sent_application(stage="declined", round=found)
    a_decision(application, an_officer(), "decline")
    an_assessment(application, an_assessor(), stage="submitted", points=2)
    for _ in range(2):
        winner = an_application(stage="awarded", round=found)
        an_assessment(winner, an_assessor(), stage="submitted", points=4)

    told(app, "unsuccessful", application)

    said = said_in_letter(application)
    assert "Need and local fit 2.0 People and relationships 2.0" in said
    assert "4.0" not in said
    assert "Too few were funded to show theirs" in said


def test_a_refusal_without_scores_has_no_table_and_names_an_open_round(app: Flask, mail: MailServer) -> None:
    application = a_sent_application(stage="declined", round=a_round(stage="assessing"))
    a_decision(application, an_officer(), "decline")
    other = a_round(title="North West winter grants", closes_at=datetime(2036, 12, 1, 12, 0, tzinfo=UTC))

    told(app, "unsuccessful", application)

    said = said_in_letter(application)
    assert "How it scored" not in said
    assert "was checked against the rules of the round" in said
    assert f"{other.title} is open until 1 December 2036" in said


def test_a_payment_notice_says_how_much_of_the_whole_and_to_which_account(
    app: Flask, mail: MailServer
) -> None:
    award = a_grant()
    payment = a_payment(
        award, stage="paid", amount_pence=200_000, paid_on=date(2027, 4, 1), bank_reference="PIF 0147 1"
    )
    a_payment(award, stage="planned", number=2, amount_pence=250_000, due_on=date(2027, 10, 1))
    a_payment(award, stage="cancelled", number=3, amount_pence=1)

    told(app, "payment-notice", payment)

    said = said_in_letter(payment)
    assert "We have paid you £2,000" in said
    assert "Payment 1 of 2 for Cooking together" in said
    assert "by Tuesday 6 April 2027" in said  # three working days
    assert "To the account ending 456" in said
    assert "00123456" not in said
    assert "PIF 0147 1" in said
    assert "£2,000 of £4,500" in said
    assert "The next payment is £2,500, on 1 October 2027." in said
    assert "To Harbour" not in mail.messages[0].get_content()


def test_a_review_is_announced_and_reminded_by_letter_and_chased_by_email(
    app: Flask, mail: MailServer, noon: None
) -> None:
    review = a_review(a_grant(), due_on=local_date(NOON) + timedelta(days=56))

    told(app, "review-announced", review)
    assert "It is 8 weeks until we would like to hear how Cooking together is going." in said_in_letter(
        review
    )
    review.due_on = local_date(NOON) + timedelta(days=14)
    db.session.commit()
    told(app, "review-reminder", review)
    review.stage = "overdue"
    review.revision += 1
    db.session.commit()
    told(app, "review-reminder", review)

    letters = list_letters([review.id])
    assert sorted(each.notice for each in letters) == ["review-announced", "review-reminder"]
    [reminder] = [each for each in letters if each.notice == "review-reminder" and each.document]
    said = text_of(store.get(reminder.document.sha256)) if reminder.document else ""
    assert "It is 2 weeks until we would like to hear how Cooking together is going." in said
    assert "about 30 minutes" in said
    assert "Would you rather tell us in a phone call?" not in said
    assert [str(each["Subject"])[:22] for each in mail.messages] == [
        "Your report is due on ", "A reminder: your repor", "May we talk about your",
    ]  # fmt: skip
    assert f"/applicant/reports/{review.id}" in mail.messages[0].get_content()
    for email in mail.messages[:2]:
        # The questions and the minutes, eight weeks before and two.
        assert "- What did you do with the money?" in email.get_content()
        assert "- Did anything surprise you, good or bad?" in email.get_content()
        assert "about 30 minutes" in email.get_content()


def test_reports_are_told_apart_where_there_are_several(app: Flask, mail: MailServer) -> None:
    award = a_grant(tier_key="standard")
    a_review(award, number=1, stage="answered")
    second = a_review(award, number=2)

    told(app, "review-announced", second)

    assert str(mail.messages[0]["Subject"]).startswith("Your second six-monthly report is due on")


def test_a_partner_is_asked_by_a_link_that_answers_for_it(app: Flask, mail: MailServer) -> None:
    partner = a_partner()

    told(app, "partner-request", partner)

    [message] = mail.to("hello@eden.example")
    body = message.get_content()
    assert message["Subject"] == "Has Harbour House asked you about Cooking together?"
    assert "A debt adviser for half a day each week" in body
    assert "They have set aside £500 of the grant for you." in body
    [link] = [line for line in body.splitlines() if "/partner/" in line]
    assert read_link(link.rpartition("/")[2], LinkPurpose.PARTNER, NOON).case_id == partner.id


def test_a_partner_that_has_answered_is_not_reminded(app: Flask, mail: MailServer) -> None:
    partner = a_partner()
    partner.stage = "confirmed"
    db.session.commit()

    told(app, "partner-request", partner)

    assert mail.messages == []


def test_a_draft_is_reminded_of_what_is_left_and_a_sent_one_is_not(
    app: Flask, mail: MailServer, noon: None
) -> None:
    round = a_round(closes_at=NOON + timedelta(days=7, minutes=5))
    organisation = an_organisation()
    a_member(organisation, email=MARGARET, name="Margaret L")
    draft = an_application(
        round=round, organisation=organisation, answers={"contact-email": "typo@elsewhere.example"}
    )
    sent = an_application(round=round, organisation=organisation, stage="submitted")

    told(app, "draft-reminder", draft)
    told(app, "draft-reminder", sent)

    [message] = mail.messages
    assert message["To"] == "Margaret L <margaret@harbour.example>"
    assert message["Subject"] == "7 days left to send your application"


def test_everyone_with_a_draft_hears_that_a_round_closes_and_nobody_else(
    app: Flask, mail: MailServer, noon: None
) -> None:
    round = a_round(closes_at=NOON + timedelta(days=7))
    drafts = [an_application(round=round, organisation=an_organisation()) for _ in range(3)]
    for number, draft in enumerate(drafts):
        assert draft.organisation is not None
        a_member(draft.organisation, email=f"lead{number}@charity.example")
    a_sent_application(round=round)

    told(app, "round-closing", round)

    assert sorted(str(each["To"]).rpartition("<")[2] for each in mail.messages) == [
        "lead0@charity.example>", "lead1@charity.example>", "lead2@charity.example>",
    ]  # fmt: skip
    assert f"/applicant/applications/{drafts[0].id}" in mail.to("lead0@charity.example")[0].get_content()


def test_ineligible_and_delayed_applicants_read_what_the_officer_wrote(app: Flask, mail: MailServer) -> None:
    from grantflow.assessment.commands import delay
    from grantflow.checks.ineligible import mark_ineligible
    from grantflow.db import unit_of_work

    officer = an_officer()
    outside, late = a_sent_application(), an_application(stage="submitted", decide_by=date(2027, 1, 15))
    assert late.organisation is not None
    a_member(late.organisation, email="late@charity.example")
    with unit_of_work():
        mark_ineligible(
            outside, "rule-income", at_noon(officer), rule_words="Income is up to £1 million.",
            why="Your last accounts show £14 million.",
        )  # fmt: skip
        delay(late, date(2027, 3, 5), at_noon(officer), why="The panel lost a member.")

    from tests.jobs_inline import run_jobs

    assert [ran.problem for ran in run_jobs(app) if ran.problem] == []

    assert "The rule is: Income is up to £1 million." in mail.to(MARGARET)[0].get_content()
    letter = said_in_letter(outside)
    assert "Income is up to £1 million." in letter
    assert "Your last accounts show £14 million." in letter
    assert "If you think we are wrong" in letter
    assert "The reason: The panel lost a member." in mail.to("late@charity.example")[0].get_content()
    assert "by 15 January 2027, and we cannot." in mail.to("late@charity.example")[0].get_content()
    assert (
        "You will now hear from us by Friday 5 March 2027."
        in mail.to("late@charity.example")[0].get_content()
    )


def test_an_assessor_is_asked_and_reminded_and_an_officer_hears_of_an_interest(
    app: Flask, mail: MailServer
) -> None:
    assessor = an_assessor(name="Ngozi Adeyemi")
    assessment = an_assessment(a_sent_application(stage="assessing"), assessor)
    told(app, "assessment-assigned", assessment)
    told(app, "assessment-reminder", assessment)
    assessment.stage, assessment.conflict = "recused", "I was a trustee there until 2024."
    db.session.commit()
    told(app, "conflict-declared", assessment)

    asked, reminded, declared = mail.messages
    assert asked["Subject"] == "Would you read Cooking together?"
    assert "It takes about 30 minutes." in asked.get_content() or "minutes" in asked.get_content()
    assert f"/assessor/assessments/{assessment.id}" in asked.get_content()
    assert reminded["To"] == asked["To"]
    assert str(declared["To"]).startswith("Farida Holroyd")
    assert "I was a trustee there until 2024." in declared.get_content()


def test_an_offer_that_was_answered_is_not_reminded(app: Flask, mail: MailServer) -> None:
    award = a_grant(stage="accepted")

    told(app, "offer-reminder", award)

    assert mail.messages == []


@pytest.mark.parametrize("partners", [1, 8])
def test_composing_takes_a_handful_of_queries_whatever_the_size(app: Flask, partners: int) -> None:
    rows = [{"name": f"P{n}", "email": f"p{n}@x.example", "role": "r", "share": 1} for n in range(partners)]
    application = a_sent_application(answers={"partners-involved": "yes", "partners": rows})
    for number in range(partners):
        a_member(application.organisation, email=f"m{number}@harbour.example")  # type: ignore[arg-type]
    db.session.rollback()
    db.session.expunge_all()

    with counted() as statements:
        found = compose("acknowledgement", application.id)

    assert len(found) == partners + 1
    assert len(statements) <= 5


def compose(notice: str, case_id: UUID) -> list[Outgoing]:
    return NOTICES[notice].emails(case_id, NOON)


def a_partner() -> Partner:
    application = a_sent_application()
    partner = Partner(
        title="Eden Advice", application_id=application.id, round_id=application.round_id,
        region_code=application.region_code, organisation_id=application.organisation_id,
        assigned_to_id=application.assigned_to_id, contact_email="hello@eden.example",
        role="A debt adviser for half a day each week", share_pence=50_000,
    )  # fmt: skip
    open_case(partner, at_noon())
    partner.stage = "asked"
    partner.due_at = LATER
    db.session.commit()
    return partner


class counted:
    """The statements sent to the database within a block."""

    def __enter__(self) -> list[str]:
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _c: object, _cursor: object, statement: str, *_: object) -> None:
        self.statements.append(statement)
