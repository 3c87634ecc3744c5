"""The panel's page: the list moves as proposals are marked, and hides what is not for its reader."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from grantflow.applications.models import Application
from grantflow.assessment import panels
from grantflow.casework.models import Recusal
from grantflow.db import db
from grantflow.funds.models import Round
from tests.conftest import NOON
from tests.factories import (
    a_panel,
    a_panel_member,
    a_regional_lead,
    a_round,
    all_checks,
    an_application,
    an_assessment,
    an_assessor,
    an_evaluator,
    an_officer,
    an_organisation,
)
from tests.jobs_inline import run_jobs
from tests.notices.reading import faults_of, text_of
from tests.web.browser import counting, sign_in


def small(round: Round, points: int, **given: Any) -> Application:
    asked: dict[str, Any] = {"tier_key": "small", "amount_pence": 1_000_000, "submitted_at": NOON} | given
    found = an_application(stage="panel", round=round, **asked)
    an_assessment(found, an_assessor(), stage="submitted", points=points)
    all_checks(found)
    return found


def a_pack(client: FlaskClient, address: str) -> TestResponse:
    """Asked for, made by a worker, and opened."""
    page = client.post(f"{address}/packs").location
    run_jobs(client.application)
    return client.get(f"{page}.pdf")


def test_the_line_moves_as_proposals_are_marked(client: FlaskClient) -> None:
    round = a_round(stage="assessing", budget_pence=2_000_000, max_pence=1_000_000)
    titles = ("Top", "Middle", "Low")
    first, _, low = (small(round, 5 - at, title=title) for at, title in enumerate(titles))
    sign_in(client, an_officer())
    page = client.get(f"/officer/rounds/{round.id}/panel").text
    assert page.index("Middle") < page.index("The money runs out here") < page.index("Low")

    answer = client.post(
        f"/officer/rounds/{round.id}/panel/{first.id}",
        data={"kind": "decline", "amount": "", "note": "Too thin."},
    )
    assert (answer.status_code, answer.location) == (
        302,
        f"/officer/rounds/{round.id}/panel#{first.reference}",
    )
    assert "The money runs out here" not in client.get(answer.location).text

    answer = client.post(
        f"/officer/rounds/{round.id}/panel/{low.id}", data={"kind": "part", "amount": "6,000", "note": ""}
    )
    page = answer.text
    assert answer.status_code == 200
    assert "This puts a lower score before a higher one. Say why in the note." in page
    assert "Error: Panel" in page
    assert 'value="6,000"' in page
    assert panels.find_marking(low.id) is None


def test_what_would_be_let_in_is_counted_against_the_targets(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    little, large = small(round, 4), small(round, 3, applicant_income_pence=60_000_000)
    sign_in(client, an_officer())
    for each in (little, large):
        client.post(f"/officer/rounds/{round.id}/panel/{each.id}", data={"kind": "full", "amount": ""})

    page = client.get(f"/officer/rounds/{round.id}/panel").text

    assert "target 60%" in page
    assert "£500,000 and over" in page
    assert "Cumbria" in page
    assert "£20,000" in page


def test_a_proposal_is_taken_away_and_nothing_is_not_a_proposal(client: FlaskClient) -> None:
    application = small(a_round(stage="assessing"), 4)
    address = f"/officer/rounds/{application.round_id}/panel/{application.id}"
    sign_in(client, an_officer())

    assert "Choose a proposal" in client.post(address, data={"kind": ""}).text
    assert "such as 4500" in client.post(address, data={"kind": "part", "amount": "lots"}).text
    client.post(address, data={"kind": "full"})
    assert panels.find_marking(application.id) is not None
    client.post(address, data={"kind": ""})

    assert panels.find_marking(application.id) is None


def test_the_panel_is_chosen_and_says_who_is_there(client: FlaskClient) -> None:
    round, officer = a_round(stage="assessing"), an_officer()
    small(round, 4)
    members = [a_panel_member(name=name) for name in ("Asha Bell", "Bo Carr")]
    sign_in(client, officer)
    assert "Choose the panel" in client.get(f"/officer/rounds/{round.id}/panel").text

    fields = {f"place_{members[0].id.hex}": "lived-experience", f"place_{members[1].id.hex}": "other"}
    client.post(f"/officer/rounds/{round.id}/panel/members", data={"revision": 1, **fields})
    page = client.get(f"/officer/rounds/{round.id}/panel").text
    assert "a place for local voluntary sector" in page
    assert "The panel has not met yet" in page
    day = {"held_on": ["23", "11", "2026"]}
    wrong = client.post(
        f"/officer/rounds/{round.id}/panel/meeting",
        data={"held_on": ["24", "11", "2026"], "present": str(members[0].id)},
    )
    assert "Enter a day that has come" in wrong.text
    client.post(
        f"/officer/rounds/{round.id}/panel/meeting",
        data=day | {"present": [str(each.id) for each in members]},
    )

    page = client.get(f"/officer/rounds/{round.id}/panel").text
    assert "Last met on 23 November 2026" in page
    assert "Asha Bell and Bo Carr were there" in page
    assert "2 of 3 members without an interest" in page
    assert "Recorded who was at the panel" in client.get(f"/officer/rounds/{round.id}").text


def test_who_declares_an_interest_sees_nothing_of_it_again(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    application, other = small(round, 4, title="Known to me"), small(round, 3, title="Not known")
    member, *_ = a_panel(round)
    sign_in(client, member)
    address = f"/officer/rounds/{round.id}/panel"
    assert "Known to me" in client.get(address).text

    client.post(
        f"{address}/{application.id}/interest",
        data={"revision": 1, "who": str(member.id), "interest": "My aunt."},
    )

    page = client.get(address).text
    assert "Known to me" not in page
    assert "Not known" in page
    assert client.get(f"{address}/{application.id}/interest").status_code == 404
    pack = text_of(a_pack(client, address).data)
    assert "Known to me" not in pack
    assert "Not known" in pack
    assert db.session.get(Recusal, (application.id, member.id)) is not None
    assert other.title in page


def test_a_member_looks_and_does_not_mark(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    application = small(round, 4)
    member, *_ = a_panel(round)
    sign_in(client, member)
    address = f"/officer/rounds/{round.id}/panel"

    assert "<select" not in client.get(address).text
    assert client.post(f"{address}/{application.id}", data={"kind": "full"}).status_code in (403, 404)
    for page in ("members", "meeting"):
        assert client.get(f"{address}/{page}").status_code in (403, 404)

    assert panels.find_marking(application.id) is None


def test_another_region_and_a_draft_have_no_panel(client: FlaskClient) -> None:
    draft, round = a_round(stage="draft"), a_round(stage="assessing")
    sign_in(client, an_officer())
    assert client.get(f"/officer/rounds/{draft.id}/panel").status_code == 404
    sign_in(client, an_officer(region="D"))
    assert client.get(f"/officer/rounds/{round.id}/panel").status_code == 404
    sign_in(client, an_evaluator())
    assert client.get(f"/officer/rounds/{round.id}/panel").status_code == 200


def test_a_long_list_asks_the_database_no_more_than_a_short_one(app: Flask, client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    a_panel(round)
    sign_in(client, an_officer())
    counts = []
    for more in (1, 3):
        for _ in range(more):
            small(round, 4)
        with counting() as sent:
            client.get(f"/officer/rounds/{round.id}/panel")
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 12


def test_from_a_proposal_to_a_decision_is_one_button(client: FlaskClient) -> None:
    round, lead = a_round(stage="assessing"), a_regional_lead()
    application = small(round, 4)
    a_panel(round)
    sign_in(client, lead)
    proposal = {"kind": "part", "amount": "6000", "note": "The van can wait."}
    client.post(f"/officer/rounds/{round.id}/panel/{application.id}", data=proposal)
    case = f"/officer/applications/{application.id}/decision"
    page = client.get(case).text
    assert "The panel proposes: award in part, £6,000" in page
    assert "Decide as the panel proposes" in page

    page = client.get(f"{case}/award").text
    assert 'value="6,000"' in page
    assert "The van can wait." in page
    sent = {"revision": application.revision, "amount": "6000", "why": "People trust you.", "why_less": ""}
    assert "Say why it is less" in client.post(f"{case}/award", data=sent).text
    client.post(f"{case}/award", data=sent | {"why_less": "The van can wait."})

    db.session.expire_all()
    assert application.stage == "to-award"
    assert application.decision is not None
    assert application.decision.why_less == "The van can wait."


def test_a_reserve_is_decided_shown_at_release_and_read_by_the_applicant(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    application = small(round, 4, title="Second kitchen")
    a_panel(round)
    sign_in(client, a_regional_lead())
    case = f"/officer/applications/{application.id}/decision"
    sent = {"revision": application.revision, "amount": "9000", "place": "1", "why": "Close."} | {
        "strength": "People trust you.",
        "change": "Say who does what.",
    }
    assert "such as 1" in client.post(f"{case}/reserve", data=sent | {"place": "0"}).text
    client.post(f"{case}/reserve", data=sent)

    assert "Number 1 on the reserve list: £9,000" in client.get(case).text
    release = client.get(f"/officer/rounds/{round.id}/release").text
    assert "1 place on the reserve list" in release
    assert "Second kitchen" in client.get(f"/officer/rounds/{round.id}").text


def test_only_the_lead_is_offered_to_set_the_quorum_aside(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    application = small(round, 4, title="Snowed in")
    case = f"/officer/applications/{application.id}/decision"
    sign_in(client, an_officer())
    assert "without the quorum" not in client.get(case).text
    assert client.get(f"{case}/waive-quorum").status_code in (403, 404)
    sign_in(client, a_regional_lead())
    assert "Let it be decided without the quorum" in client.get(case).text

    client.post(f"{case}/waive-quorum", data={"revision": 1, "why": "Snow closed the roads."})

    assert "reserve" in client.get(case).text
    page = client.get(f"/officer/rounds/{round.id}").text
    assert "Rules set aside" in page
    assert "Snow closed the roads." in page


def test_the_pack_and_the_minutes_are_sound_and_say_what_happened(client: FlaskClient) -> None:
    round = a_round(stage="assessing", budget_pence=900_000, max_pence=900_000)
    organisation = an_organisation(name="Harbour House")
    yes = small(round, 4, title="Cooking together", organisation=organisation)
    an_assessment(yes, an_assessor(), stage="submitted", points=1)
    no = small(round, 3, title="Second kitchen")
    members = a_panel(round, *(a_panel_member(name=name) for name in ("Asha Bell", "Bo Carr", "Cy Dunn")))
    sign_in(client, a_regional_lead(name="Ruth Adeyemi"))
    address = f"/officer/rounds/{round.id}/panel"
    client.post(
        f"{address}/{no.id}/interest",
        data={"revision": 1, "who": str(members[1].id), "interest": "A friend."},
    )
    client.post(f"{address}/{no.id}", data={"kind": "full", "note": ""})
    client.post(f"{address}/{yes.id}", data={"kind": "reserve", "note": "Far apart."})
    [meeting] = panels.list_meetings(round.id)

    pack = a_pack(client, address)
    minutes = client.get(f"{address}/meetings/{meeting.id}/minutes.pdf")

    assert pack.mimetype == minutes.mimetype == "application/pdf"
    assert "no-store" in str(pack.headers["Cache-Control"])
    assert faults_of(pack.data) == faults_of(minutes.data) == []
    read = text_of(pack.data)
    for words in (
        "The money runs out here",
        "Questions for the panel",
        "3.0 apart",
        "Rooted in the place.",
        "Harbour House",
    ):
        assert words in read
    read = text_of(minutes.data)
    for words in (
        "Asha Bell (lived experience of probation)",
        "Bo Carr",
        "Second kitchen",
        "Award in full",
        "Far apart.",
        "Reserve list",
    ):
        assert words in read
    assert "A friend." not in read
    assert client.get(f"{address}/meetings/{round.id}/minutes.pdf").status_code == 404


def test_budgets_by_region_and_a_quorum_are_set_with_the_round(client: FlaskClient) -> None:
    round = a_round(stage="draft", region_code=None, closes_at=NOON + timedelta(weeks=7))
    sign_in(client, an_officer(region=None))
    page = client.get(f"/officer/rounds/{round.id}/edit").text
    assert "Budgets by region (optional)" in page
    form = {
        "revision": round.revision, "fund": str(round.fund_id), "title": round.title, "region": "",
        "summary": "x", "who_can_apply": "x", "what_we_fund": "x", "opens_on": ["1", "12", "2026"],
        "closes_on": ["1", "2", "2027"], "decisions_on": ["1", "4", "2027"], "starts_on": ["1", "6", "2027"],
        "budget": "900000", "least": "1000", "most": "75000", "tiers": ["micro", "small", "standard"],
        "force_areas": ["E23000002"], "outcomes": ["employment"], "small_target_number": "60",
        "small_target_value": "50", "quorum": "4", "budget_in_B": "200000",
    }  # fmt: skip
    for wrong in ({"budget_in_B": "900001"}, {"budget_in_B": "some"}, {"quorum": "0"}):
        assert "There is a problem" in client.post(f"/officer/rounds/{round.id}/edit", data=form | wrong).text

    client.post(f"/officer/rounds/{round.id}/edit", data=form)

    db.session.expire_all()
    assert (round.quorum, round.region_budgets) == (4, {"B": 20_000_000})
    assert "Budgets by region" in client.get(f"/officer/rounds/{round.id}").text
