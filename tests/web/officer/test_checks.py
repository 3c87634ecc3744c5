"""The checks of an application on one page: whose word each is, how long it holds, what to ask, what was answered."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from grantflow.applications.models import Application
from grantflow.audit.models import AuditEntry
from grantflow.charities.models import RegisteredCharity
from grantflow.checks.asking import files_of, save_answers
from grantflow.checks.commands import fill_checks
from grantflow.checks.models import CheckQuery
from grantflow.checks.queries import list_check_queries
from grantflow.db import db, unit_of_work
from grantflow.documents.uploads import Upload
from grantflow.permissions import SYSTEM
from tests.applications.filled import MICRO
from tests.conftest import NOON
from tests.factories import (
    a_charity,
    a_check,
    a_member,
    a_query,
    a_reading,
    a_regional_lead,
    a_round,
    all_checks,
    an_application,
    an_officer,
    an_organisation,
    at_noon,
)
from tests.web.browser import hidden_fields, sign_in, words_of
from tests.web.queries import counted

STANDARD: dict[str, Any] = {
    "tier_key": "standard",
    "form_key": "application-standard",
    "amount_pence": 4_000_000,
}
LARGE: dict[str, Any] = {
    "tier_key": "large",
    "form_key": "application-large",
    "amount_pence": 20_000_000,
}
NEXT_YEAR = date(2027, 11, 23)


def page_of(application: Application, rest: str = "") -> str:
    return f"/officer/applications/{application.id}/checks{rest}"


def on_the_register(**given: Any) -> Application:
    a_reading()
    a_charity()
    house = an_organisation(name="Harbour House", charity_number="1155001")
    about: dict[str, Any] = {"stage": "checking", "organisation": house, "answers": MICRO} | STANDARD | given
    return an_application(**about)


def test_what_filled_itself_says_so_with_its_source_and_how_long_it_holds(client: FlaskClient) -> None:
    application = on_the_register()
    with unit_of_work():
        fill_checks(application, at_noon(SYSTEM))
    sign_in(client, an_officer())

    words = words_of(client.get(page_of(application)))

    assert "Harbour House (1155001) is registered, as the register had it on 20 November 2026." in words
    assert "GrantFlow, 23 November 2026. Good until 23 November 2027" in words
    assert "Pass Register" in words
    assert "Pass Our records" in words
    assert "6 of 13 settled: 6 to do, 1 at query." in words
    assert "We hold the register as it was on 20 November 2026." in words


def test_look_again_says_what_is_different(client: FlaskClient) -> None:
    application = on_the_register()
    sign_in(client, an_officer())

    def look() -> str:
        address = page_of(application, "/look-again")
        form = hidden_fields(client.get(page_of(application)))
        return words_of(client.post(address, data=form, follow_redirects=True))

    assert "7 checks changed." in look()
    assert "Nothing is different from before." in look()
    db.session.get_one(RegisteredCharity, "1155001").accounts_overdue = True
    db.session.commit()
    assert "1 check changed." in look()


def test_whoever_does_not_check_has_no_button_and_cannot_press_it(client: FlaskClient) -> None:
    application = on_the_register()
    sign_in(client, a_regional_lead())

    assert "Look again" not in words_of(client.get(page_of(application)))
    assert client.post(page_of(application, "/look-again")).status_code in {403, 404}
    assert db.session.query(AuditEntry).filter_by(chain=application.id, action="fill-checks").count() == 0


def test_what_filled_itself_is_shown_but_chosen_for_nobody(client: FlaskClient) -> None:
    application = on_the_register()
    with unit_of_work():
        fill_checks(application, at_noon(SYSTEM))
    sign_in(client, an_officer())

    body = client.get(page_of(application, "/REG"))

    assert "Pass, filled in by itself." in words_of(body)
    assert "What you save takes its place for this application." in words_of(body)
    assert "checked" not in body.get_data(as_text=True).partition("<form method")[2]


def test_how_long_a_result_holds_is_filled_in_from_the_tiers_file(client: FlaskClient) -> None:
    application = an_application(stage="checking", tier_key="small")
    sign_in(client, an_officer())

    def boxes(code: str) -> list[str]:
        body = client.get(page_of(application, f"/{code}")).get_data(as_text=True)
        tags = re.findall(r'<input[^>]*name="expires_on"[^>]*>', body)
        return [(re.search(r'value="([^"]*)"', tag) or ["", ""])[1] for tag in tags]

    assert boxes("GOV") == ["23", "11", "2029"]
    assert boxes("COI") == ["", "", ""]


def test_what_stands_from_before_names_its_application_to_whoever_may_see_it(client: FlaskClient) -> None:
    house, officer = an_organisation(name="Harbour House"), an_officer(name="Priya Nair")
    before = an_application(stage="declined", organisation=house, round=a_round(officer=officer))
    a_check(before, "GOV", expires_on=NEXT_YEAR, evidence="Clause 4 covers it.")
    now = an_application(stage="checking", organisation=house, tier_key="small")
    sign_in(client, officer)

    page = client.get(page_of(now))

    assert (
        f"From {before.reference} , checked by Priya Nair on 23 November 2026. Good until 23 November 2027"
        in (words_of(page))
    )
    assert "Clause 4 covers it." in words_of(page)
    assert "Pass From before" in words_of(page)
    assert page_of(before) in page.get_data(as_text=True)


def test_an_officer_of_another_region_learns_that_it_was_passed_and_no_more(client: FlaskClient) -> None:
    house, elsewhere = an_organisation(name="Harbour House"), an_officer(name="Owen Rees", region="J")
    before = an_application(
        stage="declined", organisation=house, round=a_round(officer=elsewhere, region_code="J")
    )
    a_check(before, "GOV", "condition", expires_on=NEXT_YEAR, evidence="Clause 4 names Ada Okafor.")
    now = an_application(stage="checking", organisation=house, tier_key="small")
    sign_in(client, an_officer())

    for address in (page_of(now), page_of(now, "/GOV")):
        page = client.get(address)
        assert (
            "From another application of theirs, checked on 23 November 2026. Good until 23 November 2027"
        ) in words_of(page)
        assert "Pass, with a condition" in words_of(page)
        for secret in (before.reference, str(before.id), "Owen Rees", "Ada Okafor"):
            assert secret not in page.get_data(as_text=True)


def test_the_register_against_a_persons_pass_is_said_beside_it(client: FlaskClient) -> None:
    application = on_the_register()
    a_check(application, "ACC", evidence="Seen at their office.", checked_at=NOON - timedelta(days=9))
    db.session.get_one(RegisteredCharity, "1155001").accounts_overdue = True
    db.session.commit()
    sign_in(client, an_officer())

    words = words_of(client.get(page_of(application)))

    assert "Seen at their office." in words
    assert (
        "Newer: Accounts or the annual return are late, as the register had it on 20 November 2026." in words
    )


def test_what_this_size_does_not_need_is_one_line(client: FlaskClient) -> None:
    application = an_application(stage="checking", tier_key="small")
    sign_in(client, an_officer())

    body = client.get(page_of(application)).get_data(as_text=True)

    assert "Not needed for an offer of this size: 11" in body
    folded = body.partition("<details")[2]
    assert "Before the first payment: Bank account and Safeguarding." in folded
    assert "References and Review of costs." in folded


def test_three_checks_or_eighteen_cost_the_same(client: FlaskClient) -> None:
    """Each with a result by a person, one that stands from before, one that filled itself, and an answer."""
    officer = an_officer()
    sign_in(client, officer)
    a_reading()

    def cost(number: int, **given: Any) -> int:
        a_charity(number=str(number))
        house = an_organisation(name="Harbour House", charity_number=str(number))
        before = an_application(stage="declined", organisation=house)
        a_check(before, "REG", expires_on=NEXT_YEAR)
        now = an_application(stage="checking", organisation=house, answers=MICRO, **given)
        all_checks(now)
        a_query(now, stage="answered", BAND="How much?")
        db.session.expire_all()
        with counted() as statements:
            assert client.get(page_of(now)).status_code == 200
        return len(statements)

    assert cost(1155001) == cost(1155002, **LARGE)


def asking_about(**given: Any) -> Application:
    application = an_application(**{"stage": "checking", "tier_key": "small", "answers": MICRO} | given)
    a_check(application, "ACC", "query", evidence="The return is late.")
    a_check(application, "TRU", "query", evidence="Only two trustees.")
    return application


def ask(client: FlaskClient, application: Application, **typed: str) -> Any:
    address = page_of(application, "/ask")
    form = hidden_fields(client.get(address)) | {
        "by": ["7", "12", "2026"], "missing-ACC": "Has it been sent?", "missing-TRU": "Who else is there?",
    }  # fmt: skip
    return client.post(address, data=form | typed)


def test_the_page_that_asks_starts_from_what_was_found_and_ten_working_days(client: FlaskClient) -> None:
    application = asking_about()
    sign_in(client, an_officer())
    assert "Ask about everything open" in words_of(client.get(page_of(application)))

    body = client.get(page_of(application, "/ask")).get_data(as_text=True)

    assert "The return is late.</textarea>" in body
    assert "Only two trustees.</textarea>" in body
    assert re.findall(r'name="by"[^>]*value="(\d+)"', body) == ["07", "12", "2026"]


def test_asking_sends_them_to_wait_and_shows_until_when(client: FlaskClient) -> None:
    application = asking_about()
    sign_in(client, an_officer())

    assert ask(client, application).status_code == 302

    words = words_of(client.get(page_of(application)))
    assert "Waiting for their answers" in words
    assert "They have until Monday 7 December 2026" in words
    assert "Ask about everything open" not in words
    [query] = list_check_queries(application.id)
    assert [each.missing for each in query.points] == ["Has it been sent?", "Who else is there?"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"missing-ACC": "", "missing-TRU": " "}, "Say what is missing for at least one check."),
        ({"by": ["1", "11", "2026"]}, "Give them a date in the future."),
        ({"by": ["", "", ""]}, "Enter a date"),
        ({"by": ["31", "2", "2027"]}, "Enter a real date"),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_asks_nobody(
    client: FlaskClient, typed: dict[str, Any], said: str
) -> None:
    application = asking_about()
    sign_in(client, an_officer())

    page = ask(client, application, **{"missing-ACC": "Has it been sent, and when?"} | typed)

    assert page.status_code == 200
    assert said in words_of(page)
    if "missing-ACC" not in typed:
        assert "Has it been sent, and when?</textarea>" in page.get_data(as_text=True)
    assert list_check_queries(application.id) == []


def test_a_second_letter_needs_a_reason(client: FlaskClient) -> None:
    application = asking_about()
    a_query(application, stage="closed")
    sign_in(client, an_officer())
    assert "A second letter needs a reason." in words_of(client.get(page_of(application)))

    refused = ask(client, application)

    assert "They were asked on 23 November 2026 already." in words_of(refused)
    assert "Say why you ask a second time" in words_of(refused)
    assert len(list_check_queries(application.id)) == 1
    assert ask(client, application, why_again="Their bank merged.").status_code == 302
    assert list_check_queries(application.id)[-1].why_again == "Their bank merged."


def test_with_nothing_at_query_there_is_nothing_to_ask(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    refused = client.get(page_of(an_application(stage="checking"), "/ask"))

    assert refused.status_code == 409
    assert "there is nothing to ask about" in words_of(refused)


def test_their_answers_stand_beside_each_check(client: FlaskClient) -> None:
    application = asking_about()
    query = a_query(application, ACC="Sent?", TRU="Who?")
    assert application.organisation is not None
    member = a_member(application.organisation)
    with unit_of_work():
        save_answers(
            query, {"ACC": "On Friday <b>early</b>.", "TRU": "Not sent yet."}, at_noon(member), marks={},
            uploads={"ACC": [Upload("return.pdf", b"%PDF-1.4")]},
        )  # fmt: skip
    sign_in(client, an_officer())
    # Nothing is shown of what they have not sent.
    assert "Not sent yet." not in words_of(client.get(page_of(application)))
    query.stage, query.answered_at = "answered", NOON
    db.session.commit()

    page = client.get(page_of(application))

    assert "They answer: On Friday &lt;b&gt;early&lt;/b&gt;. return.pdf" in words_of(page)
    [[file]] = files_of([query.id]).values()
    assert str(file.id) in page.get_data(as_text=True)
    assert "They answer: Not sent yet." in words_of(client.get(page_of(application, "/TRU")))


def test_silence_says_whom_to_ring_and_what_is_possible(client: FlaskClient) -> None:
    application = asking_about()
    query = a_query(application, stage="unanswered")
    sign_in(client, an_officer())

    page = client.get(page_of(application))

    assert "No answer yet: please ring them" in words_of(page)
    assert MICRO["contact-phone"] in words_of(page)
    for rest in ("longer", "stop"):
        assert page_of(application, f"/questions/{query.id}/{rest}") in page.get_data(as_text=True)


def test_longer_and_stop_do_what_they_say(client: FlaskClient) -> None:
    application = asking_about()
    query = a_query(application)
    sign_in(client, an_officer())
    longer, stop = (page_of(application, f"/questions/{query.id}/{rest}") for rest in ("longer", "stop"))

    refused = client.post(longer, data=hidden_fields(client.get(longer)) | {"by": ["1", "12", "2026"]})
    assert "later than 7 December 2026" in words_of(refused)
    client.post(longer, data=hidden_fields(client.get(longer)) | {"by": ["21", "12", "2026"]})
    assert db.session.get_one(CheckQuery, query.id, populate_existing=True).answer_by == date(2026, 12, 21)

    assert "Say how it was settled" in words_of(client.post(stop, data=hidden_fields(client.get(stop))))
    client.post(stop, data=hidden_fields(client.get(stop)) | {"note": "They rang."})
    assert db.session.get_one(CheckQuery, query.id, populate_existing=True).stage == "closed"
    assert client.get(longer).status_code == 404


def test_a_query_is_found_only_with_its_own_application_and_by_whoever_checks_there(
    client: FlaskClient,
) -> None:
    application, other = asking_about(), asking_about()
    query = a_query(application)
    sign_in(client, an_officer())
    assert client.get(page_of(other, f"/questions/{query.id}/stop")).status_code == 404

    for stranger in (an_officer(region="J"), a_member(application.organisation or an_organisation())):
        sign_in(client, stranger)
        for rest in ("", "/ask", f"/questions/{query.id}/stop", f"/questions/{query.id}/longer"):
            assert client.get(page_of(application, rest)).status_code == 404


def test_the_rule_is_chosen_by_the_officer_and_the_case_page_says_it(client: FlaskClient) -> None:
    application = an_application(
        stage="checking",
        organisation=an_organisation(income_pence=60_000_000),
        eligible_by=date(2026, 11, 30),
    )
    officer = an_officer()
    sign_in(client, officer)
    address = f"/officer/applications/{application.id}/ineligible"
    page = client.get(address)
    assert "we promise to say so by 30 November 2026" in words_of(page)
    assert "checked" not in page.get_data(as_text=True).partition("<form method")[2]

    form = hidden_fields(page)
    assert "Choose the rule that is not met" in words_of(
        client.post(address, data=form | {"note": "Too large."})
    )
    kept = client.post(address, data=form | {"rule": "rule-other", "note": "We do not fund buildings."})
    assert "Quote the rule as it stands" in words_of(kept)
    assert "We do not fund buildings." in words_of(kept)
    db.session.refresh(application)
    assert application.stage == "checking"

    done = client.post(address, data=form | {"rule": "rule-income", "note": "Yours was £600,000."})
    assert done.status_code == 302
    words = words_of(client.get(f"/officer/applications/{application.id}/history"))
    assert (
        "The rule: A grant of this size is for organisations with a yearly income of up to £250,000." in words
    )


def test_a_check_that_did_not_pass_is_among_the_rules(client: FlaskClient) -> None:
    application = an_application(stage="checking")
    a_check(application, "REG", "fail", evidence="Removed in 2024.")
    sign_in(client, an_officer())

    words = words_of(client.get(f"/officer/applications/{application.id}/ineligible"))

    assert "Registered, and the name matches: On the register under the name given." in words
    assert "The check found: Removed in 2024." in words


def test_the_work_list_says_that_eligibility_is_due(client: FlaskClient) -> None:
    an_application(stage="submitted", eligible_by=date(2026, 11, 20), decide_by=date(2027, 2, 1))
    an_application(stage="checking", eligible_by=date(2026, 11, 20), found_eligible_at=NOON)
    sign_in(client, an_officer())

    words = words_of(client.get("/officer/"))

    assert "3 days late 20 November 2026 Is it eligible?" in words
    assert words.count("Is it eligible?") == 1


def test_the_work_list_says_that_the_organisation_is_asked_and_until_when(client: FlaskClient) -> None:
    officer = an_officer(name="Priya Nair")
    asked, silent = (an_application(stage="checking", round=a_round(officer=officer)) for _ in range(2))
    a_query(asked)
    a_query(silent, stage="unanswered")
    sign_in(client, officer)

    words = words_of(client.get("/officer/"))

    assert "The organisation, until 7 December 2026" in words
    assert words.count("until 7 December 2026") == 1
    assert "Being checked Priya Nair" in words


def test_the_round_says_how_soon_a_no_was_said(client: FlaskClient) -> None:
    round = a_round()
    application = an_application(
        stage="ineligible", round=round, submitted_at=NOON, eligible_by=date(2026, 11, 30)
    )
    application.stage_entered_at = NOON + timedelta(days=2)
    db.session.commit()
    sign_in(client, an_officer())

    words = words_of(client.get(f"/officer/rounds/{round.id}"))

    assert "Not eligible: 1. It was told within 2 working days of sending. We promise 5." in words
