"""In a demonstration anybody becomes anybody, and reads the mail; in a real service none of it is there."""

from datetime import timedelta

from flask.testing import FlaskClient

from grantflow.db import db
from grantflow.notices.models import Email
from tests.conftest import NOON
from tests.factories import a_member, an_application, an_evaluator, an_officer, an_organisation
from tests.web.browser import words_of


def test_everybody_is_listed_by_role_and_charity(client: FlaskClient) -> None:
    an_officer(name="Asha Patel")
    an_evaluator(name="Mei Lin", region=None)
    organisation = an_organisation(name="Harbour House")
    a_member(organisation, name="Joan Bright")
    an_application(organisation=organisation)
    a_member(an_organisation(name="New Leaf"), name="Dai Morgan")

    page = words_of(client.get("/demonstration/"))

    assert "Asha Patel North West" in page
    assert "Mei Lin Everywhere" in page
    assert "Harbour House Joan Bright, Draft, not sent yet" in page
    assert "New Leaf Dai Morgan, nothing started" in page


def test_one_press_signs_in(client: FlaskClient) -> None:
    officer = an_officer()

    answer = client.post(f"/demonstration/become/{officer.id}")

    assert answer.headers["Location"] == "/home"
    assert client.get("/home").headers["Location"] == "/officer/"
    assert client.get(f"/demonstration/become/{officer.id}").status_code == 405


def test_an_empty_demonstration_says_how_to_fill_it(client: FlaskClient) -> None:
    assert "make demo FRESH=1" in client.get("/demonstration/").text


def test_mail_is_shown_newest_first_a_page_at_a_time_and_by_address(client: FlaskClient) -> None:
    for number in range(60):
        keep_email(
            f"Letter {number:02d}", minutes=number, to="joan@example.org" if number % 2 else "dai@example.org"
        )

    first = client.get("/demonstration/mail").text

    assert first.index("Letter 59") < first.index("Letter 58")
    assert "Letter 09" not in first
    older = first.partition("Older mail")[0].rpartition('href="')[2].partition('"')[0]
    assert "Letter 09" in client.get(older).text
    joans = client.get("/demonstration/mail?to=Joan@Example.org").text
    assert "Letter 59" in joans
    assert "Letter 58" not in joans


def test_an_email_is_read_as_text_with_its_links(client: FlaskClient) -> None:
    email = keep_email("<b>Hello</b>", body="See http://localhost/home\n<script>alert(1)</script>")

    page = client.get(f"/demonstration/mail/{email.id}").text

    assert '<a href="http://localhost/home"' in page
    assert "<script>alert" not in page
    assert "<b>Hello" not in page
    assert client.get("/demonstration/mail/01a20303-fdec-794a-8918-8da0bcde2a51").status_code == 404


def keep_email(
    subject: str, *, minutes: int = 0, to: str = "joan@example.org", body: str = "Dear Joan"
) -> Email:
    at = NOON + timedelta(minutes=minutes)
    email = Email(
        promise=f"{subject} {minutes}", notice="acknowledgement", to_address=to, subject=subject, body=body,
        created_at=at, sent_at=at,
    )  # fmt: skip
    db.session.add(email)
    db.session.commit()
    return email
