"""A second application begins with what was answered last time, and leaves to the project what is the project's."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from grantflow.accounts.models import Organisation
from grantflow.applications.models import Application
from grantflow.applications.reuse import filled_in, suggestions
from grantflow.casework.models import Answer, Case
from grantflow.casework.queries import answers_of
from grantflow.casework.running import form, tiers
from grantflow.db import db
from grantflow.engine.answers import missing, visible_questions
from tests.applications.filled import MICRO
from tests.applications.last_time import BY_TIER
from tests.conftest import NOON
from tests.factories import a_member, a_profile, a_round, an_application, an_organisation
from tests.web.browser import hidden_fields, sign_in, words_of

PROJECT = {"project-title", "what-you-will-do", "people-expected", "budget", "start-date", "length-months"}


@pytest.fixture
def house(client: FlaskClient) -> Organisation:
    organisation = an_organisation(name="Harbour House")
    sign_in(client, a_member(organisation))
    return organisation


@pytest.mark.parametrize("tier", BY_TIER)
def test_half_of_a_second_application_is_filled_in(
    client: FlaskClient, house: Organisation, tier: str
) -> None:
    _apply(house, tier, BY_TIER[tier])
    amount = min(tiers(1).tier(tier).up_to_pence, 10_000_000)
    started = client.post(
        f"/applicant/rounds/{_round().slug}/start/{house.id}", data={"amount": str(amount // 100)}
    )
    second = db.session.scalars(select(Application).order_by(Application.created_at.desc())).first()
    assert second is not None
    assert (second.tier_key, second.stage) == (tier, "draft")

    filled = filled_in(form(second.form_key), answers_of(second.id), suggestions(second))

    assert filled.questions / filled.of >= 0.5
    assert not PROJECT & suggestions(second).keys()
    assert f"We filled in {filled.questions} of {filled.of} answers from last time." in (
        words_of(client.get(started.location))
    )


def test_the_page_says_where_an_answer_comes_from_until_it_is_saved(
    client: FlaskClient, house: Organisation
) -> None:
    _apply(house, "micro", MICRO, title="Small steps in Cumbria")
    second = an_application(organisation=house, round=_round(), answers={"amount-requested": 450_000})
    address = f"/applicant/applications/{second.id}/sections/contact"

    page = client.get(address)
    assert 'value="Samina Akhtar"' in page.text
    note = "From your application to “Small steps in Cumbria” of 4 October 2026. Still true?"
    assert words_of(page).count(note) == 3
    task_list = words_of(client.get(f"/applicant/applications/{second.id}"))
    assert "Contact and partners To check" in task_list
    assert answers_of(second.id) == {"amount-requested": 450_000}

    client.post(address, data=_as_shown() | hidden_fields(page))

    assert answers_of(second.id)["contact-name"] == "Samina Akhtar"
    assert "Still true?" not in words_of(client.get(address))
    assert "Contact and partners Completed" in words_of(client.get(f"/applicant/applications/{second.id}"))


def test_nothing_counts_as_answered_before_somebody_saves_it(
    client: FlaskClient, house: Organisation
) -> None:
    _apply(house, "micro", MICRO)
    second = an_application(organisation=house, round=_round(), answers={"amount-requested": 450_000})

    check = words_of(client.get(f"/applicant/applications/{second.id}/check"))

    assert len(missing(form("application-micro"), answers_of(second.id))) == 13
    assert "Questions still to answer, or to put right: 13." in check
    assert check.count("Filled in from last time: look and save") == 7
    assert client.post(f"/applicant/applications/{second.id}/check").status_code == 409


def test_what_nobody_has_touched_is_not_saved_while_somebody_types(
    client: FlaskClient, house: Organisation
) -> None:
    """The page is sent whole; only what the person changed on it is theirs, until they press the button."""
    _apply(house, "micro", MICRO)
    second = an_application(organisation=house, round=_round(), answers={"amount-requested": 450_000})
    address = f"/applicant/applications/{second.id}/sections/contact"
    page = client.get(address)

    typed = _as_shown() | {"contact-name": "Ada Okafor"} | hidden_fields(page)
    saved = client.post(f"{address}/autosave", data=typed)

    assert saved.status_code == 200
    kept = answers_of(second.id)
    assert kept.keys() == {"amount-requested", "contact-name", "partners-involved"}
    assert kept["contact-name"] == "Ada Okafor"
    client.post(address, data=typed | saved.get_json()["marks"])
    assert answers_of(second.id)["contact-email"] == "samina@example.org"


def test_an_answer_of_ones_own_wins_even_when_it_is_emptied(client: FlaskClient, house: Organisation) -> None:
    _apply(house, "micro", MICRO)
    second = an_application(organisation=house, round=_round(), answers={"contact-name": "Ada Okafor"})

    page = client.get(f"/applicant/applications/{second.id}/sections/contact").text

    assert 'value="Ada Okafor"' in page
    assert 'value="Samina Akhtar"' not in page
    assert 'value="samina@example.org"' in page


def test_the_newest_answer_is_taken_wherever_it_stands(client: FlaskClient, house: Organisation) -> None:
    _apply(house, "micro", MICRO, days_ago=400)
    _apply(house, "micro", {"contact-name": "Ada Okafor"}, days_ago=30)
    a_profile(house, days_ago=10, contact_phone="01632 960 999")
    second = an_application(organisation=house, round=_round())

    found = suggestions(second)

    assert found["contact-name"].value == "Ada Okafor"
    assert found["contact-email"].value == "samina@example.org"
    assert (found["contact-phone"].value, found["contact-phone"].round_title) == ("01632 960 999", "")
    page = words_of(client.get(f"/applicant/applications/{second.id}/sections/contact"))
    assert "From what you told us about yourselves on 13 November 2026. Still true?" in page


def test_an_area_that_this_round_does_not_have_is_left_out(house: Organisation) -> None:
    _apply(house, "micro", MICRO | {"areas": ["E23000002", "E23000006"]})
    here = an_application(organisation=house, round=_round(force_areas=["E23000006"]))
    elsewhere = an_application(organisation=house, round=_round(force_areas=["E23000005"]))

    assert suggestions(here)["areas"].value == ["E23000006"]
    assert "areas" not in suggestions(elsewhere)


def test_another_organisation_and_a_later_application_lend_nothing(house: Organisation) -> None:
    second = an_application(organisation=house, round=_round())
    _apply(an_organisation(), "micro", MICRO)
    later = _apply(house, "micro", MICRO, days_ago=0)
    db.session.execute(update(Case).where(Case.id == later.id).values(created_at=NOON + timedelta(days=1)))
    db.session.commit()

    assert suggestions(second) == {}


def test_a_first_application_is_not_told_of_a_last_time(client: FlaskClient, house: Organisation) -> None:
    first = an_application(organisation=house)

    assert "from last time" not in words_of(client.get(f"/applicant/applications/{first.id}"))


def test_an_answer_left_from_another_size_of_grant_lends_nothing_odd(house: Organisation) -> None:
    """Answers stay when the amount moves an application to a smaller form, which no longer asks them."""
    _apply(house, "micro", BY_TIER["small"])
    second = an_application(
        organisation=house, round=_round(), tier_key="small", form_key="application-small"
    )

    asked = {each.key for each in visible_questions(form("application-micro"), {})}
    assert "local-link" not in asked
    assert "local-link" not in suggestions(second)


def _round(**given: Any) -> Any:
    return a_round(
        tier_keys=["micro", "small", "standard", "large"], max_pence=25_000_000, min_pence=50_000, **given
    )


def _apply(
    house: Organisation, tier: str, answers: dict[str, Any], *, title: str = "Before", days_ago: int = 50
) -> Application:
    """An application sent some days before noon on 23 November 2026."""
    at = NOON - timedelta(days=days_ago)
    application = an_application(
        stage="submitted", organisation=house, round=_round(title=title), tier_key=tier,
        form_key=f"application-{tier}", answers=answers, submitted_at=at,
    )  # fmt: skip
    application.created_at = at
    db.session.execute(update(Answer).where(Answer.case_id == application.id).values(saved_at=at))
    db.session.commit()
    return application


def _as_shown() -> dict[str, str]:
    contact = {key: str(value) for key, value in MICRO.items() if key.startswith("contact-")}
    return contact | {"partners-involved": "no"}
