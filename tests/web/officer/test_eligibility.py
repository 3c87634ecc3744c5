"""Officers are told what the rules of the check before applying find, and how often that check turned somebody away."""

import pytest
from flask.testing import FlaskClient

from grantflow.applications.eligibility import Finding
from grantflow.applications.models import Application
from grantflow.applications.turned_away import count_turned_away
from grantflow.db import unit_of_work
from grantflow.errors import Reason
from tests.conftest import NOON
from tests.factories import a_round, an_application, an_officer, an_organisation
from tests.web.browser import sign_in, words_of


def an_application_of(income_pence: int, kind: str = "registered-charity") -> Application:
    organisation = an_organisation(income_pence=income_pence, kind=kind)
    round = a_round(tier_keys=["micro"], max_pence=500_000)
    return an_application(stage="checking", round=round, organisation=organisation)


def check_page(client: FlaskClient, application: Application, code: str) -> str:
    sign_in(client, an_officer())
    return words_of(client.get(f"/officer/applications/{application.id}/checks/{code}"))


@pytest.mark.parametrize(
    ("income_pence", "said"),
    [
        (25_000_000, "By the rules of the round: pass. Nothing is in the way. You decide."),
        (26_000_000, "By the rules of the round: query. The check before applying says the same to them:"),
        (60_000_000, "By the rules of the round: fail. The check before applying says the same to them:"),
    ],
)
def test_the_check_of_income_suggests_what_the_rules_find(
    client: FlaskClient, income_pence: int, said: str
) -> None:
    assert said in check_page(client, an_application_of(income_pence), "BAND")


def test_a_suggestion_is_not_chosen_for_the_officer(client: FlaskClient) -> None:
    application = an_application_of(60_000_000)
    sign_in(client, an_officer())

    page = client.get(f"/officer/applications/{application.id}/checks/BAND").get_data(as_text=True)

    assert "“Your yearly income is £600,000." in page
    assert "checked" not in page.partition("<form method")[2]


def test_the_register_is_left_to_the_officer_unless_the_kind_does_not_fit(client: FlaskClient) -> None:
    fits = an_application_of(900_000, kind="cio")
    business = an_application_of(900_000, kind="business")

    assert "By the rules of the round" not in check_page(client, fits, "REG")
    assert "By the rules of the round: fail" in check_page(client, business, "REG")


def test_marking_as_not_eligible_shows_what_the_same_rules_find(client: FlaskClient) -> None:
    far, near, fits = an_application_of(60_000_000), an_application_of(26_000_000), an_application_of(900_000)
    sign_in(client, an_officer())

    def page_of(application: Application) -> str:
        return words_of(client.get(f"/officer/applications/{application.id}/ineligible"))

    assert "“Your yearly income is £600,000." in page_of(far)
    assert "near miss" not in page_of(far)
    assert "It is a near miss: talk to them first." in page_of(near)
    assert "find nothing in the way" in page_of(fits)


def test_an_officer_sees_how_often_the_check_turned_somebody_away_by_reason(client: FlaskClient) -> None:
    round = a_round()
    sign_in(client, an_officer())
    address = f"/officer/rounds/{round.id}"
    assert "Nobody has been turned away by the check" in words_of(client.get(address))

    far, one = Finding(Reason("work-elsewhere")), Finding(Reason("grant-to-one-person"))
    with unit_of_work():
        for findings in ([far, one], [far]):
            count_turned_away(round.id, findings, NOON)
    page = words_of(client.get(address))

    assert "Turned away by the check, by reason" in page
    assert "Reason Times Work somewhere else 2 A grant to one person 1" in page
