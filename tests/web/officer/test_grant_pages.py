"""The lists of grants, payments, reports and learning cost the same however long they are."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from grantflow.accounts.models import Organisation
from grantflow.awards.models import Award
from grantflow.db import db
from tests.conftest import NOON
from tests.factories import (
    a_finance_officer,
    a_learning_entry,
    a_member,
    a_payee,
    a_payment,
    a_review,
    an_award,
    an_evaluator,
    an_officer,
)
from tests.learning.filled import ENTRY
from tests.monitoring.filled import COUNTS, REPORT, REVIEW
from tests.web.browser import clock_at, counting, hidden_fields, sign_in, words_of

MOST = 12
LISTS = (
    ("officer", "/officer/grants"),
    ("finance", "/officer/payments"),
    ("officer", "/officer/reports"),
    ("evaluator", "/evaluator/"),
    ("evaluator", "/evaluator/learning"),
    ("anybody", "/learning"),
)


@pytest.mark.parametrize(("who", "address"), LISTS)
def test_a_list_runs_as_many_statements_for_one_row_as_for_three(
    client: FlaskClient, who: str, address: str
) -> None:
    someone = {"officer": an_officer, "finance": a_finance_officer, "evaluator": an_evaluator}.get(who)
    reader = someone() if someone else None
    a_whole_grant()
    few = statements_of(client, reader, address)
    a_whole_grant()
    a_whole_grant()

    assert statements_of(client, reader, address) == few
    assert few <= MOST


PAGES = (
    ("officer", "/officer/applications/{application}/money"),
    ("officer", "/officer/applications/{application}/money/1"),
    ("officer", "/officer/applications/{application}/reviews"),
    ("officer", "/officer/applications/{application}/reviews/1"),
    ("evaluator", "/evaluator/reviews/{review}"),
    ("evaluator", "/evaluator/learning/{entry}"),
    ("chair", "/applicant/grants/{award}"),
    ("chair", "/applicant/reports/{review}"),
    ("chair", "/applicant/learning/{entry}"),
    ("anybody", "/learning/{entry}"),
)


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_runs_few_statements(client: FlaskClient, who: str, address: str) -> None:
    award = a_whole_grant()
    someone = {"officer": an_officer, "evaluator": an_evaluator, "chair": lambda: a_chair(award)}.get(who)
    path = address.format(
        award=award.id, application=award.application_id, review=REVIEWS[award.id], entry=ENTRIES[award.id]
    )

    assert statements_of(client, someone() if someone else None, path) <= MOST


@pytest.mark.parametrize(
    ("page", "typed"), [("account", {"how": "I rang."}), ("account/again", {"why": "They moved."})]
)
def test_what_was_read_of_an_account_is_not_said_of_another(
    client: FlaskClient, page: str, typed: dict[str, str]
) -> None:
    award = an_award(accepted_at=NOON)
    payee = a_payee(award.organisation_id)
    address = f"/officer/applications/{award.application_id}/money/{page}"
    carried = hidden_fields(sign_in(client, an_officer()).get(address))
    payee.account_number = "99999999"
    db.session.commit()

    refused = client.post(address, data=carried | typed)

    assert refused.status_code == 409
    assert "other bank details" in words_of(refused)
    assert payee.checked_at is None
    read_again = hidden_fields(client.get(address))
    assert client.post(address, data=read_again | typed).status_code == 302


@pytest.mark.parametrize("mark", ["", "0123456789abcdef"])
def test_an_account_is_not_checked_by_a_page_that_was_tampered_with(client: FlaskClient, mark: str) -> None:
    award = an_award(accepted_at=NOON)
    payee = a_payee(award.organisation_id)
    address = f"/officer/applications/{award.application_id}/money/account"

    refused = sign_in(client, an_officer()).post(address, data={"mark": mark, "how": "I rang."})

    assert (refused.status_code, payee.checked_at) == (409, None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["1", "1", "99999999999"], "Enter a real date"),
        (["1", "9" * 5000, "2026"], "Enter a real date"),
        (["31", "12", "9999"], "Enter a year from 2000 to 2099"),
        (["22", "11", "2026"], "from 23 November 2026, when it was authorised, to today"),
        (["24", "11", "2026"], "from 23 November 2026, when it was authorised, to today"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_boxes(
    client: FlaskClient, typed: list[str], said: str
) -> None:
    award = an_award()
    a_payee(award.organisation_id, checked_by=an_officer())
    payment = a_payment(award, stage="authorised")
    address = f"/officer/applications/{award.application_id}/money/1/pay"
    with clock_at():
        carried = hidden_fields(sign_in(client, a_finance_officer()).get(address))

        answer = client.post(address, data=carried | {"paid_on": typed, "bank_reference": "GF-0001"})

    assert said in words_of(answer)
    assert payment.stage == "authorised"


def test_empty_lists_say_what_will_be_there(client: FlaskClient) -> None:
    sign_in(client, an_officer())

    assert "each award is listed here from its offer to its end" in words_of(client.get("/officer/grants"))
    assert "Nothing is waiting to be authorised." in words_of(client.get("/officer/payments"))
    assert "No report is overdue." in words_of(client.get("/officer/reports"))
    assert "is published here, with their agreement" in words_of(client.get("/learning"))


def test_a_list_shows_only_the_persons_own_region(client: FlaskClient) -> None:
    award = a_whole_grant()
    sign_in(client, an_officer(region="A"))

    for address in ("/officer/grants", "/officer/payments", "/officer/reports"):
        assert award.title not in words_of(client.get(address))


REVIEWS: dict[Any, Any] = {}
ENTRIES: dict[Any, Any] = {}


def a_whole_grant() -> Award:
    award = an_award()
    a_payee(award.organisation_id)
    a_payment(award, amount_pence=225_000)
    a_payment(award, number=2, amount_pence=225_000, stage="planned")
    review = a_review(award, stage="reviewed", report=REPORT, review=REVIEW, counts=COUNTS)
    REVIEWS[award.id] = review.id
    a_review(award, stage="announced", number=2)
    ENTRIES[award.id] = a_learning_entry(award, stage="published", answers=ENTRY).id
    a_learning_entry(award, stage="in-review", answers=ENTRY)
    return award


def a_chair(award: Award) -> Any:
    return a_member(db.session.get_one(Organisation, award.organisation_id))


def statements_of(client: FlaskClient, reader: Any, address: str) -> int:
    if reader is not None:
        sign_in(client, reader)
    db.session.remove()
    with counting() as statements:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(statements)
