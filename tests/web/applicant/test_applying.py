"""A small charity applies: from the round's page to the reference."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import Organisation, User
from grantflow.applications.models import Application
from grantflow.casework.queries import timeline
from grantflow.db import db
from tests.applications.filled import MICRO, SECTIONS
from tests.conftest import NOON
from tests.factories import (
    a_charity,
    a_member,
    a_round,
    a_user,
    an_application,
    an_officer,
    an_organisation,
)
from tests.web.browser import clock_at, hidden_fields, sign_in, words_of


def test_a_newcomer_applies_for_a_micro_grant_from_start_to_reference(client: FlaskClient) -> None:
    round = a_round()
    a_charity(number="1155001", name="Harbour House", income_pence=4_200_000)

    sign_in(client, a_user("person", email="person@example.org"))
    start = client.get(f"/applicant/rounds/{round.slug}/start")
    assert start.location.endswith("/start/organisation")
    found = client.post(start.location, data={"charity_number": "1155 001"})
    assert "Harbour House" in words_of(client.get(found.location))
    chosen = client.post(found.location, data={"your_name": "Samina Akhtar"})
    begun = client.post(chosen.location, data={"amount": "4,500"})
    page = begun.location
    for section, typed in SECTIONS.items():
        address = f"{page}/sections/{section}"
        saved = client.post(address, data=typed | hidden_fields(client.get(address)))
        assert saved.status_code == 302, words_of(saved)
    assert "Every question is answered" in words_of(client.get(page))
    sent = client.post(f"{page}/check", follow_redirects=True)

    application = db.session.scalars(select(Application)).one()
    assert application.stage == "submitted"
    assert (application.title, application.amount_pence) == ("Cooking together", 450_000)
    assert (application.outcomes, application.force_areas) == (MICRO["outcomes"], MICRO["areas"])
    assert application.reference in words_of(sent)
    organisation = db.session.scalars(select(Organisation)).one()
    assert (organisation.charity_number, organisation.income_pence) == ("1155001", 4_200_000)
    assert (
        db.session.scalars(select(User).where(User.name == "Samina Akhtar")).one().memberships[0].rights
        == "submit"
    )


def test_pressing_send_twice_sends_once(client: FlaskClient) -> None:
    application, _ = _signed_in_with(client, MICRO)

    first = client.post(f"/applicant/applications/{application.id}/check")
    revision = _revision(application)
    second = client.post(f"/applicant/applications/{application.id}/check")

    assert first.status_code == second.status_code == 302
    assert second.location == f"/applicant/applications/{application.id}"
    assert _revision(application) == revision


def test_an_unfinished_application_cannot_be_sent_and_says_what_is_missing(client: FlaskClient) -> None:
    application, _ = _signed_in_with(client, {key: value for key, value in MICRO.items() if key != "areas"})

    check = client.get(f"/applicant/applications/{application.id}/check")
    sent = client.post(f"/applicant/applications/{application.id}/check")

    assert "Questions still to answer, or to put right: 1." in words_of(check)
    assert sent.status_code == 409
    assert _stage(application) == "draft"


def test_nothing_is_sent_a_second_after_the_deadline(client: FlaskClient) -> None:
    application, user = _signed_in_with(client, MICRO)

    with clock_at(application.closes_at + timedelta(seconds=1)):
        sign_in(client, user)
        sent = client.post(f"/applicant/applications/{application.id}/check")

    assert sent.status_code == 409
    assert "The round has closed" in words_of(sent)
    assert _stage(application) == "draft"


def test_it_is_sent_in_the_last_second(client: FlaskClient) -> None:
    application, user = _signed_in_with(client, MICRO)

    with clock_at(application.closes_at):
        sign_in(client, user)
        client.post(f"/applicant/applications/{application.id}/check")

    assert _stage(application) == "submitted"


def test_somebody_elses_application_is_not_found(client: FlaskClient) -> None:
    application = an_application(answers=MICRO)
    sign_in(client, a_member(an_organisation()))

    for path in ("", "/sections/money", "/check", "/answers", "/withdraw", "/size?before=small"):
        assert client.get(f"/applicant/applications/{application.id}{path}").status_code == 404
    assert client.post(f"/applicant/applications/{application.id}/check").status_code == 404
    assert _stage(application) == "draft"


def test_somebody_who_may_only_edit_cannot_send_or_withdraw(client: FlaskClient) -> None:
    application, _ = _signed_in_with(client, MICRO, rights="edit")

    check = client.get(f"/applicant/applications/{application.id}/check")
    sent = client.post(f"/applicant/applications/{application.id}/check")

    assert "Somebody in your organisation who may send" in words_of(check)
    assert sent.status_code == 403
    assert client.get(f"/applicant/applications/{application.id}/withdraw").status_code == 403
    assert _stage(application) == "draft"


def test_an_organisation_with_people_of_its_own_lets_no_stranger_in(client: FlaskClient) -> None:
    known = an_organisation(charity_number="1155001", name="Harbour House")
    a_member(known)
    stranger = a_user()
    sign_in(client, stranger)
    a_charity(number="1155001", name="Harbour House")
    officer = an_officer(name="Joanne Pickering")
    address = f"/applicant/rounds/{a_round(officer=officer).slug}/start/charities/1155001"

    page, refused = client.get(address), client.post(address, data={"your_name": "A Stranger"})

    for each in (page, refused):
        assert "Somebody already applies here for Harbour House" in words_of(each)
        assert "Ask a colleague" in words_of(each)
        assert "Or ring Joanne Pickering" in words_of(each)
    db.session.refresh(stranger)
    assert stranger.memberships == []


@pytest.mark.parametrize("typed", ["GrantFlow", " grant  flow ", "GRANT-FLOW", "ＧrantFlow"])
def test_nobody_calls_themself_by_the_name_of_the_system(client: FlaskClient, typed: str) -> None:
    somebody = a_user(name="joan", email="joan@harbour.example")
    a_charity(number="1155001", name="Harbour House")
    sign_in(client, somebody)

    refused = client.post(
        f"/applicant/rounds/{a_round().slug}/start/charities/1155001", data={"your_name": typed}
    )

    assert "Enter your own name" in words_of(refused)
    db.session.refresh(somebody)
    assert (somebody.name, somebody.memberships) == ("joan", [])


def test_a_name_is_recorded_and_a_colleagues_stays_as_it_was_given(client: FlaskClient) -> None:
    somebody = a_user(name="joan", email="joan@harbour.example")
    officer = an_officer(name="Asha Patel")
    for number, (who, name) in enumerate(((somebody, "Joan Bell"), (officer, "Somebody Else")), 1155001):
        a_charity(number=str(number), name=f"Harbour {number}")
        sign_in(client, who).post(
            f"/applicant/rounds/{a_round().slug}/start/charities/{number}", data={"your_name": name}
        )
        db.session.refresh(who)

    assert (somebody.name, officer.name) == ("Joan Bell", "Asha Patel")
    [entry] = timeline([somebody.id, officer.id])
    assert (entry.chain, entry.action) == (somebody.id, "say-name")
    assert entry.facts == {"who": "Joan Bell", "before": "joan"}


def test_nobody_starts_for_an_organisation_that_is_not_theirs(client: FlaskClient) -> None:
    organisation = an_organisation()
    sign_in(client, a_member(an_organisation()))

    assert client.post(
        f"/applicant/rounds/{a_round().slug}/start/{organisation.id}", data={"amount": "4500"}
    ).status_code == 404  # fmt: skip
    assert db.session.scalars(select(Application)).all() == []


def test_an_organisation_has_one_draft_in_a_round(client: FlaskClient) -> None:
    application, _ = _signed_in_with(client, {})

    again = client.post(
        f"/applicant/rounds/{application.round.slug}/start/{application.organisation_id}",
        data={"amount": "3000"},
    )

    assert again.location == f"/applicant/applications/{application.id}"
    assert len(db.session.scalars(select(Application)).all()) == 1


def test_an_amount_the_round_does_not_give_is_refused_on_the_page(client: FlaskClient) -> None:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))

    for typed, said in (
        ("500", "The least this round gives is £1,000"),
        ("90,000", "The most this round gives is £75,000"),
        ("lots", "Enter pounds in figures"),
    ):
        page = client.post(
            f"/applicant/rounds/{a_round().slug}/start/{organisation.id}", data={"amount": typed}
        )
        assert said in words_of(page)
        assert f'value="{typed}"' in page.get_data(as_text=True)
    assert db.session.scalars(select(Application)).all() == []


def test_it_is_withdrawn_and_says_so(client: FlaskClient) -> None:
    application, _ = _signed_in_with(client, MICRO)
    address = f"/applicant/applications/{application.id}/withdraw"

    done = client.post(address, data={"why": "No room"}, follow_redirects=True)

    assert _stage(application) == "withdrawn"
    assert "You withdrew this application" in words_of(done)


def test_a_page_to_withdraw_never_tells_how_often_the_application_has_moved(client: FlaskClient) -> None:
    application, _ = _signed_in_with(client, MICRO)
    address = f"/applicant/applications/{application.id}/withdraw"
    before = client.get(address)
    application.revision += 2
    db.session.commit()

    after = client.get(address)

    assert hidden_fields(before).keys() == hidden_fields(after).keys() == {"csrf_token"}
    assert words_of(before) == words_of(after)


def test_a_decision_that_is_held_reads_as_assessment_does(client: FlaskClient) -> None:
    organisation = an_organisation()
    sign_in(client, a_member(organisation))
    pages = []
    for stage in ("assessing", "panel", "to-award", "to-decline"):
        application = an_application(
            stage=stage, organisation=organisation, submitted_at=NOON, title="Same", reference=f"A-{stage}"
        )
        page = words_of(client.get(f"/applicant/applications/{application.id}"))
        pages.append(page.replace(application.reference, "").replace(application.round.title, ""))
        assert "People are reading your application" in page

    assert len({page.split("Your applications", 2)[-1].split("Your officer")[0] for page in pages}) == 1


def _signed_in_with(
    client: FlaskClient, answers: dict[str, object], rights: str = "submit"
) -> tuple[Application, User]:
    organisation = an_organisation()
    user = a_member(organisation, rights)
    sign_in(client, user)
    return an_application(organisation=organisation, answers=answers), user


def _stage(application: Application) -> str:
    db.session.refresh(application)
    return application.stage


def _revision(application: Application) -> int:
    db.session.refresh(application)
    return application.revision
