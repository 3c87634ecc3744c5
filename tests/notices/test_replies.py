"""What a grantee is told of a report that was read and of an entry that waits for them, each by its own action."""

from flask import Flask

from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.learning.commands import give_consent
from grantflow.monitoring.commands import answer_report, record_review
from tests.factories import a_learning_entry, a_member, a_review, an_evaluator, an_officer, at_noon
from tests.jobs_inline import run_jobs
from tests.learning.filled import ENTRY
from tests.monitoring.filled import COUNTS, REPORT, REVIEW
from tests.notices.cases import MARGARET, a_grant, told
from tests.notices.mail_server import MailServer


def test_the_answer_to_a_report_is_read_in_the_email_itself(app: Flask, mail: MailServer) -> None:
    review = a_review(a_grant(), stage="received", report=REPORT, counts=COUNTS)

    with unit_of_work():
        answer_report(
            review, "The flood cost you a month.\n\nStarting at noon makes sense.", "We will ask about the bus.",
            at_noon(an_officer()),
        )  # fmt: skip
    run_all(app)

    [message] = mail.to(MARGARET)
    body = message.get_content()
    assert message["Subject"] == "What we made of your report"
    assert "\n\nThe flood cost you a month.\n\nStarting at noon makes sense.\n\n" in body
    assert "And this is what happens now:\n\nWe will ask about the bus.\n\n" in body
    assert f"/applicant/reports/{review.id}" in body


def test_an_evaluators_page_is_announced_by_name_with_the_place_to_reply(
    app: Flask, mail: MailServer
) -> None:
    review = a_review(a_grant(), stage="received", report=REPORT, review=REVIEW, counts=COUNTS)

    with unit_of_work():
        record_review(review, at_noon(an_evaluator(name="Mei Lin")))
    run_all(app)

    [message] = mail.to(MARGARET)
    body = message.get_content()
    assert message["Subject"] == "A page about Cooking together, for you to read"
    assert "Mei Lin has looked at your report on Cooking together" in body
    assert f"/applicant/reports/{review.id}" in body


def test_a_grantee_is_asked_to_agree_before_anything_is_published(app: Flask, mail: MailServer) -> None:
    entry = a_learning_entry(a_grant(), answers=ENTRY)

    with unit_of_work():
        take_action(entry, "submit-for-review", at_noon(an_evaluator()))
    run_all(app)

    [message] = mail.to(MARGARET)
    assert message["Subject"] == "May we publish what Cooking together taught?"
    assert "“Cooking first, talking later”" in message.get_content()
    assert f"/applicant/learning/{entry.id}" in message.get_content()


def test_whoever_has_agreed_already_is_not_asked_again(app: Flask, mail: MailServer) -> None:
    award = a_grant()
    entry = a_learning_entry(award, stage="in-review", answers=ENTRY)
    assert award.organisation is not None
    with unit_of_work():
        give_consent(entry, at_noon(a_member(award.organisation, email="chair@harbour.example")))

    told(app, "consent-wanted", entry)

    assert mail.messages == []


def test_an_entry_about_no_grant_asks_nobody(app: Flask, mail: MailServer) -> None:
    told(app, "consent-wanted", a_learning_entry(None, stage="in-review", answers=ENTRY))

    assert mail.messages == []


def test_its_writer_and_the_organisation_are_told_when_it_is_looked_at_again(
    app: Flask, mail: MailServer
) -> None:
    evaluator = an_evaluator()
    entry = a_learning_entry(a_grant(), stage="published", answers=ENTRY, drafted_by_id=evaluator.id)

    with unit_of_work():
        take_action(entry, "look-again", at_noon())
    run_all(app)

    [to_them], [to_us] = mail.to(MARGARET), mail.to(evaluator.email)
    assert to_them["Subject"] == to_us["Subject"] == "Does it still hold? Cooking first, talking later"
    assert f"/applicant/learning/{entry.id}" in to_them.get_content()
    assert f"/evaluator/learning/{entry.id}" in to_us.get_content()
    assert "On 23 November 2026 we published" in to_us.get_content()


def test_whoever_wrote_it_for_the_organisation_is_told_once(app: Flask, mail: MailServer) -> None:
    award = a_grant()
    assert award.organisation is not None
    chair = a_member(award.organisation, email="chair@harbour.example")
    entry = a_learning_entry(award, stage="looked-at-again", answers=ENTRY, drafted_by_id=chair.id)

    told(app, "learning-look-again", entry)

    assert len(mail.to("chair@harbour.example")) == 1


def test_nobody_is_asked_about_what_has_been_decided(app: Flask, mail: MailServer) -> None:
    told(app, "learning-look-again", a_learning_entry(a_grant(), stage="published", answers=ENTRY))

    assert mail.messages == []


def run_all(app: Flask) -> None:
    assert [ran.problem for ran in run_jobs(app) if ran.problem] == []
    db.session.rollback()
