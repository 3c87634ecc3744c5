"""Seven questions before any account: an answer for everybody, nothing kept, and each reason counted."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.applications.models import TurnedAway
from grantflow.applications.turned_away import turned_away
from grantflow.db import db
from grantflow.funds.models import Round
from tests.conftest import NOON
from tests.factories import a_round, an_officer
from tests.web.browser import words_of

FITS: dict[str, Any] = {
    "kind": "registered-charity", "income": "42,000", "areas": ["E23000002"], "outcomes": ["employment"],
    "amount": "4,500", "probation": "some", "one_person": "no",
}  # fmt: skip


def a_round_with_a_phone(**given: Any) -> Round:
    officer = an_officer(name="Bethan Hughes")
    officer.phone, officer.job_title = "01632 960 118", "Grants officer"
    db.session.commit()
    return a_round(officer=officer, **given)


def answer_to(client: FlaskClient, round: Round, **given: Any) -> str:
    return words_of(client.post(f"/rounds/{round.slug}/can-we-apply", data=FITS | given))


def counted() -> list[tuple[str, int]]:
    db.session.rollback()
    rows = db.session.execute(
        select(TurnedAway.reason, TurnedAway.times).order_by(TurnedAway.times.desc(), TurnedAway.reason)
    )
    return [(row.reason, row.times) for row in rows]


def test_the_rounds_page_leads_there_and_seven_questions_are_asked(client: FlaskClient) -> None:
    round = a_round_with_a_phone()
    address = f"/rounds/{round.slug}/can-we-apply"

    for leading in ("/", f"/rounds/{round.slug}"):
        assert f'href="{address}"' in client.get(leading).get_data(as_text=True)
    page = client.get(address)
    assert page.status_code == 200
    assert page.get_data(as_text=True).count("<fieldset") == 5
    for asked in ("Cumbria", "Cheshire", "Somewhere else in the region (North West)", "Work, training"):
        assert asked in words_of(page)
    assert "Lancashire" not in words_of(page)


def test_yes_is_one_button_to_start_and_counts_nothing(client: FlaskClient) -> None:
    round = a_round_with_a_phone()
    answer = client.post(f"/rounds/{round.slug}/can-we-apply", data=FITS)

    assert "Yes, you can apply" in words_of(answer)
    assert "about 2 hours" in words_of(answer)
    page = answer.get_data(as_text=True)
    assert page.count(f'href="/applicant/rounds/{round.slug}/start"') == 1
    assert f"/rounds/{round.slug}/questions/micro.pdf" in page
    assert counted() == []


@pytest.mark.parametrize(
    ("given", "said", "reason"),
    [
        ({"income": "260,000"}, "Your yearly income is £260,000. This size of grant is for", "income-above-size"),
        ({"areas": ["next-door"]}, "work in Cheshire and Cumbria. Yours is close by, but outside.", "work-next-door"),
        ({"outcomes": ["none"]}, "one or more of these: mental health and wellbeing; work", "outcome-not-in-round"),
        ({"amount": "500"}, "The least this round gives is £1,000.", "amount-below-round"),
        ({"amount": "80,000"}, "The most this round gives is £75,000.", "amount-above-round"),
        ({"kind": "something-else"}, "We cannot tell from this whether your kind", "kind-not-clear"),
        ({"probation": "not-sure"}, "you are not sure whether they take part", "probation-not-clear"),
    ],
)  # fmt: skip
def test_a_near_miss_gets_the_reason_and_the_person_to_ring(
    client: FlaskClient, given: dict[str, Any], said: str, reason: str
) -> None:
    answer = answer_to(client, a_round_with_a_phone(), **given)

    assert "You are close: talk to us" in answer
    assert said in answer
    assert "Please ring before you give up Bethan Hughes on 01632 960 118" in answer
    assert "Start now" not in answer
    assert counted() == [(reason, 1)]


@pytest.mark.parametrize(
    ("given", "said", "reason"),
    [
        ({"income": "2,000,000"}, "Your yearly income is £2,000,000", "income-above-size"),
        ({"areas": ["elsewhere"]}, "yours is somewhere else", "work-elsewhere"),
        ({"kind": "business"}, "These grants are for charities and community groups", "kind-not-funded"),
        ({"probation": "no"}, "These grants are for work with people on probation", "nobody-on-probation"),
        ({"one_person": "yes"}, "They cannot go to one person", "grant-to-one-person"),
    ],
)
def test_a_no_says_why_where_else_to_look_and_how_to_say_we_are_wrong(
    client: FlaskClient, given: dict[str, Any], said: str, reason: str
) -> None:
    answer = answer_to(client, a_round_with_a_phone(), **given)

    assert "This round does not fit" in answer
    assert said in answer
    assert "Where else to look" in answer
    assert "If you think we are wrong" in answer
    assert "Ring Bethan Hughes on 01632 960 118" in answer
    assert counted() == [(reason, 1)]


def test_work_elsewhere_is_shown_the_rounds_that_would_fit_and_no_others(client: FlaskClient) -> None:
    round = a_round_with_a_phone()
    a_round(title="Grants in Gwent", region_code="D", force_areas=["W15000002"])
    a_round(title="Too large for this", region_code="D", min_pence=5_000_000)
    a_round(title="Over", closes_at=NOON - timedelta(days=1))

    far = answer_to(client, round, areas=["elsewhere"])
    for_one = answer_to(client, round, one_person="yes")

    assert "Grants in Gwent is open now, for work in Gwent" in far
    assert "Too large for this" not in far
    assert "Over is open" not in far
    assert "Grants in Gwent" not in for_one
    assert "Turn2us" in for_one


def test_several_reasons_are_all_said_and_each_is_counted_once_a_try(client: FlaskClient) -> None:
    round = a_round_with_a_phone()
    answer_to(client, round, areas=["elsewhere"], income="260,000")
    answer = answer_to(client, round, areas=["elsewhere"], income="260,000")

    assert "yours is somewhere else" in answer
    assert "Your yearly income is £260,000" in answer
    assert turned_away(round.id) == {"income-above-size": 2, "work-elsewhere": 2}


def test_an_area_of_the_round_is_enough_beside_others(client: FlaskClient) -> None:
    round = a_round_with_a_phone()

    assert "Yes, you can apply" in answer_to(client, round, areas=["E23000002", "elsewhere"])


def test_a_mistake_is_named_nothing_typed_is_lost_and_nothing_is_counted(client: FlaskClient) -> None:
    round = a_round_with_a_phone()
    answer = client.post(
        f"/rounds/{round.slug}/can-we-apply",
        data=FITS | {"income": "some", "amount": "0", "areas": [], "kind": "business"},
    )

    assert "There is a problem" in words_of(answer)
    assert "Enter how much money came in last year, in figures, such as 42,000" in words_of(answer)
    assert "Enter an amount above £0" in words_of(answer)
    assert "Choose where the work is" in words_of(answer)
    assert 'value="some"' in answer.get_data(as_text=True)
    assert counted() == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("kind", "Choose what kind of organisation you are"),
        ("income", "Enter how much money came in last year, in figures, such as 42,000"),
        ("areas", "Choose where the work is"),
        ("outcomes", "Choose what it helps people with"),
        ("amount", "Enter how much money you need, in figures, such as 4,500"),
        ("probation", "Choose whether the people you help are on probation"),
        ("one_person", "Choose whether the money is for one person"),
    ],
)
def test_every_question_needs_an_answer_and_says_which(client: FlaskClient, name: str, said: str) -> None:
    given = {key: value for key, value in FITS.items() if key != name}

    page = words_of(client.post(f"/rounds/{a_round_with_a_phone().slug}/can-we-apply", data=given))

    assert f"There is a problem {said}" in page
    assert "Not a valid choice" not in page


@pytest.mark.parametrize(
    "given", [{"kind": "gang"}, {"areas": ["E23000003"]}, {"outcomes": ["x"]}, {"income": "-1"}]
)
def test_what_was_not_offered_is_not_taken(client: FlaskClient, given: dict[str, Any]) -> None:
    assert "There is a problem" in answer_to(client, a_round_with_a_phone(), **given)
    assert counted() == []


def test_nothing_of_the_answers_is_kept_in_a_cookie_or_by_a_cache(client: FlaskClient) -> None:
    address = f"/rounds/{a_round_with_a_phone().slug}/can-we-apply"
    answer = client.post(address, data=FITS | {"kind": "business"})

    assert answer.headers["Cache-Control"] == "no-store"
    with client.session_transaction() as session:
        assert set(session) <= {"csrf_token"}


def test_a_round_that_is_closed_sends_people_back_to_its_page_and_a_draft_has_none(
    client: FlaskClient,
) -> None:
    over = a_round_with_a_phone(closes_at=NOON - timedelta(seconds=1))
    address = f"/rounds/{over.slug}/can-we-apply"

    for answer in (client.get(address), client.post(address, data=FITS | {"kind": "business"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/rounds/{over.slug}")
    assert counted() == []
    assert "can-we-apply" not in client.get(f"/rounds/{over.slug}").get_data(as_text=True)
    assert client.get(f"/rounds/{a_round(stage='draft').slug}/can-we-apply").status_code == 404


def test_a_national_round_has_no_next_door(client: FlaskClient) -> None:
    round = a_round_with_a_phone(region_code=None)

    assert "Somewhere else in the region" not in words_of(client.get(f"/rounds/{round.slug}/can-we-apply"))
    assert "This round does not fit" in answer_to(client, round, areas=["elsewhere"])


def test_where_nobody_is_named_the_funders_own_number_is_given(client: FlaskClient) -> None:
    round = a_round(assigned_to_id=None)

    assert client.application.extensions["settings"].FUNDER_PHONE in answer_to(
        client, round, areas=["next-door"]
    )
