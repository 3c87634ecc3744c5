"""The case page says what to do next, what is in the way and what has happened."""

from flask.testing import FlaskClient

from grantflow.applications.models import Application
from grantflow.db import db
from tests.applications.filled import MICRO
from tests.factories import (
    a_check,
    a_decision,
    a_regional_lead,
    a_round,
    all_checks,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
)
from tests.web.browser import hidden_fields, sign_in, words_of
from tests.web.queries import counted

MOST_STATEMENTS = 15


def page_of(application: Application, rest: str = "") -> str:
    return f"/officer/applications/{application.id}{rest}"


def test_a_blocked_action_is_shown_with_every_reason(client: FlaskClient) -> None:
    application = an_application(stage="checking", answers=MICRO)
    a_check(application, "BAND", "query")
    sign_in(client, an_officer())

    words = words_of(client.get(page_of(application)))

    assert "Send to assessors is not possible yet:" in words
    assert "Registered, and the name matches (not done)" in words
    assert "Income fits the size of award (a query is open)" in words


def test_somebody_who_assessed_it_reads_why_they_may_not_decide(client: FlaskClient) -> None:
    lead = a_regional_lead()
    application = an_application(stage="panel")
    an_assessment(application, lead, stage="submitted", points=3)
    sign_in(client, lead)

    assert "You assessed this" in words_of(client.get(page_of(application)))
    refused = client.get(page_of(application, "/decision/award"))

    assert refused.status_code == 409
    assert "Somebody else decides" in words_of(refused)


def test_each_answer_says_what_it_serves(client: FlaskClient) -> None:
    application = an_application(stage="submitted", answers=MICRO)
    sign_in(client, an_officer())

    words = words_of(client.get(page_of(application)))

    assert f"{MICRO['how-you-will-know']} Scored: How progress will be seen" in words


def test_an_action_that_needs_a_note_is_refused_without_one_and_keeps_the_page(client: FlaskClient) -> None:
    application = an_application(stage="panel")
    sign_in(client, an_officer())
    address = page_of(application, "/act/assess-again")

    refused = client.post(address, data=hidden_fields(client.get(address)) | {"note": "  "})

    assert refused.status_code == 200
    assert "There is a problem Say why" in words_of(refused)
    assert application.stage == "panel"


def test_a_page_that_has_gone_stale_keeps_what_was_typed(client: FlaskClient) -> None:
    application, lead = an_application(stage="panel"), a_regional_lead()
    sign_in(client, lead)
    address = page_of(application, "/decision/decline")
    typed = hidden_fields(client.get(address)) | {
        "reason_codes": "plan-unclear", "strength": "You know the place.", "change": "Say who does what.",
    }  # fmt: skip
    application.revision += 1
    db.session.commit()

    stale = client.post(address, data=typed)

    assert stale.status_code == 409
    assert "You know the place." in words_of(stale)


def test_an_award_above_what_is_left_is_refused_beside_the_box(client: FlaskClient) -> None:
    round = a_round(budget_pence=600_000, max_pence=450_000)
    other = an_application(stage="to-award", round=round)
    a_decision(other, a_regional_lead(), amount_pence=400_000)
    application = an_application(stage="panel", round=round)
    all_checks(application)
    sign_in(client, a_regional_lead())
    address = page_of(application, "/decision/award")

    refused = client.post(
        address, data=hidden_fields(client.get(address)) | {"amount": "3,000", "why": "Trusted."}
    )

    assert "There is a problem The round has £2,000 left to award." in words_of(refused)
    assert 'value="3,000"' in refused.get_data(as_text=True)
    assert application.stage == "panel"


def test_an_officer_proposes_an_award_and_another_is_not_asked_to_agree(client: FlaskClient) -> None:
    application = an_application(stage="panel")
    all_checks(application)
    sign_in(client, an_officer())
    page, address = page_of(application, "/decision"), page_of(application, "/decision/award")
    typed = {"amount": "4,500", "why": "Trusted."}

    done = client.post(address, data=hidden_fields(client.get(address)) | typed, follow_redirects=True)

    assert "Proposed to a second person." in words_of(done)
    assert "I agree to this award" not in words_of(sign_in(client, an_officer()).get(page))
    assert "I agree to this award" in words_of(sign_in(client, a_regional_lead()).get(page))


def test_an_officer_reads_who_has_to_decline(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    refused = client.get(page_of(an_application(stage="panel"), "/decision/decline"))

    assert refused.status_code == 409
    assert "A regional lead has to decide" in words_of(refused)


def test_a_check_that_somebody_else_has_made_meanwhile_is_not_overwritten(client: FlaskClient) -> None:
    application = an_application(stage="checking")
    address = page_of(application, "/checks/REG")
    read = hidden_fields(sign_in(client, an_officer()).get(address))
    kept = a_check(application, "REG", "fail", evidence="Struck off.")

    refused = client.post(address, data=read | {"result": "pass", "evidence": "Looks fine."})

    assert refused.status_code == 409
    assert "Looks fine." in words_of(refused)
    db.session.expire_all()
    assert (kept.result, kept.evidence) == ("fail", "Struck off.")
    page = client.get(address)
    assert "Struck off." in page.get_data(as_text=True)
    again = client.post(address, data=hidden_fields(page) | {"result": "pass", "evidence": "Back on it."})
    assert again.status_code == 302


def test_whoever_declines_is_told_that_the_applicant_reads_it(client: FlaskClient) -> None:
    sign_in(client, a_regional_lead())

    page = words_of(client.get(page_of(an_application(stage="panel"), "/decision/decline")))

    assert "The applicant reads all of this in our letter" in page
    assert "what you write, word for word" in page


def test_more_than_three_reasons_are_refused(client: FlaskClient) -> None:
    application = an_application(stage="panel")
    sign_in(client, a_regional_lead())
    address = page_of(application, "/decision/decline")

    refused = client.post(
        address,
        data=hidden_fields(client.get(address))
        | {
            "reason_codes": ["plan-unclear", "budget-unclear", "delivery-risk", "outside-area"],
            "strength": "Local.",
            "change": "Say who.",
        },
    )

    assert "Choose no more than 3 reasons" in words_of(refused)
    assert application.stage == "panel"


def test_out_of_date_training_is_said_before_somebody_is_asked(client: FlaskClient) -> None:
    application = an_application(stage="assessing")
    an_assessor(name="Dafydd Rees")
    sign_in(client, an_officer())

    assert "No training is recorded" in words_of(client.get(page_of(application, "/assessments/ask")))


def test_a_case_page_asks_little_of_the_database(client: FlaskClient) -> None:
    sign_in(client, a_regional_lead())
    for stage in ("submitted", "checking", "assessing", "panel", "to-award", "to-decline"):
        application = an_application(stage=stage, answers=MICRO)
        all_checks(application)
        for _ in range(2):
            an_assessment(application, an_assessor(), stage="submitted", points=3)
        if stage.startswith("to-"):
            a_decision(application, an_officer(), "award" if stage == "to-award" else "decline")
        for rest in ("", "/checks", "/assessments", "/decision", "/letters", "/history"):
            db.session.expire_all()
            with counted() as statements:
                assert client.get(page_of(application, rest)).status_code == 200
            assert len(statements) <= MOST_STATEMENTS, (stage, rest, *statements)


def test_a_check_without_a_result_says_that_one_is_to_be_chosen(client: FlaskClient) -> None:
    address = page_of(an_application(stage="checking", answers=MICRO), "/checks/BAND")
    sign_in(client, an_officer())

    page = words_of(client.post(address, data=hidden_fields(client.get(address)) | {"evidence": "Looked."}))

    assert "There is a problem Choose what you found" in page
    assert "Not a valid choice" not in page
