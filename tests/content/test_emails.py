"""Every shipped email is short, has one link and someone to ring."""

import re
from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from grantflow.content import content_root
from grantflow.notices import emails, emails_of_accounts
from grantflow.notices import emails_to_grantees as to_grantees
from grantflow.notices.emails import email_text
from grantflow.notices.emails_to_readers import LearningDigestEmail
from tests.notices.email_samples import an_email_cover, every_email

EMAILS = every_email()
# A list has a link for each thing in it.
SHORT = [each for each in EMAILS if not isinstance(each, LearningDigestEmail)]


def test_every_email_folder_has_its_email_and_the_other_way_round() -> None:
    folders = {path.name for path in (content_root() / "templates/emails").iterdir() if path.is_dir()}

    assert folders == {email.notice for email in EMAILS}


@pytest.mark.parametrize("email", SHORT, ids=lambda email: email.notice)
def test_an_email_is_short_with_one_link_and_a_person_to_ring(email: emails.Email) -> None:
    text = email_text(email)
    before_the_name = text.body.split(f"\n{email.cover.officer.name}\n")[0]
    said = [
        line for line in before_the_name.splitlines()[1:] if line and not line.startswith(("https://", "- "))
    ]

    assert text.body.startswith(f"Dear {email.cover.to_name}\n\n")
    assert 2 <= len(said) <= 8
    assert text.body.count("https://") == 1
    assert f"\n{email.cover.link}\n" in text.body
    assert email.cover.officer.phone in text.body
    assert 0 < len(text.subject) <= 78
    assert "\n\n\n" not in text.body
    assert not re.search(r" $", text.body, flags=re.M)


@pytest.mark.parametrize("email", EMAILS, ids=lambda email: email.notice)
def test_what_is_typed_is_neither_escaped_nor_run(email: emails.Email) -> None:
    cover = replace(email.cover, to_name="<b>O'Neill & Sons</b> {{ 7*7 }}")

    assert "Dear <b>O'Neill & Sons</b> {{ 7*7 }}\n" in email_text(replace(email, cover=cover)).body


def test_a_line_break_in_a_project_cannot_begin_another_header() -> None:
    email = emails.UnsuccessfulEmail(
        cover=an_email_cover(), project="Kettle On\r\nBcc: everyone@example.org", call_minutes=15
    )

    assert email_text(email).subject == "Our decision on Kettle On Bcc: everyone@example.org"


def test_the_digest_says_plainly_what_did_not_work_and_how_to_stop_it() -> None:
    body = email_text(next(each for each in EMAILS if isinstance(each, LearningDigestEmail))).body

    assert "* A flat with the lights on\n" in body
    assert "It did not work. There were no flats" in body
    assert "And 3 more entries." in body
    assert "WE ARE LOOKING AT THIS AGAIN\n* Kettle On" in body
    assert "/learning/digest/stop/1\n" in body
    assert "\n\n\n" not in body


def test_a_late_decision_has_a_new_date() -> None:
    email = next(each for each in EMAILS if isinstance(each, emails.DecisionDelayedEmail))

    assert "You will now hear from us by Friday 23 April 2027." in email_text(email).body


def test_an_overdue_report_is_met_with_an_offer_to_talk() -> None:
    email = next(each for each in EMAILS if isinstance(each, to_grantees.ReviewReminderEmail))
    text = email_text(replace(email, overdue=True))

    assert text.subject == "May we talk about your first yearly report?"
    assert "If things are difficult, please ring me" in text.body


def test_a_partner_is_told_whether_there_is_money() -> None:
    email = next(each for each in EMAILS if isinstance(each, emails.PartnerRequestEmail))

    assert "They have set aside £4,100 of the grant for you." in email_text(email).body
    assert "They have not set aside money for you." in email_text(replace(email, share_pence=None)).body


def test_a_draft_with_nothing_left_to_finish_says_so() -> None:
    email = next(each for each in EMAILS if isinstance(each, emails.DraftReminderEmail))

    assert "All that is left is to check it and send it." in email_text(replace(email, sections_left=0)).body
    assert "There is 1 section left to finish." in email_text(replace(email, sections_left=1)).body


def test_a_name_that_is_missing_stops_the_email() -> None:
    with pytest.raises(UndefinedError):
        email_text(object.__new__(emails_of_accounts.SignInLinkEmail))
