"""What staff do about calls and complaints, on their pages."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.complaints.commands import make_complaint
from grantflow.complaints.models import Complaint
from grantflow.db import db, unit_of_work
from grantflow.feedback.commands import ask_for_call
from grantflow.feedback.models import FeedbackCall
from grantflow.feedback.rules import Offer
from grantflow.notices.models import Email
from grantflow.permissions import Role
from tests.conftest import NOON
from tests.factories import (
    a_decision,
    a_member,
    a_member_of_staff,
    a_panel_member,
    a_regional_lead,
    a_round,
    an_application,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.web.browser import counting, hidden_fields, sign_in, words_of

OFFERS = [Offer.read("2026-11-25 evening"), Offer.read("2026-11-26 morning")]


def an_answered(**given: Any) -> tuple[Application, User, User]:
    organisation = an_organisation(name="Harbour House")
    officer = an_officer(name="Joanne Pickering")
    round = given.pop("round", None) or a_round(stage="decisions-released", officer=officer)
    application = an_application(stage="declined", organisation=organisation, round=round, **given)
    a_decision(application, a_regional_lead(name="Ruth Adeyemi"), "decline", released_at=NOON)
    return application, a_member(organisation, name="Ada Okafor"), officer


def a_call() -> tuple[FeedbackCall, User, str]:
    application, ada, officer = an_answered()
    with unit_of_work():
        call = ask_for_call(application, OFFERS, at_noon(ada), phone="01946 555 0101", about="The budget.")
    return call, officer, f"/officer/calls/{call.id}"


def a_complaint(**given: Any) -> tuple[Complaint, User, str]:
    application, ada, _ = an_answered(**given)
    with unit_of_work():
        complaint = make_complaint(application, at_noon(ada), about="late", words="You said October.")
    return complaint, an_officer(name="Imran Shah"), f"/officer/complaints/{complaint.id}"


def only(model: type) -> Any:
    db.session.rollback()
    return db.session.scalars(select(model)).one()


def send(client: FlaskClient, address: str, **typed: Any) -> Any:
    return client.post(address, data=hidden_fields(client.get(address)) | typed)


# ---------------------------------------------------------------------------------------------- calls


def test_a_call_is_in_the_list_and_leads_to_its_page(client: FlaskClient) -> None:
    call, officer, page = a_call()
    sign_in(client, officer)

    listed = client.get("/officer/?kind=feedback-call")
    assert "Harbour House" in words_of(listed)
    assert "30 November 2026" in words_of(listed)
    assert client.get(f"/officer/cases/{call.id}").location == page
    shown = words_of(client.get(page))
    for said in ("Wednesday 25 November 2026, evening", "The budget.", "01946 555 0101", "Choose a time"):
        assert said in shown
    assert f"Feedback call {call.reference}" in words_of(
        client.get(f"/officer/applications/{call.application_id}")
    )


def test_a_time_is_chosen_within_what_was_offered(client: FlaskClient) -> None:
    _, officer, page = a_call()
    sign_in(client, officer)

    for typed, said in (
        ({"offer": "2026-11-25 evening", "clock": "10.30am"}, "They offered another part of that day."),
        ({"offer": "2026-11-25 evening", "clock": "6"}, "Enter a time, such as 10.30am or 6pm"),
        ({"offer": "2026-11-25 evening", "clock": ""}, "Enter a time, such as 10.30am or 6pm"),
        ({"clock": "6pm"}, "Choose a day"),
        ({"offer": "other", "clock": "6pm"}, "Enter the day you agreed on"),
        ({"offer": "other", "other_day": ["22", "11", "2026"], "clock": "6pm"}, "still to come"),
    ):
        refused = send(client, f"{page}/book", **typed)
        assert said in words_of(refused), typed
        assert only(FeedbackCall).stage == "asked"
    booked = send(client, f"{page}/book", offer="2026-11-25 evening", clock="6.30pm")

    assert booked.status_code == 302
    call = only(FeedbackCall)
    assert (call.stage, call.booked_at, call.assigned_to_id) == (
        "booked", NOON.replace(day=25, hour=18, minute=30), officer.id,
    )  # fmt: skip
    moved = send(client, f"{page}/book", offer="other", other_day=["27", "11", "2026"], clock="14:00")
    assert moved.status_code == 302
    assert only(FeedbackCall).booked_at == NOON.replace(day=27, hour=14)


def test_what_was_said_closes_it_and_nothing_can_be_done_after(client: FlaskClient) -> None:
    _, officer, page = a_call()
    sign_in(client, officer)

    empty = send(client, f"{page}/record", said=" ")
    assert "Write down what you talked about" in words_of(empty)
    send(client, f"{page}/record", said="You asked about the van.")

    assert only(FeedbackCall).stage == "held"
    assert "You asked about the van." in words_of(client.get(page))
    for rest in ("book", "record", "not-possible"):
        assert client.get(f"{page}/{rest}").status_code == 409


def test_not_possible_asks_why(client: FlaskClient) -> None:
    _, officer, page = a_call()
    sign_in(client, officer)

    assert "Say why" in words_of(send(client, f"{page}/not-possible", note=""))
    send(client, f"{page}/not-possible", note="I rang three times.")

    assert only(FeedbackCall).stage == "not-held"
    assert "I rang three times." in words_of(client.get(page))


def test_the_letters_page_of_an_application_has_emails_about_calls_and_none_about_complaints(
    client: FlaskClient,
) -> None:
    call, officer, _ = a_call()
    chair = db.session.get_one(User, call.asked_by_id)
    with unit_of_work():
        complaint = make_complaint(call.application, at_noon(chair), about="late", words="Late.")
        for case, subject in ((call, "A call"), (complaint, "Our secret")):
            db.session.add(
                Email(
                    promise=subject, notice="x", to_address="ada@harbour.example", subject=subject, body="x",
                    case_id=case.id, created_at=NOON,
                )
            )  # fmt: skip

    page = words_of(sign_in(client, officer).get(f"/officer/applications/{call.application_id}/letters"))

    assert "A call" in page
    assert "Our secret" not in page


@pytest.mark.parametrize("rest", ["", "/book", "/record", "/not-possible"])
def test_calls_of_others_are_not_there(client: FlaskClient, rest: str) -> None:
    call, _, page = a_call()
    assert call.organisation is not None

    for somebody in (a_panel_member(), an_officer(region="A"), a_member(call.organisation)):
        assert sign_in(client, somebody).get(f"{page}{rest}").status_code == 404


# ---------------------------------------------------------------------------------------------- complaints


def test_a_complaint_goes_from_the_list_to_its_answer(client: FlaskClient) -> None:
    complaint, imran, page = a_complaint()
    sign_in(client, imran)
    assert "Complaints" in words_of(client.get("/officer/"))
    assert "25 November 2026" in words_of(client.get("/officer/?kind=complaint"))
    assert client.get(f"/officer/cases/{complaint.id}").location == page

    shown = words_of(client.get(page))
    assert "You said October." in shown
    assert "Write back by Wednesday 25 November 2026" in shown
    assert "Imran Shah. Nobody else" in shown
    form = hidden_fields(client.get(page))
    assert client.post(f"{page}/act/acknowledge", data=form).status_code == 302
    assert client.post(f"{page}/act/acknowledge", data=form).status_code == 409
    assert client.post(f"{page}/act/take-up", data=hidden_fields(client.get(page))).status_code == 302
    assert (only(Complaint).stage, complaint.assigned_to_id) == ("looking", imran.id)
    for typed, said in (
        ({"words": "I looked."}, "Choose one"),
        ({"outcome": "upheld", "words": "I looked."}, "Where we were wrong, say what will change."),
        ({"outcome": "not-upheld", "words": " "}, "Say what you found"),
        (
            {"outcome": "not-upheld", "words": "I looked.", "decide_again": "y"},
            "only where the complaint is upheld",
        ),
        (
            {"outcome": "upheld", "words": "I looked.", "change": "We ring.", "decide_again": "y"},
            "Say how the decision will be made again",
        ),
    ):
        refused = send(client, f"{page}/answer", **typed)
        assert said in words_of(refused), typed
        assert "There is a problem" in words_of(refused)
        assert only(Complaint).stage == "looking"
    sent = send(
        client, f"{page}/answer", outcome="upheld", words="I looked.", change="We ring.", decide_again="y",
        again_how="Mair decides by Friday.",
    )  # fmt: skip

    assert sent.status_code == 302
    assert only(Complaint).stage == "answered"
    shown = words_of(client.get(page))
    assert "Answer: upheld: we went about it wrongly" in shown
    assert "The decision is made again Mair decides by Friday." in shown
    case = words_of(client.get(f"/officer/applications/{complaint.application_id}"))
    assert "A complaint about how this was decided was upheld" in case
    assert "Decide again after a complaint" in case
    assert client.get(f"{page}/answer").status_code == 409


def test_it_can_be_left_to_somebody_else_with_a_reason(client: FlaskClient) -> None:
    _, imran, page = a_complaint()
    sign_in(client, imran)
    for step in ("acknowledge", "take-up"):
        client.post(f"{page}/act/{step}", data=hidden_fields(client.get(page)))

    assert "Say why" in words_of(send(client, f"{page}/act/hand-back", note=" "))
    send(client, f"{page}/act/hand-back", note="I know them.")

    assert only(Complaint).stage == "acknowledged"
    assert client.get(f"{page}/act/close").status_code == 409
    assert client.get(f"{page}/act/nonsense").status_code == 404


def test_a_page_about_a_declined_application_does_not_speak_of_complaints_that_nobody_made(
    client: FlaskClient,
) -> None:
    application, _, officer = an_answered()

    page = words_of(sign_in(client, officer).get(f"/officer/applications/{application.id}"))

    assert "omplain" not in page
    assert "Since the answer" not in page


@pytest.mark.parametrize("rest", ["", "/act/acknowledge", "/answer"])
def test_those_with_a_part_in_it_and_those_without_the_role_find_no_page(
    client: FlaskClient, rest: str
) -> None:
    complaint, _, page = a_complaint()
    assert complaint.organisation is not None
    worked_on_it = complaint.application.round.assigned_to

    for somebody in (
        worked_on_it, a_panel_member(), a_member_of_staff(Role.ASSESSOR), a_member_of_staff(Role.EVALUATOR),
        a_member(complaint.organisation), an_officer(region="A"),
    ):  # fmt: skip
        assert somebody is not None
        sign_in(client, somebody)
        assert client.get(f"{page}{rest}").status_code == 404
        assert client.get(f"/officer/cases/{complaint.id}").status_code == 404
        assert complaint.reference not in words_of(
            client.get(f"/officer/applications/{complaint.application_id}")
        )
    assert only(Complaint).stage == "received"


def test_an_auditor_reads_and_does_nothing(client: FlaskClient) -> None:
    _, _, page = a_complaint()
    sign_in(client, a_member_of_staff(Role.AUDITOR))

    assert "You said October." in words_of(client.get(page))
    assert client.get(f"{page}/act/acknowledge").status_code == 404
    assert client.get(f"{page}/answer").status_code == 404


@pytest.mark.parametrize("kind", ["feedback-call", "complaint"])
def test_the_list_takes_as_many_statements_for_many_as_for_one(client: FlaskClient, kind: str) -> None:
    round, free = a_round(stage="decisions-released"), an_officer()
    seen = []
    for many in (1, 5):
        for _ in range(many):
            application, ada, _ = an_answered(round=round)
            with unit_of_work():
                ask_for_call(application, OFFERS, at_noon(ada), phone="01946 555 0101")
                make_complaint(application, at_noon(ada), about="late", words="Late.")
        sign_in(client, free)
        with counting() as statements:
            assert client.get(f"/officer/?kind={kind}").status_code == 200
        seen.append(len(statements))

    assert seen[0] == seen[1]


def test_the_rounds_page_has_the_figures_and_hides_complaints_from_a_panel(client: FlaskClient) -> None:
    complaint, imran, _ = a_complaint(submitted_at=NOON, told_at=NOON)
    address = f"/officer/rounds/{complaint.round_id}"

    page = words_of(sign_in(client, imran).get(address))
    assert "Offered to 1, asked for by 0, held with 0" in page
    assert "1 received, 0 answered, 0 of them in time, 0 upheld" in page
    assert "How long people waited for an answer" in page
    hidden = words_of(sign_in(client, a_panel_member()).get(address))
    assert "Offered to 1" in hidden
    assert "omplaint" not in hidden
