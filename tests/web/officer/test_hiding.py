"""What assessors of a round are not shown: on the form of a draft, and changed until the first is asked."""

from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.db import db
from grantflow.funds.models import Round
from tests.factories import a_round, an_application, an_assessment, an_assessor, an_officer
from tests.web.browser import hidden_fields, sign_in, words_of
from tests.web.officer.test_rounds import typed


def test_the_form_of_a_round_hides_the_amount_unless_told_otherwise(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    page = " ".join(client.get("/officer/rounds/new").get_data(as_text=True).split())
    assert 'name="hide_amount" type="checkbox" value="y" checked' in page
    assert 'name="hide_names" type="checkbox" value="y" checked' not in page

    client.post("/officer/rounds/new", data=typed(hide_amount="y", hide_names="y"))
    client.post("/officer/rounds/new", data=typed(title="Nothing hidden"))

    made = {each.title: (each.hide_amount, each.hide_names) for each in db.session.scalars(select(Round))}
    assert made == {"North West small grants": (True, True), "Nothing hidden": (False, False)}


def test_an_officer_changes_it_until_the_first_assessor_is_asked(client: FlaskClient) -> None:
    round = a_round()
    address = f"/officer/rounds/{round.id}/hiding"
    sign_in(client, an_officer())
    before = words_of(client.get(f"/officer/rounds/{round.id}"))
    assert "The amount is hidden until their quality scores are in. Change what assessors see" in before

    saved = client.post(address, data=hidden_fields(client.get(address)) | {"hide_names": "y"})

    assert saved.status_code == 302
    assert (round.hide_amount, round.hide_names) == (False, True)
    after = words_of(client.get(saved.location))
    assert "Names are hidden while they score." in after
    assert "Chose what assessors see" in after


def test_once_somebody_was_asked_it_stays_and_the_page_says_so(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    address = f"/officer/rounds/{round.id}/hiding"
    sign_in(client, an_officer())
    fields = hidden_fields(client.get(address))
    an_assessment(an_application(stage="assessing", round=round), an_assessor())

    for answer in (client.get(address), client.post(address, data=fields)):
        assert answer.status_code == 409
        assert "what assessors see stays as it is" in words_of(answer)
    assert (round.hide_amount, round.hide_names) == (True, False)
    assert address not in client.get(f"/officer/rounds/{round.id}").get_data(as_text=True)


def test_an_officer_of_another_region_does_not_find_the_page(client: FlaskClient) -> None:
    round = a_round()
    sign_in(client, an_officer(region="J"))

    assert client.get(f"/officer/rounds/{round.id}/hiding").status_code == 404
    assert client.post(f"/officer/rounds/{round.id}/hiding").status_code == 404
    assert round.hide_amount
