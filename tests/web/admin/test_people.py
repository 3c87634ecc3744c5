"""People: who sees whom, adding them, their roles, closing their account."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grantflow.accounts.queries import find_user_by_email
from grantflow.audit.models import AuditEntry
from grantflow.db import db
from grantflow.jobs.queries import list_jobs
from grantflow.permissions import Role
from tests.factories import a_member_of_staff, an_admin, an_officer
from tests.web.browser import sign_in


def test_people_are_listed_with_their_roles_and_regions(client: FlaskClient) -> None:
    an_officer(name="Asha Patel", region="B")
    sign_in(client, an_admin())

    page = client.get("/admin/").text

    assert "Asha Patel" in page
    assert "Grants officer: North West" in page


def test_people_are_found_by_name_role_and_region(client: FlaskClient) -> None:
    an_officer(name="Asha Patel", region="B")
    a_member_of_staff(Role.FINANCE, name="Ben Okoro", region="D")
    sign_in(client, an_admin(name="Ruth"))

    for query, seen, unseen in [
        ("name=asha", "Asha Patel", "Ben Okoro"),
        ("role=finance", "Ben Okoro", "Asha Patel"),
        ("region=D", "Ben Okoro", "Asha Patel"),
    ]:
        page = client.get(f"/admin/?{query}").text
        assert seen in page
        assert unseen not in page


def test_a_new_member_of_staff_is_sent_a_link(client: FlaskClient) -> None:
    sign_in(client, an_admin())

    answer = client.post(
        "/admin/people/add",
        data={"name": "Mei Lin", "email": " Mei@Example.org ", "role": "officer", "region": "D"},
    )

    user = find_user_by_email("mei@example.org")
    assert user is not None
    assert answer.status_code == 302
    assert [(grant.role, grant.region_code) for grant in user.roles] == [("officer", "D")]
    assert [(job.name, job.args) for job in list_jobs("waiting")] == [("staff-set-up-link", (str(user.id),))]


@pytest.mark.parametrize("missing", ["name", "email", "role", "region"])
def test_a_new_member_of_staff_needs_every_fact(client: FlaskClient, missing: str) -> None:
    sign_in(client, an_admin())
    data = {"name": "Mei Lin", "email": "mei@example.org", "role": "officer", "region": "D"}

    answer = client.post("/admin/people/add", data=data | {missing: ""})

    assert "Error: Add a member of staff" in answer.text
    assert find_user_by_email("mei@example.org") is None


def test_a_role_is_given_and_taken_and_both_are_recorded(client: FlaskClient) -> None:
    officer = an_officer(region="B")
    sign_in(client, an_admin())

    client.post(f"/admin/people/{officer.id}/roles", data={"role": "assessor", "region": "everywhere"})
    db.session.expire_all()
    assert {(grant.role, grant.region_code) for grant in officer.roles} == {
        ("officer", "B"),
        ("assessor", None),
    }
    given = next(grant for grant in officer.roles if grant.role == "assessor")

    client.post(f"/admin/people/{officer.id}/roles/{given.id}/take")
    db.session.expire_all()
    assert [grant.role for grant in officer.roles] == ["officer"]
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.chain == officer.id).order_by(AuditEntry.seq)
    )
    assert list(actions) == ["give-role", "take-role"]
    page = client.get(f"/admin/people/{officer.id}").text
    assert "Given the role of assessor, everywhere" in page


def test_closing_an_account_signs_the_person_out_everywhere(client: FlaskClient) -> None:
    officer = an_officer(region="B")
    theirs = type(client)(client.application, client.response_wrapper)
    sign_in(theirs, officer)
    assert theirs.get("/home").headers["Location"] == "/officer/"
    sign_in(client, an_admin())

    client.post(f"/admin/people/{officer.id}/close")

    assert "/sign-in" in theirs.get("/home").headers["Location"]


def test_nobody_closes_their_own_account_or_gives_up_being_administrator(client: FlaskClient) -> None:
    admin = an_admin()
    sign_in(client, admin)

    assert client.post(f"/admin/people/{admin.id}/close").status_code == 409
    assert client.post(f"/admin/people/{admin.id}/roles/{admin.roles[0].id}/take").status_code == 409

    db.session.expire_all()
    assert admin.disabled_at is None
    assert [grant.role for grant in admin.roles] == ["admin"]


def test_an_administrator_of_one_region_looks_after_that_region_only(client: FlaskClient) -> None:
    ours, theirs = an_officer(region="B", name="Asha Patel"), an_officer(region="D", name="Ben Okoro")
    everywhere = an_officer(region=None, name="Cara Lewis")
    sign_in(client, a_member_of_staff(Role.ADMIN, region="B"))

    page = client.get("/admin/").text

    assert "Asha Patel" in page
    assert "Ben Okoro" not in page
    assert "Cara Lewis" not in page
    assert client.get(f"/admin/people/{theirs.id}").status_code == 404
    assert client.post(f"/admin/people/{everywhere.id}/close").status_code == 404
    refused = client.post(f"/admin/people/{ours.id}/roles", data={"role": "officer", "region": "everywhere"})
    assert "Error:" in refused.text
    refused = client.post(f"/admin/people/{ours.id}/roles", data={"role": "officer", "region": "D"})
    assert "Error:" in refused.text
    db.session.expire_all()
    assert [(grant.role, grant.region_code) for grant in ours.roles] == [("officer", "B")]


def test_a_role_in_another_region_keeps_someone_out_of_a_regional_administrators_reach(
    client: FlaskClient,
) -> None:
    both = an_officer(region="B")
    other = a_member_of_staff(Role.ADMIN, region=None)
    sign_in(client, other)
    client.post(f"/admin/people/{both.id}/roles", data={"role": "officer", "region": "D"})
    sign_in(client, a_member_of_staff(Role.ADMIN, region="B"))

    assert client.post(f"/admin/people/{both.id}/close").status_code == 403
    assert client.post(f"/admin/people/{both.id}/set-up-link").status_code == 403

    db.session.expire_all()
    assert both.disabled_at is None


def test_people_pages_are_not_there_for_others(client: FlaskClient) -> None:
    officer = an_officer()
    sign_in(client, officer)

    for path in ("/admin/", "/admin/people/add", f"/admin/people/{officer.id}"):
        assert client.get(path).status_code == 404
