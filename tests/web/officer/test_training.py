"""Assessors with their load, skills and training; a warning where training is overdue; and what they see themselves."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.models import RoleGrant, User
from grantflow.audit.models import AuditEntry
from grantflow.db import db
from grantflow.permissions import Role
from tests.factories import (
    a_panel_member,
    a_regional_lead,
    a_round,
    an_admin,
    an_application,
    an_assessment,
    an_assessor,
    an_officer,
)
from tests.web.browser import hidden_fields, sign_in, words_of
from tests.web.queries import counted


def trained(on: date | None, **given: str) -> User:
    user = an_assessor(**given)
    user.trained_on = on
    db.session.commit()
    return user


def test_the_list_says_who_is_overdue_and_what_to_do(client: FlaskClient) -> None:
    current, old = trained(date(2026, 3, 1), name="Amina"), trained(date(2023, 3, 16), name="Bryn")
    trained(None, name="Cleo")
    current.skills = ["housing", "lived-experience"]
    for stage in ("open", "submitted"):
        an_assessment(an_application(stage="assessing"), old, stage=stage)
    sign_in(client, an_officer())

    page = words_of(client.get("/officer/assessors"))

    amina, bryn, cleo = (page.index(name) for name in ("Amina", "Bryn", "Cleo"))
    assert "A place to live, Lived experience of probation" in page[amina:bryn]
    assert "Trained in March 2026" in page[amina:bryn]
    assert "Training overdue" not in page[amina:bryn]
    assert "1 to do 1 sent" in page[bryn:cleo]
    assert "Training overdue The last training was in March 2023" in page[bryn:cleo]
    assert "Training overdue No training is recorded." in page[cleo:]
    assert "Book them on the next course, then record the day here." in page


def test_an_officer_and_an_admin_record_training_and_skills(client: FlaskClient) -> None:
    for who in (an_officer(), an_admin()):
        assessor = trained(None)
        sign_in(client, who)
        address = f"/officer/assessors/{assessor.id}"

        saved = client.post(
            address,
            data=hidden_fields(client.get(address))
            | {"trained_on": ["2", "11", "2026"], "skills": ["local-knowledge", "employment"]},
        )

        assert saved.status_code == 302, words_of(saved)
        assert (assessor.trained_on, assessor.skills) == (
            date(2026, 11, 2),
            ["employment", "local-knowledge"],
        )


def test_a_day_to_come_or_one_that_is_no_day_is_refused_beside_its_box(client: FlaskClient) -> None:
    assessor = trained(date(2024, 1, 1))
    sign_in(client, an_officer())
    address = f"/officer/assessors/{assessor.id}"

    for typed, words in (
        (["24", "11", "2026"], "Enter a day that has come"),
        (["", "2", "2026"], "Enter a real"),
    ):
        refused = client.post(address, data=hidden_fields(client.get(address)) | {"trained_on": typed})
        assert words in words_of(refused)
    assert assessor.trained_on == date(2024, 1, 1)


def test_nobody_opens_the_page_of_their_own_training(client: FlaskClient) -> None:
    officer = an_officer()
    officer.roles.append(RoleGrant(role=Role.ASSESSOR, region_code="B"))
    db.session.commit()
    sign_in(client, officer)

    refused = client.get(f"/officer/assessors/{officer.id}")

    assert refused.status_code == 409
    assert "Somebody else records your training." in words_of(refused)


def test_assessors_of_another_region_and_people_without_the_right_find_nothing(client: FlaskClient) -> None:
    elsewhere = trained(None, region="J", name="Elin")
    sign_in(client, an_officer())
    assert "Elin" not in words_of(client.get("/officer/assessors"))
    assert client.get(f"/officer/assessors/{elsewhere.id}").status_code == 404

    for user in (a_panel_member(region="J"), a_regional_lead(region="J"), elsewhere):
        sign_in(client, user)
        assert client.get("/officer/assessors").status_code == 404
        assert client.post(f"/officer/assessors/{elsewhere.id}").status_code == 404
    assert elsewhere.trained_on is None


def test_asking_somebody_overdue_by_hand_warns_and_is_allowed(client: FlaskClient) -> None:
    application = an_application(stage="assessing")
    old = trained(date(2023, 3, 16), name="Bryn")
    trained(date(2026, 3, 1), name="Amina")
    sign_in(client, an_officer())
    address = f"/officer/applications/{application.id}/assessments/ask"
    page = client.get(address)
    assert "The training of Bryn is overdue. You may ask them all the same" in words_of(page)
    assert "The training of Amina is overdue" not in words_of(page)

    asked = client.post(address, data=hidden_fields(page) | {"assessor": str(old.id)})

    assert asked.status_code == 302
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "assessment"))
    assert entry.facts == {"assessor": "Bryn", "training_overdue": True}


def test_sharing_out_leaves_the_overdue_out_and_says_who_and_why(client: FlaskClient) -> None:
    round = a_round(stage="assessing")
    an_application(stage="assessing", round=round)
    (
        trained(date(2026, 3, 1), name="Amina"),
        trained(date(2023, 3, 16), name="Bryn"),
        trained(None, name="Cleo"),
    )
    sign_in(client, an_officer())

    page = words_of(client.get(f"/officer/rounds/{round.id}/share-out"))

    assert "Bryn. The last training was in March 2023, more than two years ago." in page
    assert "Cleo. No training is recorded." in page
    assert "Amina 0 1 1" in page


def test_an_assessor_sees_their_own_training_and_skills(client: FlaskClient) -> None:
    current, old = trained(date(2026, 3, 1)), trained(date(2023, 3, 16))
    current.skills = ["local-knowledge"]
    db.session.commit()
    sign_in(client, current)
    page = words_of(client.get("/assessor/"))
    assert "Trained in March 2026, which lasts until" in page
    assert "You know about Local knowledge" in page
    assert "Training overdue" not in page

    sign_in(client, old)
    page = words_of(client.get("/assessor/"))
    assert "Training overdue The last training was in March 2023, more than two years ago." in page
    assert "Nothing new is given to you when assessments are shared out." in page


def test_the_list_asks_the_same_of_the_database_for_one_and_for_thirty(client: FlaskClient) -> None:
    sign_in(client, an_officer())
    an_assessment(an_application(stage="assessing"), trained(None))
    client.get("/officer/assessors")
    with counted() as one:
        client.get("/officer/assessors")
    for _ in range(29):
        an_assessment(an_application(stage="assessing"), trained(None))
    db.session.expire_all()
    with counted() as thirty:
        client.get("/officer/assessors")

    assert len(one) == len(thirty) <= 12, thirty
