"""What anybody may read before they start."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from grantflow.assessment.commands import delay
from grantflow.casework.running import form
from grantflow.db import db, unit_of_work
from tests.conftest import NOON
from tests.factories import a_fund, a_regional_lead, a_round, an_application, an_officer, at_noon
from tests.web.browser import counting, words_of


def test_an_open_round_says_what_for_who_how_much_where_and_until_when(client: FlaskClient) -> None:
    round = a_round()

    page = words_of(client.get("/"))

    for said in (
        round.title,
        round.summary,
        "£1,000 to £75,000",
        "Cumbria",
        "Cheshire",
        "midday on Monday 28 December 2026",
    ):
        assert said in page


def test_a_round_that_is_being_set_up_is_nobodys_business(client: FlaskClient) -> None:
    round = a_round(stage="draft")

    assert round.title not in words_of(client.get("/"))
    assert client.get(f"/rounds/{round.slug}").status_code == 404


def test_a_round_past_its_closing_time_cannot_be_started_even_if_nobody_has_closed_it(
    client: FlaskClient,
) -> None:
    round = a_round(closes_at=NOON - timedelta(seconds=1))

    assert "No round is open today" in words_of(client.get("/"))
    assert "Start now" not in words_of(client.get(f"/rounds/{round.slug}"))


def test_a_rounds_page_shows_every_question_with_its_hint_and_limit(client: FlaskClient) -> None:
    page = words_of(client.get(f"/rounds/{a_round(tier_keys=['standard'], min_pence=2_600_000).slug}"))

    questions = form("application-standard").questions()
    for question in questions:
        assert str(question.label) in page
        assert str(question.hint) in page
        if question.max_words:
            assert f"Up to {question.max_words} words" in page


def test_a_rounds_page_names_somebody_to_ring(client: FlaskClient) -> None:
    officer = an_officer(name="Bethan Hughes")
    officer.phone = "01632 960 118"
    db.session.commit()

    page = words_of(client.get(f"/rounds/{a_round(officer=officer).slug}"))

    assert "Bethan Hughes, 01632 960 118" in page


def test_a_rounds_page_says_that_it_need_not_be_new_and_how_it_is_scored(client: FlaskClient) -> None:
    page = words_of(client.get(f"/rounds/{a_round().slug}"))

    assert "It does not have to be new" in page
    assert "Need and local fit, 25 points in a hundred" in page
    assert "About 2 hours to apply" in page
    assert "Everybody is told at once" in page


def test_a_round_shows_only_the_sizes_it_gives(client: FlaskClient) -> None:
    page = words_of(client.get(f"/rounds/{a_round(tier_keys=['small'], max_pence=2_000_000).slug}"))

    assert "£1,000 to £20,000 (small grant)" in page
    assert "micro grant" not in page


def test_a_rounds_page_says_how_many_were_funded_last_time_and_by_size_where_there_were_enough(
    client: FlaskClient,
) -> None:
    then = NOON - timedelta(days=400)
    before = a_round(stage="monitoring", opens_at=then, closes_at=then, released_at=NOON, title="Last year")
    for number in range(24):
        an_application(stage="declined" if number % 2 else "awarded", round=before)

    page = words_of(client.get(f"/rounds/{a_round().slug}"))

    assert "Last time 24 applied and 12 were funded: about 1 in 2. That was Last year" in page
    assert "£100,000 to £500,000: 24 applied and 12 were funded, about 1 in 2" in page


def test_a_rounds_page_says_so_when_there_was_no_round_before_or_only_elsewhere(client: FlaskClient) -> None:
    fund = a_fund()
    page = words_of(client.get(f"/rounds/{a_round(fund=fund).slug}"))
    assert "This is the first round here, so we cannot tell you yet" in page

    then = NOON - timedelta(days=400)
    elsewhere = a_round(
        stage="monitoring", opens_at=then, closes_at=then, released_at=NOON, region_code="D", fund=fund
    )
    an_application(stage="awarded", round=elsewhere)
    page = words_of(client.get(f"/rounds/{a_round(fund=fund).slug}"))
    assert "There has been no round here before" in page
    assert "In that round 1 applied and 1 was funded: all of them" in page


@pytest.mark.parametrize("path", ["/accessibility", "/privacy", "/"])
def test_pages_for_everybody_open_without_signing_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_home_takes_as_many_statements_for_many_rounds_as_for_one(client: FlaskClient) -> None:
    a_round()
    one = _statements(client)
    for _ in range(5):
        a_round()

    assert _statements(client) == one <= 12


def _statements(client: FlaskClient) -> int:
    with counting() as statements:
        client.get("/")
    return len(statements)


def test_nothing_of_how_a_round_went_is_told_before_its_decisions_are_out(client: FlaskClient) -> None:
    round = a_round(stage="assessing", rolling=True)
    for _ in range(12):
        an_application(stage="declined", round=round, told_at=NOON, submitted_at=NOON)

    assert "How this round went" not in words_of(client.get(f"/rounds/{round.slug}"))
    round.released_at = NOON
    db.session.commit()
    assert "12 applied." in words_of(client.get(f"/rounds/{round.slug}"))


def test_how_a_round_went_is_told_by_size_with_waits_delays_and_complaints(client: FlaskClient) -> None:
    round = a_round(stage="decisions-released", released_at=NOON, closes_at=NOON - timedelta(days=30))
    told: dict[str, Any] = {"told_at": NOON, "submitted_at": NOON - timedelta(days=31)}
    for number in range(24):
        an_application(
            stage="awarded" if number % 3 == 0 else "declined", round=round,
            applicant_income_pence=900_000 if number < 13 else 4_000_000, **told,
        )  # fmt: skip
    an_application(stage="declined", round=round, applicant_income_pence=70_000_000, **told)

    page = words_of(client.get(f"/rounds/{round.slug}"))

    assert "25 applied. 25 have had an answer, and 8 of them were funded: about 1 in 3." in page
    assert "Under £10,000 13 5 38%" in page
    assert "The others together 12 3 25%" in page
    assert "£500,000 and over" not in page
    assert "Half had their answer within 21 working days of the day it closed." in page
    assert "100% had it by the day that we first promised them." in page
    assert "Complaints about how we went about it: fewer than 10." in page


def test_a_round_that_was_put_off_says_why_and_not_for_whom(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    application = an_application(stage="panel", round=round, decide_by=date(2027, 1, 15))
    with unit_of_work():
        delay(
            application, date(2027, 3, 5), at_noon(a_regional_lead()), why="We wait for your accounts.",
            public_why="The panel lost a member.",
        )  # fmt: skip
    round.released_at = NOON
    db.session.commit()

    page = words_of(client.get(f"/rounds/{round.slug}"))

    assert "We put off fewer than 10 decisions, for these reasons: The panel lost a member." in page
    assert "your accounts" not in page
