"""The page an applicant lives in."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from grantflow.db import db
from tests.conftest import NOON
from tests.factories import a_member, a_round, a_user, an_application, an_organisation
from tests.web.browser import counting, sign_in, words_of


def test_an_empty_page_says_what_will_be_here_and_what_to_do(client: FlaskClient) -> None:
    sign_in(client, a_user())

    page = words_of(client.get("/applicant/"))

    assert "Applications you start will be here" in page
    assert "See the rounds that are open" in page


def test_the_draft_that_closes_first_comes_first(client: FlaskClient) -> None:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    for title, days in (("Later", 20), ("Sooner", 3)):
        round = a_round(closes_at=NOON + timedelta(days=days))
        an_application(title=title, round=round, organisation=organisation)

    page = words_of(client.get("/applicant/"))

    assert page.index("Finish “Sooner”") < page.index("Finish “Later”")
    assert "Send it by midday on Thursday 26 November 2026" in page


def test_a_draft_that_is_too_late_is_no_longer_something_to_do(client: FlaskClient) -> None:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    an_application(
        title="Missed", round=a_round(closes_at=NOON - timedelta(seconds=1)), organisation=organisation
    )

    page = words_of(client.get("/applicant/"))

    assert "Missed" in page
    assert "Finish “Missed”" not in page


def test_only_ones_own_organisations_are_shown(client: FlaskClient) -> None:
    an_application(title="Somebody else's")
    sign_in(client, a_member(an_organisation()))

    assert "Somebody else's" not in words_of(client.get("/applicant/"))


@pytest.mark.parametrize("many", [1, 12])
def test_it_takes_few_statements_however_many_there_are(client: FlaskClient, many: int) -> None:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    for number in range(many):
        an_application(organisation=organisation, title=f"Work {number}")
    db.session.expire_all()

    with counting() as statements:
        client.get("/applicant/")

    assert len(statements) <= 12, statements
