"""What an applicant may do about our answer: ask for a call, complain, follow both."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import User
from grantflow.applications.models import Application
from grantflow.casework.commands import take_action
from grantflow.checks.ineligible import mark_ineligible
from grantflow.complaints.commands import answer_complaint, make_complaint
from grantflow.complaints.models import Complaint
from grantflow.db import db, unit_of_work
from grantflow.feedback.commands import book_call, record_call
from grantflow.feedback.models import FeedbackCall
from tests.conftest import NOON
from tests.factories import (
    a_decision,
    a_member,
    a_round,
    an_application,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.web.browser import hidden_fields, sign_in, words_of

CALL: dict[str, Any] = {
    "day_1": "2026-11-25", "part_1": "evening", "day_2": "2026-11-26", "part_2": "morning",
    "day_3": "", "part_3": "morning", "phone": "01946 555 0101", "about": "The budget.",
}  # fmt: skip


def an_answered(stage: str = "declined", **given: Any) -> tuple[Application, User]:
    organisation = an_organisation(name="Harbour House")
    round = given.pop("round", None) or a_round(
        stage="decisions-released", officer=an_officer(name="Joanne Pickering")
    )
    application = an_application(
        stage=stage,
        organisation=organisation,
        round=round,
        answers={"contact-phone": "01946 555 0199"},
        **given,
    )
    if stage in {"declined", "to-decline"}:
        a_decision(application, an_officer(), "decline", released_at=NOON if stage == "declined" else None)
    return application, a_member(organisation, name="Ada Okafor")


def page_of(application: Application, rest: str = "") -> str:
    return f"/applicant/applications/{application.id}{rest}"


def only(model: type) -> Any:
    db.session.rollback()
    return db.session.scalars(select(model)).one()


# ---------------------------------------------------------------------------------------------- calls


def test_a_call_is_asked_for_from_the_page_of_the_application(client: FlaskClient) -> None:
    application, ada = an_answered()
    sign_in(client, ada)
    assert "Ask for a call" in words_of(client.get(page_of(application)))

    page = client.get(page_of(application, "/call"))
    assert b'value="01946 555 0199"' in page.data  # what they gave when they applied
    assert "Wednesday 25 November 2026" in words_of(page)
    assert "Saturday" not in words_of(page)
    sent = client.post(page_of(application, "/call"), data=CALL)

    assert sent.status_code == 302
    call = only(FeedbackCall)
    assert (call.stage, call.offered, call.phone) == (
        "asked", ["2026-11-25 evening", "2026-11-26 morning"], "01946 555 0101",
    )  # fmt: skip
    said = words_of(client.get(page_of(application)))
    assert "You asked for a call. We choose a time by Monday 30 November 2026, and email you." in said
    assert "Ask for a call" not in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day_2": ""}, "Choose two times or three"),
        ({"day_1": "", "day_2": ""}, "Choose two times or three"),
        ({"day_2": "2026-11-25", "part_2": "evening"}, "Choose a time that you have not chosen yet"),
        ({"day_1": "2026-11-28"}, "Not a valid choice"),
        ({"part_1": "night"}, "Not a valid choice"),
        ({"phone": ""}, "Enter the number to ring"),
        ({"phone": "ring me"}, "Enter a phone number, such as 01946 555 010"),
        ({"about": "x" * 1001}, "Use 1,000 characters or fewer"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: FlaskClient, change: dict[str, str], said: str
) -> None:
    application, ada = an_answered()

    page = sign_in(client, ada).post(page_of(application, "/call"), data=CALL | change)

    assert page.status_code == 200
    assert said in words_of(page)
    assert "There is a problem" in words_of(page)
    assert db.session.scalars(select(FeedbackCall)).all() == []


def test_a_booked_call_is_shown_moved_and_taken_back(client: FlaskClient) -> None:
    application, ada = an_answered()
    sign_in(client, ada).post(page_of(application, "/call"), data=CALL)
    call = only(FeedbackCall)
    with unit_of_work():
        book_call(call, NOON.replace(day=25, hour=18, minute=30), at_noon(an_officer(name="Imran Shah")))

    said = words_of(client.get(page_of(application)))
    assert "Imran Shah rings you at 6:30pm on Wednesday 25 November 2026 , on 01946 555 0101." in said
    page = client.get(page_of(application, "/call"))
    assert "Offer other times" in words_of(page)
    client.post(page_of(application, "/call"), data=CALL | hidden_fields(page) | {"day_1": "2026-11-27"})
    assert only(FeedbackCall).offered[0] == "2026-11-27 evening"
    client.post(page_of(application, "/call/take-back"))

    assert only(FeedbackCall).stage == "taken-back"
    assert "Ask for a call" in words_of(client.get(page_of(application)))


def test_what_was_talked_about_is_theirs_to_read(client: FlaskClient) -> None:
    application, ada = an_answered()
    sign_in(client, ada).post(page_of(application, "/call"), data=CALL)
    with unit_of_work():
        record_call(only(FeedbackCall), "We talked about the van & the rota.", at_noon(an_officer()))

    said = words_of(client.get(page_of(application)))

    assert "What we talked about We talked about the van &amp; the rota." in said
    assert "Ask for a call" in said


def test_why_a_call_was_not_possible_is_theirs_to_read_too(client: FlaskClient) -> None:
    application, ada = an_answered("reserve")
    a_decision(application, an_officer(), "reserve", amount_pence=450_000, reserve_place=1, released_at=NOON)
    sign_in(client, ada).post(page_of(application, "/call"), data=CALL)
    with unit_of_work():
        take_action(only(FeedbackCall), "not-possible", at_noon(an_officer()), note="I rang three times.")

    assert "We could not talk I rang three times." in words_of(client.get(page_of(application)))


@pytest.mark.parametrize("stage", ["panel", "to-decline", "awarded", "withdrawn"])
def test_no_call_is_offered_before_an_answer_or_after_a_grant(client: FlaskClient, stage: str) -> None:
    application, ada = an_answered(stage)
    sign_in(client, ada)

    assert "Ask for a call" not in words_of(client.get(page_of(application)))
    assert client.post(page_of(application, "/call"), data=CALL).status_code == 409
    assert db.session.scalars(select(FeedbackCall)).all() == []


def test_an_ineligible_applicant_reads_the_rule_and_may_talk_it_over(client: FlaskClient) -> None:
    application, ada = an_answered("submitted")
    with unit_of_work():
        mark_ineligible(
            application,
            "rule-area",
            at_noon(an_officer()),
            rule_words="The work has to be in Cumbria.",
            why="Your work is in Leeds.",
        )

    page = client_page(sign_in(client, ada), page_of(application))

    assert "The work has to be in Cumbria." in page
    assert "Ask for a call" in page
    assert "Tell us if we went about it wrongly" in page


# ---------------------------------------------------------------------------------------------- complaints


def test_a_complaint_says_before_it_is_sent_what_it_can_change_and_what_not(client: FlaskClient) -> None:
    application, ada = an_answered()
    page = sign_in(client, ada).get(page_of(application, "/complain"))

    for said in (
        "The decision is made again, where we did not keep to our own rules",
        "It cannot put other scores in the place of those you got.",
        "It never counts against you",
        "A decision that came late",
        "An interest that somebody had and did not say",
    ):
        assert said in words_of(page)
    sent = client.post(page_of(application, "/complain"), data={"about": "interest", "words": "Mr X."})

    complaint = only(Complaint)
    assert sent.location.endswith(f"/applicant/complaints/{complaint.id}")
    assert (complaint.about, complaint.words, complaint.made_by_id) == ("interest", "Mr X.", ada.id)
    shown = words_of(client.get(sent.location))
    assert "writes to you by Wednesday 25 November 2026" in shown
    assert "Mr X." in shown
    again = client.get(page_of(application, "/complain"))
    assert again.location.endswith(f"/applicant/complaints/{complaint.id}")
    assert "Your complaint" in words_of(client.get(page_of(application)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "Late."}, "Choose what it is about"),
        ({"about": "late", "words": "  "}, "Say what happened"),
        ({"about": "late", "words": "word " * 331}, "Use 300 words or fewer."),
        ({"about": "merit", "words": "Late."}, "Not a valid choice"),
    ],
)
def test_a_complaint_that_is_not_whole_is_not_sent(
    client: FlaskClient, typed: dict[str, str], said: str
) -> None:
    application, ada = an_answered()

    page = sign_in(client, ada).post(page_of(application, "/complain"), data=typed)

    assert said in words_of(page)
    assert db.session.scalars(select(Complaint)).all() == []


def test_the_public_page_leads_to_the_application_it_is_about(client: FlaskClient) -> None:
    application, ada = an_answered()
    assert application.organisation is not None
    slug = application.round.slug
    link = f"/applicant/rounds/{slug}/complain"
    assert link.encode() in client.get(f"/rounds/{slug}").data
    assert client.get(link).location.startswith("/sign-in")

    assert sign_in(client, ada).get(link).location.endswith(page_of(application, "/complain"))
    second = an_application(
        stage="declined",
        round=application.round,
        organisation=application.organisation,
        title="Second kitchen",
    )
    page = words_of(client.get(link))
    assert "Which application is it about?" in page
    assert second.title in page
    nobody = sign_in(client, a_member(an_organisation()))
    assert "You have not sent an application in this round" in words_of(nobody.get(link))


def test_a_draft_has_nothing_to_complain_about_yet(client: FlaskClient) -> None:
    application, ada = an_answered("draft")

    assert sign_in(client, ada).get(page_of(application, "/complain")).status_code == 409


def test_the_answer_is_on_its_page_with_one_way_on(client: FlaskClient) -> None:
    application, ada = an_answered()
    free = an_officer(name="Imran Shah")
    with unit_of_work():
        complaint = make_complaint(application, at_noon(ada), about="late", words="Late.")
        take_action(complaint, "acknowledge", at_noon(free))
        take_action(complaint, "take-up", at_noon(free))
    page = f"/applicant/complaints/{complaint.id}"
    sign_in(client, ada)
    assert "Imran Shah is looking into it." in words_of(client.get(page))
    with unit_of_work():
        answer_complaint(complaint, at_noon(free), outcome="not-upheld", words="It was sent on the day.")

    shown = words_of(client.get(page))
    assert "We think that we kept to our rules. It was sent on the day." in shown
    assert "until Monday 21 December 2026" in shown
    form = client.get(f"{page}/second-look")
    empty = client.post(f"{page}/second-look", data=hidden_fields(form) | {"why": " "})
    assert "Say what the other person should look at" in words_of(empty)
    assert only(Complaint).stage == "answered"
    client.post(f"{page}/second-look", data=hidden_fields(form) | {"why": "Look at the stamp."})

    assert only(Complaint).stage == "asked-again"
    assert "Another person will look into it." in words_of(client.get(page))
    assert client.get(f"{page}/second-look").status_code == 409
    client.post(f"{page}/take-back")
    assert "You took this back." in words_of(client.get(page))


@pytest.mark.parametrize("rest", ["/call", "/complain"])
def test_a_reader_of_the_organisation_and_a_stranger_may_do_neither(client: FlaskClient, rest: str) -> None:
    application, _ = an_answered()
    assert application.organisation is not None

    reader = sign_in(client, a_member(application.organisation, "view"))
    assert reader.get(page_of(application, rest)).status_code in {403, 404}
    assert "Ask for a call" not in words_of(reader.get(page_of(application)))
    stranger = sign_in(client, a_member(an_organisation()))
    assert stranger.get(page_of(application, rest)).status_code == 404
    assert sign_in(client, an_officer()).get(page_of(application, rest)).status_code == 404


def test_nobody_else_opens_a_complaint(client: FlaskClient) -> None:
    application, ada = an_answered()
    with unit_of_work():
        complaint = make_complaint(application, at_noon(ada), about="late", words="Late.")
    page = f"/applicant/complaints/{complaint.id}"

    for somebody in (a_member(an_organisation()), an_officer()):
        sign_in(client, somebody)
        assert client.get(page).status_code == 404
        assert client.post(f"{page}/take-back").status_code == 404
        assert client.get(f"{page}/second-look").status_code == 404
    assert only(Complaint).stage == "received"


def client_page(client: FlaskClient, path: str) -> str:
    return words_of(client.get(path))
