"""Adding people, giving and taking roles, closing accounts: what is recorded and what is refused."""

import pytest
from sqlalchemy import select

from grantflow.accounts import staff
from grantflow.accounts.queries import find_user_by_email, list_staff
from grantflow.audit.models import AuditEntry
from grantflow.db import db
from grantflow.errors import Forbidden, Refused
from grantflow.permissions import Role
from tests.factories import (
    a_member,
    a_member_of_staff,
    a_user,
    an_admin,
    an_officer,
    an_organisation,
    at_noon,
)

pytestmark = pytest.mark.usefixtures("app")


def deeds_about(user_id: object) -> list[str]:
    found = select(AuditEntry.action).where(AuditEntry.chain == user_id).order_by(AuditEntry.seq)
    return list(db.session.scalars(found))


def test_someone_who_applied_before_may_come_to_work_here() -> None:
    before = a_user(email="mei@example.org")

    user = staff.add_member_of_staff("Mei@Example.org", "Mei Lin", Role.OFFICER, "D", at_noon(an_admin()))

    assert user.id == before.id
    assert user.name == "Mei Lin"
    assert deeds_about(user.id) == ["give-role"]


def test_someone_who_applies_keeps_their_name_and_their_account() -> None:
    member, admin = a_member(an_organisation(), name="Joan Bell"), a_member_of_staff(Role.ADMIN, region="B")

    staff.add_member_of_staff(member.email, "Somebody Else", Role.ASSESSOR, "B", at_noon(admin))
    with pytest.raises(Refused) as refusal:
        staff.disable(member, at_noon(admin))

    assert refusal.value.keys == ["account-of-an-applicant"]
    assert (member.name, member.disabled_at) == ("Joan Bell", None)


def test_nobody_gives_a_role_to_themself() -> None:
    admin = an_admin()

    with pytest.raises(Refused) as refusal:
        staff.give_role(admin, Role.FINANCE, None, at_noon(admin))

    assert refusal.value.keys == ["own-role"]
    assert [grant.role for grant in admin.roles] == ["admin"]


def test_nobody_is_added_under_the_name_of_the_system() -> None:
    with pytest.raises(Refused) as refusal:
        staff.add_member_of_staff("x@example.org", "Grantflow", Role.OFFICER, "B", at_noon(an_admin()))

    assert refusal.value.keys == ["name-is-ours"]
    assert find_user_by_email("x@example.org") is None


def test_someone_who_works_here_is_not_added_twice() -> None:
    officer = an_officer(name="Asha Patel")

    with pytest.raises(Refused) as refusal:
        staff.add_member_of_staff(officer.email, "Somebody", Role.ADMIN, None, at_noon(an_admin()))

    assert refusal.value.keys == ["staff-already"]
    assert officer.name == "Asha Patel"
    assert [grant.role for grant in officer.roles] == ["officer"]


@pytest.mark.parametrize("region", ["B", None])
def test_a_role_is_held_once_in_each_place(region: str | None) -> None:
    officer = an_officer(region=region)

    with pytest.raises(Refused) as refusal:
        staff.give_role(officer, Role.OFFICER, region, at_noon(an_admin()))

    assert refusal.value.keys == ["role-held-already"]


@pytest.mark.parametrize("region", ["D", None])
def test_an_administrator_of_one_region_gives_no_role_elsewhere(region: str | None) -> None:
    officer = an_officer(region="B")

    with pytest.raises(Forbidden):
        staff.give_role(officer, Role.ASSESSOR, region, at_noon(a_member_of_staff(Role.ADMIN, region="B")))

    assert deeds_about(officer.id) == []


def test_only_administrators_give_roles() -> None:
    officer = an_officer(region=None)

    with pytest.raises(Forbidden):
        staff.give_role(officer, Role.ADMIN, None, at_noon(officer))

    assert [grant.role for grant in officer.roles] == ["officer"]


def test_somebody_elses_role_cannot_be_taken_through_another_person() -> None:
    asha, ben = an_officer(), an_officer()

    with pytest.raises(Refused) as refusal:
        staff.take_role(asha, ben.roles[0].id, at_noon(an_admin()))

    assert refusal.value.keys == ["role-not-held"]
    assert len(ben.roles) == 1


def test_closing_and_opening_an_account_are_recorded_and_each_happens_once() -> None:
    officer, admin = an_officer(), an_admin()
    epoch = officer.session_epoch

    staff.disable(officer, at_noon(admin))
    with pytest.raises(Refused):
        staff.disable(officer, at_noon(admin))
    staff.enable(officer, at_noon(admin))
    with pytest.raises(Refused):
        staff.enable(officer, at_noon(admin))

    assert officer.session_epoch == epoch + 1
    assert deeds_about(officer.id) == ["disable", "enable"]


def test_the_list_keeps_those_who_left_but_not_applicants() -> None:
    admin = an_admin(name="Ruth")
    left, applicant = an_officer(name="Asha"), a_user("Joan")
    staff.choose_password(left, "three small boats", at_noon(left))
    staff.take_role(left, left.roles[0].id, at_noon(admin))
    db.session.commit()

    assert [user.name for user in list_staff()] == ["Asha", "Ruth"]
    assert find_user_by_email(applicant.email) is not None
