"""A round is set up, opened and released from its pages."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.casework.models import PinnedDefinition
from grantflow.casework.pinned import altered, list_pinned, pinned_version
from grantflow.casework.running import running
from grantflow.db import db
from grantflow.funds.models import Round
from tests.factories import (
    a_decision,
    a_fund,
    a_round,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
)
from tests.web.browser import hidden_fields, sign_in, words_of


def typed(**given: Any) -> dict[str, Any]:
    return {
        "fund": str(a_fund().id), "title": "North West small grants", "region": "B",
        "summary": "For charities in the North West.", "who_can_apply": "Charities.", "what_we_fund": "Good work.",
        "opens_on": ["1", "12", "2026"], "closes_on": ["29", "1", "2027"], "decisions_on": ["26", "3", "2027"],
        "starts_on": ["1", "6", "2027"], "budget": "£400,000", "least": "1,000", "most": "25,000",
        "tiers": ["micro", "small"], "force_areas": ["E23000002"], "outcomes": ["housing"],
        "small_target_number": "60", "small_target_value": "50",
    } | given  # fmt: skip


def test_an_officer_sets_up_a_round_and_opens_it(client: FlaskClient) -> None:
    officer = an_officer()
    sign_in(client, officer)

    made = client.post("/officer/rounds/new", data=typed())
    assert made.status_code == 302, words_of(made)
    round = db.session.scalars(select(Round)).one()
    assert (round.stage, round.slug, round.budget_pence) == ("draft", "north-west-small-grants", 40_000_000)
    assert (round.assigned_to_id, round.closes_at.isoformat()) == (officer.id, "2027-01-29T12:00:00+00:00")
    opening = f"/officer/rounds/{round.id}/act/open"
    opened = client.post(opening, data=hidden_fields(client.get(opening)))

    assert opened.status_code == 302, words_of(opened)
    assert round.stage == "open"
    assert pinned_version(round.id, "workflow", "application") == 1
    assert pinned_version(round.id, "form", "application-micro") == 1
    assert pinned_version(round.id, "tiers", "tiers") == 1
    assert "What this round runs on" in words_of(client.get(f"/officer/rounds/{round.id}"))


def test_two_rounds_share_the_definitions_that_are_the_same(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    for _ in range(2):
        client.post("/officer/rounds/new", data=typed())
    first, second = db.session.scalars(select(Round).order_by(Round.created_at, Round.id)).all()
    for round in (first, second):
        opening = f"/officer/rounds/{round.id}/act/open"
        client.post(opening, data=hidden_fields(client.get(opening)))

    assert first.slug != second.slug
    assert [each.id for each in list_pinned(first.id)] == [each.id for each in list_pinned(second.id)]


def test_a_pinned_file_that_was_changed_is_found_out(app: Flask, client: FlaskClient) -> None:
    sign_in(client, an_officer())
    client.post("/officer/rounds/new", data=typed())
    round = db.session.scalars(select(Round)).one()
    opening = f"/officer/rounds/{round.id}/act/open"
    client.post(opening, data=hidden_fields(client.get(opening)))
    assert list(altered(running().library)) == []
    kept = db.session.scalars(select(PinnedDefinition).where(PinnedDefinition.key == "application")).one()
    kept.sha256 = "0" * 64
    db.session.commit()

    [problem] = altered(running().library)

    assert problem.file == "workflows/application/1.toml"
    assert "2.toml" in problem.fix


def test_what_is_wrong_is_said_beside_the_boxes_and_nothing_is_kept(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    refused = client.post(
        "/officer/rounds/new",
        data=typed(title="", budget="lots", closes_on=["31", "2", "2027"], decisions_on=["1", "1", "2026"]),
    )

    words = words_of(refused)
    assert "Enter a name" in words
    assert "Enter the budget" in words
    assert "Enter a real date" in words
    assert "Good work." in refused.get_data(as_text=True)
    assert db.session.scalars(select(Round)).all() == []


def test_a_round_of_another_region_is_not_set_up(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    refused = client.post("/officer/rounds/new", data=typed(region="J"))

    assert refused.status_code == 200
    assert db.session.scalars(select(Round)).all() == []


def test_a_draft_that_is_not_complete_says_what_to_look_at(client: FlaskClient) -> None:
    round = a_round(stage="draft", force_areas=[], max_pence=9_000_000)
    sign_in(client, an_officer())

    words = words_of(client.get(f"/officer/rounds/{round.id}"))

    assert "Open the round is not possible yet" in words
    assert "look again at the police force areas and the sizes of award" in words
    opening = f"/officer/rounds/{round.id}/act/open"
    assert client.post(opening, data={"revision": round.revision}).status_code == 409
    assert round.stage == "draft"


def test_a_round_that_has_opened_is_not_changed(client: FlaskClient) -> None:
    round = a_round(stage="open")
    sign_in(client, an_officer())

    assert client.get(f"/officer/rounds/{round.id}/edit").status_code == 409


def test_a_release_with_something_undecided_is_shown_and_refused(client: FlaskClient) -> None:
    round, officer = a_round(stage="assessing"), an_officer()
    a_decision(an_application(stage="to-award", round=round), officer)
    an_application(stage="panel", round=round)
    sign_in(client, officer)
    address = f"/officer/rounds/{round.id}/release"

    assert "Applications still to be decided: 1." in words_of(client.get(address))
    refused = client.post(address, data={"revision": round.revision})

    assert refused.status_code == 409
    assert round.stage == "assessing"


def test_applications_are_ranked_by_weighted_mean(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    for title, points in (("Ring craft", 2), ("Tools and tea", 5)):
        application = an_application(stage="panel", round=round, title=title)
        an_assessment(application, an_assessor(), stage="submitted", points=points)
    sign_in(client, an_officer())

    words = words_of(client.get(f"/officer/rounds/{round.id}/ranking"))

    assert words.index("Tools and tea") < words.index("Ring craft")
    assert "5.00" in words


def test_help_draws_every_life_cycle(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    page = client.get("/officer/help").get_data(as_text=True)

    assert page.count("<svg") == page.count("</svg>") >= 9
    assert "Ready for a decision" in page
