"""Summaries as pages that anybody may read, with the PDF beside each."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from grantflow.awards.models import Award
from grantflow.casework.commands import take_action
from grantflow.db import db, unit_of_work
from grantflow.funds.models import Round
from grantflow.learning.models import LearningEntry
from grantflow.notices.models import PrintedSummary
from grantflow.notices.summaries import summary_pdf
from tests.conftest import NOON
from tests.factories import (
    a_learning_entry,
    a_member,
    a_regional_lead,
    a_review,
    a_round,
    an_application,
    an_award,
    an_evaluator,
    an_organisation,
    at_noon,
)
from tests.jobs_inline import run_jobs
from tests.learning.filled import ENTRY
from tests.notices.cases import told
from tests.notices.reading import faults_of, pages_of, squeezed, text_of
from tests.notices.summary_samples import an_award_summary
from tests.web.browser import clock_at, counting, sign_in, words_of

pytestmark = pytest.mark.usefixtures("mail")

COUNTS = {"started": 60, "two_points": 52, "forward": 33, "same": 12, "back": 4, "unknown": 3}
LEARNED: dict[str, Any] = {
    "what-was-done": "We cooked together every Thursday.",
    "for-whom": "Men on community orders.",
    "what-happened": "Most people came back, week after week.",
    "what-did-not-work": "The evening session. Nobody came after dark.",
    "mechanism": "Nobody has to look anybody in the eye while they chop an onion.",
    "limits": "Not where there is no kitchen.",
    "context-place": "A town where everybody knows the hall.",
}


def a_published_entry(
    title: str, *, round: Round | None = None, worked: str = "yes", counts: bool = True, **given: Any
) -> LearningEntry:
    award = an_award(stage="completed", application=an_application(stage="awarded", round=round), title=title)
    if counts:
        a_review(award, stage="answered", counts=COUNTS, reported_at=datetime(2026, 8, 1, tzinfo=UTC))
    return a_learning_entry(
        award, stage="published", answers=LEARNED | {"title": title}, title=title, worked=worked, **given
    )


def test_a_theme_says_what_worked_where_and_what_did_not_side_by_side(client: FlaskClient) -> None:
    a_published_entry("Cooking first")
    a_published_entry("Talking first", worked="no", force_areas=["W15000001"], region_code="D")

    page = words_of(client.get("/learning/themes/mental-health"))

    for expected in (
        "Mental health and wellbeing: what we have learned", "Where findings differ", "It worked, much as hoped.",
        "It did not work.", "Cumbria. Men on community orders.", "North Wales. Men on community orders.",
        "It happened where: A town where everybody knows the hall.", "It may not hold: Not where there is no kitchen.",
        "How would people get to it where you are", "2 things that were learned, 1 of them about what did not work.",
    ):  # fmt: skip
        assert expected in page, expected


def test_a_theme_without_anything_says_what_will_be_there(client: FlaskClient) -> None:
    page = words_of(client.get("/learning/themes/housing"))

    assert "We have not paid for anything here yet." in page
    assert client.get("/learning/themes/cheese").status_code == 404
    assert client.get("/learning/themes/housing.pdf").status_code == 404


def test_people_are_counted_as_the_disclosure_rule_allows(client: FlaskClient) -> None:
    a_published_entry("Cooking first")

    page = words_of(client.get("/learning/themes/mental-health"))

    assert "35" in page
    assert " 33 " not in page
    assert " 4 " not in page.partition("How far people travelled")[2].partition("What was paid for")[0]


def test_a_region_tells_its_share_for_small_charities(client: FlaskClient) -> None:
    a_published_entry("Cooking first")

    page = words_of(client.get("/learning/regions/north-west"))

    assert "North West: what we have learned" in page
    assert (
        "100% of the grants went to small charities (income under £500,000), and 100% of the money." in page
    )
    assert client.get("/learning/regions/atlantis").status_code == 404


def test_what_is_not_published_is_in_no_summary(client: FlaskClient) -> None:
    entry = a_published_entry("Cooking first")
    entry.stage = "retired"
    db.session.commit()

    assert "Cooking first" not in client.get("/learning/themes/mental-health").text
    assert "Cooking first" not in client.get("/learning/regions/north-west").text
    assert client.get(f"/learning/grants/{entry.award_id}").status_code == 404


def test_a_theme_takes_the_same_statements_for_one_entry_as_for_six(client: FlaskClient) -> None:
    a_published_entry("Entry 0")
    client.get("/learning/themes/mental-health")
    with counting() as few:
        client.get("/learning/themes/mental-health")
    for number in range(1, 6):
        a_published_entry(f"Entry {number}", worked="no" if number % 2 else "yes")
    with counting() as many:
        client.get("/learning/themes/mental-health")

    assert len(many) == len(few)
    assert len(few) <= 14


def test_a_grants_page_is_there_once_its_organisation_has_agreed_and_its_pdf_with_it(
    app: Flask, client: FlaskClient
) -> None:
    entry, award = an_entry_to_publish()
    page = f"/learning/grants/{award.id}"
    assert client.get(page).status_code == 404

    with unit_of_work():
        take_action(entry, "publish", at_noon(a_regional_lead()))
    assert [ran.problem for ran in run_jobs(app) if ran.problem] == []

    assert "Before you try it somewhere else, ask" in words_of(client.get(page))
    pdf = client.get(f"{page}.pdf").data
    assert faults_of(pdf) == []
    assert len(pages_of(pdf)) == 1
    assert squeezed(entry.title) in squeezed(text_of(pdf))


def test_a_grants_pdf_is_gone_with_the_entry(app: Flask, client: FlaskClient) -> None:
    entry, award = an_entry_to_publish()
    with unit_of_work():
        take_action(entry, "publish", at_noon(a_regional_lead()))
    run_jobs(app)
    with unit_of_work():
        take_action(entry, "retire", at_noon(a_regional_lead(), days=1), note="It no longer holds.")

    assert client.get(f"/learning/grants/{award.id}").status_code == 404
    assert client.get(f"/learning/grants/{award.id}.pdf").status_code == 404


def test_staff_have_a_themes_pdf_made_now_and_anybody_opens_it(app: Flask, client: FlaskClient) -> None:
    a_published_entry("Cooking first")
    sign_in(client, an_evaluator())
    assert "Make the PDF now" in client.get("/learning/themes/mental-health").text

    waiting = client.post("/officer/summaries", data={"kind": "theme", "about": "mental-health"}).location
    again = client.post("/officer/summaries", data={"kind": "theme", "about": "mental-health"}).location
    assert again == waiting, "while one is being made it is that one"
    assert "data-look-again" in client.get(waiting).text
    assert [ran.problem for ran in run_jobs(app) if ran.problem] == []
    assert "The PDF is ready" in client.get(waiting).text

    sign_out(client)
    assert "/learning/themes/mental-health.pdf" in client.get("/learning/themes/mental-health").text
    pdf = client.get("/learning/themes/mental-health.pdf").data
    assert faults_of(pdf) == []
    assert "Cooking first" in text_of(pdf)


def test_a_pdf_closes_when_something_in_it_was_taken_back(app: Flask, client: FlaskClient) -> None:
    entry = a_published_entry("Cooking first")
    with clock_at(datetime(2026, 11, 24, tzinfo=UTC)):
        sign_in(client, an_evaluator())
        client.post("/officer/summaries", data={"kind": "theme", "about": "mental-health"})
        client.post("/officer/summaries", data={"kind": "region", "about": "B"})
        run_jobs(app)
    assert client.get("/learning/regions/north-west.pdf").status_code == 200
    with unit_of_work():
        take_action(entry, "retire", at_noon(a_regional_lead(), days=3), note="It no longer holds.")

    assert client.get("/learning/themes/mental-health.pdf").status_code == 404
    assert client.get("/learning/regions/north-west.pdf").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "theme", "about": "cheese"},
        {"kind": "award", "about": "x"},
        {"kind": "round", "about": "x"},
    ],
)
def test_what_there_is_not_is_not_printed(client: FlaskClient, sent: dict[str, str]) -> None:
    sign_in(client, an_evaluator())

    assert client.post("/officer/summaries", data=sent).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(PrintedSummary)) == 0


def test_nobody_else_has_anything_printed(client: FlaskClient) -> None:
    sign_in(client, a_member(an_organisation()))

    sent = {"kind": "theme", "about": "housing"}
    assert client.post("/officer/summaries", data=sent).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(PrintedSummary)) == 0


def test_a_rounds_summary_is_a_page_too_with_a_link_to_each_grant(app: Flask, client: FlaskClient) -> None:
    found = a_round(stage="learning")
    entry = a_published_entry("Cooking first", round=found)
    a_learning_entry(
        an_award(stage="completed", application=an_application(stage="awarded", round=found)),
        stage="in-review",
    )
    assert client.get(f"/rounds/{found.slug}/learned").status_code == 404
    told(app, "round-summary", found)

    page = client.get(f"/rounds/{found.slug}/learned")
    assert "It may not hold: Not where there is no kitchen." in words_of(page)
    assert page.text.count("/learning/grants/") == 1
    assert f"/learning/grants/{entry.award_id}" in page.text
    assert f"/rounds/{found.slug}/summary" in page.text


def test_one_press_makes_the_round_and_a_page_for_each_grant_in_one_pdf(
    app: Flask, client: FlaskClient
) -> None:
    found = a_round(stage="learning")
    for title in ("Cooking first", "Walking first", "Growing first"):
        a_published_entry(title, round=found)
    told(app, "round-summary", found)
    sign_in(client, an_evaluator())

    client.post("/officer/summaries", data={"kind": "round", "about": str(found.id)})
    assert [ran.problem for ran in run_jobs(app) if ran.problem] == []

    sign_out(client)
    pdf = client.get(f"/rounds/{found.slug}/learned/all.pdf").data
    pages = [squeezed(page) for page in pages_of(pdf)]
    assert faults_of(pdf) == []
    for title in ("Cooking first", "Walking first", "Growing first"):
        assert sum(page.count(squeezed("Before you try it somewhere else")) for page in pages) == 3
        assert any(squeezed(title) in page for page in pages[1:])
    assert f"/rounds/{found.slug}/learned/all.pdf" in client.get(f"/rounds/{found.slug}/learned").text


def test_all_summaries_are_listed(client: FlaskClient) -> None:
    assert "Nothing is published yet." in client.get("/learning/summaries").text
    a_published_entry("Cooking first")

    page = client.get("/learning/summaries").text
    assert "/learning/themes/mental-health" in page
    assert "/learning/regions/north-west" in page
    assert "/learning/themes/housing" not in page


def test_what_is_too_long_for_one_page_is_said_in_fewer_words() -> None:
    long = " ".join(["We cooked on Thursdays, and some came who had not come before."] * 9)
    summary = an_award_summary(
        progress=long, mechanism=long, did_not_work=long, differently=long, limits=long
    )

    pages = pages_of(summary_pdf(summary, made_at=NOON))
    assert len(pages) == 1
    assert squeezed("We cooked on Thursdays") in squeezed(pages[0])
    assert squeezed(pages[0]).count(squeezed("We cooked on Thursdays")) < 45


def an_entry_to_publish() -> tuple[LearningEntry, Award]:
    award = an_award(stage="completed", application=an_application(stage="awarded"))
    entry = a_learning_entry(
        award, stage="in-review", answers=ENTRY, title=str(ENTRY["title"]),
        consent_given_at=at_noon().at, consent_given_by="Margaret",
    )  # fmt: skip
    return entry, award


def sign_out(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session.clear()
